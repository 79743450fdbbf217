// The page of the check: what is typed, scanned or kept stays here. Asked of the network is one thing: the public list.
(() => {
  "use strict";
  const KEY = "huaihai.owned";
  const MOST_KEPT = 200;
  const SHOWN = 5;
  const { match, isMistyped } = globalThis.huaihaiCheck;
  const words = JSON.parse(document.getElementById("check-words").textContent);
  const part = (id) => document.getElementById(id);
  const say = (sentence, values = {}) => sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const made = (tag, { text = "", className = "" } = {}, children = []) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    element.append(...children);
    return element;
  };
  let list = null;

  // --- what is kept, on this phone only -----------------------------------------------------------------------------
  const kept = () => {
    try {
      const read = JSON.parse(localStorage.getItem(KEY) ?? "[]");
      return Array.isArray(read) ? read.filter((item) => item && typeof item.what === "string") : [];
    } catch { return []; }
  };
  const keep = (items) => {
    try { localStorage.setItem(KEY, JSON.stringify(items)); return true; } catch { return false; }
  };
  const typed = () => ({ what: part("what").value.trim(), batch: part("batch").value.trim(), made: part("made").value });
  const label = (item) => [item.what, item.batch, item.made].filter(Boolean).join(" · ");

  // --- answers in words ---------------------------------------------------------------------------------------------
  const TONES = { hit: "late", ask: "warn", batch: "warn", other: "", none: "" };

  const facts = (product) => {
    const days = [product.made_from, product.made_until].filter(Boolean).join(" – ");
    return [
      product.barcode && `${words.barcode} ${product.barcode}`,
      product.tested_batch && `${words.tested_batch} ${product.tested_batch}`,
      !product.failed && `${words.batches} ${product.batches ? product.batches.join("、") : words.every_batch}`,
      days && `${words.made} ${days}`,
    ].filter(Boolean).join(" · ");
  };
  const told = ({ product, standing }) => {
    const warning = list.warnings[product.warning];
    const link = made("a", { text: warning.is_test ? words.read_test : words.read });
    link.href = product.url ?? warning.url;
    const complain = made("a", { text: words.complain, className: "btn small" });
    complain.href = part("check").dataset.complain;
    const isRecalled = warning.is_recall && standing === "hit";
    const line = (label, text) => (text ? [made("p", { text: `${label} ${text}` })] : []);
    const box = made("div", { className: `note ${TONES[standing]}` }, [
      made("p", {}, [made("strong", { text: warning.is_test ? words.hit_test : isRecalled ? words.hit_recall : words[standing] })]),
      made("p", { text: [product.brand, product.name, product.model].filter(Boolean).join(" ") }),
      ...line(words.what_failed, product.failed?.join("、")),
      ...line(words.defect, product.defect),
      ...line(words.remedy, product.remedy),
      made("p", { text: facts(product), className: "minor" }),
    ]);
    if (standing === "other") box.append(made("p", { text: words.other_more }));
    else if (warning.to_do.length) {
      box.append(made("p", {}, [made("strong", { text: words.to_do })]), made("ol", {}, warning.to_do.map((line) => made("li", { text: line }))));
    }
    box.append(made("p", { text: `${warning.kind}：${warning.title} ` }, [link]));
    if (warning.is_test || (warning.is_recall && standing !== "other")) box.append(made("p", { className: "acts" }, [complain]));
    return box;
  };
  const answer = (item) => {
    const found = match(item, list.products);
    if (!found.length) {
      const box = made("div", { className: "note" }, [made("p", {}, [made("strong", { text: words.none })]), made("p", { text: words.none_more })]);
      if (isMistyped(item.what)) box.prepend(made("p", { text: words.bad_check_digit }));
      return [box];
    }
    const more = found.length > SHOWN ? [made("p", { text: say(words.and_more, { n: found.length - SHOWN }) })] : [];
    return [...found.slice(0, SHOWN).map(told), ...more];
  };

  const show = () => {
    const item = typed();
    if (!item.what && !item.batch) {
      part("answer").replaceChildren(made("p", { text: words.type_first, className: "wrong" }));
      part("what").focus();
      return;
    }
    part("answer").replaceChildren(...(list ? answer(item) : [made("p", { text: words.failed })]));
  };

  const showKept = () => {
    const items = kept();
    part("owned").replaceChildren(...items.map((item, place) => {
      const gravest = list ? match(item, list.products)[0]?.standing ?? "none" : null;
      const is_told = gravest !== null && gravest !== "none"; // in a box of its own
      const state = is_told ? "" : made("span", { className: "tag calm", text: gravest ? words.none : words.unchecked });
      const remove = made("button", { className: "btn plain small", text: words.remove });
      remove.type = "button";
      remove.setAttribute("aria-label", `${words.remove} ${label(item)}`);
      remove.addEventListener("click", () => {
        keep(kept().filter((_other, at) => at !== place));
        part("said").textContent = words.removed;
        showKept();
      });
      const whole = made("div", {}, [made("p", {}, [made("strong", { text: label(item) }), " ", state]), remove]);
      if (is_told) whole.querySelector("p").after(...answer(item));
      return made("li", { className: "card" }, [whole]);
    }));
    part("owned-none").hidden = items.length > 0;
  };

  const add = () => {
    const item = typed();
    if (!item.what && !item.batch) return show();
    const items = kept();
    const is_there = items.some((one) => label(one) === label(item));
    if (is_there) part("said").textContent = words.kept_already;
    else if (items.length >= MOST_KEPT) part("said").textContent = say(words.full, { n: MOST_KEPT });
    else part("said").textContent = keep([...items, item]) ? words.kept : words.no_storage;
    if (list) show();
    showKept();
  };

  // --- the list -----------------------------------------------------------------------------------------------------
  const load = async () => {
    part("state").textContent = words.loading;
    part("again").hidden = true;
    try {
      const response = await fetch(part("check").dataset.list, { cache: "no-cache", credentials: "omit" });
      if (!response.ok) throw new Error(String(response.status));
      list = await response.json();
      const counts = { products: list.products.length, warnings: list.warnings.length };
      part("state").textContent = counts.products ? say(words.ready, counts) : words.nothing_warned;
    } catch {
      list = null;
      part("state").textContent = words.failed;
      part("again").hidden = false;
    }
    showKept();
  };

  // --- the camera ---------------------------------------------------------------------------------------------------
  let stream = null;
  const stop = () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    part("camera").hidden = true;
  };
  const scan = async () => {
    try {
      const detector = new BarcodeDetector({ formats: ["ean_13", "ean_8", "upc_a", "itf", "code_128"] });
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      part("camera").hidden = false;
      part("said").textContent = words.scan_wait;
      const video = part("video");
      video.srcObject = stream;
      await video.play();
      while (stream) {
        const [found] = await detector.detect(video);
        if (found) {
          part("what").value = found.rawValue;
          part("said").textContent = "";
          stop();
          return show();
        }
        await new Promise((go) => setTimeout(go, 200));
      }
    } catch (error) {
      stop();
      part("said").textContent = error?.name === "NotAllowedError" ? words.scan_refused : words.scan_failed;
    }
  };

  part("check").hidden = false;
  part("look").addEventListener("click", () => { part("said").textContent = ""; show(); });
  part("keep").addEventListener("click", add);
  part("again").addEventListener("click", load);
  part("stop").addEventListener("click", () => { stop(); part("said").textContent = ""; });
  for (const id of ["what", "batch", "made"]) {
    part(id).addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); show(); } });
  }
  if ("BarcodeDetector" in window && navigator.mediaDevices?.getUserMedia) {
    part("scan").hidden = false;
    part("scan").addEventListener("click", scan);
  }
  addEventListener("pagehide", stop);
  addEventListener("online", () => { if (!list) load(); });
  load();
})();
