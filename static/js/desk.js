// Everything works without this file; it only saves a gesture: / j k Enter ? on lists and the desk.
const problems = document.querySelector(".problems");
if (problems) problems.focus();

const rows = [...document.querySelectorAll("main tbody tr")];
const help = document.getElementById("keys-help");
let at = -1;

function go(step) {
  if (!rows.length) return;
  at = Math.min(Math.max(at + step, 0), rows.length - 1);
  const link = rows[at].querySelector("a");
  rows.forEach((row, n) => row.classList.toggle("here", n === at));
  if (link) link.focus();
}

const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
const keys = {
  "/": () => document.getElementById("searchbar")?.focus(),
  "j": () => go(1),
  "k": () => go(-1),
  "?": () => help?.showModal?.(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || help?.open) return;
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// Rows to pick for a bulk move: one box picks all.
const all = document.getElementById("pick-all");
if (all) {
  all.hidden = false;
  all.addEventListener("change", () => {
    document.querySelectorAll("[name=_selected_action]").forEach((box) => { box.checked = all.checked; });
  });
}

// What was typed is not lost by a stray click on a link.
const form = document.querySelector("form.record");
if (form) {
  let touched = false;
  form.addEventListener("input", () => { touched = true; });
  form.addEventListener("submit", () => { touched = false; });
  window.addEventListener("beforeunload", (event) => { if (touched) event.preventDefault(); });
}

// The line to take a letter back is open for ten seconds.
document.querySelectorAll("[data-seconds]").forEach((line) => {
  setTimeout(() => line.remove(), Number(line.dataset.seconds) * 1000);
});
