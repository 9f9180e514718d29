// Keeps a job's page up to date; without it the page loads itself anew.
const live = document.querySelector("[data-live]");
const pause = () => new Promise(r => setTimeout(r, document.hidden ? 10000 : 2000));
async function watch() {
  while (live && !live.querySelector("[data-ended]")) {
    await pause();
    try {
      const answer = await fetch(live.dataset.live, { credentials: "same-origin", redirect: "manual" });
      if (answer.ok) live.innerHTML = await answer.text();
      else if (answer.type === "opaqueredirect" || answer.status < 500) return location.reload();
    } catch { /* the network is away for a moment: ask again */ }
  }
}
watch();
