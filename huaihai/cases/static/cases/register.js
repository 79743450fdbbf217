// Writing a complaint down without a mouse: what is known comes while one types. Without this file the button does it.
(() => {
  "use strict";
  const form = document.querySelector("form[data-looks]");
  if (!form) return;
  const found = document.getElementById("found");
  const PREFIX = "of_business_";
  const WATCHED = /^(phone|story|title|question|of_business_(name|sign|code|phone))$/;
  const WAIT = 300; // milliseconds after the last key
  let timer = 0;
  let asked = null;
  form.classList.add("keys");
  form.querySelector("[data-with-script]")?.removeAttribute("hidden");
  form.querySelector("[data-without-script]").hidden = true;

  const look = async () => {
    clearTimeout(timer);
    asked?.abort();
    asked = new AbortController();
    const data = new FormData(form);
    data.delete("upload");
    try {
      const answer = await fetch(form.dataset.looks, { method: "POST", body: data, signal: asked.signal, redirect: "error" });
      if (!answer.ok) return; // the page asks again when it is sent
      replace(await answer.text());
      for (const one of choices()) one.tabIndex = -1; // Tab goes on in the form; the arrow goes to the list
    } catch { /* no network: the page asks again when it is sent */ }
  };
  // What was chosen there meanwhile stays chosen, and the focus stays where it is.
  const replace = (text) => {
    const picked = found.querySelector("[name=alike]:checked");
    const here = found.contains(document.activeElement) ? document.activeElement : null;
    const again = (one) => one && found.querySelector(`[name="${one.name}"][value="${CSS.escape(one.value)}"]`);
    found.innerHTML = text;
    const same = again(picked);
    if (same) same.checked = true;
    again(here)?.focus();
  };
  const choices = () => [...found.querySelectorAll("button[name=choose]")];

  form.addEventListener("input", (event) => {
    const name = event.target.name || "";
    if (name === PREFIX + "name" && form.elements.business?.value) forget(); // another name is another business
    if (!WATCHED.test(name)) return;
    clearTimeout(timer);
    timer = setTimeout(look, WAIT);
  });

  // Who writes has often left no telephone.
  form.addEventListener("change", (event) => {
    const fold = event.target.name === "origin" && form.elements.address?.closest("details");
    if (fold && /^(letter|email)$/.test(event.target.value)) fold.open = true;
  });

  // What a choice had filled in goes with it, as long as nobody has changed it.
  let filled = {};
  const forget = () => {
    for (const [name, value] of Object.entries(filled)) {
      const one = form.elements[PREFIX + name];
      if (name !== "name" && one?.value === value) one.value = "";
    }
    filled = {};
    form.elements.business.value = "";
  };

  // A chosen business fills its fields; the next thing to say is what happened.
  found.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=choose]");
    if (!button) return;
    event.preventDefault();
    forget();
    filled = { ...button.dataset };
    for (const [name, value] of Object.entries(filled)) {
      const field = form.elements[PREFIX + name];
      if (field && value) field.value = value;
    }
    form.elements.business.value = button.value;
    form.elements.story.focus();
    look();
  });

  // A chosen problem fills in what it says: a box is ticked by its value, several are apart by a space.
  found.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=choose_problem]");
    if (!button) return;
    event.preventDefault();
    for (const [name, value] of Object.entries(button.dataset)) {
      const boxes = form.querySelectorAll(`input[type=checkbox][name="${name}"]`);
      for (const box of boxes) box.checked = value.split(" ").includes(box.value);
      const field = form.elements[name];
      if (!boxes.length && field) field.value = value;
      const fold = !boxes.length && field?.closest?.("details");
      if (fold) fold.open = true;
    }
    look();
  });

  const step = (from, by) => {
    const all = choices();
    const at = all.indexOf(from) + by;
    if (at < 0) form.elements[PREFIX + "name"].focus();
    else all[Math.min(at, all.length - 1)]?.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("button[name=save]"));
  });
  form.addEventListener("keydown", (event) => {
    const here = event.target;
    const isChoice = here.name === "choose";
    if (event.isComposing) return; // Enter chooses a character
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown" && (isChoice || (here.name || "").startsWith(PREFIX)) && here.tagName !== "SELECT" && choices().length) {
      event.preventDefault();
      step(here, 1);
    } else if (event.key === "ArrowUp" && isChoice) {
      event.preventDefault();
      step(here, -1);
    } else if (event.key === "Escape" && isChoice) {
      form.elements.story.focus();
    } else if (here.type === "checkbox" && /^[1-9]$/.test(event.key)) { // the third of a list is ticked by 3
      form.querySelectorAll(`input[name="${here.name}"]`)[event.key - 1]?.click();
    } else if (event.key === "Enter" && here.matches("input:not([type=file]), select")) {
      event.preventDefault();
      const fields = [...form.querySelectorAll("input:not([type=hidden], [type=file]), select, textarea, button[name=save]")];
      const after = fields.slice(fields.indexOf(here) + 1);
      after.find((one) => one.name !== here.name && one.offsetParent && !one.closest("details:not([open])"))?.focus();
    }
  });
})();
