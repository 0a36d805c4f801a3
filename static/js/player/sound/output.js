// The page's way to the loudspeaker: one AudioContext, unlocked in a tap and brought back after a call, a lock, a
// sleep, or a headset that went away. Without Web Audio there is none, and nobody who uses it minds.
const PATIENCE_MS = 700;

export class Output {
  constructor() {
    this.context = null;
    this.isWanted = false;
    document.addEventListener("visibilitychange", () => document.hidden || this.revive());
    // A page may make a context anew only in a tap; the next one is taken, whatever it was meant for.
    const tapped = () => this.revive({ inTap: true });
    for (const kind of ["pointerdown", "keydown"]) {
      document.addEventListener(kind, tapped, { capture: true, passive: true });
    }
    navigator.mediaDevices?.addEventListener?.("devicechange", () => this.revive());
  }

  // In a tap.
  unlock() {
    this.isWanted = true;
    this.revive({ inTap: true });
  }

  // Gives the device back.
  release() {
    this.isWanted = false;
    this.drop();
  }

  get isRunning() {
    return this.context?.state === "running";
  }

  // A suspended or interrupted context is resumed. One that stays silent is given up for a new one, at the next tap.
  async revive({ inTap = false } = {}) {
    if (!this.isWanted) return;
    const context = this.context;
    if (!context || context.state === "closed" || this.isLost) {
      if (inTap) return this.make();
      if (!context) return;
    }
    const { currentTime } = context;
    if (context.state !== "running") this.resume(context);
    await new Promise((done) => setTimeout(done, PATIENCE_MS));
    if (context !== this.context || document.hidden) return;
    // One that claims to run while its clock stands has lost its device.
    this.isLost = context.state !== "running" || context.currentTime === currentTime;
  }

  make() {
    this.drop();
    try {
      const Context = globalThis.AudioContext ?? globalThis.webkitAudioContext;
      this.context = new Context({ latencyHint: "interactive" });
    } catch {
      return; // no Web Audio, or too many contexts
    }
    const context = this.context;
    context.onstatechange = () => {
      if (context !== this.context) return;
      if (context.state === "running") this.isLost = false;
      else this.revive();
    };
    if (context.state !== "running") this.resume(context);
  }

  resume(context) {
    try {
      context.resume()?.catch?.(() => {});
    } catch {
      // Refused while a call lasts; the next sign of life tries again.
    }
  }

  drop() {
    const context = this.context;
    this.context = null;
    this.isLost = false;
    try {
      context?.close()?.catch?.(() => {});
    } catch {
      // It was closed by the browser.
    }
  }
}
