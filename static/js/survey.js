// Surveys work without this file. It fills in a code from the link, and hides what is not asked.
// The part of a link behind "#" never leaves the browser; it is wiped from the address at once.
const codes = document.querySelectorAll("[data-code]");
const brought = location.hash.slice(1);
if (codes.length && /^[0-9A-Za-z]{13}$/.test(brought)) {
  codes.forEach(field => { field.value = brought; });
  history.replaceState(null, "", location.pathname);
  codes[0].form.querySelector("button").focus();
}

const survey = {
  get form() { return document.querySelector("form[data-survey]"); },
  // What is known of questions on other pages: nothing, unless this device keeps them (offline.js).
  elsewhere: () => null,
  // The values given to a question; null when it stands on another page that nothing is known of.
  given(code) {
    const name = CSS.escape(code), form = survey.form;
    const field = form?.querySelector(`[name="${name}"], [name="${name}_0"]`);
    if (!field) return survey.elsewhere(code);
    if (field.closest("[hidden]")) return [];  // what is not asked has no answer
    return new FormData(form).getAll(code).filter(value => value !== "");
  },
  // Whether a rule of the questionnaire holds; null when only the server can tell.
  holds(rule) {
    const found = rule.tests.map(survey.passes);
    if (found.includes(null)) return null;
    return rule.join === "or" ? found.some(Boolean) : found.every(Boolean);
  },
  passes([code, op, value]) {
    const values = survey.given(code);
    if (values === null) return null;
    const number = values.length ? Number(values[0].replace(",", ".")) : NaN, there = Number(value);
    const same = values.includes(value) || number === there;
    return {
      "selected": values.includes(value), "unselected": !values.includes(value), "=": same, "!=": !same,
      "<": number < there, "<=": number <= there, ">": number > there, ">=": number >= there,
    }[op];
  },
  show() {
    survey.form?.querySelectorAll("[data-show-if]").forEach(block => {
      const asked = survey.holds(JSON.parse(block.dataset.showIf));
      if (asked !== null) block.hidden = !asked;
    });
    survey.form?.querySelectorAll("[data-own]").forEach(block => {
      block.hidden = !(survey.given(block.dataset.of) || []).includes(block.dataset.own);
    });
  },
};
document.addEventListener("change", survey.show);
survey.show();
