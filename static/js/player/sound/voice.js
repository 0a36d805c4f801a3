// The browser's own speech, one utterance at a time. What is said later with a higher priority breaks off what is being
// said; anything else waits for it, as long as it has patience, and is dropped if something newer waits.
import { toSay } from "../phase.js";
import { speakNothing } from "./tap.js";

const START_MS = 3000; // a voice that hasn't begun by then won't
const START_VOICELESS_MS = 1200; // the same in a browser that names no voice at all
const LONGEST = 10; // seconds; Chrome stalls in an utterance of 15
const FAILURES = 2; // in a row, after which tones take over

export class Voice {
  constructor({ onchange = () => {} } = {}) {
    this.synth = globalThis.speechSynthesis ?? null;
    this.Utterance = globalThis.SpeechSynthesisUtterance ?? null;
    this.onchange = onchange;
    this.rate = 1;
    this.name = ""; // the voiceURI of the chosen voice
    this.current = null;
    this.waiting = null;
    this.failures = 0;
    // A browser loads its voices when it likes, often after it was asked for them.
    this.synth?.addEventListener?.("voiceschanged", () => this.changed());
  }

  changed() {
    if (this.voices().length) this.failures = 0;
    this.onchange();
  }

  get works() {
    return Boolean(this.synth && this.Utterance) && this.failures < FAILURES;
  }

  get isSpeaking() {
    return this.current !== null;
  }

  // English voices, those of the device before those that need the network.
  voices() {
    let voices = [];
    try {
      voices = this.synth?.getVoices() ?? [];
    } catch {
      // Some browsers have the API and no engine behind it.
    }
    const rank = ({ lang, localService }) => (localService ? 0 : 2) + (/^en[-_]us/i.test(lang) ? 0 : 1);
    return voices.filter(({ lang }) => /^en([-_]|$)/i.test(lang)).sort((one, other) => rank(one) - rank(other));
  }

  // In a tap. After it a voice that failed is tried again.
  prime() {
    if (!this.synth || !this.Utterance) return;
    const failed = !this.works;
    this.failures = 0;
    try {
      speakNothing(this.synth, this.Utterance);
    } catch {
      this.failures = FAILURES;
    }
    if (failed) this.onchange();
  }

  say(words, { priority = 1, patience = 0.5 } = {}) {
    if (!this.works || !words) return;
    const item = { words, priority, parts: parts(words), until: performance.now() + patience * 1000 };
    if (!this.current) return this.begin(item);
    if (priority > this.current.priority) {
      this.cut();
      this.current = item;
      // Safari swallows what is spoken in the same turn in which it canceled something.
      item.timer = setTimeout(() => this.current === item && this.begin(item), 15);
    } else if (!this.waiting || priority >= this.waiting.priority) this.waiting = item;
  }

  // A new phase has begun: what belongs to the one before may end, but gives way to anything.
  outdate() {
    this.waiting = null;
    if (this.current) this.current.priority = 0;
  }

  // Silence, at once. Returns what was being said.
  cut() {
    const item = this.current;
    this.current = this.waiting = null;
    if (!item) return null;
    clearTimeout(item.timer);
    try {
      this.synth.cancel();
    } catch {
      // It is silent already.
    }
    return item;
  }

  begin(item) {
    this.current = item;
    const utterance = new this.Utterance(item.parts.shift());
    item.utterance = utterance; // kept, or Chrome collects it before its end is told
    const voices = this.voices();
    const chosen = voices.find(({ voiceURI }) => voiceURI === this.name);
    const voice = chosen ?? voices.find(({ default: usual }) => usual) ?? voices[0];
    if (voice) utterance.voice = voice;
    utterance.lang = voice?.lang.replace("_", "-") ?? "en-US";
    utterance.rate = this.rate;
    const own = () => this.current === item && item.utterance === utterance;
    utterance.onstart = () => {
      if (!own()) return;
      this.failures = 0;
      clearTimeout(item.timer);
      // No voice needs twice its time: the end was lost, as on a phone that took a call.
      item.timer = setTimeout(() => own() && this.cut(), (2 * toSay(utterance.text) / this.rate + 3) * 1000);
    };
    utterance.onend = () => own() && this.next(item);
    utterance.onerror = ({ error }) => {
      if (!own()) return;
      if (["interrupted", "canceled"].includes(error)) this.next(null);
      else this.fail();
    };
    item.timer = setTimeout(() => own() && this.fail(), voices.length ? START_MS : START_VOICELESS_MS);
    try {
      if (this.synth.paused) this.synth.resume();
      this.synth.speak(utterance);
    } catch {
      this.fail();
    }
  }

  next(item) {
    clearTimeout(this.current.timer);
    this.current = null;
    if (item?.parts.length && item.priority > 0) return this.begin(item);
    const waiting = this.waiting;
    this.waiting = null;
    if (waiting && performance.now() <= waiting.until) this.begin(waiting);
  }

  fail() {
    this.failures += this.voices().length ? 1 : FAILURES;
    this.cut();
    if (!this.works) this.onchange();
  }
}

// In one piece, or in sentences where it is long.
function parts(words) {
  return toSay(words) > LONGEST ? (words.match(/[^.?!:]+[.?!:]*\s*/g) ?? [words]).map((part) => part.trim()) : [words];
}
