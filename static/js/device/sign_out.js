// Signing out: what waits is sent first, then everything of this person leaves the device. Without scripts the form does
// the same for what the site knows, and its answer clears the browser.
import { isFresh } from "./draft.js";
import { forget } from "./keep.js";
import { entries } from "./outbox.js";
import { sendAll } from "./send.js";
import { drafts, leave, owner, wipe } from "./store.js";
import { counted } from "./words.js";

const PATIENCE = 10_000; // milliseconds
const SIGNING_OUT = "Signing out…";

// Of everybody who used this device.
export async function clear() {
  await forget().catch(() => {});
  await wipe().catch(() => {});
  sessionStorage.clear();
}

class SignOut {
  constructor(forms, dialog, offline) {
    Object.assign(this, { form: null, dialog, offline, isBusy: false });
    for (const form of forms) form.addEventListener("submit", (event) => this.submitted(event));
    offline.querySelector("[data-sign-out-close]").addEventListener("click", () => offline.close());
    dialog.querySelector("[data-sign-out-stay]").addEventListener("click", () => dialog.close());
    dialog.querySelector("[data-sign-out-discard]").addEventListener("click", () => {
      dialog.close();
      this.whileBusy(() => this.leave());
    });
  }

  submitted(event) {
    event.preventDefault();
    if (!this.isBusy) this.form = event.currentTarget;
    this.whileBusy(async () => {
      const words = await wordsOfWhatIsLeft().catch(() => "");
      if (!words) return this.leave();
      this.dialog.querySelector("[data-sign-out-words]").textContent = words;
      this.dialog.showModal();
    });
  }

  async leave() {
    if (!(await isSiteThere(this.form.action))) return this.offline.showModal();
    await forget().catch(() => {});
    sessionStorage.clear();
    const others = await leave().catch(() => false);
    if (others) this.form.append(field("leave_storage", "yes"));
    else await wipe().catch(() => {});
    this.form.submit();
  }

  async whileBusy(act) {
    if (this.isBusy) return;
    const button = this.form.querySelector("button");
    const { textContent } = button;
    this.isBusy = true;
    button.textContent = SIGNING_OUT;
    await act();
    button.textContent = textContent;
    this.isBusy = false;
  }
}

// What would be lost, after sending what can be sent: entries that wait, and practices that were done but not saved.
async function wordsOfWhatIsLeft() {
  if ((await entries()).length) await sendAll();
  const waiting = (await entries()).length;
  const mine = (await drafts.all()).filter((draft) => draft.for === owner() && draft.finished_at && isFresh(draft));
  if (waiting + mine.length === 0) return "";
  const notSent = waiting ? [`${counted(waiting, "entry isn’t", "entries aren’t")} sent yet.`] : [];
  const notSaved = mine.length ? [`${counted(mine.length, "practice isn’t", "practices aren’t")} saved yet.`] : [];
  const them = waiting + mine.length === 1 ? "it" : "them";
  return [...notSent, ...notSaved, `Signing out would delete ${them}.`].join(" ");
}

async function isSiteThere(url) {
  try {
    return (await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(PATIENCE) })).status < 500;
  } catch {
    return false;
  }
}

function field(name, value) {
  return Object.assign(document.createElement("input"), { type: "hidden", name, value });
}

const forms = document.querySelectorAll("form[data-sign-out]");
const dialog = document.querySelector("[data-sign-out-dialog]");
const offline = document.querySelector("[data-sign-out-offline]");
if (forms.length && dialog && offline) new SignOut(forms, dialog, offline);
