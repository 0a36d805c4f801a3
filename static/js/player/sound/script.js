// What is said and sounded in one phase, at which second of it. Pure: the same moment gives the same script.
//
// script({phases, index, cues, title}, settings) is a list of events, earliest first:
// {at, words, tone, buzz, priority}. `tone` is "begin", "rep" or "end", `buzz` is "short", "long", "twice" or "rest";
// what an event has not is empty. An event's words are over before the next words begin, and before the phase is over.
import { COUNTDOWN, capital, isWork, small, toSay } from "../phase.js";

// Seconds.
const PAUSE = 0.25; // between two things that are said
const NOTICE = 1.15; // so long before a repetition "half way" and "last three" are said
const LONG_BEAT = 2.5; // leaves room for a number and a word
const BEAT = 1.5; // leaves room for a word
const ROUNDING = 0.001;

// From how many repetitions, or seconds of a hold, on these are said.
const HALF_OF_REPS = 8;
const LAST_THREE_OF = 5;
const HALF_OF_SECONDS = 20;

// Something said interrupts what has a lower priority, and waits for what has not.
export const PRIORITY = { passing: 1, count: 2, text: 3 };

const TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen";
const UNITS = `zero one two three four five six seven eight nine ${TEENS}`.split(" ");
const TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

function inWords(number) {
  if (number < 20) return UNITS[number];
  if (number > 99) return String(number);
  return number % 10 ? `${TENS[Math.floor(number / 10)]}-${UNITS[number % 10]}` : TENS[number / 10];
}

const sentence = (words) => (/[.?!]$/.test(words) ? words : `${words}.`);

// Whole, else without its last sentences, so that what is said is never broken off.
function shortenings(text) {
  const sentences = text.match(/[^.?!]+[.?!]*\s*/g) ?? [];
  return sentences.map((_, dropped) => sentences.slice(0, sentences.length - dropped).join("").trim());
}

class Script {
  constructor(seconds) {
    this.seconds = seconds;
    this.events = new Map();
    this.free = 0; // from this second on nothing is being said
  }

  event(at) {
    if (!this.events.has(at)) this.events.set(at, { at, words: "", tone: "", buzz: "", priority: 0 });
    return this.events.get(at);
  }

  // Says the first of `choices` that is over by the second `by`; nothing where none is or where a voice still speaks.
  // With a `pause` it may follow without the usual one.
  say(at, choices, priority, by = this.seconds, pause = 0) {
    if (at + pause + ROUNDING < this.free || at < 0) return "";
    const words = choices.find((choice) => choice && at + toSay(choice) <= by + ROUNDING);
    if (!words) return "";
    Object.assign(this.event(at), { words, priority });
    this.free = at + toSay(words) + PAUSE;
    return words;
  }

  sound(at, tone, buzz = "") {
    Object.assign(this.event(at), { tone, buzz });
  }

  countDown() {
    for (const left of [3, 2, 1]) this.say(this.seconds - left, [inWords(left)], PRIORITY.count, this.seconds, PAUSE);
  }

  list() {
    return [...this.events.values()].sort((one, other) => one.at - other.at);
  }
}

export function script({ phases, index, cues = [], title = "" }, settings) {
  const phase = phases[index];
  const made = new Script(phase.seconds);
  const voice = { all: settings.says === "all", any: settings.says !== "nothing", counts: settings.counts };
  const scene = { phases, index, phase, cues, title, voice };
  if (phase.kind === "rest") rest(made, scene);
  else if (phase.kind === "reps" && phase.reps && phase.tempo) reps(made, scene);
  else if (isWork(phase)) hold(made, scene);
  else prepare(made, scene);
  return made.list();
}

// For somebody who comes into the middle of a phase, after a sleep: only which one it is.
export function arrival({ phases, index }) {
  const phase = phases[index];
  const words = sentence(phase.say);
  return phase.side && phase.kind !== "rest" ? `${words} ${capital(phase.side)} side.` : words;
}

// Ready and position: what comes, and "three, two, one" where it begins right after.
function prepare(made, { phases, index, phase, title, voice }) {
  const beforeWork = isWork(phases[index + 1]);
  const room = phase.seconds - (beforeWork ? COUNTDOWN : 0);
  if (voice.any) {
    const text = phase.text || phase.say;
    const side = newSide(phases, index);
    // Which side it is matters more than the "three" of the countdown.
    if (index === 0 && phase.kind === "ready") {
      const seconds = `${capital(inWords(Math.round(phase.seconds)))} seconds.`;
      const after = phases[1];
      const first = after?.kind === "position" && after.text ? `First: ${small(sentence(after.say))} ` : "";
      const [long, short] = [`${sentence(text)} ${first}${seconds}`, `${sentence(text)} ${seconds}`];
      made.say(0, [`${sentence(title)} ${long}`, `${sentence(title)} ${short}`, short], PRIORITY.text, room);
    } else if (phase.other_side) {
      const words = phase.text ? `${side} ${phase.text}` : side;
      made.say(0, [`Other side. ${words}`], PRIORITY.text, room) || made.say(0, [words], PRIORITY.text, room + 1);
    } else if (side) made.say(0, [`${side} ${text}`], PRIORITY.text, room + 1);
    sayAll(made, text, phase.say, room);
    if (beforeWork) made.countDown();
  }
  made.sound(0, saysAt(made, 0) ? "" : "begin", phase.other_side ? "twice" : "");
}

