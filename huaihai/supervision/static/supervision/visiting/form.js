// The form of one visit: every answer and photo is kept on the phone at once, and sent once the visit is done.
(() => {
  "use strict";
  const form = document.getElementById("visit");
  const store = window.visitStore;
  if (!form || !window.visitSending) return;
  const { config, fill, send, show } = window.visitSending;
  const photosOf = window.visitPhotos;
  const words = config.words;
  const items = JSON.parse(document.getElementById("visit-items").textContent);
  const kept = form.querySelector("[data-kept]");
  const ready = document.getElementById("ready");
  let visit;
  let writing = Promise.resolve(); // one after the other, so that the last word counts

  const say = (text) => (kept.textContent = text);

  const answers = () => {
    const held = {};
    for (const { key } of items) {
      const field = form.elements[`q-${key}`];
      const unseen = form.elements[`na-${key}`];
      const value = unseen?.checked ? "na" : (field?.value ?? "");
      if (value) held[key] = value;
    }
    return held;
  };

  const keep = () => {
    say(words.saving);
    visit = { ...visit, answers: answers() };
    const now = visit;
    writing = writing.then(() => store.keep(now)).then(() => say(words.saved), () => say(words.full));
    return writing;
  };

  const fillIn = () => {
    for (const { key } of items) {
      const value = visit.answers[key] ?? "";
      const field = form.elements[`q-${key}`];
      const unseen = form.elements[`na-${key}`];
      if (unseen) unseen.checked = value === "na";
      if (field && !(unseen && value === "na")) field.value = value;
    }
  };

  const faults = (photos) =>
    items.flatMap((item) => {
      const value = visit.answers[item.key] ?? "";
      const has = photos.some((photo) => photo.item === item.key);
      if (value === "na") return [];
      if (item.type === "photo") return item.required && !has ? [[item, words.needsPhoto]] : [];
      if (item.required && !value) return [[item, words.answer]];
      return value && item.photo === "must" && !has ? [[item, words.needsPhoto]] : [];
    });

  const drawPhotos = () => photosOf.draw(form, items, visit);

  const takePhotos = async (input) => {
    say(words.saving);
    const trouble = await photosOf.take(input, visit);
    await drawPhotos();
    say(trouble || words.saved);
  };

  const anchor = (item) => form.querySelector(`[name="q-${item.key}"], [name="photo-${item.key}"]`);

  const showFaults = (found) => {
    const box = document.getElementById("faults");
    box.hidden = !found.length;
    box.querySelector("ul").replaceChildren(
      ...found.map(([item, text]) => {
        const link = document.createElement("a");
        link.href = `#${anchor(item)?.id ?? "visit"}`;
        link.textContent = fill(text, { item: item.name });
        const line = document.createElement("li");
        line.append(link);
        return line;
      }),
    );
    if (found.length) box.focus();
  };

  const done = async () => {
    await keep();
    const photos = await drawPhotos();
    const found = faults(photos);
    showFaults(found);
    if (found.length) return;
    visit = { ...visit, state: "ready", problem: "", faults: {}, ended_at: new Date().toISOString() };
    await store.keep(visit);
    await draw();
    await show("");
    await send();
  };

  // The form while it is being filled in; afterwards, what became of it.
  const draw = async () => {
    const isOpen = visit.state === "draft" || visit.state === "back";
    form.hidden = !isOpen;
    ready.hidden = isOpen;
    ready.querySelector("[data-ready]").textContent = visit.state === "sent" ? visit.said : words.saved;
    ready.querySelector("[data-change]").hidden = visit.state === "sent";
    const arrived = document.querySelector("[data-arrived]");
    if (arrived) arrived.hidden = visit.state === "sent";
    if (isOpen) {
      fillIn();
      await drawPhotos();
      const said = Object.entries(visit.faults ?? {}).map(([key, text]) => [items.find((one) => one.key === key) ?? { key, name: "" }, text]);
      showFaults(said);
    } else ready.focus();
  };

  // Whoever comes back to this page finds what another page of this phone has kept meanwhile, and does not undo it.
  const catchUp = async () => {
    const before = writing;
    await before;
    const now = await store.visit(visit.key);
    if (!now || writing !== before || JSON.stringify(now) === JSON.stringify(visit)) return;
    visit = now;
    await draw();
  };

  const placed = (position) => {
    const { latitude, longitude, accuracy } = position.coords;
    visit = { ...visit, latitude: +latitude.toFixed(6), longitude: +longitude.toFixed(6), accuracy: Math.round(accuracy) };
    form.querySelector("[data-placed]").textContent = fill(words.placed, { metres: visit.accuracy });
    keep();
  };

  const begin = async () => {
    const own = (await store.visits()).filter((one) => one.assignment === form.dataset.assignment && one.account === config.account);
    visit = own.find((one) => one.state !== "sent") ?? own[0] ?? {
      key: crypto.randomUUID(), assignment: form.dataset.assignment, account: config.account, project: config.project,
      state: "draft", answers: {}, started_at: new Date().toISOString(),
      visitUrl: form.dataset.visitUrl, photoUrl: form.dataset.photoUrl,
    };
    await draw();
    form.addEventListener("input", (event) => event.target.type !== "file" && keep());
    form.addEventListener("change", (event) => event.target.type === "file" && takePhotos(event.target));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      done();
    });
    ready.querySelector("[data-change]").addEventListener("click", async () => {
      visit = { ...visit, state: "draft" };
      await store.keep(visit);
      await draw();
      await show("");
    });
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && catchUp());
    document.addEventListener("visit-moved", async (event) => {
      if (event.detail !== visit.key) return;
      visit = (await store.visit(visit.key)) ?? visit;
      await draw();
    });
    if (navigator.geolocation) form.querySelector(".where").hidden = false;
    form.querySelector("[data-where]").addEventListener("click", () => {
      navigator.geolocation.getCurrentPosition(placed, () => (form.querySelector("[data-placed]").textContent = words.unplaced));
    });
    form.dataset.begun = "1";
  };

  begin();
})();
