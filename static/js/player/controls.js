// Everything that somebody can press while it plays: five buttons, the bar, keys, and the keys of a headset.

const KEYS = { " ": "pause", arrowleft: "back", arrowright: "skip", e: "easier", s: "stop" };
const HEADSET = { play: "goOn", pause: "pause", nexttrack: "skip", previoustrack: "back" };

export class Controls {
  // `acts`: toggle, goOn, pause, back, skip, easier, stop, leave, sound, and isListening(): no sheet is open.
  constructor(stage, acts) {
    this.stage = stage;
    this.acts = acts;
    this.buttons = {};
    this.byPointer = false;
    this.swallow = false;
    for (const button of stage.querySelectorAll("[data-player-control]")) {
      this.buttons[button.dataset.playerControl] = button;
      button.addEventListener("click", () => this.press(button.dataset.playerControl));
    }
    stage.querySelector("[data-player-leave]").addEventListener("click", () => acts.leave());
    stage.querySelector("[data-player-sound]").addEventListener("click", () => acts.sound());
    stage.addEventListener("pointerdown", () => (this.byPointer = true));
    stage.addEventListener("keydown", (event) => this.key(event));
    stage.addEventListener("keyup", (event) => this.keyUp(event));
  }

  press(name) {
    if (this.buttons[name].hidden || this.buttons[name].getAttribute("aria-disabled") === "true") return;
    if (name === "pause") this.acts.toggle();
    else this.acts[name]();
  }

  // Keys count while the stage has the focus. Space presses a button that Tab went to, as everywhere; after a tap or a
  // click, which leaves the focus on whatever was tapped, it pauses.
  key(event) {
    if (event.key === "Tab") this.byPointer = false;
    const name = KEYS[event.key.toLowerCase()];
    if (!name || event.repeat || event.ctrlKey || event.metaKey || event.altKey || !this.acts.isListening()) return;
    if (event.key === " " && !this.byPointer && event.target.closest("button")) return;
    event.preventDefault();
    this.swallow = event.key === " ";
    this.press(name);
  }

  // A browser may press the focused button when Space comes up again.
  keyUp(event) {
    if (event.key !== " " || !this.swallow) return;
    event.preventDefault();
    this.swallow = false;
  }

  begin() {
    this.byPointer = false;
    this.buttons.pause.focus({ preventScroll: true });
    this.listen((act) => () => this.acts[act]());
  }

  end() {
    this.listen(() => null);
  }

  listen(handler) {
    for (const [action, act] of Object.entries(HEADSET)) {
      try {
        navigator.mediaSession?.setActionHandler(action, handler(act));
      } catch {
        // This browser doesn't know the key; the buttons remain.
      }
    }
  }

  // `starts`: skipping this phase starts the work after it.
  show({ isPlaying, starts, version, hasEasier }) {
    const { pause, skip, easier } = this.buttons;
    const label = (button, words) => (button.querySelector("[data-player-label]").textContent = words);
    label(pause, isPlaying ? "Pause" : "Go on");
    label(skip, starts ? "Start" : "Skip");
    easier.hidden = !hasEasier;
    easier.setAttribute("aria-pressed", String(version === "easier"));
  }
}
