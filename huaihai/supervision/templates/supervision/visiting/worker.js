{% load static %}// Hands out the visitor's own pages while there is no network. It sees nothing outside its folder but their files.
"use strict";
const KEPT = "huaihai-visits-{{ project }}";
const FOLDER = "{% url 'visit-field' project %}";
const FILES = [
  "{% static 'kit/site.css' %}", "{% static 'kit/desk.css' %}", "{% static 'kit/site.js' %}",
  "{% static 'supervision/visiting/field.css' %}", "{% static 'supervision/visiting/store.js' %}",
  "{% static 'supervision/visiting/sending.js' %}", "{% static 'supervision/visiting/form.js' %}",
  "{% static 'supervision/visiting/photos.js' %}",
];
const STATIC = "{% get_static_prefix %}";
const PATIENCE = 6000; // milliseconds after which a page that is kept is shown

addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(FILES)).then(() => skipWaiting()));
});
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

const fresh = async (request, address) => {
  const answer = await fetch(request);
  const isWanted = address.startsWith(FOLDER) || FILES.includes(address);
  if (isWanted && answer.ok && !answer.redirected && answer.type === "basic") {
    await (await caches.open(KEPT)).put(address, answer.clone());
  }
  return answer;
};

const answer = async (request, address) => {
  const held = await (await caches.open(KEPT)).match(address);
  const asked = fresh(request, address);
  if (!held) return asked;
  asked.catch(() => {});
  const waited = new Promise((done) => setTimeout(done, PATIENCE, held));
  return Promise.race([asked.then((one) => (one.status >= 500 ? held : one), () => held), waited]);
};

addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  // Pages are kept by their path: what follows a question mark (the second page of a list) is not.
  const isPage = event.request.mode === "navigate" && address.pathname.startsWith(FOLDER) && !address.search;
  const isFile = address.pathname.startsWith(STATIC); // also those of an earlier version that a kept page names
  if (isPage || isFile) event.respondWith(answer(event.request, address.pathname));
});
