// The check page without a network: reads the mark from the address, verifies it here, and says how old the list is.
(async () => {
  "use strict";
  const shell = document.getElementById("mark-shell");
  const { words, keys: keysUrl, list: listUrl, path, host } = JSON.parse(document.getElementById("mark-words").textContent);
  const { Refused, read, list, standing, compared, textIn, isNumber, isElsewhere } = globalThis.huaihaiMark;
  const language = document.documentElement.lang || "zh-CN";
  const asked = new URLSearchParams(location.search);
  const form = shell.querySelector("form");
  const part = (name) => shell.querySelector(`[data-mark="${name}"]`);
  const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_whole, name) => values[name] ?? "");
  const fetched = (address) => fetch(address, { credentials: "omit" }).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
  const day = (iso) => new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${iso}T00:00:00Z`));

  const row = (label, text) => {
    const [line, name, value] = ["div", "dt", "dd"].map((tag) => document.createElement(tag));
    name.textContent = label;
    value.textContent = text;
    line.append(name, value);
    return line;
  };
  const rows = (said, since, why) => [
    [words.rows.who, said.n],
    [words.rows.what, [words.kinds[said.k], said.w].filter(Boolean).join(" · ")],
    [words.rows.where, said.a],
    [words.rows.days, `${day(said.s)} – ${day(said.u)}`],
    [words.rows.number, said.m],
    [words.rows.why, why],
    [words.rows.since, since && day(since)],
  ].filter(([, text]) => text).map(([label, text]) => row(label, text));

  const say = (state) => {
    const { title, text, tone } = words.states[state] ?? words.states.forged;
    document.querySelector("h1").textContent = title;
    const box = part("verdict");
    box.dataset.state = state;
    box.className = tone === "ok" ? "panel" : `note ${tone}`;
    part("text").textContent = text;
    part("result").hidden = false;
  };

  const age = (held) => {
    const days = Math.max(0, Math.floor((Date.now() - Date.parse(held.made_at)) / 864e5));
    const when = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" }).format(new Date(held.made_at));
    const old = days > 7 ? ` ${words.list_old}` : "";
    return fill(days ? words.list_age : words.list_today, { when, days }) + old;
  };

  const showGenuine = (said, held, code) => {
    const [state, since, reason] = standing(said, held);
    const came = compared(code, said.c);
    const isCopied = state !== "no-basis" && came === "other";
    say(isCopied ? "copied" : state);
    if (held) part("age").textContent = age(held);
    if (state === "no-basis") return;
    const name = held?.reasons?.[reason];
    const isOver = !["good", "no-list", "not-yet"].includes(state);
    part("facts").replaceChildren(...rows(said, isOver ? since : "", name ? (language.startsWith("en") ? name.en : name.zh) : ""));
    part("door").textContent = said.d || said.n;
    part("address").textContent = said.a ?? "";
    part("fits").hidden = came !== "fits";
    part("question").hidden = isCopied;
    ask(code, came === "mistyped");
  };

  // Only a mark that was read has a code to compare with.
  const ask = (code, isMistyped) => {
    form.hidden = false;
    form.elements.code.value = code;
    document.getElementById("shop-code-wrong").hidden = !isMistyped;
    form.querySelector(".field").classList.toggle("bad", isMistyped);
    form.elements.code.toggleAttribute("aria-invalid", isMistyped);
  };

  const inAddress = () => {
    let own = location.pathname.startsWith(path) ? location.pathname.slice(path.length).replace(/\/+$/, "") : asked.get("mark") ?? "";
    try { own = decodeURIComponent(own); } catch { /* no mark holds a broken escape */ }
    return location.pathname.startsWith(path) ? own : textIn(own) || own;
  };

  const text = inAddress();
  const pasted = asked.get("mark") ?? "";
  if (text && (asked.get("elsewhere") || isElsewhere(pasted, [location.host, host]))) {
    part("elsewhere").hidden = false;
    form.elements.elsewhere.value = "1";
  }
  if (text && !textIn(text) && isNumber(text)) say("number");
  else if (text) {
    const [keys, file] = await Promise.all([fetched(keysUrl), fetched(listUrl)]);
    try {
      if (!keys) throw new Refused("unknown-key");
      const said = await read(text, keys);
      showGenuine(said, file && (await list(file, keys)), asked.get("code") ?? "");
    } catch (error) { say(error instanceof Refused ? error.code : "not-a-mark"); }
  }
  form.elements.mark.value = text; // where the address is that of the check page, the mark is carried along
  part("misuse").search = new URLSearchParams({ mark: text });
  shell.dataset.done = "1";
})();
