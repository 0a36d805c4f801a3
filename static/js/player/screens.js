// What is asked before and after the movement, one question a screen. The page is one plain form without this.
//
// A tap answers and goes on. With the keyboard arrows only choose; Enter or Space goes on, so that nobody starts or
// saves a number on the way to another. Everything stays in the form: going back, or a failed save, loses nothing.

const QUESTIONS = ["load", "mark", "measure", "effort", "after", "first-number"];
const DOUBLE_TAP = 300; // milliseconds
const CHOOSE_NUMBER = "Please choose a number from 0 to 10.";
const CHOOSE = "Please choose one.";

export class Screens {
  // `kept`: {Gate, Saving, pointBelow}, for a practice that is kept.
  constructor(root, kept) {
    this.root = root;
    this.screens = new Map([...root.querySelectorAll("[data-player-screen]")].map((s) => [s.dataset.playerScreen, s]));
    this.part = (name) => root.querySelector(`[data-ask-${name}]`);
    this.keeps = root.matches("form");
    this.how = "finished";
    this.mends = false; // only what is missing or refused is asked
    this.wrong = new Set(); // screens whose answer the site refused
    this.gate = this.keeps ? new kept.Gate(root, this.part) : null;
    this.saving = this.keeps ? new kept.Saving(this) : null;
    this.keeper = null; // who keeps the draft
    root.classList.add("is-live");
    kept?.pointBelow(this.part("below"), this.part("first"));
    root.addEventListener("click", (event) => this.clicked(event));
    root.addEventListener("keydown", (event) => this.pressed(event));
    root.addEventListener("change", (event) => this.changed(event.target));
    root.addEventListener("submit", (event) => this.submitted(event));
    root.addEventListener("player:easier", () => this.makeEasier());
    root.addEventListener("player:end", (event) => this.end(event.detail.how));
    addEventListener("pageshow", (event) => event.persisted && this.saving?.busy(false));
    if (root.hasAttribute("data-ask-sent")) this.mend();
    else this.show("start", { first: true });
  }

  // Answers -------------------------------------------------------------------------------------------------------

  inputs(name) {
    return [...this.root.querySelectorAll(`[name="${name}"]`)];
  }

  chosen(name) {
    const isChosen = (input) => (["radio", "checkbox"].includes(input.type) ? input.checked : input.value);
    return this.inputs(name).find(isChosen);
  }

  choose(name, value) {
    for (const input of this.inputs(name)) input.checked = input.value === value;
  }

  isAnswered(screen) {
    if (screen === "load" || screen === "measure") return true;
    if (screen === "first-number") return Boolean(this.chosen("before"));
    if (screen === "after") return Boolean(this.chosen("after") || this.isFine());
    return Boolean(this.chosen(screen));
  }

  isEasier() {
    return Boolean(this.chosen("easier"));
  }

  // "Fine today" is offered where nobody gave a number before, and never on the easier version.
  mayBeFine() {
    return !this.isEasier() && this.how !== "tighter" && this.inputs("usual").length > 0 && !this.startedWith;
  }

  isFine() {
    return this.mayBeFine() && Boolean(this.chosen("usual"));
  }

  makeEasier() {
    this.choose("easier", "yes");
  }

  // Before --------------------------------------------------------------------------------------------------------

  start() {
    const number = this.chosen("before");
    this.startedWith = number?.value;
    this.show("stage");
    this.root.dispatchEvent(new CustomEvent("player:start", { detail: { easier: this.isEasier() } }));
  }

  startWithNumber() {
    if (!this.chosen("before")) return this.complain("start", CHOOSE_NUMBER);
    this.clear("start");
    if (!this.gate?.holds(this.chosen("before"))) this.start();
  }

  startAsUsual() {
    for (const input of this.inputs("before")) input.checked = false;
    if (!this.gate?.holds()) this.start();
  }

  // After ---------------------------------------------------------------------------------------------------------

  end(how) {
    this.how = how;
    if (!this.keeps) return this.show("after");
    this.inputs("usual").forEach((input) => (input.checked = input.checked && this.mayBeFine()));
    this.root.classList.toggle("may-be-fine", this.mayBeFine());
    this.show(this.questions()[0]);
  }

  questions() {
    if (this.how === "tighter") return ["after"];
    const isWrongOrHere = (name) => this.wrong.has(name) || this.current === name;
    const lacksFirst = !this.chosen("before") && !this.isFine();
    const needsFirst = lacksFirst && (this.chosen("after") || this.wrong.has("first-number"));
    // The lesson's question is about the sets of the full version.
    const isFull = !this.isEasier();
    const isAsked = {
      load: isWrongOrHere("load"),
      mark: isFull,
      measure: isFull,
      "first-number": needsFirst || this.current === "first-number",
    };
    return QUESTIONS.filter((name) => this.screens.has(name) && (isAsked[name] ?? true));
  }

