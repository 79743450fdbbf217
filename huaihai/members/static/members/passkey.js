// A passkey instead of a code: form[data-passkey] shows itself where the browser can, asks, and sends the answer.
(() => {
  "use strict";
  const able = window.PublicKeyCredential?.parseRequestOptionsFromJSON && PublicKeyCredential.prototype.toJSON;
  const options = document.getElementById("passkey-options");
  if (!able || !options) return;
  document.querySelectorAll("[data-no-passkey]").forEach((part) => (part.hidden = true));
  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    const answer = form.elements.credential;
    const status = form.querySelector("[role=status]");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      if (answer.value) return;
      event.preventDefault();
      event.stopPropagation();
      status.textContent = "";
      try {
        const asked = JSON.parse(options.textContent).publicKey;
        const made = form.dataset.passkey === "create"
          ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) })
          : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) });
        answer.value = JSON.stringify(made.toJSON());
        form.submit();
      } catch {
        status.textContent = status.dataset.failed;
      }
    });
  });
})();
