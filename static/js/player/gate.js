// What is checked when the first number is told, before the movement may begin: a number so high that practice rests,
// or one that brings the safety questions.
//
// Online the site decides: a number that rests is saved, and Today says why. Without a connection the page does it, with
// the numbers that the site worked out for it: it keeps the number as a waiting check-in, and rests or asks the questions.

import { add, discard } from "../device/outbox.js";
import { stop } from "../device/stop.js";
import { choice, choose, keeps, owner } from "../device/store.js";
import { SafetyQuestions } from "./questions.js";

const CHECK_IN = "/today/check-in/";
const SAFETY = "/safety/questions/";
const PATIENCE = 20_000; // milliseconds
const ASKED = "asked"; // the choice that says whether the questions are still to be answered here
const HIGH = "Your low back is well above its usual. Mostly that is a flare. Sometimes a doctor should take a look.";
const DUE = "Is anything new? It takes a minute.";
const SAVED = (score) => `Your ${score} waits on this phone for a connection. Wrong number? Choose another one.`;
const NOT_SAVED = "This number couldn’t be kept on this phone.";
const NOT_SENT = "This number couldn’t be sent. Please try again when you have a connection.";

export class Gate {
  // `part(name)` finds `[data-ask-<name>]`.
  constructor(root, part) {
    this.root = root;
    this.part = part;
    this.asked = {}; // {due, score, at}: with which number the questions came here, and whether they wait for answers
    this.saved = null; // the check-in that this page has kept: {id, score}
    this.before = {}; // `asked` as it was before that
    this.isCleared = false;
    this.isKept = document.body.dataset.kept !== undefined;
    this.keeps = false; // whether this person keeps practice on this phone
    if (owner()) this.recall();
    root.addEventListener("submit", (event) => this.submitted(event), { capture: true });
    this.part("rest")?.querySelector("[data-rest-questions]").addEventListener("click", () => this.ask(HIGH));
  }

  // What was answered before this page was kept, the site knew when it worked out its numbers.
  async recall() {
    this.keeps = await keeps();
    const asked = await choice(ASKED);
    if (asked && this.isKept && asked.at > document.body.dataset.kept) this.asked = asked;
  }

  get isOffline() {
    return this.isKept || (this.keeps && !navigator.onLine);
  }

  // Whether it doesn't begin with this number (its input, or none for "as usual"); the page then says why.
  holds(number) {
    if (this.isTooOld()) return location.reload(), true;
    const score = number ? Number(number.value) : null;
    this.takeBack(score);
    if (this.isOffline && this.asks(score) && !this.rests(score)) {
      this.hold(score, { due: true });
      this.ask(score === null ? DUE : HIGH);
      return true;
    }
    if (!this.rests(score)) return false;
    if (this.isOffline) this.hold(score, { due: this.asks(score) });
    this.showRest();
    return true;
  }

  // Another number is chosen, without beginning yet.
  changed(number) {
    this.takeBack(Number(number.value));
    const rest = this.part("rest");
    if (rest && !this.rests(Number(number.value))) rest.hidden = true;
    this.part("go").hidden = rest?.hidden === false;
  }

  rests(score) {
    const { restsFrom, restsFromOffline } = this.root.dataset;
    return score !== null && score >= Number((this.isOffline ? restsFromOffline : restsFrom) ?? Infinity);
  }

  // After answers that were clear, only a higher number asks again: it is the same flare.
  asks(score) {
    if (this.asked.due) return true;
    const { asksFrom = Infinity, asksAgainFrom = Infinity } = this.root.dataset;
    if (this.asked.score === undefined) return (score ?? 0) >= Number(asksFrom);
    return score !== null && score >= Number(asksAgainFrom) && score > this.asked.score;
  }

  isTooOld() {
    const { keptUntil } = this.root.dataset;
    return this.isKept && Boolean(keptUntil) && Date.now() >= Date.parse(keptUntil);
  }

  // Rest ----------------------------------------------------------------------------------------------------------

  showRest({ isOffline = this.isOffline } = {}) {
    const rest = this.part("rest");
    rest.querySelector("[data-rest-online]").hidden = isOffline;
    rest.querySelector("[data-rest-offline]").hidden = !isOffline;
    rest.querySelector("[data-rest-questions]").hidden = this.isCleared;
    rest.hidden = false;
    this.part("go").hidden = true;
    rest.focus();
    rest.scrollIntoView({ block: "nearest" });
  }

