// The player for visitors, who try a lesson: nothing of it is sent. The page comes with what shows its first screen and
// takes the tap on Start. The player itself is fetched once somebody is about to press it, or comes back to what they left.
import { Tap } from "./sound/tap.js";

const IN_TAB = "hinge-coach.draft "; // as in device/draft.js
const FETCHING = "Fetching it…";
const FAILED = "The player could not be fetched. Check your connection, and press Start again.";
const SOON = ["pointerenter", "pointerdown", "focus"]; // what somebody does who presses in a moment

class Trial {
  constructor(root) {
    this.root = root;
    this.button = root.querySelector("[data-ask-go]");
    this.label = this.button.textContent;
    this.problem = root.querySelector("[data-try-problem]");
    this.tap = new Tap(root);
    this.isWanted = false;
    for (const screen of root.querySelectorAll("[data-player-screen]")) {
      screen.hidden = screen.dataset.playerScreen !== "start";
    }
    root.classList.add("is-live");
    this.pressed = () => this.start();
    this.button.addEventListener("click", this.pressed);
    for (const kind of SOON) this.button.addEventListener(kind, () => this.fetch());
    if (hasLeft()) this.fetch();
  }

  start() {
    this.tap.take();
    this.isWanted = true;
    this.tell({ isBusy: true });
    this.fetch();
  }

  fetch() {
    this.fetching ??= player(this.root.dataset.tryFiles.split(" ")).then(
      ({ lead }) => this.lead(lead),
      () => this.failed(),
    );
  }

  lead(lead) {
    this.button.removeEventListener("click", this.pressed);
    this.tell({});
    const player = lead(this.root, { tap: this.tap });
    if (this.isWanted) player.screens.start();
  }

  // A pointer that only comes near again leaves standing what the press before it was told.
  failed() {
    this.fetching = null;
    if (this.isWanted) this.tell({ problem: FAILED });
    this.isWanted = false;
  }

  tell({ isBusy = false, problem = "" }) {
    this.button.textContent = isBusy ? FETCHING : this.label;
    const line = document.createElement("p");
    line.className = "field__error";
    line.textContent = problem;
    this.problem.replaceChildren(...(problem ? [line] : []));
  }
}

// All files at once, and none is imported before all are here: a browser doesn't ask again for a module that once failed.
async function player(files) {
  await Promise.all(files.map(load));
  return import("./player.js");
}

async function load(file) {
  const answer = await fetch(file);
  if (!answer.ok) throw new Error(`${answer.status} of ${file}`);
  await answer.arrayBuffer(); // to the end; the import takes it from the browser's cache
}

// Whether a practice was left in this tab.
function hasLeft() {
  try {
    return Object.keys(sessionStorage).some((name) => name.startsWith(IN_TAB));
  } catch {
    return false; // the browser keeps nothing
  }
}

for (const root of document.querySelectorAll("[data-player]")) new Trial(root);