// All of a text, even if that costs the countdown; else its first sentences; else the word for the phase.
function sayAll(made, text, word, room) {
  if (made.say(0, [text], PRIORITY.text, room) || made.say(0, [text], PRIORITY.text)) return;
  made.say(0, [...shortenings(text), word], PRIORITY.text, room);
}

// "Left side." where it begins; the first phase belongs to the side of its lesson and tells none.
function newSide(phases, index) {
  const { side } = phases[index];
  const before = index > 1 ? phases[index - 1].side : "";
  return side && side !== before ? `${capital(side)} side.` : "";
}

const saysAt = (made, at) => Boolean(made.events.get(at)?.words);

function reps(made, scene) {
  const { phase, voice } = scene;
  const [down, held, up] = phase.tempo;
  const length = down + held + up;
  const middle = Math.ceil(phase.reps / 2);
  const notices = new Map();
  if (phase.reps >= HALF_OF_REPS) notices.set(middle, "half way");
  if (phase.reps >= LAST_THREE_OF) notices.set(phase.reps - 3, "last three");
  if (voice.any && phase.text) made.say(0, shortenings(phase.text), PRIORITY.text);
  let notice = ""; // for which the repetition before had no room
  for (let rep = 0; rep < phase.reps; rep += 1) {
    const at = rep * length;
    if (voice.all) {
      const number = isCounted(rep, phase.reps, voice.counts) ? inWords(rep + 1) : "";
      const word = down >= LONG_BEAT && [0, 1, middle].includes(rep) ? phase.beats[0].toLowerCase() : "";
      const set = rep === 0 ? newSet(scene) : "";
      made.say(at, [join(set, number, notice || word), join(set, number), number, word], PRIORITY.count, at + down);
      beat(made, at + down, held, phase.beats[1]);
      beat(made, at + down + held, up, phase.beats[2]);
      notice = notices.get(rep + 1) ?? "";
      const before = at + length - NOTICE;
      if (notice && before >= at + down + held && made.say(before, [notice], PRIORITY.passing)) notice = "";
    } else if (voice.any && rep === 0) made.say(0, [phase.say], PRIORITY.text);
    const first = rep === 0;
    made.sound(at, first ? "begin" : saysAt(made, at) ? "" : "rep", "short");
  }
}

function beat(made, at, seconds, word) {
  if (seconds >= BEAT && word) made.say(at, [word.toLowerCase()], PRIORITY.passing, at + seconds, PAUSE);
}

const join = (...words) => words.filter(Boolean).join(", ");

function isCounted(rep, reps, counts) {
  if (counts === "second") return rep % 2 === 1;
  return counts === "last" ? rep >= reps - 3 : true;
}

// A set that follows on the one before without a rest, in which it would have been told.
function newSet({ phases, index, phase }) {
  return phase.set_number > 1 && isWork(phases[index - 1]) ? `set ${inWords(phase.set_number)}` : "";
}

function hold(made, scene) {
  const { phase, voice } = scene;
  if (voice.any) {
    const set = newSet(scene);
    const choices = phase.text ? shortenings(phase.text) : [join(capital(set), phase.say), phase.say];
    made.say(0, choices, PRIORITY.text);
  }
  if (voice.all) {
    if (phase.seconds >= HALF_OF_SECONDS) made.say(phase.seconds / 2, ["half way"], PRIORITY.passing);
    made.countDown();
  }
  made.sound(0, "begin", "long");
}

// Its own words, something to think of, and last, so that it is still in the ear, what comes after it.
function rest(made, { phases, index, phase, cues, voice }) {
  const beforeWork = isWork(phases[index + 1]);
  const room = phase.seconds - (beforeWork ? COUNTDOWN : 0);
  if (voice.any) {
    const text = phase.text || sentence(phase.say);
    sayAll(made, text, sentence(phase.say), room);
    const next = announcement(phases, index, phase);
    const announced = next.find((words) => made.free + toSay(words) <= room + ROUNDING) ?? "";
    const last = announced ? room - toSay(announced) : room;
    if (voice.all && phases.slice(index + 1).some(isWork)) {
      const rests = phases.slice(0, index).filter(({ kind }) => kind === "rest").length;
      const cue = cues.length ? `Think: ${cues[rests % cues.length]}.` : "";
      made.say(made.free + 1, [cue], PRIORITY.passing, last - 1);
    }
    made.say(Math.max(last - PAUSE, made.free), [announced], PRIORITY.text, room);
    if (beforeWork) made.countDown();
  }
  made.sound(0, "end", "rest");
}

// Longest first. A further set of the same is told by its number, unless a position or a text of its own comes first.
function announcement(phases, index, phase) {
  if (phase.announces) return [`Next: ${phase.announces}`];
  const following = phases.slice(index + 1).find(({ kind, text }) => kind !== "ready" || text);
  if (!isWork(following) || following.set_number < 2) return [];
  const set = `Set ${inWords(following.set_number)}`;
  return [`${set} of ${inWords(following.sets)}.`, `${set}.`];
}
