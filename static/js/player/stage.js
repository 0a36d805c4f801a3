// What the stage shows of a moment: bar, strip, ring, count, the words, and what a screen reader is told.
import { capital } from "./phase.js";
import { clockTime, count, next, pieces, say, steps } from "./timeline.js";

const RADIUS = 562; // of the ring, in its own drawing
const GAP = 42; // between two pieces, along the ring
const LEAST_TYPE = 13; // px
const DIGITS_CLOSER = 0.04; // em, as the style sheet sets them
const PAUSED = "Paused";
const PARTS = ["where", "strip", "count", "unit", "say", "next", "track", "done", "dot", "status", "line", "title"];
const reduced = matchMedia("(prefers-reduced-motion: reduce)");

function arc(from, to) {
  const point = (share) => {
    const angle = share * 2 * Math.PI;
    return `${(Math.sin(angle) * RADIUS).toFixed(1)} ${(-Math.cos(angle) * RADIUS).toFixed(1)}`;
  };
  // Two halves: an arc from a point to itself would be nothing.
  const middle = (from + to) / 2;
  return `M${point(from)}A${RADIUS} ${RADIUS} 0 0 1 ${point(middle)}A${RADIUS} ${RADIUS} 0 0 1 ${point(to)}`;
}

// The pieces of the ring from its top to this share of the lap.
function ring(begins, share) {
  const gap = begins.length > 1 ? GAP / (2 * Math.PI * RADIUS) / 2 : 0;
  return begins
    .map((begin, index) => [begin + gap, Math.min((begins[index + 1] ?? 1) - gap, share)])
    .filter(([from, to]) => to > from)
    .map(([from, to]) => arc(from, to))
    .join("");
}

// The share at which the dot rests where no motion is wanted: the piece or the second that has begun.
function still(moment, begins) {
  if (begins.length > 1) return begins.findLast((begin) => begin <= moment.lap + 1e-6);
  return Math.floor(moment.t) / (moment.t + moment.left);
}

// One line, also of words that a trainer wrote.
function fitLine(line) {
  line.style.removeProperty("font-size");
  const room = line.clientWidth;
  if (!room || line.scrollWidth <= room) return;
  const size = Number.parseFloat(getComputedStyle(line).fontSize);
  line.style.fontSize = `${Math.max(LEAST_TYPE, (size * room) / line.scrollWidth - 0.5)}px`;
}

export class Stage {
  constructor(root) {
    this.root = root;
    this.element = root.querySelector("[data-player-stage]");
    this.screen = this.element.closest("[data-player-screen]");
    const part = (name) => this.element.querySelector(`[data-player-${name}]`);
    this.parts = Object.fromEntries(PARTS.map((name) => [name, part(name)]));
    this.shown = new Map();
    this.pen = document.createElement("canvas").getContext("2d");
    new ResizeObserver(() => this.fit()).observe(this.element);
    document.fonts?.ready.then(() => this.fit());
  }

  open() {
    this.root.classList.add("is-playing");
    this.screen.hidden = false;
    this.fit();
  }

  close() {
    this.root.classList.remove("is-playing", "is-paused", "is-turning");
    this.screen.hidden = true;
    this.tell("");
  }

  // Writes only what has changed: sixty times a second is often.
  write(name, words) {
    if (this.shown.get(name) === words) return false;
    this.shown.set(name, words);
    this.parts[name].textContent = words;
    return true;
  }

  put(name, attribute, value) {
    const key = `${name} ${attribute}`;
    if (this.shown.get(key) === value) return;
    this.shown.set(key, value);
    this.parts[name].setAttribute(attribute, value);
  }

  set(name, value) {
    if (this.root.dataset[name] !== value) this.root.dataset[name] = value;
  }

  // A new version of the lesson, or a new pace: the strip has a piece for each step, as wide as its time.
  lay(timeline) {
    this.timeline = timeline;
    this.steps = steps(timeline);
    this.order = [...this.steps.keys()];
    this.bars = this.order.map((turn) => {
      const piece = document.createElement("span");
      const bar = document.createElement("span");
      piece.style.flexGrow = this.steps.get(turn).length;
      piece.append(bar);
      return bar;
    });
    this.parts.strip.replaceChildren(...this.bars.map((bar) => bar.parentElement));
  }

