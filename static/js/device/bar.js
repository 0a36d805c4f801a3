// "2 entries wait": on every page of the client, above what the page says. Sends when the page opens, when the connection
// is back, and when somebody comes back to the page, and then says what came of it.
import { entries } from "./outbox.js";
import { sendAll } from "./send.js";
import { isBehind, owner } from "./store.js";
import { hand, handed, told } from "./told.js";
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
    this.part = (name) => element.querySelector(`[data-waiting-${name}]`);
    this.part("send").addEventListener("click", () => this.send({ again: true }));
    document.addEventListener("device:changed", () => this.show().catch(() => {}));
    addEventListener("online", () => this.send());
    document.addEventListener("visibilitychange", () => document.hidden || this.send());
    this.tell(handed());
    this.send();
  }

  async show() {
    const waiting = await entries();
    const refused = waiting.filter(({ refusal }) => refusal).length;
    const others = waiting.length - refused;
    const wait = others ? counted(others, "entry waits", "entries wait") : "";
    const not = refused ? counted(refused, "wasn’t taken", "weren’t taken") : "";
    this.write("words", [wait, not].filter(Boolean).join(" · "));
    this.part("do").hidden = waiting.length === 0;
    this.element.hidden = waiting.length === 0 && !this.part("told").textContent;
    this.element.classList.toggle("waiting-bar--refused", refused > 0);
    return waiting.length;
  }

  // Where the browser keeps nothing, nothing waits.
  async send(how) {
    try {
      if (await this.show()) await this.sendAll(how);
      if (mayBeDrawnAnew() && (await isBehind())) location.reload();
    } catch {
      this.element.hidden = true;
    }
  }

  async sendAll({ again = false } = {}) {
    const { sent, hindered } = await sendAll({ again });
    // Who is without a connection knows it; who asks for it hears it.
    this.write("why", hindered === "offline" && !again ? "" : (WHY[hindered] ?? ""));
    if (sent.length) this.came(await told(sent));
    await this.show();
  }

  // Today was drawn before these arrived; but what somebody is writing there stays.
  came(what) {
    if (!mayBeDrawnAnew()) return this.tell(what);
    hand(what);
    location.reload();
  }

  tell(what) {
    if (!what) return;
    this.write("told", what.words);
    if (!what.url) return;
    const link = Object.assign(document.createElement("a"), { href: what.url, textContent: what.link });
    this.part("told").append(" ", link);
  }

  // A live region tells what changes, so nothing is written twice.
  write(name, words) {
    const place = this.part(name);
    if (place.textContent !== words) place.textContent = words;
    place.hidden = !words;
  }
}

function mayBeDrawnAnew() {
  return location.pathname === "/today/" && !isWriting();
}

function isWriting() {
  const fields = [...document.querySelectorAll("main :is(textarea, input[type=text])")];
  return fields.some((field) => field.value !== field.defaultValue) || document.querySelector("dialog[open]") !== null;
}

const bar = document.querySelector("[data-waiting-bar]");
if (bar && owner()) new Bar(bar);
