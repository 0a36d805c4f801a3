// The figure of the player. It follows the moment that the engine gives it: moving with the repetitions, else gliding
// to the pose that a phase shows. It has no clock of its own but for the glide, so a paused player holds it still.
import { Strip } from "../strip.js";

const GLIDE = 300; // ms from one pose to the next
const SLOWER = 1.3; // what goes on without a count, like marching, moves at the pace of the lesson's page

const smooth = (share) => share * share * (3 - 2 * share);

export class PlayerFigure {
  constructor(element) {
    const svg = element.querySelector("svg");
    const pack = JSON.parse(element.querySelector("script").textContent);
    this.element = element;
    this.folds = pack.fold;
    this.stills = pack.stills;
    this.ghost = this.behind(svg.querySelector("g"), pack);
    this.strip = new Strip(svg.querySelector("g:last-of-type"), pack);
    this.long = this.strip.seconds.at(-1);
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.phase = null;
    this.position = this.target = this.stills.start;
  }

  // Where the body came from, pale, behind the one that moves.
  behind(live, pack) {
    const group = live.cloneNode();
    group.setAttribute("class", "player-figure__ghost");
    for (const part of pack.ghost) group.append(live.querySelector(`[data-part="${part}"]`).cloneNode());
    live.before(group);
    const own = (parts) => Object.fromEntries(Object.entries(parts).filter(([part]) => pack.ghost.includes(part)));
    return new Strip(group, { ...pack, changes: own(pack.changes), places: own(pack.places), muscles: {} });
  }

  show(moment) {
    const isFirst = !this.phase;
    if (moment.phase !== this.phase) this.enter(moment.phase);
    this.target = this.pose(moment);
    if (isFirst || this.calm.matches) this.since = -Infinity;
    this.draw();
  }

  // How folded the body is that is drawn at this share of the way there, 0..1.
  fold(progress) {
    const position = this.ends && !this.isOnce ? this.between(progress) : this.position;
    const frame = Math.min(Math.floor(position), this.folds.length - 2);
    return this.folds[frame] + (this.folds[frame + 1] - this.folds[frame]) * (position - frame);
  }

  enter(phase) {
    const shows = phase.shows;
    this.phase = phase;
    this.isOnce = shows === "once" || (shows === "move" && !this.strip.back);
    const isWhole = shows === "move" || this.isOnce;
    this.ends = isWhole ? ["start", "end"] : null;
    if (shows.includes(" to ")) this.ends = shows.split(" to ");
    if (this.ends) this.ghost.show(this.stills[this.ends[0]]);
    this.element.classList.toggle("is-mirrored", phase.side === "left");
    this.from = this.position;
    this.since = performance.now();
  }

  // The position of the strip at this moment.
  pose({ phase, t, rep, beat, progress }) {
    if (!this.ends) return this.stills[phase.shows];
    if (this.calm.matches) return this.between(!phase.reps || beat === "down" || beat === "held" ? 1 : 0);
    if (!phase.reps) {
      const way = (t / SLOWER / this.long) % 2;
      return this.between(this.isOnce ? way % 1 : Math.min(way, 2 - way));
    }
    if (!this.isOnce) return this.between(progress);
    const long = phase.tempo.reduce((sum, seconds) => sum + seconds, 0);
    return this.between(Math.min(1, Math.max(0, t / long - (rep - 1))));
  }

  between(share) {
    const [from, to] = this.ends.map((name) => this.strip.seconds[this.stills[name]]);
    return this.strip.at(from + (to - from) * share);
  }

  draw() {
    const share = Math.min(1, (performance.now() - this.since) / GLIDE);
    const position = this.target + (this.from - this.target) * (1 - smooth(share));
    // The engine may stand still while a glide is under way, so the glide sees to its own end.
    cancelAnimationFrame(this.next);
    if (share < 1) this.next = requestAnimationFrame(() => this.draw());
    if (position === this.position && this.drawn) return;
    this.drawn = true;
    this.position = position;
    this.strip.show(position);
  }
}
