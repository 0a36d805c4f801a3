// Turns the long practice page into one thing at a time: score, movement by the clock, the rest.
// Without it the same form works as it stands. Keeps the screen awake and can be heard from the floor.

class Player {
  constructor(root) {
    this.root = root;
    this.steps = [...root.querySelectorAll("[data-player-step]")];
    this.versions = [...root.querySelectorAll("[data-player-version]")];
    this.moves = [];
    this.field = null; // of the step that asks just now
    this.place = document.createComment("");
    this.asked = new Set();
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
    this.again = this.button("Change what you noted", () => this.showNoted());
    this.again.className = "button button--link player__again";
    this.again.hidden = true;
    this.steps.at(-1).prepend(this.again);
    this.steps[1].addEventListener("input", () => this.answered());
    this.steps[0].addEventListener("change", (event) => event.target.name === "before" && this.another());
    root.addEventListener("keydown", (event) => event.key === "Enter" && event.target.matches("input") && this.enter(event));
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
    // With an error everything that was asked stands there, without the movement, which is done.
    const asked = ["before", "after"];
    for (const step of this.steps) step.hidden = !(name === "all" ? asked : [name]).includes(step.dataset.playerStep);
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
    this.choose();
    this.show("moves");
    this.go(0);
  }

  // The steps of the version that was chosen; the only one where a lesson has no easier steps.
  choose() {
    const wants = this.root.querySelector("[name=easier]:checked")?.value === "yes" ? "easier" : "full";
    const chosen = this.versions.find((version) => version.dataset.playerVersion === wants) ?? this.versions[0];
    for (const version of this.versions) version.hidden = version !== chosen;
    this.moves = [...chosen.querySelectorAll("[data-player-moves] > li")];
    this.part("progress").max = this.moves.reduce((sum, move) => sum + Number(move.dataset.seconds), 0);
  }

  // A step that asks for a number holds the field itself while it is shown. The end of the form keeps its place.
  ask(move) {
    const had = this.field?.contains(document.activeElement);
    if (this.field) this.place.replaceWith(this.field);
    this.field = move?.dataset.asks ? this.root.querySelector(`[data-player-field="${move.dataset.asks}"]`) : null;
    this.root.classList.toggle("is-asking", Boolean(this.field));
    if (this.field) {
      this.asked.add(this.field);
      this.field.hidden = false;
      this.field.replaceWith(this.place);
      move.append(this.field);
    }
    this.answered();
    if (had) this.part("skip").focus();
  }

  isAnswered(field) {
    return [...field.querySelectorAll("input")].some((input) => (input.type === "radio" ? input.checked : input.value));
  }

  answered() {
    this.part("skip").textContent = this.field && this.isAnswered(this.field) ? "Next" : "Skip";
  }

  // What was noted in a step isn't asked again at the end; one button shows it there.
  tidy() {
    const noted = [...this.asked].filter((field) => this.isAnswered(field));
    for (const field of this.asked) field.hidden = noted.includes(field);
    this.again.hidden = noted.length === 0;
  }

  showNoted() {
    this.again.hidden = true;
    for (const field of this.asked) field.hidden = false;
    const [first] = this.asked;
    (first.querySelector("input:checked") ?? first.querySelector("input")).focus();
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

  // Enter does what the button of this part does. By itself it would press the first button of the form.
  enter(event) {
    event.preventDefault();
    const part = event.target.closest("[data-player-step]")?.dataset.playerStep;
    if (part === "before" && !this.start.hidden) return this.begin();
    if (part === "moves") return this.field && this.isAnswered(this.field) && this.go(this.move + 1);
    const save = this.steps.at(-1).querySelector("button:not([type])");
    if (save && !this.steps.at(-1).hidden) this.root.requestSubmit(save);
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
    this.ask(this.moves[number]);
    this.part("pause").hidden = false;
    if (number >= this.moves.length) return this.finish();
    this.moves.forEach((move, index) => (move.hidden = index !== number));
    this.whole = this.left = Number(this.moves[number].dataset.seconds);
    this.part("says").textContent = this.moves[number].querySelector("div").innerText;
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
    this.part("pause").textContent = "Continue";
  }

  tick() {
    this.left -= 1;
    this.draw();
    if (this.left > 0) return;
    this.chime();
    if (this.field && !this.isAnswered(this.field)) return this.wait();
    this.go(this.move + 1);
  }

  // The time of a step that asks is over, and somebody may be about to answer: the clock waits for them.
  wait() {
    clearInterval(this.timer);
    this.timer = null;
    this.part("pause").hidden = true;
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
    this.tidy();
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
