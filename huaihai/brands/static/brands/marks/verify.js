// Verifies a mark in the phone: reads its text, asks the keys and the list that were fetched. Told in docs/guides/mark.md.
(() => {
  "use strict";
  const MARK = "huaihai-mark-1\n";
  const LIST = "huaihai-mark-status-1\n";
  const MOST = 1200; // characters of a mark
  const noble = document.currentScript.dataset.noble;

  // Why a text is refused: `code` names one of the states that the page has words for.
  class Refused extends Error {
    constructor(code) { super(code); this.code = code; }
  }

  const decoded = (text) => {
    if (!/^[A-Za-z0-9_-]+$/.test(text)) throw new Refused("not-a-mark");
    let raw;
    try { raw = atob(text.replace(/-/g, "+").replace(/_/g, "/")); } catch { throw new Refused("not-a-mark"); }
    const again = btoa(raw).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
    if (again !== text) throw new Refused("forged"); // the same in another spelling
    return Uint8Array.from(raw, (one) => one.charCodeAt(0));
  };
  const joined = (context, bytes) => {
    const before = new TextEncoder().encode(context);
    const all = new Uint8Array(before.length + bytes.length);
    all.set(before);
    all.set(bytes, before.length);
    return all;
  };

  // By the browser's own Ed25519 where it has one, else by the library that lies beside this script.
  const isSigned = async (message, signature, key) => {
    let own;
    try { own = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]); } catch { own = null; }
    if (own) return crypto.subtle.verify({ name: "Ed25519" }, own, signature, message);
    try {
      const { verifyAsync } = await import(noble);
      return await verifyAsync(signature, message, key, { zip215: false });
    } catch { throw new Refused("cannot-verify"); }
  };
  const requireSigned = async (context, bytes, signature, id, keys) => {
    if (keys.revoked.some((one) => one.id === id)) throw new Refused("key-revoked");
    const key = keys.keys.find((one) => one.id === id);
    if (!key) throw new Refused("unknown-key");
    if (!(await isSigned(joined(context, bytes), signature, decoded(key.public)))) throw new Refused("forged");
  };

  // What a genuine mark says: m number, k kind, n name, w what, d name over the door, a address, c credit code, s, u days.
  const read = async (text, keys) => {
    const parts = text.length <= MOST ? text.split(".") : [];
    if (parts[0] !== "HH1" && /^HH[1-9]\d{0,3}$/.test(parts[0] ?? "")) throw new Refused("other-format");
    if (parts.length !== 4 || parts[0] !== "HH1" || !/^([0-9a-f]{16}|demo-[0-9a-f]{11})$/.test(parts[2]) || parts[3].length !== 86) throw new Refused("not-a-mark");
    const body = decoded(parts[1]);
    await requireSigned(MARK, body, decoded(parts[3]), parts[2], keys);
    return canonical(new TextDecoder().decode(body));
  };
  const canonical = (json) => {
    let said;
    try { said = JSON.parse(json); } catch { throw new Refused("not-a-mark"); }
    const names = Object.keys(said ?? {}).sort();
    if (JSON.stringify(Object.fromEntries(names.map((name) => [name, said[name]]))) !== json) throw new Refused("forged");
    return said;
  };

  // What the list says, or null if it is missing or not signed by a key that is known here.
  const list = async (file, keys) => {
    try {
      await requireSigned(LIST, new TextEncoder().encode(file.body), decoded(file.signature), file.key, keys);
      return JSON.parse(file.body);
    } catch { return null; }
  };

  // The day in China, by this phone's clock; never before the day on which the list was made.
  const today = (held) => {
    const day = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);
    return held && held.made_at.slice(0, 10) > day ? held.made_at.slice(0, 10) : day;
  };

  // How a genuine mark stands: [state, since, key of the reason].
  const standing = (said, held) => {
    const day = today(held);
    if (held && (!held.basis || (held.basis_until && day > held.basis_until))) return ["no-basis", null, ""];
    if (held && Object.prototype.hasOwnProperty.call(held.marks, said.m)) return held.marks[said.m];
    if (day > said.u) return ["expired", said.u, ""];
    if (day < said.s) return ["not-yet", said.s, ""];
    return [held ? "good" : "no-list", said.s, ""];
  };

  const typed = (code) => code.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase();
  // The check character of a credit code (GB 32100): weights are the powers of 3, modulo 31.
  const LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  const isCode = (said) => {
    const places = [...said].map((one) => LETTERS.indexOf(one));
    if (places.length !== 18 || places.includes(-1)) return false;
    let sum = 0;
    for (let at = 0, weight = 1; at < 17; at += 1, weight = (weight * 3) % 31) sum += places[at] * weight;
    return (31 - (sum % 31)) % 31 === places[17];
  };
  // What was typed against the code of the mark: "fits", "other" (another shop's), "mistyped", or "" if nothing was.
  const compared = (code, own) => {
    const said = typed(code);
    if (said === "" || said === own) return said && "fits";
    if (/^[0-9A-Z]{6}$/.test(said)) return own.endsWith(said) ? "fits" : "other";
    return isCode(said) ? "other" : "mistyped";
  };

  // What people paste, as it is meant: the mark itself stays strict.
  const plain = (pasted) => pasted.normalize("NFKC").replace(/\u3002/g, ".").replace(/[\u2013\u2014]/g, "-").trim();
  const WHOLE = "HH[0-9]+\\.[A-Za-z0-9_-]+\\.(?:[0-9a-f]{16}|demo-[0-9a-f]{11})\\.[A-Za-z0-9_-]{86}";
  const textIn = (pasted) => {
    const all = plain(pasted);
    const joined = all.replace(/[\s\p{Cf}\p{Cc}]/gu, "");
    const found = new RegExp(`${WHOLE}(?![A-Za-z0-9_.-])`, "i").exec(all) ?? new RegExp(WHOLE, "i").exec(joined)
      ?? /HH\d+\.[A-Za-z0-9_.-]+/i.exec(all);
    return (found?.[0] ?? "").replace(/\.+$/, "").replace(/^hh/i, "HH");
  };
  const isNumber = (pasted) => /(^|[^\w-])20\d\d-[1-9]\d{0,5}(-[1-9]\d{0,3})?(?![\w-])/.test(plain(pasted));
  const isElsewhere = (pasted, own) => {
    const hosts = [...plain(pasted).matchAll(/:\/\/([^\s/?#\\]*)/g)].map((one) => one[1]);
    const bare = /(?:^|[^\w.:-])(?!HH\d)([\w.-]+\.[a-z]{2,}(?::\d+)?)\//i.exec(plain(pasted));
    return (hosts.length || !bare ? hosts : [bare[1]]).some((host) => !own.includes(host.toLowerCase().replace(/:(80|443)$/, "")));
  };

  globalThis.huaihaiMark = { Refused, read, list, standing, compared, textIn, isNumber, isElsewhere };
})();
