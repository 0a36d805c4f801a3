// What a phase is, and how long its words take: for all who show it or say it. See lessons/practice/phases.py.

// Of a calm voice, as in Python. Real voices are a little quicker even at the slower pace, so that what fits by this
// measure fits at both.
const SECONDS_PER_WORD = 0.42;
export const COUNTDOWN = 3; // seconds of "three, two, one"

export const isWork = (phase) => phase?.kind === "reps" || phase?.kind === "hold";
export const isGettingReady = (phase) => phase.kind === "ready" || phase.kind === "position";

export function toSay(words) {
  return words.split(/\s+/).filter(Boolean).length * SECONDS_PER_WORD;
}

export const capital = (words) => words.slice(0, 1).toUpperCase() + words.slice(1);
export const small = (words) => words.slice(0, 1).toLowerCase() + words.slice(1);
