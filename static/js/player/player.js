// Leads through a lesson: turns what the clock says into a moment, sixty times a second, and hands it to all who show
// or say it. The screens before and after the movement are theirs who ask; between them runs this.
import { Awake } from "./awake.js";
import { Clock } from "./clock.js";
import { Controls } from "./controls.js";
import { PlayerFigure } from "./figure.js";
import { Keeper } from "./keeper.js";
import { offerLeft } from "./left.js";
import { isGettingReady, isWork } from "./phase.js";
import { Screens } from "./screens.js";
import { Sheets } from "./sheets.js";
import { Sound } from "./sound/sound.js";
import { Stage } from "./stage.js";
import { easier, stretched, Timeline } from "./timeline.js";

const AGAIN = 3; // seconds in which Back goes to the phase before; later it begins this one again
const MISSED = 2; // seconds without a look after which what was due then is not said anymore
const UNSEEN = 100; // milliseconds between two looks while the page is hidden and gets no frames
const SLEPT = "Nothing was led while the screen slept.";

class Player {
  constructor(root, { kept, tap }) {
    this.root = root;
    this.data = JSON.parse(root.querySelector("#player-phases").textContent);
    root.classList.add("is-live");
    this.clock = new Clock();
    this.awake = new Awake();
    this.stage = new Stage(root);
    this.sound = new Sound(root, tap);
    const figure = root.querySelector("[data-player-figure]");
    this.figure = figure && new PlayerFigure(figure);
    this.sheets = new Sheets(root, {
      pause: () => this.pause(),
      goOn: () => this.goOn(),
      easier: () => this.tooHard(),
      tighter: () => this.end("tighter"),
      discard: () => this.discard(),
      canBeEasier: () => this.canBeEasier,
    });
    this.controls = new Controls(this.stage.element, {
      toggle: () => (this.clock.isRunning ? this.pause() : this.goOn()),
      goOn: () => this.sheets.isOpen || this.goOn(),
      pause: () => this.pause(),
      back: () => this.back(),
      skip: () => this.skip(),
      easier: () => (this.canBeEasier ? this.toEasier() : this.toFull()),
      stop: () => this.sheets.ask("stop"),
      leave: () => this.sheets.ask("leave"),
      sound: () => this.sheets.sound(),
      isListening: () => this.isOn && !this.sheets.isOpen,
    });
    document.addEventListener("visibilitychange", () => this.isOn && this.look());
    this.screens = new Screens(root, kept);
    offerLeft(root);
    this.keeper = this.screens.keeper = new Keeper(root, { player: this, screens: this.screens });
    // After the keeper has heard of it: so the draft begins before the first place is told.
    root.addEventListener("player:start", (event) => this.start(event.detail));
  }

  start({ easier: isEasier = false } = {}) {
    this.sound.unlock();
    this.open(isEasier && this.data.easier.length ? "easier" : "full");
    if (!this.phases.length) return this.end("finished");
    this.clock.seek(0);
    this.clock.run();
    this.awake.keep();
    this.controls.begin();
    this.look();
  }

  open(version) {
    this.version = version;
    this.from = null; // the phase of the full version from which the easier one went on
    this.before = null;
    this.notice = "";
    this.told = "";
    this.state = "";
    this.placed = "";
    this.isOn = true;
    this.isLocked = false;
    this.stage.open();
    this.lay(this.data[version]);
  }

  // Where it was left, paused: browsers allow sound only in a tap, and nobody is ready yet.
  resume({ version, from, index, share }) {
    this.screens.show("stage");
    this.open(version === "easier" && this.data.easier.length ? "easier" : "full");
    if (this.version === "easier" && from !== null && from < this.data.full.length) {
      this.from = from;
      this.lay(easier(this.data, from).phases);
    }
    if (!this.phases.length) return this.end("finished");
    this.isLocked = true;
    this.clock.stop();
    this.clock.seek(this.timeline.second(Math.min(index, this.phases.length - 1), share));
    this.controls.begin();
    this.look();
  }

  // For the draft: the place, whatever the pace, and what Today shows of it.
  tellPlace({ index, t, phase }) {
    const second = this.timeline.starts[index] + t;
    const isRunning = this.clock.isRunning;
    const tick = `${this.version} ${Math.floor(second)} ${isRunning}`;
    if (tick === this.placed) return;
    this.placed = tick;
    const place = { version: this.version, from: this.from, index, share: t / phase.seconds };
    const { steps, strip } = this.stage.told(this.timeline, second, phase);
    const detail = { place, steps, strip, left: this.timeline.total - second, playing: isRunning };
    this.root.dispatchEvent(new CustomEvent("player:place", { detail }));
  }

  lay(phases) {
    this.phases = phases;
    this.pace = this.sound.settings.pace;
    this.timeline = new Timeline(this.pace === "slower" ? stretched(phases) : phases);
    this.stage.lay(this.timeline);
  }

