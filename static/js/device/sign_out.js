// Signing out: what waits is sent first, then everything of this person leaves the device. Without scripts the form does
// the same for what the site knows, and its answer clears the browser.
import { entries } from "./outbox.js";
import { sendAll } from "./send.js";
import { forget } from "./keep.js";
import { wipe } from "./store.js";
import { counted } from "./words.js";

export async function clear() {
  await forget().catch(() => {});
  await wipe().catch(() => {});
  sessionStorage.clear();
}

class SignOut {
  constructor(form, dialog) {
    this.form = form;
    this.dialog = dialog;
    form.addEventListener("submit", (event) => this.submitted(event));
    dialog.querySelector("[data-sign-out-stay]").addEventListener("click", () => dialog.close());
    dialog.querySelector("[data-sign-out-discard]").addEventListener("click", () => this.leave());
  }

  async submitted(event) {
    event.preventDefault();
    const waiting = await this.left().catch(() => 0);
    if (!waiting) return this.leave();
    this.dialog.querySelector("[data-sign-out-words]").textContent =
      `${counted(waiting, "entry isn’t", "entries aren’t")} sent yet. Signing out would delete ${waiting === 1 ? "it" : "them"}.`;
    this.dialog.showModal();
  }

  async left() {
    if ((await entries()).length === 0) return 0;
    await sendAll();
    return (await entries()).length;
  }

  async leave() {
    await clear();
    this.form.submit();
  }
}

const form = document.querySelector("form[data-sign-out]");
const dialog = document.querySelector("[data-sign-out-dialog]");
if (form && dialog) new SignOut(form, dialog);
