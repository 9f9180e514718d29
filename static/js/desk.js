// Everything works without this file; it only saves a gesture: / j k Enter ? on lists and the desk.
const problems = document.querySelector(".problems");
if (problems) problems.focus();

const rows = [...document.querySelectorAll("#result_list tbody tr, .my-desk main tbody tr")];
const box = document.getElementById("searchbar");
const help = document.getElementById("keys-help");
let at = rows.findIndex((row) => row.querySelector("a[aria-current]"));
mark();

function mark() {
  rows.forEach((row, n) => row.classList.toggle("here", n === at));
}

function go(step) {
  if (!rows.length) return;
  at = Math.min(Math.max(at + step, 0), rows.length - 1);
  mark();
  rows[at].querySelector("a")?.focus();
}

// Single keys can be switched off: speech and screen readers may send them unasked (WCAG 2.1.4).
const KEPT = "desk-keys";
const stored = (value) => {
  try {
    if (value) localStorage.setItem(KEPT, value);
    return localStorage.getItem(KEPT);
  } catch { return null; }
};
const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
const keys = {
  "/": () => box?.focus(),
  "j": () => go(1),
  "k": () => go(-1),
  "?": () => help?.showModal?.(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || help?.open) return;
  const act = keys[event.key];
  if (!act || stored() === "off") return;
  event.preventDefault();
  act();
});

if (rows.length && help?.showModal) {
  const on = help.querySelector("[data-keys-on]");
  on.checked = stored() !== "off";
  on.addEventListener("change", () => stored(on.checked ? "on" : "off"));
  document.querySelectorAll("[data-keys]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => help.showModal());
  });
} else {
  Object.keys(keys).filter((key) => key !== "/" || !box).forEach((key) => delete keys[key]);
}

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
