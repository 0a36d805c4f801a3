// The two sheets over the stage, stop and sound. While one is open nothing plays.

export class Sheets {
  // `acts`: pause() gives whether it played, goOn(), easier(), tighter(), discard(), canBeEasier().
  constructor(root, acts) {
    this.root = root;
    this.acts = acts;
    this.played = false;
    this.stop = this.find("stop");
    this.stop.querySelector("[data-sheet=leave]").href = root.dataset.leave;
    for (const button of this.stop.querySelectorAll("button[data-sheet]"))
      button.addEventListener("click", () => this.choose(button.dataset.sheet));
    this.title = this.stop.querySelector("[data-sheet-title]");
    this.titles = { stop: this.title.textContent, leave: this.title.dataset.leave };
    for (const sheet of root.querySelectorAll("[data-player-sheet]")) {
      sheet.addEventListener("click", (event) => event.target === sheet && sheet.close());
      // Before the dialog hears of it: an Escape that closes a sheet is for nothing else on the page.
      sheet.addEventListener("keydown", (event) => event.stopPropagation());
    }
    this.find("sound")?.addEventListener("close", () => this.played && acts.goOn());
  }

  find(name) {
    return this.root.querySelector(`[data-player-sheet="${name}"]`);
  }

  get isOpen() {
    return this.root.querySelector("[data-player-sheet][open]") !== null;
  }

  ask(why) {
    this.played = this.acts.pause();
    this.title.textContent = this.titles[why];
    for (const part of this.stop.querySelectorAll("[data-sheet-for]")) part.hidden = part.dataset.sheetFor !== why;
    this.stop.querySelector("[data-sheet=easier]").hidden = !this.acts.canBeEasier();
    this.open(this.stop);
  }

  sound() {
    const sheet = this.find("sound");
    if (!sheet) return;
    this.played = this.acts.pause();
    this.open(sheet);
  }

  open(sheet) {
    if (!sheet.open) sheet.showModal();
  }

  // Closing in any other way leaves it paused: nobody is pushed on.
  choose(answer) {
    this.stop.close();
    if (answer === "go-on") this.acts.goOn();
    if (answer === "easier") this.acts.easier();
    if (answer === "tighter") this.acts.tighter();
    if (answer === "discard") this.acts.discard();
  }
}
