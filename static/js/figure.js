// Moves a lesson's figures, right and fault in step, slowly. Rests while nobody sees it, in print, and for people who
// asked for less motion; they may still press the button.
import { Strip } from "./strip.js";

const SLOWER = 1.3;
const REST = 0.9; // seconds at either end

class Figures {
  constructor(root) {
    this.root = root;
    const packs = JSON.parse(root.querySelector("script").textContent);
    this.strips = [...root.querySelectorAll("[data-side]")].map((side) => this.strip(side, packs[side.dataset.side]));
    this.long = Math.max(...this.strips.map((strip) => strip.seconds.at(-1))) * SLOWER;
    this.clock = 0;
    this.seen = false;
    this.plays = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.button = root.querySelector("[data-figures-toggle]");
    this.button.addEventListener("click", () => this.toggle());
    this.button.hidden = false;
    this.label();
    new IntersectionObserver(([entry]) => this.see(entry.isIntersecting)).observe(root);
    addEventListener("beforeprint", () => this.strips.forEach((strip) => strip.show(0)));
  }

  strip(side, pack) {
    const svg = side.querySelector("svg");
    const strip = new Strip(svg, pack);
    if (pack.mark) strip.ring = svg.querySelector(".figure__mark") ?? ring(svg);
    strip.show(0);
    return strip;
  }

  toggle() {
    this.plays = !this.plays;
    this.label();
    this.run();
  }

  label() {
    this.button.textContent = this.plays ? "Pause" : "Play";
    this.button.setAttribute("aria-label", this.plays ? "Pause the figures" : "Play the figures");
    if (this.plays) this.root.classList.add("is-live");
  }

  see(seen) {
    this.seen = seen;
    this.run();
  }

  run() {
    cancelAnimationFrame(this.next);
    this.last = null;
    if (this.plays && this.seen) this.next = requestAnimationFrame((now) => this.tick(now));
  }

  tick(now) {
    this.clock += this.last === null ? 0 : Math.min(now - this.last, 100) / 1000;
    this.last = now;
    for (const strip of this.strips) strip.show(this.position(strip));
    this.next = requestAnimationFrame((later) => this.tick(later));
  }

  // There, a rest, back, a rest; or there, a longer rest, and again from the start.
  position(strip) {
    const part = this.clock % (2 * (this.long + REST));
    if (part < this.long || !strip.back) return strip.at(part / SLOWER);
    const back = part - this.long - REST;
    return strip.at((this.long - Math.max(0, back)) / SLOWER);
  }
}

// As in templates/lessons/figures/_mark.html.
function ring(svg) {
  const group = svg.appendChild(document.createElementNS(svg.namespaceURI, "g"));
  group.setAttribute("class", "figure__mark");
  group.innerHTML = '<circle r="45"/><circle r="45"/>';
  return group;
}

for (const root of document.querySelectorAll("[data-figures]")) new Figures(root);
