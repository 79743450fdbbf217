// Lets this browser verify marks without a network: the worker keeps the check page, the public keys and the list.
{
  const { worker, scope } = document.currentScript.dataset;
  const show = (which) => document.querySelectorAll(`[data-offline="${which}"]`).forEach((part) => (part.hidden = false));
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(worker, { scope }).then(() => show("yes"), () => show("no")); // no: a private window
  } else show("no");
}
