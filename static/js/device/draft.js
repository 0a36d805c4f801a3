// A practice under way, kept on the device: of a client in the database, of a visitor in the tab.
//
// A draft: {id, for, slug, title, url, begun_at, saved_at, led_at, finished_at, answered_at, how, screen, begun, answers,
// place, steps, strip, left}. `place` is where the player stands, `steps` "Step 3 of 6", `strip` [[length, share], …] for
// the bar, `left` seconds; instants are ISO 8601.
import { drafts, owner } from "./store.js";

const LASTS = 24 * 60 * 60 * 1000; // milliseconds
const IN_TAB = "hinge-coach.draft ";
const AFTERWARD = 10 * 60 * 1000; // so long after its movement a practice may end with an answer

// Younger than a day, also by a clock that was set back meanwhile.
export function isFresh(draft, now = Date.now()) {
  return Math.abs(now - Date.parse(draft.saved_at)) < LASTS;
}

export function newestOf(rows, now = Date.now()) {
  const fresh = rows.filter((draft) => isFresh(draft, now));
  return fresh.sort((a, b) => Date.parse(b.saved_at) - Date.parse(a.saved_at))[0];
}

// When this practice was done: with its last answer, but not long after its movement. Null while nothing is answered.
export function doneAt({ answered_at, led_at }) {
  if (!answered_at) return null;
  const ended = led_at ? Date.parse(led_at) + AFTERWARD : Infinity;
  return new Date(Math.min(Date.parse(answered_at), ended)).toISOString();
}

const ofClient = {
  async mine() {
    return (await drafts.all()).filter((draft) => draft.for === owner());
  },
  put: (draft, options) => drafts.put(draft, options),
  remove: (id) => drafts.remove(id),
};

// One for each lesson, for as long as the tab is open.
const ofVisitor = {
  async mine() {
    const names = Object.keys(sessionStorage).filter((name) => name.startsWith(IN_TAB));
    return names.map((name) => JSON.parse(sessionStorage.getItem(name)));
  },
  async put(draft) {
    sessionStorage.setItem(IN_TAB + draft.id, JSON.stringify(draft));
  },
  async remove(id) {
    sessionStorage.removeItem(IN_TAB + id);
  },
};

// `isKept`: a practice that is stored in the end; what is only tried stays in the tab.
export class Drafts {
  constructor({ isKept }) {
    this.rows = isKept && owner() ? ofClient : ofVisitor;
  }

  async newest(slug) {
    try {
      const mine = await this.rows.mine();
      await Promise.all(mine.filter((draft) => !isFresh(draft)).map(({ id }) => this.rows.remove(id)));
      return newestOf(mine.filter((draft) => !slug || draft.slug === slug));
    } catch {
      return undefined; // nothing can be kept here, so nothing was
    }
  }

  // Whether it was kept.
  async put(draft, options) {
    try {
      await this.rows.put({ ...draft, for: owner(), saved_at: new Date().toISOString() }, options);
      return true;
    } catch {
      return false;
    }
  }

  async remove(id) {
    await this.rows.remove(id).catch(() => {});
  }

  // Begun anew: what was left of this lesson is over.
  async keepOnly(slug, id) {
    const mine = await this.rows.mine().catch(() => []);
    await Promise.all(mine.filter((draft) => draft.slug === slug && draft.id !== id).map((draft) => this.remove(draft.id)));
  }
}
