// What a visitor noted, in the phone's own database: visits and photos, each under a key made here.
(() => {
  "use strict";
  let opened;

  const open = () =>
    new Promise((resolve, reject) => {
      const asked = indexedDB.open("huaihai-visits", 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("visits", { keyPath: "key" });
        asked.result.createObjectStore("photos", { keyPath: "key" }).createIndex("visit", "visit");
      };
      asked.onsuccess = () => {
        asked.result.onversionchange = asked.result.onclose = () => (opened = undefined);
        resolve(asked.result);
      };
      asked.onerror = () => reject(asked.error);
    });

  // One transaction: it is over only when the phone has written it down.
  const run = async (names, mode, act) => {
    opened ??= open().catch((error) => {
      opened = undefined;
      throw error;
    });
    const held = await opened;
    return new Promise((resolve, reject) => {
      const step = held.transaction(names, mode, { durability: "strict" });
      const asked = act(step);
      step.oncomplete = () => resolve(asked?.result);
      step.onabort = step.onerror = () => reject(step.error ?? asked?.error);
    });
  };
  const read = (name, ask) => run([name], "readonly", (step) => ask(step.objectStore(name)));
  const write = (name, ask) => run([name], "readwrite", (step) => ask(step.objectStore(name)));

  const hash = async (bytes) =>
    [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))]
      .map((byte) => byte.toString(16).padStart(2, "0"))
      .join("");

  window.visitStore = {
    works: window.isSecureContext && !!window.indexedDB && !!window.crypto?.subtle && !!navigator.locks,
    hash,
    visits: () => read("visits", (table) => table.getAll()),
    visit: (key) => read("visits", (table) => table.get(key)),
    keep: (visit) => write("visits", (table) => table.put(visit)),
    photos: (visit) => read("photos", (table) => table.index("visit").getAll(visit)),
    keepPhoto: (photo) => write("photos", (table) => table.put(photo)),
    dropPhoto: (key) => write("photos", (table) => table.delete(key)),
    dropVisit: (key) => write("visits", (table) => table.delete(key)),

    // Change what is there now, if it is there (and `when` says so of it); nothing is written over from memory.
    change: (name, key, change, when = () => true) =>
      run([name], "readwrite", (step) => {
        const table = step.objectStore(name);
        const asked = table.get(key);
        asked.onsuccess = () => {
          if (asked.result && when(asked.result)) table.put({ ...asked.result, ...change });
        };
        return asked;
      }),

    // The same photo under another key, in one step.
    rename: (photo, key) =>
      run(["photos"], "readwrite", (step) => {
        step.objectStore("photos").delete(photo.key);
        return step.objectStore("photos").put({ ...photo, key, sent: false });
      }),

    // It has arrived: what is left here is only that it has. What was changed meanwhile stays, to be sent again.
    arrived: (visit, photos, said) =>
      run(["visits", "photos"], "readwrite", (step) => {
        const asked = step.objectStore("visits").get(visit.key);
        asked.onsuccess = () => {
          const now = asked.result;
          if (now?.state !== "ready" || now.ended_at !== visit.ended_at) return;
          for (const photo of photos) step.objectStore("photos").delete(photo.key);
          const { key, assignment, account, project } = now;
          step.objectStore("visits").put({ key, assignment, account, project, state: "sent", said });
        };
        return asked;
      }),
  };
})();
