// Surveys work without this file. It fills in a code from the link, and hides what is not asked.
// The part of a link behind "#" never leaves the browser; it is wiped from the address at once.
const codes = document.querySelectorAll("[data-code]");
const brought = location.hash.slice(1);
if (codes.length && /^[0-9A-Za-z]{13}$/.test(brought)) {
  codes.forEach(field => { field.value = brought; });
  history.replaceState(null, "", location.pathname);
  codes[0].form.querySelector("button").focus();
}

const form = document.querySelector("[data-survey]");
if (form) {
  const given = code => new FormData(form).getAll(code).filter(value => value !== "");
  const known = code => form.querySelector(`[name="${CSS.escape(code)}"], [name^="${CSS.escape(code)}_"]`);
  const order = {
    "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">": (a, b) => a > b, ">=": (a, b) => a >= b,
  };
  // null: the question stands on another page, so that only the server can tell.
  const holds = ([code, op, value]) => {
    if (!known(code)) return null;
    const values = given(code);
    if (op === "selected") return values.includes(value);
    if (op === "unselected") return !values.includes(value);
    if (op === "=") return values.includes(value) || (values.length > 0 && Number(values[0]) === Number(value));
    if (op === "!=") return !(values.includes(value) || (values.length > 0 && Number(values[0]) === Number(value)));
    return values.length > 0 && order[op](Number(values[0].replace(",", ".")), Number(value));
  };
  const show = () => {
    form.querySelectorAll("[data-show-if]").forEach(block => {
      const rule = JSON.parse(block.dataset.showIf);
      const found = rule.tests.map(holds);
      if (found.includes(null)) return;
      block.hidden = !(rule.join === "or" ? found.some(Boolean) : found.every(Boolean));
    });
    form.querySelectorAll("[data-own]").forEach(block => {
      block.hidden = !given(block.dataset.of).includes(block.dataset.own);
    });
  };
  form.addEventListener("change", show);
  show();
}
