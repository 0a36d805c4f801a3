// Turns the long practice page into one thing at a time: score, movement by the clock, the rest.
// Without it the same form works as it stands. Keeps the screen awake and can be heard from the floor.

class Player {
  constructor(root) {
    this.root = root;
    this.steps = [...root.querySelectorAll("[data-player-step]")];
    this.moves = [...root.querySelectorAll("[data-player-moves] > li")];
    this.part = (name) => root.querySelector(`[data-player-${name}]`);
    this.sound = true;
    this.move = 0;
    this.left = 0;
    this.timer = null;
    root.classList.add("is-live");
    this.start = this.button("Start the movement", () => this.begin());
    this.steps[0].append(this.start);
    this.part("pause").addEventListener("click", () => (this.timer ? this.pause() : this.resume()));
    this.part("skip").addEventListener("click", () => this.go(this.move + 1));
    this.part("back").addEventListener("click", () => this.go(Math.max(0, this.move - 1)));
    this.part("sound").addEventListener("click", () => this.toggleSound());
    this.steps[0].addEventListener("change", (event) => event.target.name === "before" && this.another());
    document.addEventListener("visibilitychange", () => document.hidden || !this.timer || this.keepAwake());
    this.show(root.querySelector("[aria-invalid=true], .field__error") ? "all" : "before");
  }

  button(words, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--wide";
    button.textContent = words;
    button.addEventListener("click", act);
    return button;
  }

  show(name) {
    for (const step of this.steps) step.hidden = name !== "all" && step.dataset.playerStep !== name;
    this.start.hidden = name === "all";
    if (name === "all") this.root.classList.remove("is-live");
    if (name === "moves" || name === "after") {
      const shown = this.steps.find((step) => !step.hidden);
      shown.tabIndex = -1;
      shown.focus();
      scrollTo({ top: 0 });
    }
  }

  begin() {
    const scores = this.steps[0].querySelectorAll("[name=before]");
    if (scores.length && ![...scores].some((score) => score.checked)) {
      this.complain(scores[0].closest("fieldset"), "Please choose a number from 0 to 10.");
      return;
    }
    if (this.mustRest(scores)) return;
    this.audio = new AudioContext();
    this.keepAwake();
    this.show("moves");
    this.go(0);
  }

  // A first number so high that practice rests: the page says so instead of starting, and keeps the number.
  mustRest(scores) {
    const rest = this.part("rest");
    const from = Number(this.root.dataset.restsFrom || Infinity);
    const rests = [...scores].some((score) => score.checked && Number(score.value) >= from);
    if (!rest || !rests) return false;
    rest.hidden = false;
    this.start.hidden = true;
    rest.focus();
    return true;
  }

  another() {
    const rest = this.part("rest");
    if (rest) rest.hidden = true;
    this.start.hidden = false;
  }

  complain(field, words) {
    let error = field.querySelector(".field__error");
    if (!error) {
      error = document.createElement("p");
      error.className = "field__error";
      error.setAttribute("role", "alert");
      field.append(error);
    }
    error.textContent = words;
    field.querySelector("input").focus();
  }

  go(number) {
    clearInterval(this.timer);
    this.timer = null;
    this.move = number;
    if (number >= this.moves.length) return this.finish();
    this.moves.forEach((move, index) => (move.hidden = index !== number));
    this.whole = this.left = Number(this.moves[number].dataset.seconds);
    this.part("says").textContent = this.moves[number].innerText;
    this.draw();
    this.resume();
  }

  resume() {
    this.part("pause").textContent = "Pause";
    this.timer = setInterval(() => this.tick(), 1000);
  }

  pause() {
    clearInterval(this.timer);
    this.timer = null;
    this.part("pause").textContent = "Go on";
  }

  tick() {
    this.left -= 1;
    this.draw();
    if (this.left > 0) return;
    this.chime();
    this.go(this.move + 1);
  }

  draw() {
    const done = this.moves.slice(0, this.move).reduce((sum, move) => sum + Number(move.dataset.seconds), 0);
    this.part("left").textContent = this.left;
    this.part("arc").setAttribute("stroke-dashoffset", 100 - (100 * this.left) / this.whole);
    this.part("progress").value = done + this.whole - this.left;
  }

  finish() {
    this.lock?.release();
    this.chime();
    this.show("after");
  }

  toggleSound() {
    this.sound = !this.sound;
    this.part("sound").setAttribute("aria-pressed", this.sound);
    this.part("sound").textContent = this.sound ? "Sound on" : "Sound off";
  }

  chime() {
    navigator.vibrate?.(200);
    if (!this.sound || !this.audio) return;
    const tone = this.audio.createOscillator();
    const volume = this.audio.createGain();
    tone.frequency.value = 528;
    volume.gain.setValueAtTime(0.25, this.audio.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.001, this.audio.currentTime + 0.9);
    tone.connect(volume).connect(this.audio.destination);
    tone.start();
    tone.stop(this.audio.currentTime + 0.9);
  }

  async keepAwake() {
    try {
      this.lock = await navigator.wakeLock?.request("screen");
    } catch {
      // A browser that refuses lets the screen sleep; the practice goes on.
    }
  }
}

for (const root of document.querySelectorAll("[data-player]")) new Player(root);
