// What is typed into form[data-keep] stays in this browser until it is saved, and is offered again. Without this file
// the page works as ever. `data-keep` is the person's key; `data-typed`: the page shows what was just sent.
(() => {
  "use strict";
  const DAYS = 14, WAIT = 800, BEGINS = "huaihai:typed:";
  const stored = (key) => {
    try { return JSON.parse(localStorage.getItem(key) ?? "null"); } catch { return null; }
  };
  const store = (key, value) => {
    try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* no room: saving is still there */ }
  };
  const all = () => { try { return Object.keys(localStorage).filter((key) => key.startsWith(BEGINS)); } catch { return []; } };
  for (const key of all()) if (!(stored(key)?.at > Date.now() - DAYS * 864e5)) localStorage.removeItem(key);

  const form = document.querySelector("form[data-keep]");
  if (!form) { // the page that one is led to when it was saved
    const from = document.referrer ? new URL(document.referrer).pathname : "";
    for (const key of all()) if (key.endsWith(":" + from) && stored(key)?.sent) localStorage.removeItem(key);
    return;
  }
  const key = `${BEGINS}${form.dataset.keep}:${location.pathname}`;
  const typed = () => [...new FormData(form)].filter(([name]) => !/^(csrfmiddlewaretoken|seen|do)$/.test(name));
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const begun = typed();
  const keep = (sent = false) => {
    if (form.hasAttribute("data-typed") || !same(typed(), begun)) store(key, { at: Date.now(), sent, seen: form.elements.seen.value, values: typed() });
  };

  const old = stored(key);
  const note = document.querySelector("[data-kept-note]");
  if (form.hasAttribute("data-typed")) keep();
  else if (old && same(old.values, begun)) localStorage.removeItem(key);
  else if (old) {
    note.querySelector("[data-kept-at]").textContent = new Date(old.at).toLocaleString(document.documentElement.lang);
    note.hidden = false;
    note.querySelector("[data-kept-drop]").addEventListener("click", () => {
      localStorage.removeItem(key);
      note.hidden = true;
    });
    note.querySelector("[data-kept-take]").addEventListener("click", () => {
      const back = document.createElement("form");
      back.method = "post";
      const own = [["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value], ["seen", old.seen], ["do", "kept"]];
      for (const [name, value] of [...own, ...old.values]) { // with the version that was seen: nothing newer is overwritten
        const field = document.createElement("textarea"); // keeps its lines
        [field.name, field.value] = [name, value];
        back.append(field);
      }
      back.hidden = true;
      document.body.append(back);
      back.submit();
    });
  }
  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, WAIT);
  });
  form.addEventListener("submit", () => { clearTimeout(timer); keep(true); });
  addEventListener("pagehide", () => { if (timer) { clearTimeout(timer); if (!stored(key)?.sent) keep(); } });
})();
