// Hands out a page that the phone keeps, and what it reads, while there is no network (kit.offline). Nothing else.
"use strict";
const { kept, page, below, of, fresh, files } = HELD;
const PATIENCE = 6000; // milliseconds after which what is kept is shown

const keep = async (addresses) =>
  (await caches.open(kept)).addAll(addresses.map((address) => new Request(address, { cache: "no-cache" })));

addEventListener("install", (event) => event.waitUntil(keep([...fresh, ...files]).then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

// From the network; what is kept takes its place if there is none, if the site is down, or if it takes too long.
const answer = async (request, address) => {
  const instead = await (await caches.open(kept)).match(address);
  if (!instead) return fetch(request);
  const asked = fetch(request).then((found) => (found.status >= 500 ? instead : found), () => instead);
  return Promise.race([asked, new Promise((done) => setTimeout(done, PATIENCE, instead))]);
};

addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin) return;
  if (event.request.mode === "navigate" && (pathname.startsWith(below) || pathname === of)) {
    event.respondWith(answer(event.request, page));
    event.waitUntil(keep(fresh).catch(() => {})); // each visit takes the newest along
  } else if (fresh.includes(pathname) || files.includes(pathname)) event.respondWith(answer(event.request, pathname));
});
