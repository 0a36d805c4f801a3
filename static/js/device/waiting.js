// The page of what waits on this device: in the order in which it is sent, with what the site said to those it refused.
import { add, change, discard, entries, withField } from "./outbox.js";
import { sendAll, sendAs, token, whileItWaits } from "./send.js";
import { clear } from "./sign_out.js";
import { lastSent } from "./store.js";
import { practiceSummary } from "./summary.js";
import { when } from "./words.js";

const EDITED = { before: "Before", mark: "The mark", effort: "Effort", after: "After", score: "How tight" };
const MENDED = new Set(["practice", "message"]); // kinds with a page of the site that shows what is wrong
const SENT_MEANWHILE = "It is being sent, or was sent meanwhile. Then it can be changed on the site.";
const NUMBERS = Array.from({ length: 11 }, (_, number) => [String(number), String(number)]);
const HINDERED = {
  offline: "There is no connection. Everything stays here.",
  "signed-out": "You are signed out. Sign in, and it is sent.",
  busy: "The site didn’t answer as it should. Everything stays here.",
  other: "Somebody else is signed in on this device now.",
};

class WaitingPage {
  constructor(root) {
    this.root = root;
    this.part = (name) => root.querySelector(`[data-waiting-${name}]`);
    this.row = this.part("row");
    this.part("send-now").addEventListener("click", () => this.send());
    this.part("clear").addEventListener("click", () => this.part("clear-dialog").showModal());
    this.part("clear-stay").addEventListener("click", () => this.part("clear-dialog").close());
    this.part("clear-yes").addEventListener("click", () => this.clear());
    document.addEventListener("device:changed", () => this.show());
    this.show().catch(() => this.say("This browser keeps nothing, for example in a private window. So nothing waits here."));
  }

  async show() {
    const all = await entries();
    const refused = all.filter(({ refusal }) => refusal);
    const waiting = all.filter(({ refusal }) => !refusal);
    this.part("list").replaceChildren(...waiting.map((entry) => this.rowOf(entry)));
    this.part("refused").replaceChildren(...refused.map((entry) => this.rowOf(entry)));
    this.part("list").hidden = waiting.length === 0;
    this.part("refused-part").hidden = refused.length === 0;
    this.part("send-now").hidden = all.length === 0;
    this.part("lede").hidden = waiting.length === 0;
    const last = await lastSent();
    const sent = last ? ` Last sent ${when(last)}.` : "";
    this.part("rest").textContent = `${all.length ? "All else is saved." : "Nothing waits. All is saved."}${sent}`;
  }

  rowOf(entry) {
    const element = this.row.content.firstElementChild.cloneNode(true);
    const part = (name) => element.querySelector(`[data-row-${name}]`);
    const { refusal, title, summary, done_at } = entry;
    element.dataset.entry = entry.id;
    element.classList.toggle("waiting__row--refused", Boolean(refusal));
    part("title").textContent = title;
    part("when").textContent = when(done_at);
    part("summary").textContent = summary;
    part("refusal").textContent = refusal?.sentence ?? "";
    part("refusal").hidden = !refusal;
    const offers = refusal?.offers ?? [];
    this.button(part("edit"), choicesOf(entry).length > 0, () => this.edit(element, entry));
    this.button(part("numbers"), offers.includes("numbers"), () => this.sendAs(entry, "numbers"));
    this.button(part("back-date"), offers.includes("back_date"), () => this.sendAs(entry, "back_date"));
    this.button(part("mend"), offers.includes("mend") && MENDED.has(entry.kind), () => mend(entry));
    // What closes practice can't be taken back here, as it can't on the site.
    this.button(part("discard"), entry.kind !== "safety" || entry.refusal !== null, () => this.discard(entry));
    return element;
  }

  button(button, isOffered, act) {
    button.hidden = !isOffered;
    button.addEventListener("click", act);
  }

  async send() {
    this.say("Sending…");
    const { sent, hindered } = await sendAll({ again: true });
    await this.show();
    const words = sent.length ? [`Sent: ${sent.map(({ entry }) => entry.title).join(", ")}.`] : [];
    this.say([...words, HINDERED[hindered]].filter(Boolean).join(" "));
    this.part("status").focus();
  }

  async sendAs(entry, offer) {
    const { refusal, hindered } = await sendAs(entry, offer);
    await this.show();
    this.say(hindered ? HINDERED[hindered] : refusal ? refusal.sentence : `Saved: ${entry.title}.`);
    this.part("status").focus();
  }

  async discard(entry) {
    if (!(await whileItWaits(entry, () => discard(entry.id)))) return this.tooLate();
    this.say(`Discarded: ${entry.title}.`);
    const undo = Object.assign(document.createElement("button"), { className: "button button--link", textContent: "Undo" });
    undo.type = "button";
    undo.addEventListener("click", async () => {
      await add(entry);
      this.say(`Back: ${entry.title}.`);
    });
    this.part("status").append(" ", undo);
    this.part("status").focus();
  }

  edit(element, entry) {
    const form = this.part("edit-form").content.firstElementChild.cloneNode(true);
    const place = form.querySelector("[data-edit-fields]");
    for (const { name, options } of choicesOf(entry)) place.append(selectOf(name, options, entry));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      let { fields } = entry;
      for (const [name, value] of new FormData(form)) fields = withField(fields, name, value);
      const summary = entry.kind === "practice" ? practiceSummary(fields, entry.labels) : valueOf(fields, "score");
      const changed = { ...entry, fields, summary, refusal: null };
      if (!(await whileItWaits(entry, () => change(changed)))) return this.tooLate();
      this.say(`Changed: ${entry.title}.`);
      this.part("status").focus();
    });
    form.querySelector("[data-edit-leave]").addEventListener("click", () => this.show());
    element.querySelector("[data-row-buttons]").replaceWith(form);
    form.querySelector("select").focus();
  }

  async tooLate() {
    await this.show();
    this.say(SENT_MEANWHILE);
    this.part("status").focus();
  }

  async clear() {
    await clear();
    this.part("clear-dialog").close();
    await this.show().catch(() => {});
    this.say("This phone is cleared. To sign out of the site as well, use “Sign out” while you have a connection.");
    this.part("status").focus();
  }

  say(words) {
    this.part("status").textContent = words;
  }
}

function valueOf(fields, name) {
  return fields.find(([other]) => other === name)?.[1] ?? "";
}

// What of an entry may be changed here, with its choices.
function choicesOf({ kind, labels, fields }) {
  if (kind === "check-in") return [{ name: "score", options: NUMBERS }];
  if (kind !== "practice") return [];
  return labels.filter(({ name }) => valueOf(fields, name) !== "");
}

function selectOf(name, options, { fields }) {
  const label = document.createElement("label");
  const select = document.createElement("select");
  select.name = name;
  for (const [value, words] of options) select.add(new Option(words, value, false, value === valueOf(fields, name)));
  label.append(EDITED[name] ?? name, select);
  return label;
}

// The site's own page, with the answers filled in and what is wrong beside them.
function mend({ url, fields, done_at }) {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: url, hidden: true });
  for (const [name, value] of [...withField(fields, "done_at", done_at), ["csrfmiddlewaretoken", token()]]) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  HTMLFormElement.prototype.submit.call(form);
}

const root = document.querySelector("[data-waiting-page]");
if (root) new WaitingPage(root);
