// Compares what somebody owns with the list of warned products. Nothing here asks the network or keeps anything.
(() => {
  "use strict";
  const LENGTHS = [8, 12, 13, 14];

  // Full-width to plain, upper case, one kind of dash, no spaces.
  const plain = (text) => (text ?? "").normalize("NFKC").replace(/[‐‑‒–—―−~～]/g, "-").replace(/\s+/g, "").toUpperCase();
  const digits = (text) => plain(text).replace(/-/g, "");

  const checkDigitFits = (code) => {
    const sum = [...code].reverse().reduce((total, digit, place) => total + Number(digit) * (place % 2 ? 3 : 1), 0);
    return sum % 10 === 0;
  };
  const looksLikeBarcode = (text) => /^\d+$/.test(digits(text)) && LENGTHS.includes(digits(text).length);

  // The twelve digits that name the goods in any of the four forms: without packing level and check digit.
  const goods = (text) => (looksLikeBarcode(text) && checkDigitFits(digits(text)) ? digits(text).padStart(14, "0").slice(1, 13) : "");

  const parts = (batch) => /^(.*?)(\d+)(\D*)$/.exec(batch);
  const inSpan = (batch, span) => {
    const [first, last, ...rest] = span.split("-");
    const [from, to, own] = [parts(first), last ? parts(last) : null, parts(batch)];
    if (rest.length || !from || !to || !own) return false;
    if (from[1] !== to[1] || from[3] !== to[3] || own[1] !== from[1] || own[3] !== from[3]) return false;
    if (from[2].length === to[2].length && own[2].length !== from[2].length) return false;
    return BigInt(own[2]) >= BigInt(from[2]) && BigInt(own[2]) <= BigInt(to[2]);
  };
  const batchFits = (batch, line) => plain(batch) !== "" && (plain(batch) === plain(line) || inSpan(plain(batch), plain(line)));
  const isOneOf = (batch, product) => (product.batches ?? []).some((line) => batchFits(batch, line));

  const madeFits = (day, product) => day >= (product.made_from ?? "") && day <= (product.made_until ?? "9999");

  const pieces = (name) => (name ?? "").normalize("NFKC").toLowerCase().split(/[\s,，、。;；·/()（）-]+/).filter(Boolean);
  // Where Chinese characters meet letters or digits: brand and model are often typed without a space.
  const isHan = (letter) => /[\u3400-\u9fff]/.test(letter);
  const seams = (piece) => [...piece].map((_, at) => at).filter((at) => at > 1 && piece.length - at > 1 && isHan(piece[at - 1]) !== isHan(piece[at]));
  const pieceFits = (piece, texts) =>
    texts.some((text) => text.includes(piece)) ||
    seams(piece).some((at) => pieceFits(piece.slice(0, at), texts) && pieceFits(piece.slice(at), texts));
  const nameFits = (name, product) => {
    const wanted = pieces(name);
    const held = (product.words ?? "").normalize("NFKC").toLowerCase();
    const texts = [held, held.replace(/[\s-]+/g, "")];
    return wanted.length > 0 && wanted.every((piece) => pieceFits(piece, texts));
  };

  // How the goods stand to one product of which they are an example: hit, other or ask.
  const standing = (item, product) => {
    const byBatch = (product.batches ?? []).length > 0;
    const byDay = Boolean(product.made_from || product.made_until);
    if (!byBatch && !byDay) return "hit";
    const said = [];
    if (byBatch && plain(item.batch)) said.push(isOneOf(item.batch, product));
    if (byDay && item.made) said.push(madeFits(item.made, product));
    if (!said.length) return "ask";
    return said.includes(true) ? "hit" : "other";
  };

  const RANK = { hit: 0, ask: 1, batch: 2, other: 3 };

  // item: { what, batch, made }. Answers [{ product, standing }], the gravest first; empty: not on the list.
  const match = (item, products) => {
    const code = goods(item.what);
    const found = [];
    for (const product of products) {
      const same = code ? goods(product.barcode) === code : nameFits(item.what, product);
      if (same) found.push({ product, standing: standing(item, product) });
      else if (!code && isOneOf(item.what, product)) found.push({ product, standing: "batch" });
      else if (!plain(item.what) && isOneOf(item.batch, product)) found.push({ product, standing: "batch" });
    }
    return found.sort((one, other) => RANK[one.standing] - RANK[other.standing]);
  };

  const isMistyped = (what) => looksLikeBarcode(what) && !checkDigitFits(digits(what));

  globalThis.huaihaiCheck = { match, isMistyped, looksLikeBarcode };
})();