  goOn() {
    const screen = this.current;
    if (!this.isAnswered(screen)) return this.complain(screen, screen === "mark" ? CHOOSE : CHOOSE_NUMBER);
    this.wrong.delete(screen);
    this.clear(screen);
    const questions = this.questions();
    const later = questions.slice(questions.indexOf(screen) + 1);
    const rest = this.mends ? questions.filter((name) => this.wrong.has(name) || !this.isAnswered(name)) : later;
    if (rest.length > 0) this.show(rest[0]);
    else this.saving.save();
  }

  toFirstOpen() {
    const questions = this.questions();
    this.show(questions.find((name) => !this.isAnswered(name)) ?? questions.at(-1));
  }

  // Where somebody was; an answer that was just given led on.
  toScreen(name) {
    const questions = this.questions();
    const open = questions.find((each) => !this.isAnswered(each));
    if (open || questions.includes(name)) this.show(open ?? name);
  }

  goBack() {
    const questions = this.questions();
    const place = questions.indexOf(this.current);
    if (place > 0) this.show(questions[place - 1]);
  }

  pass() {
    for (const input of this.inputs("measure")) {
      if (input.type === "radio") input.checked = false;
      else input.value = "";
    }
    this.goOn();
  }

  // Opens at the first answer that is missing or refused, with its sentence.
  mend() {
    this.mends = true;
    this.wrong = new Set(QUESTIONS.filter((name) => this.errorOf(name)?.childElementCount));
    this.root.classList.toggle("may-be-fine", this.mayBeFine());
    const questions = this.questions();
    this.show(questions.find((name) => this.wrong.has(name) || !this.isAnswered(name)) ?? questions.at(-1));
  }

  // What is entered -----------------------------------------------------------------------------------------------

  // As a form would send it, also of a page without a form, where somebody only tries.
  entered() {
    if (this.keeps) return [...new FormData(this.root)].filter(([, value]) => typeof value === "string");
    return this.isEasier() ? [["easier", "yes"]] : [];
  }

  get title() {
    return this.root.querySelector(".bar__title").textContent.trim();
  }

  isComplete() {
    return this.questions().every((name) => this.isAnswered(name) && !this.wrong.has(name));
  }

  // What may be chosen, so that a waiting entry can be put right without the site.
  labels() {
    const asked = this.questions().filter((name) => ["mark", "effort", "after"].includes(name));
    const names = this.isFine() ? asked.filter((name) => name !== "after") : ["before", ...asked];
    return names
      .filter((name) => this.chosen(name))
      .map((name) => ({ name, options: this.inputs(name).map((input) => [input.value, wordsOf(input)]) }));
  }

  takeErrors(fresh) {
    for (const name of QUESTIONS) {
      const errors = fresh.querySelector(`${SELECTOR[name]} [data-ask-error]`);
      this.errorOf(name)?.replaceChildren(...(errors?.cloneNode(true).children ?? []));
    }
    const problem = fresh.querySelector("[data-ask-problem]");
    this.part("problem").replaceChildren(...[...problem.children].filter((line) => !line.matches(".no-live")));
    if (!fresh.querySelector("[name=usual]")) this.inputs("usual").forEach((input) => input.closest("label").remove());
    this.mend();
  }

  submitted(event) {
    if (event.submitter?.name === "step") return; // the first number alone, which leads to Today
    event.preventDefault();
    this.saving.save();
  }

  // Screens -------------------------------------------------------------------------------------------------------

  show(name, { first = false } = {}) {
    this.current = name;
    this.shownAt = performance.now();
    for (const [other, section] of this.screens) section.hidden = other !== name;
    this.root.classList.toggle("is-playing", name === "stage");
    this.root.classList.toggle("is-asking", this.keeps && QUESTIONS.includes(name));
    this.fetchMissing(name);
    this.draw();
    if (first) return;
    this.root.dispatchEvent(new CustomEvent("player:screen"));
    scrollTo({ top: 0 });
    if (name !== "stage") this.screens.get(name).querySelector(".ask__question")?.focus();
  }

  // The first number and the weight stand before the movement; asked afterwards, they come to their own screen. The
  // picture comes along with the questions.
  fetchMissing(name) {
    const screen = this.screens.get(name);
    const picture = this.part("picture");
    if (this.root.classList.contains("is-asking") && picture) screen.prepend(picture);
    const place = screen.querySelector("[data-ask-takes]");
    if (place) place.append(this.part(place.dataset.askTakes));
  }

