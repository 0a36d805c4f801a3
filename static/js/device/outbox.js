// What waits on this device to be sent: practices, numbers, places of daily life, safety answers, words.
//
// An entry: {id, kind, for, url, fields: [[name, value], …], done_at, title, summary, labels, tries, refusal}. `refusal`
// is {code, sentence, offers} from the site, null while it wasn't refused. Only the owner's are ever read.
import { outbox, owner } from "./store.js";

const URGENT = "safety"; // a yes may close practice, so it is sent before all others

export async function entries() {
  const mine = (await outbox.all()).filter((entry) => entry.for === owner());
  const rank = ({ kind, done_at }) => `${kind === URGENT ? 0 : 1} ${done_at}`;
  return mine.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

export async function add(entry) {
  await outbox.put({ tries: 0, refusal: null, labels: [], ...entry, for: owner() });
  changed();
}

export async function change(entry) {
  await outbox.put(entry);
  changed();
}

export async function discard(id) {
  await outbox.remove(id);
  changed();
}

// Tells this page, and those in other tabs: whichever is first to send sends what all of them show.
export function changed() {
  tell();
  otherTabs?.postMessage("changed");
}

const otherTabs = "BroadcastChannel" in globalThis ? new BroadcastChannel("hinge-coach outbox") : null;
otherTabs?.addEventListener("message", () => tell({ elsewhere: true }));

function tell(detail = {}) {
  document.dispatchEvent(new CustomEvent("device:changed", { detail }));
}

// Fields with one value changed, added, or taken away (null).
export function withField(fields, name, value) {
  const others = fields.filter(([other]) => other !== name);
  return value === null ? others : [...others, [name, value]];
}