  // One look at the clock. Only here does time pass, and the next look is asked for.
  look() {
    if (!this.isOn) return;
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
    const ran = this.clock.isRunning;
    const gap = this.clock.look();
    if (ran && !this.clock.isRunning) this.sleep();
    else if (gap > MISSED) this.sound.jump();
    this.keepPace();
    if (this.clock.isRunning && this.clock.second >= this.timeline.total) return this.end("finished");
    this.show();
    if (!this.clock.isRunning) return;
    if (document.hidden) this.timer = setTimeout(() => this.look(), UNSEEN);
    else this.frame = requestAnimationFrame(() => this.look());
  }

  // Another pace may be chosen at any time: the place within the phase stays.
  keepPace() {
    if (this.pace === this.sound.settings.pace) return;
    const { index, t, phase } = this.timeline.at(this.clock.second);
    this.lay(this.phases);
    this.clock.seek(this.timeline.second(index, t / phase.seconds));
  }

  moment() {
    const moment = this.timeline.at(this.clock.second);
    const fold = this.figure ? this.figure.fold(moment.progress) : moment.progress;
    const { cues, title } = this.data;
    return { ...moment, fold, playing: this.clock.isRunning, version: this.version, cues, title };
  }

  show() {
    const moment = this.moment();
    const silent = !this.sound.speaks;
    this.stage.show(moment, { notice: this.notice, silent });
    this.figure?.show(moment);
    this.sound.follow(moment);
    if (this.before && isWork(moment.phase)) this.keepEasier();
    const starts = isGettingReady(moment.phase);
    const state = [moment.playing, starts, this.version].join();
    if (state !== this.state) {
      this.state = state;
      const hasEasier = this.data.easier.length > 0;
      this.controls.show({ isPlaying: moment.playing, starts, version: this.version, hasEasier });
    }
    this.tellPlace(moment);
    const place = `${this.version} ${moment.index}`;
    if (this.told !== place) {
      this.told = place;
      this.stage.tell(silent ? this.stage.describe(moment) : "");
    }
  }

  pause() {
    if (!this.clock.isRunning) return false;
    this.clock.stop();
    this.awake.rest();
    this.sound.hush();
    this.look();
    return true;
  }

  goOn() {
    if (this.clock.isRunning || !this.isOn) return;
    this.notice = "";
    if (this.isLocked) this.sound.unlock();
    this.isLocked = false;
    this.clock.run();
    this.awake.keep();
    this.sound.resume();
    this.look();
  }

  // Nobody was led for more than two minutes: it waits where the sleep began.
  sleep() {
    this.notice = SLEPT;
    this.awake.rest();
    this.sound.hush();
    this.stage.tell(`${SLEPT} Paused.`);
  }

  go(index) {
    if (index >= this.timeline.phases.length) return this.end("finished");
    this.clock.seek(this.timeline.starts[index]);
    this.notice = "";
    this.sound.jump();
    this.look();
  }

  back() {
    const { index, t } = this.timeline.at(this.clock.second);
    this.go(t > AGAIN ? index : Math.max(0, index - 1));
  }

  // Also starts what somebody is getting ready for.
  skip() {
    const { index, phase } = this.timeline.at(this.clock.second);
    this.go(index + 1);
    if (this.isOn && isGettingReady(phase)) this.goOn();
  }

  get canBeEasier() {
    return this.version === "full" && this.data.easier.length > 0;
  }

  // From this step on, after getting ready for it. Until its work begins, the same button takes it back: the practice
  // counts as an easier one only then.
  toEasier() {
    const { index } = this.timeline.at(this.clock.second);
    const target = easier(this.data, index);
    this.before = { index };
    this.from = index;
    this.version = "easier";
    this.lay(target.phases);
    this.go(target.index);
    this.goOn();
  }

  tooHard() {
    this.toEasier();
    this.keepEasier();
  }

  toFull() {
    if (!this.before) return;
    const { index } = this.before;
    this.before = null;
    this.from = null;
    this.version = "full";
    this.lay(this.data.full);
    this.go(index);
  }

  keepEasier() {
    this.before = null;
    this.root.dispatchEvent(new CustomEvent("player:easier"));
  }

  async discard() {
    await this.keeper.clear();
    location.assign(this.root.dataset.leave);
  }

  end(how) {
    if (this.before) this.keepEasier();
    this.isOn = false;
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
    this.clock.stop();
    this.awake.rest();
    this.controls.end();
    this.sound.end(how);
    this.stage.close();
    this.root.dispatchEvent(new CustomEvent("player:end", { detail: { how } }));
  }
}

// `kept`: what only a practice needs that is kept, see practice.js; `tap`: of Start, where it came first, see try.js.
export function lead(root, { kept, tap } = {}) {
  return new Player(root, { kept, tap });
}
