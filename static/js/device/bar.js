// "2 entries wait": on every page of the client, above what the page says. Sends when the page opens, when the connection
// is back, and when somebody comes back to the page.
import { entries } from "./outbox.js";
import { sendAll } from "./send.js";
import { owner } from "./store.js";
import { counted } from "./words.js";

const WHY = {
  offline: "No connection yet. They stay on this phone.",
  "signed-out": "You are signed out. Sign in, and they are sent.",
  busy: "The site didn’t answer as it should. They stay on this phone.",
  other: "Somebody else is signed in on this device now.",
};

class Bar {
  constructor(element) {
    this.element = element;
    this.words = element.querySelector("[data-waiting-words]");
    this.why = element.querySelector("[data-waiting-why]");
    element.querySelector("[data-waiting-send]").addEventListener("click", () => this.send({ again: true }));
    document.addEventListener("device:changed", () => this.show());
    addEventListener("online", () => this.send());
    document.addEventListener("visibilitychange", () => document.hidden || this.send());
    this.send();
  }

  async show() {
    const waiting = await entries();
    const refused = waiting.filter(({ refusal }) => refusal).length;
    const others = waiting.length - refused;
    const told = others ? counted(others, "entry waits", "entries wait") : "";
    const not = refused ? counted(refused, "wasn’t taken", "weren’t taken") : "";
    this.write(this.words, [told, not].filter(Boolean).join(" · "));
    this.element.hidden = waiting.length === 0;
    this.element.classList.toggle("waiting-bar--refused", refused > 0);
  }

  async send({ again = false } = {}) {
    await this.show();
    if (this.element.hidden) return;
    const { sent, hindered } = await sendAll({ again });
    await this.show();
    this.write(this.why, WHY[hindered] ?? "");
    if (sent.length) document.dispatchEvent(new CustomEvent("device:sent", { detail: { sent } }));
  }

  // A live region tells what changes, so nothing is written twice.
  write(place, words) {
    if (place.textContent !== words) place.textContent = words;
  }
}

const bar = document.querySelector("[data-waiting-bar]");
if (bar && owner()) new Bar(bar);

// Today was drawn before these arrived.
document.addEventListener("device:sent", () => {
  if (location.pathname === "/today/") location.reload();
});
