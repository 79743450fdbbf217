// Shops that are known come while one types. Without this file the button does it.
(() => {
  "use strict";
  const part = document.querySelector("[data-looks]");
  if (!part) return;
  const form = part.closest("form");
  const found = document.getElementById("found");
  const WAIT = 300; // milliseconds after the last key
  let timer = 0;
  let asked = null;
  form.querySelector("[data-without-script]").hidden = true;
  const look = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(part.dataset.looks, { method: "POST", body: new FormData(form), signal: asked.signal, redirect: "error" });
      if (answer.ok) found.innerHTML = await answer.text();
    } catch { /* no network: one goes on without */ }
  };
  form.addEventListener("input", (event) => {
    if (!/^(name|sign|code)$/.test(event.target.name || "")) return;
    clearTimeout(timer);
    timer = setTimeout(look, WAIT);
  });
})();
