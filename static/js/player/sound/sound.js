// All that is heard and felt while a practice plays. The engine tells each moment; `script.js` says what belongs to it.
import { COUNTDOWN, toSay } from "../phase.js";
import { buzz } from "./buzz.js";
import { Guide } from "./guide.js";
import { PRIORITY, arrival, script } from "./script.js";
import { SPEECH_RATE, accepted, keep, load } from "./settings.js";
import { SoundSheet } from "./sheet.js";
import { Tap } from "./tap.js";
import { Tones } from "./tones.js";
import { Voice } from "./voice.js";

const LATE = 0.5; // seconds after which something due is no longer said
const PATIENCE = 1.5; // seconds that a text waits for what is being said
const UNDER_VOICE = 0.5; // of the volume
const RELEASE_MS = 2500; // in which the last tone dies away

export class Sound {
  // `tap`: where one was taken before this was here.
  constructor(root, tap = new Tap(root)) {
    this.root = root;
    this.output = tap.output;
    this.tones = new Tones(this.output);
    this.guide = new Guide(this.output);
    this.presence = tap.presence;
    this.voice = new Voice({ onchange: () => this.changed() });
    this.settings = load();
    this.spoke = this.voice.works;
    this.moment = null;
    this.events = [];
    this.forget();
    this.apply();
    const sheet = root.querySelector('[data-player-sheet="sound"]');
    if (sheet) this.sheet = new SoundSheet(sheet, this);
  }

  // Whether words are heard now; false as well where the browser has a voice that stays silent.
  get speaks() {
    return this.voice.works && this.settings.says !== "nothing";
  }

  // In the tap that starts the practice: browsers allow sound and speech only from one.
  unlock() {
    clearTimeout(this.release);
    this.output.unlock();
    this.voice.prime();
    this.presence.begin();
  }

  set(change) {
    this.settings = accepted({ ...this.settings, ...change });
    keep(this.settings);
    this.apply();
    this.changed();
    this.root.dispatchEvent(new CustomEvent("sound:settings", { detail: this.settings }));
  }

  apply() {
    this.voice.rate = SPEECH_RATE[this.settings.pace];
    this.voice.name = this.settings.voice;
    this.guide.isOn = this.settings.guide;
    if (!this.speaks) this.voice.cut();
  }

  // Choices, or what the browser is able to say, are others than before. What is past stays past.
  changed() {
    this.write();
    // The voice has failed in the middle of what it should have said.
    if (this.spoke && !this.voice.works && this.moment?.playing) this.tones.play("begin");
    this.spoke = this.voice.works;
    this.sheet?.show();
  }

  write() {
    const says = this.speaks ? this.settings.says : "nothing";
    if (this.moment) this.events = script(this.moment, { ...this.settings, says });
  }

  follow(moment) {
    const { index, version, phase: before } = this.moment ?? {};
    const isSame = index === moment.index && version === moment.version;
    const isOtherPace = isSame && before.seconds !== moment.phase.seconds;
    if (isOtherPace && this.heard >= 0) this.heard = moment.t;
    const isOther = !isSame || moment.t < this.heard - LATE;
    this.moment = { ...moment }; // the engine may tell all moments in one object
    this.guide.follow(moment, this.voice.isSpeaking);
    this.presence.tell(moment.title, moment.playing);
    if (isOther) this.forget();
    if (!moment.playing) return;
    if (this.heard < 0) this.enter();
    else if (isOtherPace) this.write();
    const isLate = this.heard < 0 && moment.t > LATE;
    const due = this.events.filter(({ at }) => at > this.heard && at <= moment.t);
    this.heard = moment.t;
    if (isLate) return this.arrive();
    for (const event of due) this.fire(event);
  }

  enter() {
    this.voice.outdate();
    this.write();
    this.prefix = this.version === "full" && this.moment.version === "easier" ? "Easier version. " : "";
    this.version = this.moment.version;
  }

  // In the middle of a phase, after a sleep: what it is about, in full where there is time, and nothing else.
  arrive() {
    const [first] = this.events;
    const isText = first?.at === 0 && first.priority === PRIORITY.text;
    const fits = isText && toSay(first.words) <= this.moment.left - COUNTDOWN;
    this.say(fits ? first.words : arrival(this.moment), PRIORITY.text);
  }

  fire({ at, words, tone, buzz: meaning, priority }) {
    if (this.moment.t - at > LATE) return;
    if (tone) this.tones.play(tone, { volume: words ? UNDER_VOICE : 1 });
    if (meaning && this.settings.vibrate) buzz(meaning);
    if (words) this.say(words, priority);
  }

  // Nothing longer than the time that is left.
  say(words, priority) {
    const all = this.prefix + words;
    this.prefix = "";
    if (!this.speaks || toSay(words) > this.moment.left + LATE) return;
    this.voice.say(all, { priority, patience: priority === PRIORITY.text ? PATIENCE : LATE });
  }

  forget() {
    this.heard = -1;
    this.cutWords = "";
  }

  // Another phase by a tap, or its start again: what was due is forgotten, the new phase is said.
  jump() {
    this.voice.cut();
    this.guide.hush();
    this.moment = null;
    this.forget();
  }

  hush() {
    const item = this.voice.cut();
    this.cutWords = item?.priority === PRIORITY.text ? item.words : "";
    this.guide.hush();
    if (this.moment) this.presence.tell(this.moment.title, false);
  }

  // A sentence that the pause broke off is said again where it still fits.
  resume() {
    this.output.revive();
    if (this.moment && this.cutWords) this.say(this.cutWords, PRIORITY.text);
    this.cutWords = "";
  }

  // The practice is over; a "finished" one is told so.
  end(how = "finished") {
    this.jump();
    if (how === "finished") {
      this.tones.play("end", { volume: this.speaks ? UNDER_VOICE : 1 });
      if (this.speaks) this.voice.say("Done.", { priority: PRIORITY.text });
      if (this.settings.vibrate) buzz("rest");
    }
    this.presence.end();
    this.release = setTimeout(() => this.output.release(), RELEASE_MS);
  }
}
