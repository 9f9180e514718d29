// An answer under way outlives the loss of the network: every section is kept on this device as it
// is filled in, the next ones come from a copy fetched before, and all is sent in order when the
// line is back. Kept are answers alone, never a code; all of it is dropped once the answer is sent.
// A page that is opened anew meanwhile comes from a shell laid by here (surveys/views/away.py).
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
  const isShell = form => "away" in form.dataset;
  const fresh = () => ({ at: Date.now(), page: "", pages: {}, waiting: [], send: false });
  let name = "", state = fresh(), busy = false, moving = false, faulty = false, notBefore = 0;

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
    const answer = await fetch(form.dataset.rest);
    if (answer.ok && !answer.redirected) store.write(SHEET, { name: form.dataset.sheet, html: await answer.text() });
  };
  // The shell with the files it needs, in the language of the sections, and the worker that shows it.
  const layByShell = async ({ dataset: { shell, sheet, worker } }) => {
    if (!navigator.serviceWorker) return;  // only where the line itself is safe
    const shelf = await caches.open(MINE + sheet);
    if (await shelf.match(shell, { ignoreVary: true })) return;
    const page = new DOMParser().parseFromString(await (await fetch(shell)).text(), "text/html");
    const files = [...page.querySelectorAll("link, script, use")].map(n => (n.getAttribute("src") ?? n.getAttribute("href")).split("#")[0]);
    await shelf.addAll([shell, ...new Set(files)]);
    for (const n of await caches.keys()) if (n.startsWith(MINE) && n !== MINE + sheet) await caches.delete(n);
    await navigator.serviceWorker.register(worker);
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
    form.dataset.page = state.page = section.dataset.section;
    save();
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
  class TooOften extends Error {}
  const post = async (address, pairs) => {
    const body = new URLSearchParams(pairs);
    body.set("csrfmiddlewaretoken", keeping().elements.csrfmiddlewaretoken.value);
    const answer = await fetch(address, { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(15_000) });
    if (answer.type === "opaqueredirect") return "";
    if (answer.status === 429) {
      notBefore = Date.now() + 1_000 * Number(answer.headers.get("Retry-After"));
      throw new TooOften();
    }
    // Signed in or out meanwhile: the pass against forged forms is of an old page. A fresh one sends.
    if (answer.status === 403 && Date.now() - (state.renewed ?? 0) > 60_000) {
      state.renewed = Date.now();
      save();
      location.reload();
    }
    if (![200, 409].includes(answer.status)) throw new TypeError("not now");
    return answer.text();  // a page: something is to be put right
  };
  const render = html => {
    const page = new DOMParser().parseFromString(html, "text/html");
    if (!page.querySelector("form[data-keep]")) { store.drop(() => false); name = ""; }
    document.title = page.title;
    document.querySelector("main").replaceWith(page.querySelector("main"));
    survey.show();
    (document.querySelector(".problems") ?? document.querySelector("h1"))?.focus();
  };
  const say = (form, what) => form.querySelectorAll("[data-told]").forEach(each => {
    each.hidden = each.dataset.told !== what;
  });
  const sayOften = form => {
    const words = form.querySelector("[data-told=often] span");
    words.dataset.said ??= words.textContent;
    words.textContent = words.dataset.said.replace("#", Math.ceil((notBefore - Date.now()) / 60_000));
    say(form, "often");
  };
  // True when nothing waits any more; throws when there is no line. The shell leaves that to the
  // page it stands for: true as soon as the portal can be reached.
  const deliver = async form => {
    if (isShell(form)) return (await fetch(form.dataset.shell, { method: "HEAD" })).ok;
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
    if (Date.now() < notBefore) { sayOften(form); return; }
    busy = true;
    const slow = setTimeout(say, 1_500, form, "busy");
    try {
      if (await deliver(form)) {
        if (moving || isShell(form)) location.assign(form.dataset.answer);
        else say(form, "");
      }
    } catch (why) {
      if (why instanceof TooOften) { sayOften(form); return; }
      say(form, state.send ? "waits" : "away");
      if (moving && !state.send) goOn(form);
    } finally { clearTimeout(slow); busy = false; moving &&= Date.now() < notBefore; }
  };
  const submitted = event => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("form[data-keep]")) return;  // guard.js is at work
    event.preventDefault();
    const end = form.dataset.page === "end";
    const alone = state.waiting.length || isShell(form) || !navigator.onLine;  // the server cannot ask for it
    const lack = !end && alone && lacking(form);
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
  const recall = () => { state = { ...fresh(), ...store.read(name) }; };
  const listen = () => {
    document.addEventListener("submit", submitted);
    document.addEventListener("input", event => { if (event.target.form?.matches("form[data-keep]")) remember(event.target.form); });
    addEventListener("online", () => send(false));
    setInterval(() => { if (state.waiting.length || state.send || isShell(form)) send(false); }, 15_000);
  };
  const kept = () => {
    try { return Object.keys(localStorage).find(n => n.startsWith(MINE) && n !== SHEET); } catch { return ""; }
  };
  if (form && isShell(form)) {
    name = kept() ?? "";
    form.dataset.sheet = store.read(SHEET)?.name ?? "";
    recall();
    const here = sections(form).find(s => s.dataset.section === state.page);
    form.hidden = !here;
    goTo(form, here);
    say(form, state.send ? "waits" : "away");
    listen();
  } else if (form) {
    name = MINE + form.dataset.keep;
    recall();
    store.drop(n => n === name || n === SHEET);  // what another person left here is nobody's any more
    const mine = state.pages[form.dataset.page];
    if (mine && !document.querySelector(".problems")) fill(form, mine);
    state.page = form.dataset.page;
    save();
    listen();
    if (state.waiting.length || state.send) send(true);
    fetchSheet(form).then(() => layByShell(form)).catch(() => null);  // next time, when there is a line
  } else if (document.querySelector("[data-keeps-nothing]")) {
    store.drop(() => false);
  } else {
    store.drop(n => Date.now() - (store.read(n)?.at ?? 0) < LONGEST);
  }
}
