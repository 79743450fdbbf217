// Photos of a visit: kept whole on the phone, with their hash, and shown under their item.
(() => {
  "use strict";
  const store = window.visitStore;
  if (!window.visitSending) return;
  const { config, fill } = window.visitSending;
  const words = config.words;
  const LARGEST = 25 * 1024 * 1024; // bytes

  const row = (photo, number, item, again) => {
    const line = document.createElement("li");
    const picture = document.createElement("img");
    picture.alt = fill(words.photo, { number, item: item.name });
    picture.src = URL.createObjectURL(new Blob([photo.bytes], { type: photo.type }));
    picture.onload = () => URL.revokeObjectURL(picture.src);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn small plain";
    button.textContent = words.remove;
    button.addEventListener("click", () => store.dropPhoto(photo.key).then(again));
    line.append(picture, button);
    if (photo.problem) line.append(Object.assign(document.createElement("small"), { textContent: photo.problem }));
    return line;
  };

  const draw = async (form, items, visit) => {
    const photos = (await store.photos(visit.key)).sort((one, other) => one.taken_at.localeCompare(other.taken_at));
    for (const list of form.querySelectorAll("[data-photos]")) {
      const item = items.find((one) => one.key === list.dataset.photos);
      const own = photos.filter((photo) => photo.item === item.key);
      list.replaceChildren(...own.map((photo, at) => row(photo, at + 1, item, () => draw(form, items, visit))));
      list.hidden = !own.length;
    }
    return photos;
  };

  const keep = async (item, file, visit) => {
    if (file.size > LARGEST) return words.tooBig;
    const bytes = await file.arrayBuffer().catch(() => null);
    if (!bytes) return words.unread;
    const { latitude, longitude } = visit;
    const photo = {
      key: crypto.randomUUID(), visit: visit.key, item, type: file.type, bytes, sha256: await store.hash(bytes),
      taken_at: new Date().toISOString(), latitude, longitude, sent: false,
    };
    return store.keepPhoto(photo).then(() => "", () => words.full);
  };

  // Keeps what was chosen; what was wrong, in words.
  const take = async (input, visit) => {
    const item = input.name.slice("photo-".length);
    let trouble = "";
    for (const file of [...input.files]) trouble = (await keep(item, file, visit)) || trouble;
    input.value = "";
    return trouble;
  };

  window.visitPhotos = { draw, take };
})();
