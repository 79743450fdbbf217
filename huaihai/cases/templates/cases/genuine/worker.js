{% load static %}// Hands out the page that verifies papers, and the public keys, while there is no network.
"use strict";
const KEPT = "huaihai-papers-1";
const SHELL = "{% url 'genuine-offline' %}";
const FRESH = [SHELL, "{% url 'genuine-keys' %}"];
const FILES = ["{% static 'kit/site.css' %}", "{% static 'kit/site.js' %}", "{% static 'kit/mark.svg' %}", "{% static 'cases/genuine/paper.js' %}"];
const PATIENCE = 6000; // milliseconds after which what is kept is shown
const keep = async (addresses) => (await caches.open(KEPT)).addAll(addresses.map((one) => new Request(one, { cache: "no-cache" })));
const answer = async (request, address) => {
  const instead = await (await caches.open(KEPT)).match(address);
  if (!instead) return fetch(request);
  const asked = fetch(request).then((found) => (found.status >= 500 ? instead : found), () => instead);
  return Promise.race([asked, new Promise((done) => setTimeout(done, PATIENCE, instead))]);
};
addEventListener("install", (event) => event.waitUntil(keep([...FRESH, ...FILES]).then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin) return;
  if (event.request.mode === "navigate" && pathname.startsWith("{{ papers }}")) {
    event.respondWith(answer(event.request, SHELL));
    event.waitUntil(keep(FRESH).catch(() => {}));
  } else if (FRESH.includes(pathname) || FILES.includes(pathname)) event.respondWith(answer(event.request, pathname));
});
