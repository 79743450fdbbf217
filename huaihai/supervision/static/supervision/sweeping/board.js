// The board's numbers are fetched anew twice a minute while the page is looked at. Without this file one reloads.
(() => {
  "use strict";
  const EVERY = 30_000;
  const renew = async () => {
    if (document.hidden || document.querySelector("[data-board]")?.contains(document.activeElement)) return;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-board]");
      if (fresh) document.querySelector("[data-board]").replaceWith(fresh);
    } catch {
      // No network now; the next turn tries again.
    }
  };
  setInterval(renew, EVERY);
  document.addEventListener("visibilitychange", renew);
})();
