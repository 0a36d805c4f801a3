// Words that come into view are noted as seen; without scripts a button says so. A word in a tab that nobody looks at
// isn't in view.
const TOGETHER = 800; // milliseconds: words that come into view one after the other are told at once
const TABS = "0px 0px -64px 0px"; // at the foot of a phone, over the page
const STEPS = [0, 0.2, 0.4, 0.6, 0.8, 1];
const watched = new WeakSet();

// {form, ids} of what came into view and was not told yet.
class Seen {
  constructor(form) {
    this.form = form;
    this.ids = new Set();
    this.timer = 0;
    this.observer = new IntersectionObserver((entries) => this.look(entries), { threshold: STEPS, rootMargin: TABS });
    for (const word of this.words()) this.observer.observe(word);
    form.hidden = true;
  }

  words() {
    return this.form.parentElement.querySelectorAll("[data-unseen]");
  }

  look(entries) {
    for (const { intersectionRatio, intersectionRect, target } of entries) {
      // A word that is longer than the screen is seen when it fills most of it.
      if (intersectionRatio < 0.6 && intersectionRect.height < 0.6 * innerHeight) continue;
      this.observer.unobserve(target);
      this.ids.add(target.dataset.unseen);
    }
    clearTimeout(this.timer);
    if (this.ids.size) this.timer = setTimeout(() => this.tell(), TOGETHER);
  }

  async tell() {
    if (document.visibilityState !== "visible") {
      document.addEventListener("visibilitychange", () => this.tell(), { once: true });
      return;
    }
    const ids = [...this.ids];
    this.ids.clear();
    const body = new FormData(this.form);
    body.delete("seen");
    for (const id of ids) body.append("seen", id);
    // Without a connection they are new on the next visit again.
    await fetch(this.form.action, { method: "POST", body, keepalive: true, redirect: "manual" }).catch(() => {});
  }
}

function watch() {
  for (const form of document.querySelectorAll("form[data-seen]")) {
    if (watched.has(form)) continue;
    watched.add(form);
    new Seen(form);
  }
}

watch();
document.body.addEventListener("htmx:afterSwap", watch);
