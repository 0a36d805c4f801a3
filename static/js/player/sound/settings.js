// What somebody chose to hear, kept on this device alone. Storage that is refused, full or holds something else leaves
// the defaults, and a choice then lasts as long as the page.
const KEY = "hinge-coach.sound";

const CHOICES = {
  says: ["all", "next", "nothing"],
  counts: ["every", "second", "last"],
  pace: ["normal", "slower"],
  guide: [false, true],
  vibrate: [false, true],
};

const FIRST = Object.entries(CHOICES).map(([name, [first]]) => [name, first]);
const DEFAULTS = Object.freeze({ voice: "", ...Object.fromEntries(FIRST) });

export const SPEECH_RATE = { normal: 1, slower: 0.85 };

// Keeps of `given` what is one of the choices.
export function accepted(given) {
  const values = { ...DEFAULTS };
  for (const [name, choices] of Object.entries(CHOICES)) {
    if (choices.includes(given?.[name])) values[name] = given[name];
  }
  if (typeof given?.voice === "string") values.voice = given.voice;
  return Object.freeze(values);
}

export function load() {
  try {
    return accepted(JSON.parse(localStorage.getItem(KEY)));
  } catch {
    return DEFAULTS;
  }
}

export function keep(values) {
  try {
    localStorage.setItem(KEY, JSON.stringify(values));
  } catch {
    // Chosen for this page only.
  }
}
