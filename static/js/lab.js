// The hinge lab: a slider or a pull on the figure moves along a strip of frames the server drew; a choice fetches
// another strip, and the figure as it was stays behind as a ghost to compare with. Numbers and words come with it.
import { Strip } from "./strip.js";

const PAUSE_BEFORE_SAYING = 700;

class Lab {
  constructor(root) {
    this.root = root;
    this.part = (name) => root.querySelector(`[data-lab-${name}]`);
    this.svg = this.part("stage").querySelector("svg");
    this.body = this.part("body");
    this.slider = root.querySelector("[name=depth]");
    this.depth = Number(this.slider.value);
    this.slider.addEventListener("input", () => this.to(Number(this.slider.value)));
    this.svg.addEventListener("pointerdown", (event) => this.take(event));
    this.svg.addEventListener("pointermove", (event) => this.pull(event));
    for (const end of ["pointerup", "pointercancel"]) this.svg.addEventListener(end, () => this.let());
    const packed = root.querySelector("script[type='application/json']");
    if (packed) this.use(JSON.parse(packed.textContent));
    else this.listen();
  }

  listen() {
    for (const output of this.root.querySelectorAll("[data-lab-shows]")) {
      const input = this.root.querySelector(`[name=${output.dataset.labShows}]`);
      input.addEventListener("input", () => (output.textContent = input.value + output.dataset.unit));
    }
    this.root.addEventListener("change", (event) => event.target !== this.slider && this.fetch(true));
    this.root.addEventListener("change", () => this.remember());
    this.root.addEventListener("submit", (event) => event.preventDefault());
    this.fetch(false);
  }

  // The address says what is shown, so that it can be sent to somebody.
  remember() {
    history.replaceState(null, "", `?${new URLSearchParams(new FormData(this.root))}`);
  }

  query() {
    const query = new URLSearchParams(new FormData(this.root));
    query.delete("depth");
    return query;
  }

  async fetch(compare) {
    const query = this.query().toString();
    this.wanted = query;
    try {
      const answer = await fetch(`${this.root.dataset.labFrames}?${query}`);
      const found = await answer.json();
      if (this.wanted === query) this.use(found, compare);
    } catch {
      this.part("says").textContent = "The new picture did not come. Please try again.";
    }
  }

  use(found, compare) {
    if (compare) this.leaveGhost();
    this.found = found;
    this.body.replaceChildren(...found.order.map((each) => this.path(...each)));
    this.strip = new Strip(this.body, found.strip);
    this.root.classList.add("is-live");
    this.show(compare);
  }

  path(part, role, d, transform, length) {
    const path = document.createElementNS(this.svg.namespaceURI, "path");
    path.setAttribute("class", `figure__part figure__${role}`);
    path.setAttribute("d", d);
    if (transform) path.setAttribute("transform", transform);
    if (length) path.setAttribute("pathLength", length);
    path.dataset.part = part;
    return path;
  }

  leaveGhost() {
    this.part("ghost")?.replaceChildren(...[...this.body.children].map((path) => path.cloneNode()));
  }

  to(depth) {
    this.depth = depth;
    if (this.strip) this.show(true);
  }

  show(say) {
    const { found, strip } = this;
    const depth = Math.min(this.depth, found.deepest);
    const position = found.deepest ? (depth / found.deepest) * (strip.count - 1) : 0;
    strip.show(position);
    const frame = Math.round(position);
    const [x, y] = this.between(position);
    this.part("grip").setAttribute("transform", `translate(${x} ${y})`);
    this.slider.value = this.depth;
    this.slider.setAttribute("aria-valuetext", `${Math.round(depth)} of 100. ${found.fold[frame]}`);
    this.write("shows='depth'", Math.round(depth));
    this.write("work", found.work[frame]);
    this.write("fold", found.fold[frame]);
    this.write("together", found.together?.[frame] ?? "");
    this.write("muscles", found.muscles?.[frame] ?? "");
    this.write("lead", found.lead ?? "");
    this.write("limit", this.depth > found.deepest ? found.limit : "");
    const percents = this.root.querySelectorAll("[data-lab-percent]");
    this.root.querySelectorAll("[data-lab-bar]").forEach((bar, index) => {
      bar.value = found.bars[frame][index];
      percents[index].textContent = `${found.bars[frame][index]} %`;
    });
    if (say) this.sayLater(frame);
  }

  write(name, words) {
    const element = this.root.querySelector(`[data-lab-${name}]`);
    if (element && element.textContent !== String(words)) element.textContent = words;
  }

  // A screen reader hears where the figure came to rest, not every step on the way.
  sayLater(frame) {
    clearTimeout(this.saying);
    const { work, fold, together } = this.found;
    const words = [work[frame], fold[frame], together?.[frame] ?? ""].join(" ").trim();
    this.saying = setTimeout(() => this.write("says", words), PAUSE_BEFORE_SAYING);
  }

  between(position) {
    const { grip } = this.found;
    const from = Math.min(Math.floor(position), grip.length - 2);
    return [0, 1].map((axis) => grip[from][axis] + (grip[from + 1][axis] - grip[from][axis]) * (position - from));
  }

  point(event) {
    return new DOMPoint(event.clientX, event.clientY).matrixTransform(this.svg.getScreenCTM().inverse());
  }

  // Where on its way is the held point nearest to the finger? There the figure goes.
  take(event) {
    const held = this.part("grip").contains(event.target) || this.body.contains(event.target);
    if (!this.strip || !held || event.button > 0) return;
    const at = this.point(event);
    const depth = Math.min(this.depth, this.found.deepest);
    const [x, y] = this.between(this.found.deepest ? (depth / this.found.deepest) * (this.strip.count - 1) : 0);
    this.offset = [x - at.x, y - at.y];
    this.svg.setPointerCapture(event.pointerId);
    this.root.classList.add("is-dragged");
    event.preventDefault();
  }

  pull(event) {
    if (!this.offset) return;
    const at = this.point(event);
    const [x, y] = [at.x + this.offset[0], at.y + this.offset[1]];
    let best = { far: Infinity, position: 0 };
    this.found.grip.slice(0, -1).forEach(([ax, ay], index) => {
      const [bx, by] = this.found.grip[index + 1];
      const [dx, dy] = [bx - ax, by - ay];
      const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
      const far = Math.hypot(ax + along * dx - x, ay + along * dy - y);
      if (far < best.far) best = { far, position: index + along };
    });
    this.to((best.position / (this.strip.count - 1)) * this.found.deepest);
  }

  let() {
    if (this.offset && this.root.dataset.labFrames) this.remember();
    this.offset = null;
    this.root.classList.remove("is-dragged");
  }
}

for (const root of document.querySelectorAll("[data-lab]")) new Lab(root);
