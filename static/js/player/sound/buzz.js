// Vibration, differing by meaning: long for a hold, twice for the other side, short for each repetition, three times
// for rest. Times in milliseconds: on, off, on ...
const PATTERNS = { short: [70], long: [600], twice: [180, 140, 180], rest: [70, 90, 70, 90, 70] };

export const canBuzz = () => typeof navigator.vibrate === "function";

export function buzz(meaning) {
  try {
    if (canBuzz() && PATTERNS[meaning]) navigator.vibrate(PATTERNS[meaning]);
  } catch {
    // A browser may refuse before the first tap; nothing depends on it.
  }
}
