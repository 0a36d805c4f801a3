// Counts the break down, one part after the other, once somebody presses the button. Nothing is sent or stored, and
// nothing moves but the number. A screen reader hears each part as it begins, and what changes half way.
class SittingBreak {
  constructor(root) {
    this.root = root;
    this.parts = [...root.querySelectorAll("[data-break-part]")];
    this.find = (name) => root.querySelector(`[data-break-${name}]`);
    this.find("toggle").addEventListener("click", () => this.toggle());
    this.find("again").addEventListener("click", () => this.begin());
    // A phone gives the screen lock back by itself whenever the page is hidden.
    document.addEventListener("visibilitychange", () => document.hidden || !this.timer || this.keepAwake());
    this.number = null;
    this.timer = null;
    this.find("clock").hidden = false;
  }

  toggle() {
    if (this.number === null) this.begin();
    else if (this.timer) this.pause();
    else this.resume();
  }

  begin() {
    this.pause();
    this.root.classList.add("is-running");
    this.find("again").hidden = true;
    this.show(0);
    this.resume();
  }

  show(number) {
    this.number = number;
    this.part = this.parts[number];
    this.milliseconds = this.seconds * 1000;
    this.isHalfWay = false;
    for (const part of this.parts) part.removeAttribute("aria-current");
    this.part.setAttribute("aria-current", "step");
    this.say(`${this.part.dataset.title}, ${this.seconds} seconds.`);
    this.draw();
  }

  get seconds() {
    return Number(this.part.dataset.seconds);
  }

  resume() {
    // Measured, and not counted: a browser calls back late when it is busy.
    this.at = performance.now();
    this.timer = setInterval(() => this.tick(), 200);
    this.find("toggle").textContent = "Pause";
    this.find("again").hidden = true;
    this.keepAwake();
  }

  pause() {
    clearInterval(this.timer);
    this.timer = null;
    this.lock?.release();
    this.find("toggle").textContent = "Continue";
    this.find("again").hidden = false;
  }

  tick() {
    const now = performance.now();
    this.milliseconds -= now - this.at;
    this.at = now;
    if (this.milliseconds <= 0) return this.number + 1 < this.parts.length ? this.show(this.number + 1) : this.finish();
    if (!this.isHalfWay && this.milliseconds <= this.seconds * 500) {
      this.isHalfWay = true;
      if (this.part.dataset.halfWay) this.say(this.part.dataset.halfWay);
    }
    this.draw();
  }

  finish() {
    this.pause();
    this.number = null;
    this.part.removeAttribute("aria-current");
    this.root.classList.remove("is-running");
    this.find("left").textContent = "";
    this.find("toggle").textContent = "Do it again";
    this.find("again").hidden = true;
    this.say("Done. Back to your chair, hips first.");
  }

  draw() {
    this.find("left").textContent = Math.ceil(this.milliseconds / 1000);
  }

  say(words) {
    this.find("says").textContent = words;
  }

  async keepAwake() {
    try {
      this.lock = await navigator.wakeLock?.request("screen");
      if (!this.timer) this.lock?.release();
    } catch {
      // A browser that refuses lets the screen sleep.
    }
  }
}

for (const root of document.querySelectorAll("[data-break]")) new SittingBreak(root);
