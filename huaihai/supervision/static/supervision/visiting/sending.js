// Sends what waits on this phone as soon as there is a network and its visitor is signed in; says how it stands.
(() => {
  "use strict";
  const config = JSON.parse(document.getElementById("visit-script")?.textContent ?? "null");
  const store = window.visitStore;
  if (!config) return;
  const words = config.words;
  const box = document.getElementById("waiting");
  const EVERY = 15000; // milliseconds between two tries
  const LONGEST = 60000; // for one request

  class Stop extends Error {} // no network, signed out: later

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");

  const ask = async (address, options = {}) => {
    let answer;
    try {
      answer = await fetch(address, {
        credentials: "same-origin", redirect: "manual", cache: "no-store", signal: AbortSignal.timeout?.(LONGEST), ...options,
      });
    } catch {
      throw new Stop("offline");
    }
    if (answer.type === "opaqueredirect" || answer.status === 403) throw new Stop("signedOut");
    if (answer.status >= 500) throw new Stop("offline");
    const said = await answer.json().catch(() => ({}));
    return { status: answer.status, ...said };
  };

  const post = (address, token, body, type) =>
    ask(address, { method: "POST", body, headers: { "X-CSRFToken": token, ...(type ? { "Content-Type": type } : {}) } });

  const described = (visit, photo) => {
    const form = new FormData();
    const facts = {
      key: photo.key, visit: visit.key, item: photo.item, size: photo.bytes.byteLength, sha256: photo.sha256,
      taken_at: photo.taken_at, latitude: photo.latitude ?? "", longitude: photo.longitude ?? "",
    };
    for (const [name, value] of Object.entries(facts)) form.append(name, value);
    return form;
  };

  // One photo, from the piece where the server is. Its key is changed if another photo has it.
  const sendPhoto = async (visit, photo, token) => {
    let at = await post(visit.photoUrl, token, described(visit, photo));
    while (at.status === 200 && !at.whole) {
      const form = described(visit, photo);
      form.append("number", at.next);
      form.append("piece", new Blob([photo.bytes.slice(at.next * at.piece, (at.next + 1) * at.piece)]), "piece");
      at = await post(visit.photoUrl, token, form);
    }
    if (at.status === 200) return store.change("photos", photo.key, { sent: true, problem: "" });
    if (at.field !== "key") {
      if (at.field === "photo") await store.change("photos", photo.key, { problem: at.error });
      throw new Error(at.error ?? String(at.status));
    }
    const renamed = { ...photo, key: crypto.randomUUID() };
    await store.rename(photo, renamed.key);
    return sendPhoto(visit, renamed, token);
  };

  const body = (visit, photos) =>
    JSON.stringify({
      key: visit.key, answers: visit.answers, started_at: visit.started_at, ended_at: visit.ended_at,
      latitude: visit.latitude, longitude: visit.longitude, accuracy: visit.accuracy,
      photos: photos.map(({ key, item, sha256 }) => ({ key, item, sha256 })),
    });

  const change = (visit, how) =>
    store.change("visits", visit.key, how, (now) => now.state === "ready" && now.ended_at === visit.ended_at);

  const sendVisit = async (visit, token, tries = 3) => {
    for (const photo of await store.photos(visit.key)) if (!photo.sent) await sendPhoto(visit, photo, token);
    const photos = await store.photos(visit.key);
    const answer = await post(visit.visitUrl, token, body(visit, photos), "application/json");
    if (answer.status === 200 && answer.taken) {
      return store.arrived(visit, photos, answer.twin ? words.twin : words.sentOff);
    }
    if (answer.missing && tries) {
      for (const key of answer.missing) await store.change("photos", key, { sent: false });
      return sendVisit(visit, token, tries - 1);
    }
    const why = answer.error ?? String(answer.status);
    const state = answer.faults ? "back" : "ready";
    return change(visit, { state, problem: why, faults: answer.faults ?? {} });
  };

  const waiting = async () => (await store.visits()).filter((visit) => visit.project === config.project && visit.state !== "sent");

  const sendAll = async () => {
    const ready = (await waiting()).filter((visit) => visit.state === "ready");
    if (!ready.length) return show("");
    await show("sending");
    let stopped = "";
    try {
      const who = await ask(config.state);
      if (who.status !== 200) throw new Stop("other");
      const mine = ready.filter((visit) => visit.account === who.account);
      if (!mine.length) throw new Stop("other");
      for (const visit of mine) {
        try {
          await sendVisit(visit, who.token);
        } catch (error) {
          if (error instanceof Stop) throw error;
          await change(visit, { state: "back", problem: error.message });
        }
        document.dispatchEvent(new CustomEvent("visit-moved", { detail: visit.key }));
      }
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      stopped = error.message;
    }
    return show(stopped);
  };

  // Only one page of this phone sends at a time.
  const send = () => navigator.locks.request("huaihai-visits-send", { ifAvailable: true }, (held) => held && sendAll());

  const show = async (how) => {
    const held = await waiting();
    const ready = held.filter((visit) => visit.state === "ready");
    const photos = (await Promise.all(ready.map((visit) => store.photos(visit.key)))).flat();
    const lines = [ready.length ? fill(words.waiting, { visits: ready.length, photos: photos.length }) : words.nothing];
    if (ready.length && how) lines.push(words[how] ?? "");
    for (const visit of held.filter((one) => one.problem)) {
      lines.push(fill(visit.state === "back" ? words.back : words.stopped, { why: visit.problem }));
    }
    box.querySelector("[data-said]").textContent = lines.join(" ");
    box.dataset.waiting = ready.length;
    box.querySelector("[data-send]").hidden = !ready.length || how === "sending";
    box.querySelector("[data-sign-in]").hidden = how !== "signedOut";
    box.className = ready.length || held.some((one) => one.problem) ? "note warn" : "note";
    box.hidden = !box.classList.contains("warn");
    await mark();
  };

  // On the list: what of each visit is on this phone.
  const mark = async () => {
    const held = await store.visits();
    for (const row of document.querySelectorAll("li[data-visit]")) {
      const own = held.find((visit) => visit.assignment === row.dataset.visit);
      const tag = row.querySelector("[data-state]");
      tag.hidden = !own;
      if (own) tag.textContent = { draft: words.draft, sent: words.sentOff }[own.state] ?? words.unsent;
    }
  };

  // The pages that may be needed without a network are fetched into the worker's keeping; those no longer needed go.
  const prepare = async () => {
    await navigator.serviceWorker.register(config.worker);
    await navigator.serviceWorker.ready;
    const pages = document.getElementById("visit-pages");
    if (!pages || !navigator.onLine) return;
    const needed = [config.list, ...JSON.parse(pages.textContent)];
    const kept = await caches.open(`huaihai-visits-${config.project}`);
    const unsent = (await waiting()).map((visit) => visit.assignment);
    for (const one of await kept.keys()) {
      const path = new URL(one.url).pathname;
      const isOld = path.startsWith(config.list) && !needed.includes(path) && !unsent.some((key) => path.includes(key));
      if (isOld) await kept.delete(one);
    }
    for (const page of needed) {
      const answer = await fetch(page, { redirect: "manual" }).catch(() => null);
      if (answer?.ok) await kept.put(page, answer);
    }
    document.body.dataset.prepared = "1";
  };

  if (!store.works) {
    box.querySelector("[data-said]").textContent = words.noPhone;
    box.hidden = false;
    return;
  }
  window.visitSending = { config, fill, send, show };
  box.querySelector("[data-send]").addEventListener("click", send);
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
  setInterval(send, EVERY);
  navigator.storage?.persist?.();
  send();
  if (navigator.serviceWorker) prepare().catch(() => {});
})();
