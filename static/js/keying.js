// Keying paper sheets: a digit chooses a level and goes on to the next question. All works without.
const blocks = [...document.querySelectorAll(".keying .field")];
const next = from => {
  const after = blocks[blocks.indexOf(from) + 1];
  const target = after && after.querySelector("input, select, textarea");
  if (target) target.focus();
};
document.querySelector(".keying")?.addEventListener("keydown", event => {
  const field = event.target.closest(".five")?.closest(".field");
  if (!field || !/^[0-5]$/.test(event.key)) return;
  const wanted = event.key === "0" ? "na" : event.key;
  const choice = field.querySelector(`input[value="${wanted}"]`);
  if (!choice) return;
  event.preventDefault();
  choice.checked = true;
  next(field);
});
