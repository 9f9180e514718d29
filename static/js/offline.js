// An answer under way outlives the loss of the network: every section is kept on this device as it
// is filled in, the next ones come from a copy fetched before, and all is sent in order when the
// line is back. Kept are answers alone, never a code; all of it is dropped once the answer is sent.
// A shared kiosk has no data-keep: nothing is kept there. Without this file pages work as ever.
{
  const MINE = "survey.", SHEET = `${MINE}sheet`, DAY = 86_400_000, LONGEST = 14 * DAY;
  const store = {  // private windows may refuse: then nothing outlives the page
    read(name) { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } },
    write(name, value) { try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* full */ } },
    drop(but) {
      try {
        Object.keys(localStorage).filter(n => n.startsWith(MINE) && !but(n)).forEach(n => localStorage.removeItem(n));
      } catch { /* refused */ }
    },
  };
  const keeping = () => document.querySelector("form[data-keep]");
  const fresh = () => ({ at: Date.now(), pages: {}, waiting: [], send: false });
  let name = "", state = fresh(), busy = false, moving = false, faulty = false;

  const save = () => { state.at = Date.now(); store.write(name, state); };
  const number = form => Number(form.dataset.page);
  const isShown = (form, name) => !form.querySelector(`[hidden] [name="${CSS.escape(name)}"]`);
  const filled = form => [...new FormData(form)].filter(([n]) => n !== "csrfmiddlewaretoken" && isShown(form, n));
  const remember = form => {
    if (form.dataset.page === "end") return;
    state.pages[number(form)] = filled(form);
    save();
  };
  const fill = (form, pairs) => {
    for (const field of form.elements) {
      if (!field.name || field.type === "hidden" || field.tagName === "BUTTON") continue;
      const values = pairs.filter(([n]) => n === field.name).map(([, value]) => value);
      if (["radio", "checkbox"].includes(field.type)) field.checked = values.includes(field.value);
      else field.value = values[0] ?? "";
    }
    survey.show();
  };
  survey.elsewhere = code => {
    const pages = Object.entries(state.pages)
      .filter(([page, pairs]) => pairs.some(([n]) => n === code) && isOn(page)).flatMap(([, pairs]) => pairs);
    return Object.keys(state.pages).length ? pages.filter(([n, value]) => n === code && value !== "").map(([, value]) => value) : null;
  };

  // --- Sections at hand ------------------------------------------------------------------------
  const fetchSheet = async form => {
    if (store.read(SHEET)?.name === form.dataset.sheet) return;
    const answer = await fetch(form.dataset.rest).catch(() => null);
    if (answer?.ok && !answer.redirected) store.write(SHEET, { name: form.dataset.sheet, html: await answer.text() });
  };
  const sections = form => {
    const kept = store.read(SHEET);
    if (kept?.name !== form.dataset.sheet) return [];
    return [...new DOMParser().parseFromString(kept.html, "text/html").querySelectorAll("[data-section]")];
  };
  // Whether a section is on this person's way; what was answered in others is as good as unsaid.
  let rules = null;
  const isOn = page => {
    if (!rules && keeping()) {
      const found = sections(keeping()).map(s => [s.dataset.section, s.dataset.rule]);
      if (found.length) rules = Object.fromEntries(found);
    }
    const rule = rules?.[page];
    return !rule || survey.holds(JSON.parse(rule)) !== false;
  };
  const isAsked = section => !section.dataset.rule || survey.holds(JSON.parse(section.dataset.rule)) !== false;
  const goTo = (form, section) => {
    if (!section) return;
    const end = section.dataset.section === "end";
    form.dataset.page = section.dataset.section;
    document.querySelector("[data-heading]").textContent = section.dataset.title;
    document.querySelectorAll("[data-online]").forEach(each => { each.hidden = true; });
    form.querySelector("[data-asked]").replaceChildren(...section.childNodes);
    form.querySelector("[data-next]").hidden = end;
    form.querySelector("[data-send]").hidden = !end;
    if (!end) fill(form, state.pages[number(form)] ?? []);
    scrollTo(0, 0);
    document.querySelector("[data-heading]").focus();
  };
  const goOn = form => {
    const after = sections(form).filter(s => s.dataset.section === "end" || Number(s.dataset.section) > number(form));
    goTo(form, after.find(isAsked));
  };
  const lacking = form => [...form.querySelectorAll("[data-required]")].find(field =>
    !field.closest("[hidden]") && ![...new FormData(form)].some(([n, value]) =>
      value !== "" && field.querySelector(`[name="${CSS.escape(n)}"]`)));

  // --- Sending ---------------------------------------------------------------------------------
  const post = async (address, pairs) => {
    const body = new URLSearchParams(pairs);
    body.set("csrfmiddlewaretoken", keeping().elements.csrfmiddlewaretoken.value);
    const answer = await fetch(address, { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(15_000) });
    if (answer.type === "opaqueredirect") return "";
    if (![200, 409].includes(answer.status)) throw new TypeError("not now");
    return answer.text();  // a page: something is to be put right
  };
  const render = html => {
    const page = new DOMParser().parseFromString(html, "text/html");
    if (!page.querySelector("form[data-keep]")) { store.drop(() => false); name = ""; }
    document.title = page.title;
    document.querySelector("main").replaceWith(page.querySelector("main"));
    survey.show();
    document.querySelector(".problems, h1")?.focus();
  };
  const say = (form, what) => form.querySelectorAll("[data-told]").forEach(each => {
    each.hidden = each.dataset.told !== what;
  });
  // True when nothing waits any more; throws when there is no line.
  const deliver = async form => {
    while (state.waiting.length) {
      const page = state.waiting[0], wrong = await post(`${form.dataset.answer}?page=${page}`, state.pages[page]);
      if (wrong) { state.send = false; faulty = true; save(); render(wrong); return false; }
      state.waiting.shift();
      save();
    }
    if (!state.send) return true;
    const wrong = await post(form.dataset.check, filled(form).filter(([n]) => n.startsWith("guard_")));
    state.send = false;
    save();
    if (wrong) render(wrong);
    return !wrong;
  };
  // moved: the person asked to go on, so that the next page is shown; else only what waits is sent.
  const send = async moved => {
    const form = keeping();
    moving ||= moved || state.send;
    if (!form || busy || faulty) return;  // what is being put right is not sent under one's hands
    busy = true;
    const slow = setTimeout(say, 1_500, form, "busy");
    try {
      if (await deliver(form)) {
        if (moving) location.assign(form.dataset.answer);
        else say(form, "");
      }
    } catch {
      say(form, state.send ? "waits" : "away");
      if (moving && !state.send) goOn(form);
    } finally { clearTimeout(slow); busy = moving = false; }
  };
  const submitted = event => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("form[data-keep]")) return;  // guard.js is at work
    event.preventDefault();
    const end = form.dataset.page === "end";
    const lack = !end && state.waiting.length && lacking(form);
    if (lack) { say(form, "lacking"); lack.querySelector("input, select, textarea").focus(); return; }
    remember(form);
    faulty = false;
    if (end) state.send = true;
    // Behind a section that waits all later ones are sent anew: the server takes them in order.
    else {
      const rest = state.waiting.length ? Object.keys(state.pages).map(Number).filter(n => n >= state.waiting[0]) : [];
      state.waiting = [...new Set([...state.waiting, ...rest, number(form)])].sort((a, b) => a - b);
    }
    save();
    send(true);
  };

  // --- Beginning -------------------------------------------------------------------------------
  const form = keeping();
  if (form) {
    name = MINE + form.dataset.keep;
    const known = store.read(name);
    if (known) state = { ...fresh(), ...known };
    store.drop(n => n === name || n === SHEET);  // what another person left here is nobody's any more
    const mine = state.pages[form.dataset.page];
    if (mine && !document.querySelector(".problems")) fill(form, mine);
    document.addEventListener("submit", submitted);
    document.addEventListener("input", event => { if (event.target.form?.matches("form[data-keep]")) remember(event.target.form); });
    addEventListener("online", () => send(false));
    setInterval(() => { if (state.waiting.length || state.send) send(false); }, 15_000);
    if (state.waiting.length || state.send) send(true);
    fetchSheet(form);
  } else if (document.querySelector("[data-keeps-nothing]")) {
    store.drop(() => false);
  } else {
    store.drop(n => Date.now() - (store.read(n)?.at ?? 0) < LONGEST);
  }
}