  // Keeps the number and what it asked for.
  async hold(score, { due }) {
    const at = new Date().toISOString();
    if (!this.saved) this.before = this.asked;
    this.asked = { ...this.asked, due, at };
    const saved = this.part("rest").querySelector("[data-rest-saved]");
    try {
      await choose(ASKED, this.asked);
      if (score !== null && !this.saved) await this.save(score, at);
      saved.textContent = score === null ? "" : SAVED(score);
    } catch {
      saved.textContent = NOT_SAVED;
    }
  }

  async save(score, at) {
    const id = crypto.randomUUID();
    this.saved = { id, score };
    const fields = [["id", id], ["for", owner()], ["score", String(score)]];
    const words = { title: "A number", summary: `${score} before a practice` };
    await add({ id, kind: "check-in", for: owner(), url: CHECK_IN, fields, done_at: at, ...words });
  }

  // Another number on the same page: the one that was kept was a slip, and so is what it asked for.
  takeBack(score = null) {
    if (!this.saved || this.saved.score === score || this.isCleared) return;
    discard(this.saved.id).catch(() => {});
    this.asked = this.before;
    choose(ASKED, this.asked.at ? this.asked : undefined).catch(() => {});
    this.saved = null;
  }

  // "Save this number", online. One that can't be sent waits, for whoever keeps practice on this phone.
  async submitted(event) {
    if (event.submitter?.name !== "step") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { name, value } = event.submitter;
    const body = new FormData(this.root);
    body.set(name, value);
    let answer;
    try {
      answer = await fetch(this.root.action, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) });
    } catch {
      return this.notSent(Number(body.get("before")));
    }
    if (answer.redirected) return location.assign(answer.url);
    // A stale page, for example: the site says so on a page of its own.
    this.root.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    this.root.submit();
  }

  async notSent(score) {
    if (!(await keeps())) return this.problem(NOT_SENT);
    await this.hold(score, { due: this.asks(score) });
    this.showRest({ isOffline: true });
  }

  problem(words) {
    const line = this.part("rest").querySelector("[data-rest-problem]");
    line.textContent = words;
    line.hidden = false;
  }

  // The safety questions --------------------------------------------------------------------------------------------

  ask(why) {
    const template = document.querySelector("template[data-kept-questions]");
    const form = template.content.firstElementChild.cloneNode(true);
    this.root.hidden = true;
    this.root.parentElement.append(form); // a method of the form itself may be hidden behind a field of that name
    const canReturn = this.saved !== null && !this.before.due;
    new SafetyQuestions(form, {
      why,
      answered: (answers) => this.answered(form, answers),
      mistaken: canReturn && (() => this.mistaken(form)),
    });
  }

  mistaken(form) {
    this.takeBack();
    form.remove();
    this.root.hidden = false;
    const number = this.root.querySelector("[name=before]:checked");
    if (number) number.checked = false;
    this.part("rest").hidden = true;
    this.part("first").querySelector("input").focus();
  }

  async answered(form, { fields, level, words }) {
    const id = crypto.randomUUID();
    const at = new Date().toISOString();
    const isClear = level === "clear";
    const summary = isClear ? "Nothing stands in the way" : words.join(" ");
    const all = [["id", id], ["for", owner()], ...fields];
    const entry = { id, kind: "safety", for: owner(), url: SAFETY, fields: all, done_at: at };
    const adding = add({ ...entry, title: "Safety questions", summary });
    if (!isClear) {
      const isKept = await adding.then(() => true, () => false);
      return stop({ id, level, answers: words, at }, { isKept });
    }
    await adding;
    const score = this.chosen();
    this.asked = { due: false, score: score ?? -1, at };
    await choose(ASKED, this.asked);
    this.isCleared = true;
    form.remove();
    this.root.hidden = false;
    this.goOn(score);
  }

  chosen() {
    const number = this.root.querySelector("[name=before]:checked");
    return number ? Number(number.value) : null;
  }

  // Back at the start. It begins with a press, not by itself: the phone may lie on the floor by now.
  goOn(score) {
    const cleared = this.part("cleared");
    cleared.hidden = false;
    if (this.rests(score)) this.showRest();
    else this.part("go").hidden = score === null;
    cleared.focus();
    cleared.scrollIntoView({ block: "nearest" });
  }
}
