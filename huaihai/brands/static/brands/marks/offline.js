// Lets this browser verify marks without a network: the worker keeps the check page, the public keys and the list.
if ("serviceWorker" in navigator) {
  const { worker, scope } = document.currentScript.dataset;
  navigator.serviceWorker.register(worker, { scope }).catch(() => {}); // a private window keeps nothing
}
