// Reading aloud: <button data-aloud="id" data-stop="…" hidden> appears where the browser has a voice. Its words change
// while it speaks: all of them, or those in its [data-words].
(() => {
  "use strict";
  if (!("speechSynthesis" in window)) return;
  const LONGEST = 120; // characters at a time: some phones fall silent on longer ones

  const pieces = (text) => text.split(/(?<=[。！？；\n])/).flatMap((sentence) => sentence.match(new RegExp(`.{1,${LONGEST}}`, "gs")) ?? []);

  document.querySelectorAll("[data-aloud]").forEach((button) => {
    const label = button.querySelector("[data-words]") ?? button;
    const words = label.textContent;
    const rest = () => { label.textContent = words; button.setAttribute("aria-pressed", "false"); };
    button.hidden = false;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      const speaks = button.getAttribute("aria-pressed") === "true";
      speechSynthesis.cancel();
      if (speaks) return rest();
      const part = document.getElementById(button.dataset.aloud);
      const spoken = pieces(part.innerText).filter((piece) => piece.trim()).map((piece) => {
        const speech = new SpeechSynthesisUtterance(piece);
        speech.lang = part.lang || "zh-CN";
        speech.rate = 0.9;
        return speech;
      });
      if (!spoken.length) return;
      spoken.at(-1).onend = rest;
      spoken.forEach((speech) => speechSynthesis.speak(speech));
      label.textContent = button.dataset.stop;
      button.setAttribute("aria-pressed", "true");
    });
  });
  addEventListener("pagehide", () => speechSynthesis.cancel());
})();
