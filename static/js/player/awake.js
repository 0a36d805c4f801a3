// Keeps the screen on while it plays. The browser takes the lock away with a hidden page, so it is asked for again.

export class Awake {
  constructor() {
    this.wanted = false;
    this.lock = null;
    document.addEventListener("visibilitychange", () => this.ask());
  }

  keep() {
    this.wanted = true;
    return this.ask();
  }

  async ask() {
    if (!this.wanted || document.hidden || (this.lock && !this.lock.released)) return;
    try {
      this.lock = await navigator.wakeLock?.request("screen");
      if (!this.wanted) this.rest();
    } catch {
      // A browser that refuses lets the screen sleep; the practice goes on.
    }
  }

  rest() {
    this.wanted = false;
    this.lock?.release().catch(() => {});
    this.lock = null;
  }
}