  draw() {
    if (!this.keeps) return;
    const isAsking = this.root.classList.contains("is-asking");
    this.part("nav").hidden = this.part("strip").hidden = !isAsking;
    if (this.how === "tighter") this.part("strip").hidden = true;
    if (!isAsking) return;
    const questions = this.questions();
    const place = questions.indexOf(this.current);
    const isLast = place === questions.length - 1;
    const pieces = questions.map(() => document.createElement("i"));
    pieces.forEach((piece, index) => piece.classList.toggle("is-done", index <= place));
    this.part("strip-parts").replaceChildren(...pieces);
    this.part("strip-text").textContent = `${place + 1} of ${questions.length}`;
    this.part("back").hidden = place === 0;
    const isMeasure = this.current === "measure";
    this.part("pass").hidden = !isMeasure;
    this.part("next").hidden = !this.isAnswered(this.current) || (isMeasure && !this.chosen("measure"));
    this.part("next").textContent = this.saving?.isBusy ? "Saving…" : isLast ? "Save this practice" : "Next";
    this.screens.get(this.current).querySelector(".ask__question").setAttribute("aria-describedby", "player-strip");
  }

  errorOf(screen) {
    return this.root.querySelector(`${SELECTOR[screen]} [data-ask-error]`);
  }

  complain(screen, words) {
    const line = document.createElement("p");
    line.className = "field__error";
    line.textContent = words;
    this.errorOf(screen)?.replaceChildren(line);
    this.screens.get(screen).querySelector("input:not([type=checkbox])")?.focus();
  }

  clear(screen) {
    this.errorOf(screen)?.replaceChildren();
  }

  // Events --------------------------------------------------------------------------------------------------------

  clicked(event) {
    const { target } = event;
    const button = target.closest("button");
    if (button && this.root.contains(button)) return this.tapped(button);
    if (!isAnswer(target)) return;
    // The second half of a double tap would answer the next question; a quick person's next tap comes later.
    const isDoubled = event.detail > 1 && performance.now() - this.shownAt < DOUBLE_TAP;
    if (isDoubled || this.saving?.isBusy) return event.preventDefault();
    if (event.detail > 0) this.answered(target);
  }

  tapped(button) {
    const { dataset } = button;
    if ("askUsual" in dataset) this.startAsUsual();
    if ("askGo" in dataset) this.keeps ? this.startWithNumber() : this.start();
    if ("askSame" in dataset) {
      this.choose("before", button.value);
      this.startWithNumber();
    }
    if ("askBack" in dataset) this.goBack();
    if ("askPass" in dataset) this.pass();
    if ("askNext" in dataset) this.goOn();
  }

  // `input` is chosen, on purpose and for good.
  answered(input) {
    if (input.name === "after") this.inputs("usual").forEach((other) => (other.checked = false));
    if (input.name === "usual") this.inputs("after").forEach((other) => (other.checked = false));
    if (this.current === "start") this.startWithNumber();
    else this.goOn();
  }

  pressed(event) {
    const { key, target } = event;
    if (this.current === "stage" || !target.matches("input") || (key !== "Enter" && key !== " ")) return;
    if (isAnswer(target)) {
      event.preventDefault();
      if (event.repeat || this.saving?.isBusy) return;
      target.checked = true;
      this.answered(target);
    } else if (key === "Enter") {
      // By itself it would press the first button of the form.
      event.preventDefault();
      if (this.current !== "start") this.goOn();
    }
  }

  changed(input) {
    if (input.name === "after" || input.name === "usual") {
      const other = input.name === "after" ? "usual" : "after";
      this.inputs(other).forEach((radio) => (radio.checked = false));
    }
    if (this.current === "start" && input.name === "before") {
      this.gate?.changed(input);
    }
    this.draw();
  }
}

const SELECTOR = {
  start: "[data-ask-before]",
  load: "[data-ask-load]",
  mark: "[data-player-screen=mark]",
  measure: "[data-player-screen=measure]",
  effort: "[data-player-screen=effort]",
  after: "[data-player-screen=after]",
  "first-number": "[data-ask-before]",
};

const ANSWERS = new Set(["before", "mark", "measure", "effort", "after", "usual"]);

function isAnswer(target) {
  return target.matches("input[type=radio]") && ANSWERS.has(target.name);
}

// What stands beside a choice, in one line.
function wordsOf(input) {
  if (!input) return "";
  const label = input.closest("label") ?? input.labels?.[0];
  const place = label?.querySelector(".answer__words .strong") ?? label;
  return place?.textContent.trim().replace(/\s+/g, " ") || input.value;
}
