// From phases to instants, as pure functions of a second: which phase, which repetition, how far it has come. One curve
// moves the figure, the ring, the count and the tone.
import { COUNTDOWN, capital, isGettingReady, isWork, small, toSay } from "./phase.js";

const SLOWER = 1.25; // how much longer a repetition takes at the slower pace
const MOST_SECONDS = 99; // two digits; a longer time is told in minutes
const LEAD = 8; // seconds to get ready for an easier step that has no lead of its own
const TINY = 1e-6;

const POSE = { start: 0, middle: 0.5, end: 1 };
const BEATS = ["down", "held", "up"];
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

// Where one repetition is after so many seconds of its own.
function within(tempo, second) {
  const [down, held, up] = tempo;
  if (second < down - TINY) return { beat: "down", progress: second / down };
  if (second < down + held - TINY) return { beat: "held", progress: 1 };
  return { beat: "up", progress: up ? Math.max(0, 1 - (second - down - held) / up) : 0 };
}

function repetition(phase, t) {
  const length = sum(phase.tempo);
  const rep = Math.min(Math.floor((t + TINY) / length), phase.reps - 1);
  const second = Math.min(Math.max(0, t - rep * length), length);
  return { rep: rep + 1, lap: second / length, ...within(phase.tempo, second) };
}

// The same phases with slower repetitions; holds and rests last as long as before.
export function stretched(phases) {
  return phases.map((phase) => {
    if (phase.kind !== "reps") return phase;
    return { ...phase, seconds: phase.seconds * SLOWER, tempo: phase.tempo.map((seconds) => seconds * SLOWER) };
  });
}

export class Timeline {
  constructor(phases) {
    this.phases = phases;
    this.total = sum(phases.map((phase) => phase.seconds));
    let start = 0;
    this.starts = phases.map(({ seconds }) => (start += seconds) - seconds);
  }

  // What is under way at this second; after the end, the end of the last phase.
  at(second) {
    let index = this.phases.length - 1;
    while (index > 0 && this.starts[index] > second + TINY) index -= 1;
    const phase = this.phases[index];
    const t = Math.min(Math.max(0, second - this.starts[index]), phase.seconds);
    const still = { rep: 1, beat: "", lap: t / phase.seconds, progress: POSE[phase.shows] ?? 0 };
    const motion = phase.kind === "reps" ? repetition(phase, t) : still;
    return { phases: this.phases, index, phase, t, left: phase.seconds - t, ...motion };
  }

  // The second at which this share of a phase has passed: the same place at another pace.
  second(index, share) {
    return this.starts[index] + share * this.phases[index].seconds;
  }
}

// The large number, its unit, and the minutes instead where two digits can't hold the seconds.
export function count({ phase, rep, left }) {
  if (phase.kind === "reps") return { number: String(rep), unit: `of ${phase.reps}`, minutes: 0 };
  const seconds = Math.ceil(left - TINY);
  if (seconds > MOST_SECONDS) return { number: "", unit: "", minutes: Math.ceil(seconds / 60) };
  return { number: String(seconds), unit: "sec", minutes: 0 };
}

// Shares of the ring at which a piece begins: ten to get set, one for each beat of a repetition, else one.
export function pieces(phase) {
  if (isGettingReady(phase)) return Array.from({ length: 10 }, (_, index) => index / 10);
  if (phase.kind !== "reps") return [0];
  const whole = sum(phase.tempo);
  let start = 0;
  const begins = phase.tempo.map((beat) => ((start += beat) - beat) / whole);
  return begins.filter((_, index) => phase.tempo[index] > 0);
}

// One to three words for what is done now. A beat without a word keeps the one before. What is told before it begins
// isn't an order yet.
export function say({ phase, index, beat }) {
  if (phase.kind === "ready" && index > 0 && !phase.other_side) return "Get ready";
  const word = phase.beats.slice(0, BEATS.indexOf(beat) + 1).findLast((each) => each);
  return capital(word || phase.say);
}

// Told by its side where that is what changes.
function name(phase, isOtherSide) {
  const words = isOtherSide ? `${phase.side} side` : small(phase.say);
  return phase.kind === "reps" ? `${words}, ${phase.reps === 1 ? "once" : `${phase.reps} times`}` : words;
}

// What comes next, in one line; where a phase has a text of its own, what to do, in a rest for its first half.
export function next({ phases, index, phase, t, left, rep, beat }) {
  const after = phases[index + 1];
  const isNews = phase.text && phase.text !== `${phase.say}.`; // "Rest." stands there already
  if (isNews && (phase.kind !== "rest" || t < left)) return phase.text;
  if (phase.announces) return `Next: ${small(phase.announces)}`;
  if (phase.kind === "ready") {
    // The text itself comes with the phase after this one: the line would stand there twice.
    if (after?.text) return `First: ${small(after.say)}`;
    if (phase.side) return `${capital(phase.side)} side now`;
  }
  const words = beat ? [...phase.beats.slice(BEATS.indexOf(beat) + 1), rep < phase.reps ? phase.beats[0] : ""] : [];
  const word = words.find((each) => each);
  if (word) return `Next: ${small(word)}`;
  const work = phases.slice(index + 1).find((each) => each.kind !== "ready") ?? after;
  return work ? `Next: ${name(work, after.other_side)}` : phase.text || "The last one";
}

// Each turn with its phases, in order: the pieces of the strip, and the steps that are counted.
export function steps(timeline) {
  const found = new Map();
  timeline.phases.forEach((phase, index) => {
    const step = found.get(phase.turn) ?? { start: timeline.starts[index], length: 0 };
    step.length += phase.seconds;
    found.set(phase.turn, step);
  });
  return found;
}

// The easier version from this phase of the full one on, and where to begin in it. Somebody who said "too hard" gets
// ready first, also where a rest of the easier version would have led over.
export function easier(data, index) {
  const start = data.easier_from[index] ?? 0;
  const first = data.easier[start];
  if (!isWork(first)) return { phases: data.easier, index: start };
  const text = first.text || data.easier[start - 1]?.announces || "";
  const seconds = Math.max(LEAD, Math.ceil(toSay(text)) + COUNTDOWN);
  const lead = { ...first, kind: "ready", seconds, text, shows: first.begins };
  Object.assign(lead, { reps: null, tempo: null, beats: ["", "", ""], announces: "" });
  return { phases: [...data.easier.slice(0, start), lead, ...data.easier.slice(start)], index: start };
}

export function clockTime(seconds) {
  const whole = Math.ceil(seconds - TINY);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
