{% load static %}// Hands out the check page, the public keys and the signed list while there is no network. Nothing else of /brands/.
"use strict";
const KEPT = "huaihai-marks-1";
const SHELL = "{% url 'brand-check-offline' %}";
const CHECK = "{% url 'brand-check' %}";
const MARKS = "{{ marks }}";
const FRESH = [SHELL, "{% url 'brand-keys' %}", "{% url 'brand-status' %}"];
const FILES = [
  "{% static 'kit/site.css' %}", "{% static 'kit/site.js' %}", "{% static 'kit/mark.svg' %}",
  "{% static 'brands/marks/marks.css' %}", "{% static 'brands/marks/verify.js' %}", "{% static 'brands/marks/shell.js' %}",
  "{% static 'brands/marks/scan.js' %}", "{% static 'brands/vendor/noble-ed25519/index.js' %}",
];
const PATIENCE = 6000; // milliseconds after which what is kept is shown

const keep = async (addresses) => {
  const kept = await caches.open(KEPT);
  await kept.addAll(addresses.map((address) => new Request(address, { cache: "no-cache" })));
};
const held = async (address) => (await caches.open(KEPT)).match(address);

addEventListener("install", (event) => event.waitUntil(keep([...FRESH, ...FILES]).then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

// From the network; what is kept takes its place if there is none, if the site is down, or if it takes too long.
const answer = async (request, address) => {
  const instead = await held(address);
  if (!instead) return fetch(request);
  const asked = fetch(request).then((found) => (found.status >= 500 ? instead : found), () => instead);
  return Promise.race([asked, new Promise((done) => setTimeout(done, PATIENCE, instead))]);
};

addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin) return;
  const isPage = event.request.mode === "navigate" && (pathname.startsWith(MARKS) || pathname === CHECK);
  if (isPage) {
    event.respondWith(answer(event.request, SHELL));
    event.waitUntil(keep(FRESH).catch(() => {})); // whoever checks one mark takes the newest list along
  } else if (FRESH.includes(pathname) || FILES.includes(pathname)) event.respondWith(answer(event.request, pathname));
});
