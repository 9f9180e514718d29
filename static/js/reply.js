// Keeps an answer as it is typed and says who else is answering; ready texts go in at the cursor.
{
  const form = document.querySelector("form[data-draft]");
  const text = document.getElementById("id_text");
  const others = document.getElementById("others");
  let kept = text ? text.value : "";
  async function keep() {
    if (!text || text.value === kept) return;
    const said = text.value;
    const body = new URLSearchParams({ text: said, csrfmiddlewaretoken: form.csrfmiddlewaretoken.value });
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok) return;
      kept = said;
      others.textContent = await answer.text();
      others.hidden = !others.textContent;
    } catch { /* the network is away for a moment: the next round keeps it */ }
  }
  if (form) setInterval(keep, 5000);
  document.querySelectorAll("[data-insert]").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    text.setRangeText(link.dataset.insert, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  }));
}
