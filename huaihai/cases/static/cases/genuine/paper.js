// Verifies the square of a paper in the phone (desk/papers/squares.py); elsewhere it keeps what that needs.
(async () => {
  "use strict";
  const { worker, scope, keys: keysAt } = document.currentScript.dataset;
  if ("serviceWorker" in navigator) navigator.serviceWorker.register(worker, { scope }).catch(() => {});
  const shell = document.getElementById("paper-shell");
  if (!shell) return;
  const show = (name) => { shell.querySelector(`[data-paper="${name}"]`).hidden = false; shell.dataset.done = name; };
  const decoded = (text) => {
    const raw = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    if (btoa(raw).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "") !== text) throw new Error("another spelling");
    return Uint8Array.from(raw, (one) => one.charCodeAt(0));
  };
  // What a genuine square says, or null.
  const read = async (text, keys) => {
    const parts = /^HP1\.([\w-]{1,1000})\.([0-9a-z-]{16})\.([\w-]{86})$/.exec(text);
    const key = parts && !keys.revoked.includes(parts[2]) && keys.keys[parts[2]];
    if (!key) return null;
    const body = decoded(parts[1]);
    const signed = new Uint8Array([...new TextEncoder().encode("huaihai-paper-1\n"), ...body]);
    const own = await crypto.subtle.importKey("raw", decoded(key), { name: "Ed25519" }, false, ["verify"]);
    const isOurs = await crypto.subtle.verify({ name: "Ed25519" }, own, decoded(parts[3]), signed);
    return isOurs ? JSON.parse(new TextDecoder().decode(body)) : null;
  };
  const text = decodeURIComponent(location.pathname.slice(shell.dataset.path.length)).replace(/\/+$/, "");
  let keys;
  try {
    keys = await (await fetch(keysAt, { credentials: "omit" })).json();
    await crypto.subtle.importKey("raw", decoded(Object.values(keys.keys)[0]), { name: "Ed25519" }, false, ["verify"]);
  } catch { return show("unable"); } // no keys were kept, or an old browser
  const said = await read(text, keys).catch(() => null);
  if (!said) return show("forged");
  for (const name of ["n", "t", "b", "d", "c"]) shell.querySelector(`[data-said="${name}"]`).textContent = said[name];
  show("ours");
})();
