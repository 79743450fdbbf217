// Conveniences only: every page works without this file.
(() => {
  "use strict";
  const LARGEST = 25 * 1024 * 1024;

  // An error summary takes the focus, so that it is read out first.
  document.getElementById("errors")?.focus();

  // The entry of this page is brought into sight where the menu does not fit: on a phone a line that moves sideways.
  const here = document.querySelector(".side nav [aria-current=page]");
  if (here) {
    const [menu, column] = [here.closest("nav"), here.closest(".stick")];
    const [entry, line] = [here, menu].map((part) => part.getBoundingClientRect());
    menu.scrollLeft += entry.left - line.left - (line.width - entry.width) / 2;
    if (column.scrollHeight > column.clientHeight) column.scrollTop = here.offsetTop - column.clientHeight / 2;
  }

  // What is too large is left out before it is sent, where the page has words for it; else the server says so.
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || input.type !== "file") return;
    const message = input.parentElement.querySelector("[data-too-big]");
    if (!message) return;
    const kept = new DataTransfer(), tooBig = [];
    let room = LARGEST; // for all together: a proxy in front takes little more
    for (const file of input.files) {
      if (file.size > room) tooBig.push(file.name);
      else { kept.items.add(file); room -= file.size; }
    }
    message.hidden = !tooBig.length;
    message.querySelector("span").textContent = tooBig.join(" · ");
    delete message.dataset.told;
    if (tooBig.length) input.files = kept.files;
  });

  // A form is sent once, however often its button is pressed.
  document.addEventListener("submit", (event) => {
    const refused = event.target.querySelector("[data-too-big]:not([hidden], [data-told])");
    if (refused) { // it goes without that file only once this was read
      event.preventDefault();
      refused.dataset.told = "1";
      refused.parentElement.querySelector("input").focus();
      return;
    }
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "1";
    setTimeout(() => delete event.target.dataset.sent, 8000);
  });
  addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });

  // <button data-print hidden> and <button data-copy="id" hidden> appear only where they work.
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });
  if (navigator.clipboard) document.querySelectorAll("[data-copy]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const held = document.getElementById(button.dataset.copy), aloud = document.querySelector("[data-copy-words]");
      await navigator.clipboard.writeText((held.value ?? held.textContent).trim());
      if (button.dataset.copied) button.textContent = button.dataset.copied;
      if (aloud) aloud.textContent = button.dataset.words;
    });
  });

  // What is folded away is printed too.
  addEventListener("beforeprint", () => {
    document.querySelectorAll("details").forEach((part) => (part.open = true));
  });

  // The desk: J and K move over the rows of table[data-keys], Enter opens the row's first link,
  // "/" goes to the field that finds everything, Escape back to the text, other keys follow the element with data-key.
  const table = document.querySelector("table[data-keys]");
  const move = (step) => {
    const rows = [...table.tBodies[0].rows];
    const at = rows.findIndex((row) => row.classList.contains("sel"));
    const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
    rows[at]?.classList.remove("sel");
    next?.classList.add("sel");
    next?.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      const part = event.target.closest(".find, .side details[open]");
      if (part?.open) part.open = false;
      if (part) (part.querySelector("summary") ?? document.getElementById("main")).focus();
      return;
    }
    if (event.target.closest("input, textarea, select, button, a, summary")) return;
    const key = event.key.toLowerCase();
    const selected = table?.querySelector("tr.sel a");
    if (table && (key === "j" || key === "k")) move(key === "j" ? 1 : -1);
    else if (key === "enter" && selected) selected.click();
    else if (key === "/") document.querySelector("input[type=search]")?.focus();
    else if (/^[a-z]$/.test(key)) document.querySelector(`[data-key="${key}"]`)?.click();
    else return;
    event.preventDefault();
  });
})();
