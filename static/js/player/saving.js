// Sends a practice, and says in place what hinders it. Whatever comes back, every answer stays where it is.
import { add } from "../device/outbox.js";
import { doneAt } from "../device/draft.js";
import { keeps, owner } from "../device/store.js";
import { practiceSummary } from "../device/summary.js";

// Milliseconds for a connection that hangs: sent again, it is stored once all the same.
const PATIENCE = 20_000;
const PATIENCE_OFFLINE = 5_000; // a kept page was opened because there was none
const LATE = 60_000; // milliseconds after which the site is told when it was done
const NOT_SENT = "This couldn’t be sent. Your answers are still here. Please try again.";
const NOT_YOURS = "Somebody else is signed in on this device now, so this can’t be saved for you. Sign in again, and Today offers to go on.";
const SIGNED_OUT = "You are signed out, so this isn’t saved yet. Sign in, and it is saved.";
const OWN = new Set(["csrfmiddlewaretoken", "done_at", "back_dated"]);

export class Saving {
  constructor(screens) {
    this.screens = screens;
    this.root = screens.root;
    this.isBusy = false;
  }

  async save() {
    if (this.isBusy) return;
    this.busy(true);
    this.problem("");
    try {
      await this.screens.keeper?.answered();
      await this.send();
    } catch (error) {
      await this.notSent(error);
    }
  }

  async send() {
    const body = this.body();
    const post = () => fetch(this.root.action, { method: "POST", body, signal: AbortSignal.timeout(patience()) });
    let answer = await post();
    if (answer.status === 403 && (await this.hasNewToken(body))) answer = await post();
    if (answer.status === 409) return this.refuse(NOT_YOURS);
    if (!answer.ok) throw new Refused(answer.status);
    if (answer.redirected) return this.leave(new URL(answer.url));
    this.take(new DOMParser().parseFromString(await answer.text(), "text/html"));
  }

  // What is sent. `done_at` only where that was a while ago, or where the page has one from the site.
  body() {
    const { screens } = this;
    const body = new FormData(this.root);
    body.set("easier", screens.isEasier() ? "yes" : "");
    body.set("stopped", screens.how === "tighter" ? "tighter" : "");
    body.set("usual", screens.isFine() ? "fine" : "");
    if (screens.isFine()) for (const name of ["before", "after"]) body.delete(name);
    const at = this.doneAt();
    if (at && Date.now() - Date.parse(at) > LATE) body.set("done_at", at);
    return body;
  }

  doneAt() {
    const { draft } = this.screens.keeper ?? {};
    return this.root.querySelector("[name=done_at]")?.value || (draft && doneAt(draft));
  }

  // Stored: a page of its own says what comes next.
  async leave(url) {
    if (!url.pathname.startsWith("/accounts/")) {
      if (url.pathname.startsWith("/practices/")) await this.screens.keeper?.clear();
      return location.assign(url);
    }
    const link = document.createElement("a");
    const next = `${location.pathname}?go-on=save`;
    Object.assign(link, { href: `/accounts/login/?next=${encodeURIComponent(next)}`, textContent: "Sign in" });
    this.refuse(SIGNED_OUT, link);
  }

  // There is no connection, or the site has a problem. Somebody who keeps practice on this device has it wait there.
  async notSent(error) {
    if (!(error instanceof Refused) && (await keeps())) {
      try {
        await add(this.entry());
        await this.screens.keeper?.clear();
        this.busy(false);
        return this.screens.show("kept");
      } catch {
        // There is no room for it: the sentence below is true.
      }
    }
    this.refuse(NOT_SENT);
  }

  // What waits on the device: see device/outbox.js.
  entry() {
    const { screens, root } = this;
    const fields = [...this.body()].filter(([name, value]) => !OWN.has(name) && typeof value === "string");
    const labels = screens.labels();
    return {
      id: root.querySelector("[name=id]").value,
      kind: "practice",
      for: owner(),
      url: location.pathname,
      fields,
      done_at: this.doneAt() || new Date().toISOString(),
      title: screens.title,
      summary: practiceSummary(fields, labels),
      labels,
    };
  }

  // Signing in again makes the form's token worthless; a new one is taken only for the person who began.
  async hasNewToken(body) {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const fresh = page.querySelector("form[data-player]");
    if (!fresh || page.body.dataset.for !== owner()) return false;
    const token = fresh.querySelector("[name=csrfmiddlewaretoken]").value;
    this.screens.inputs("csrfmiddlewaretoken").forEach((input) => (input.value = token));
    body.set("csrfmiddlewaretoken", token);
    return true;
  }

  // The page with sentences about what is missing: the sentences are taken over, everything else stays as it is here.
  take(page) {
    this.busy(false);
    const fresh = page.querySelector("form[data-player]");
    if (!fresh) throw new Refused("no form");
    this.screens.takeErrors(fresh);
  }

  refuse(words, ...more) {
    this.busy(false);
    this.problem(words, ...more);
  }

  busy(isBusy) {
    this.isBusy = isBusy;
    this.root.toggleAttribute("aria-busy", isBusy);
    this.screens.part("nav")?.querySelectorAll("button").forEach((button) => (button.disabled = isBusy));
    this.screens.draw();
  }

  problem(words, ...more) {
    const line = document.createElement("p");
    line.className = "field__error";
    line.append(words, ...(more.length ? [" ", ...more] : []));
    const place = this.screens.part("problem");
    place.replaceChildren(...(words ? [line] : []));
    if (words) place.scrollIntoView({ block: "nearest" });
  }
}

function patience() {
  return document.body.dataset.kept === undefined ? PATIENCE : PATIENCE_OFFLINE;
}

// The site has answered, but not as hoped; another attempt may help, waiting for a connection doesn't.
class Refused extends Error {}
