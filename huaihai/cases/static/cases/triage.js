// A button to speak, where the browser can write down what it hears. Without this file the keyboard's own microphone does.
(() => {
  "use strict";
  const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;
  const button = document.querySelector("[data-speak]");
  const field = button && document.getElementById(button.dataset.speak);
  if (!Recognition || !field) return;
  button.hidden = false;
  const words = button.textContent;
  let heard = false;
  button.addEventListener("click", () => {
    const ear = new Recognition();
    ear.lang = document.documentElement.lang.startsWith("en") ? "en" : "zh-CN";
    heard = false;
    button.textContent = button.dataset.listening;
    button.disabled = true;
    ear.addEventListener("result", (event) => {
      heard = true;
      field.value = [field.value.trim(), event.results[0][0].transcript].filter(Boolean).join(" ");
    });
    ear.addEventListener("end", () => {
      button.disabled = false;
      button.textContent = heard ? button.dataset.heard : words;
      field.focus();
    });
    ear.start();
  });
})();
