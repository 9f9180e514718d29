// Security keys: the browser talks to the key, the form carries its answer.
document.querySelectorAll("form[data-key]").forEach((form) => {
  const button = form.querySelector("button[type=button]");
  const problem = form.querySelector("[role=alert]");
  const options = JSON.parse(form.querySelector("#key-options").textContent);
  button.disabled = !window.PublicKeyCredential;
  button.addEventListener("click", async () => {
    problem.hidden = true;
    try {
      const answer = await window.webauthnJSON[form.dataset.key](options);
      form.elements.credential.value = JSON.stringify(answer);
      form.submit();
    } catch {
      problem.textContent = form.dataset.failed;
      problem.hidden = false;
    }
  });
});
