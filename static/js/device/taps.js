// A tap on Today, or a word to the trainer, that can't be sent says so beside itself. It waits on this device for whoever
// keeps practice here; for everybody else what was chosen or typed stays, to be tried again.
import { add } from "./outbox.js";
import { keeps, owner } from "./store.js";

const KINDS = { "/today/check-in/": "check-in", "/today/places/": "carry-over", "/messages/send/": "message" };
const LONGEST_SUMMARY = 80; // letters
const NOT_SENT = "Not sent: there is no connection. What you chose stays here.";
const BUSY = "Not sent: the site didn’t answer as it should. What you chose stays here.";
const NO_ROOM = "Not sent, and this browser has no room to keep it. What you chose stays here.";
const PROBLEM = "[data-tap-problem]";

// Of one tap: its form, the button it pressed, what it sends, and when it was made.
class Tap {
  constructor(form, { formData, triggeringEvent }) {
    this.form = form;
    this.pressed = triggeringEvent?.submitter ?? null;
    this.fields = [...formData].filter(([name, value]) => name !== "csrfmiddlewaretoken" && value !== "");
    this.done_at = new Date().toISOString();
    this.url = new URL(form.action).pathname;
    this.kind = KINDS[this.url];
  }

  async failed(words) {
    if (!(await keeps())) return this.say(words, { again: true });
    try {
      await this.keep();
    } catch {
      this.say(NO_ROOM, { again: true });
    }
  }

  async keep() {
    const id = this.value("id") ?? crypto.randomUUID();
    const fields = [...this.fields.filter(([name]) => name !== "id"), ["id", id]];
    const { kind, url, done_at, summary } = this;
    await add({ id, kind, for: owner(), url, fields, done_at, title: this.title, summary });
    if (this.value("id")) this.askAnew();
    const what = kind === "message" ? summary : `${summary}.`; // a quotation ends with its own mark
    this.say(`Kept on this phone: ${what} It is sent when the connection is back.`, { isKept: true });
  }

  value(name) {
    return this.fields.find(([other]) => other === name)?.[1];
  }

  get title() {
    if (this.kind === "message") return this.form.dataset.title;
    return this.kind === "check-in" ? "A number" : "Where you hinged";
  }

  get summary() {
    if (this.kind === "check-in") return this.value("score");
    if (this.kind === "message") return `“${shortened(this.value("text") ?? "")}”`;
    return this.pressed.textContent.trim() + (this.value("not") ? ", taken back" : "");
  }

  // The next number, or the next word, is another one.
  askAnew() {
    this.form.reset();
    this.form.querySelector("[name=id]").value = crypto.randomUUID();
  }

  say(words, { isKept = false, again = false } = {}) {
    const line = this.form.querySelector(PROBLEM);
    line.className = isKept ? "note small" : "field__error";
    line.replaceChildren(words, ...(again ? [" ", this.againButton()] : []));
    line.hidden = !words;
  }

  againButton() {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button button--link", textContent: "Try again" });
    // htmx sends the name of the button that was clicked last.
    const again = () => (this.pressed?.name ? this.pressed.click() : this.form.requestSubmit());
    button.addEventListener("click", again);
    return button;
  }
}

function shortened(text) {
  const letters = [...text.trim().replace(/\s+/g, " ")];
  return letters.length > LONGEST_SUMMARY ? `${letters.slice(0, LONGEST_SUMMARY).join("")}…` : letters.join("");
}

const taps = new WeakMap(); // by the request of htmx

document.body.addEventListener("htmx:beforeRequest", ({ detail: { elt, requestConfig } }) => {
  if (!elt.matches("form") || !elt.querySelector(PROBLEM)) return;
  const tap = new Tap(elt, requestConfig);
  taps.set(requestConfig, tap);
  tap.say("");
});
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.body.addEventListener(name, ({ detail }) => taps.get(detail.requestConfig)?.failed(NOT_SENT));
}
// A sign-in that has ended leads to the page of sign-in. Words are sent as a page sends a form instead: the answer shows
// them, and sends them again after signing in.
document.body.addEventListener("htmx:beforeOnLoad", (event) => {
  const { elt, xhr } = event.detail;
  if (!xhr.getResponseHeader("HX-Redirect") || !elt.matches("form.composer")) return;
  event.preventDefault();
  HTMLFormElement.prototype.submit.call(elt);
});
// A page about an error of the site is no answer to a tap.
document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const tap = taps.get(detail.requestConfig);
  const { status } = detail.xhr;
  if (!tap || (status < 500 && status !== 429)) return;
  detail.shouldSwap = false;
  tap.failed(BUSY);
});
