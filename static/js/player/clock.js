// How much of a practice has been led, from instants: a hidden tab or a slow phone may look seldom and is still right.

const ASLEEP = 120_000; // milliseconds in which nobody was led

export class Clock {
  constructor(now = Date.now) {
    this.now = now;
    this.led = 0; // milliseconds, whole, so that adding them loses nothing
    this.isRunning = false;
    this.seen = now();
  }

  get second() {
    return this.led / 1000;
  }

  run() {
    this.seen = this.now();
    this.isRunning = true;
  }

  stop() {
    const gap = this.look();
    this.isRunning = false;
    return gap;
  }

  seek(second) {
    this.led = Math.round(second * 1000);
    this.seen = this.now();
  }

  // Takes in what has passed since the last look, and gives it in seconds. After a longer sleep the clock stands where
  // the sleep began. A clock that was set back lets no time pass.
  look() {
    const now = this.now();
    const gap = now - this.seen;
    this.seen = now;
    if (!this.isRunning || gap <= 0) return 0;
    if (gap > ASLEEP) this.isRunning = false;
    else this.led += gap;
    return gap / 1000;
  }
}
