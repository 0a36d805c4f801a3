// Tells, once, that a person has the page of an invitation before them. Programs that check mail open links, too, and
// some of them run scripts; so it isn't told before somebody moves, touches, scrolls or types.
const SIGNS = ["pointermove", "pointerdown", "touchstart", "keydown", "scroll"];
const form = document.querySelector("form[data-opened]");
const heard = new AbortController();

function tell() {
  heard.abort();
  // Without a connection it isn't told. The button of the form tells more.
  fetch(form.dataset.opened, { method: "POST", body: new FormData(form), keepalive: true }).catch(() => {});
}

if (form) for (const sign of SIGNS) addEventListener(sign, tell, { passive: true, signal: heard.signal });