  // `notice`: why it is paused, where nobody pressed Pause.
  show(moment, { notice, silent }) {
    const { phase, playing } = moment;
    const { number, unit, minutes } = count(moment);
    this.set("phase", phase.kind);
    this.set("rep", phase.kind === "reps" ? String(moment.rep) : "");
    this.root.classList.toggle("is-paused", !playing);
    this.root.classList.toggle("is-silent", silent);
    this.root.classList.toggle("is-turning", playing && phase.other_side && phase.kind === "ready");
    this.write("where", this.where(moment, notice));
    this.write("count", number);
    this.write("unit", unit);
    const words = minutes ? `${say(moment)}, ${minutes} min` : say(moment);
    if (this.write("say", playing ? words : PAUSED)) fitLine(this.parts.line);
    this.write("next", notice || next(moment));
    this.drawRing(moment);
    this.drawStrip(moment);
  }

  where({ phase, index, t, playing }, notice) {
    if (notice) return "Paused while asleep";
    const step = `Step ${this.order.indexOf(phase.turn) + 1} of ${this.order.length}`;
    if (!playing) return `${step} · paused`;
    const left = `${clockTime(this.timeline.total - this.timeline.starts[index] - t)} left`;
    if (phase.kind === "rest") return `Rest · ${left}`;
    if (index === 0) return `Get set · ${left}`;
    if (phase.other_side) return `Other side · ${left}`;
    const set = phase.sets > 1 ? `Set ${phase.set_number} of ${phase.sets}` : "";
    const side = phase.side && phase.kind !== "position" ? `${capital(phase.side)} side` : "";
    return `${side && set ? `${side}, ${set.toLowerCase()}` : side || set || step} · ${left}`;
  }

  drawRing(moment) {
    const begins = pieces(moment.phase);
    const share = reduced.matches ? still(moment, begins) : moment.lap;
    this.put("track", "d", ring(begins, 1));
    this.put("done", "d", ring(begins, share));
    this.put("dot", "transform", `rotate(${(share * 360).toFixed(2)})`);
  }

  drawStrip({ index, t }) {
    const second = this.timeline.starts[index] + t;
    this.order.forEach((turn, place) => {
      const { start, length } = this.steps.get(turn);
      const share = Math.min(1, Math.max(0, (second - start) / length)).toFixed(3);
      if (this.bars[place].dataset.share !== share) {
        this.bars[place].dataset.share = share;
        this.bars[place].style.transform = `scaleX(${share})`;
      }
    });
  }

  // The same in a few words and numbers, for a draft.
  told(timeline, second, phase) {
    const strip = this.order.map((turn) => {
      const { start, length } = this.steps.get(turn);
      return [length, Math.min(1, Math.max(0, (second - start) / length))];
    });
    return { steps: `Step ${this.order.indexOf(phase.turn) + 1} of ${this.order.length}`, strip };
  }

  // Only when nobody speaks: a screen reader and the voice would say the same thing twice.
  tell(words) {
    this.parts.status.textContent = words;
  }

  describe(moment) {
    const { phase } = moment;
    const time = phase.kind === "reps" ? `${phase.reps} times` : `${Math.round(moment.t + moment.left)} seconds`;
    return [`${phase.say}, ${time}.`, phase.text || phase.announces].filter(Boolean).join(" ");
  }

  // The digits are a third of the short side, in whichever font is there: no two have digits of the same height.
  fit() {
    const { clientWidth, clientHeight } = this.element;
    if (!clientWidth || !clientHeight) return;
    const { fontFamily, fontWeight } = getComputedStyle(this.parts.count);
    this.pen.font = `${fontWeight} 100px ${fontFamily}`;
    const digits = this.pen.measureText("0123456789");
    const wide = this.pen.measureText("88").width - 200 * DIGITS_CLOSER;
    const height = Math.min(clientWidth, clientHeight) / 3;
    const room = this.parts.count.parentElement.clientWidth;
    const size = Math.min((100 * height) / digits.actualBoundingBoxAscent, (100 * room) / wide);
    const tall = (size * digits.actualBoundingBoxAscent) / 100;
    // In a line as high as the digits, how far the letters' own box lets them stand above or below it.
    const shift = (tall - (size * (digits.fontBoundingBoxAscent - digits.fontBoundingBoxDescent)) / 100) / 2;
    this.element.style.setProperty("--count-size", `${size}px`);
    this.element.style.setProperty("--count-height", `${tall}px`);
    this.element.style.setProperty("--count-shift", `${shift}px`);
    fitLine(this.parts.line);
    fitLine(this.parts.title);
  }
}
