// Keeps the practice under way as a draft, and goes on with the one that was left here.
import { Drafts } from "../device/draft.js";

const NOT_ANSWERS = new Set(["csrfmiddlewaretoken", "for", "id", "begun", "done_at", "back_dated", "stopped"]);
const CAME_BACK = new Set(["reload", "back_forward"]);

export class Keeper {
  // `player`: resume(place); `screens`: what is asked.
  constructor(root, { player, screens }) {
    Object.assign(this, { root, player, screens });
    this.drafts = new Drafts({ isKept: screens.keeps });
    this.slug = location.pathname.split("/")[2];
    this.draft = null; // of the practice under way
    this.works = true; // false once the browser refused to keep it
    root.addEventListener("player:start", () => this.begin());
    root.addEventListener("player:place", (event) => this.led(event.detail));
    root.addEventListener("player:end", (event) => this.ended(event.detail.how));
    root.addEventListener("player:screen", () => this.put());
    root.addEventListener("change", () => this.put());
    document.addEventListener("visibilitychange", () => this.put());
    addEventListener("pagehide", () => this.put());
    if (!root.hasAttribute("data-ask-sent")) this.look();
  }

  // Begun ---------------------------------------------------------------------------------------------------------

  begin() {
    const now = new Date().toISOString();
    const id = this.root.querySelector("[name=id]")?.value || crypto.randomUUID();
    const { slug, screens } = this;
    this.draft = { id, slug, title: screens.title, url: location.pathname, begun_at: now, led_at: now, how: "" };
    this.drafts.keepOnly(slug, id);
    this.put();
  }

  led({ place, steps, strip, left, playing }) {
    if (!this.draft) return;
    Object.assign(this.draft, { place, steps, strip, left });
    if (playing) this.draft.led_at = new Date().toISOString();
    this.put({ strict: !playing });
  }

  ended(how) {
    if (!this.draft) return;
    this.draft.finished_at ??= new Date().toISOString();
    Object.assign(this.draft, { how, left: 0 });
    this.put();
  }

  // The tap that saves. It is set once: a second attempt is not a second practice.
  async answered() {
    if (!this.draft) return;
    this.draft.answered_at ??= new Date().toISOString();
    await this.put();
  }

  async put(options) {
    if (!this.draft) return;
    const answers = {};
    for (const [name, value] of this.screens.entered()) if (!NOT_ANSWERS.has(name)) answers[name] = value;
    const begun = this.root.querySelector("[name=begun]")?.value ?? "";
    Object.assign(this.draft, { answers, begun, screen: this.screens.current });
    this.works = await this.drafts.put(this.draft, options);
    this.root.dataset.draft = this.works ? "kept" : "refused";
  }

  // Stored, or not wanted.
  async clear() {
    const { draft } = this;
    this.draft = null;
    if (draft) await this.drafts.remove(draft.id);
  }

  // Left here before ----------------------------------------------------------------------------------------------

  async look() {
    const draft = await this.drafts.newest(this.slug);
    if (!draft || this.draft || this.screens.current !== "start" || !this.root.isConnected) return;
    const query = new URLSearchParams(location.search);
    const [visit] = performance.getEntriesByType("navigation");
    if (query.has("go-on") || CAME_BACK.has(visit?.type)) this.goOn(draft, query.get("go-on"));
    else if (!query.has("again")) this.offer(draft);
  }

  offer(draft) {
    this.root.dispatchEvent(
      new CustomEvent("player:left", { detail: { draft, goOn: (how) => this.goOn(draft, how) } }),
    );
  }

  // `how`: "save" asks what is still open, as it is; else it goes on in the movement, or with the questions.
  goOn(draft, how) {
    this.draft = draft;
    this.fill(draft);
    const { screens } = this;
    screens.startedWith = draft.answers.before;
    if (!draft.how && how !== "save" && draft.place) return this.player.resume(draft.place);
    screens.end(draft.how || "finished");
    if (how === "save") screens.toFirstOpen();
    else screens.toScreen(draft.screen);
    // Everything was told, and only the sending was missing.
    if (draft.answered_at && screens.isComplete()) screens.saving.save();
  }

  fill({ id, begun, answers }) {
    const set = (name, value) => this.screens.inputs(name).forEach((input) => (input.value = value));
    set("id", id);
    // The question as it was read belongs to its answer; without one, the question of now is asked.
    if (answers.mark && begun) set("begun", begun);
    for (const input of this.root.querySelectorAll("input, textarea")) {
      if (!input.name || NOT_ANSWERS.has(input.name)) continue;
      if (["radio", "checkbox"].includes(input.type)) input.checked = answers[input.name] === input.value;
      else input.value = answers[input.name] ?? "";
    }
  }
}
