// What browsers allow a page only in a tap: to sound, to speak, and to hear the keys of a headset.
import { Output } from "./output.js";
import { Presence } from "./presence.js";

export class Tap {
  constructor(root) {
    this.output = new Output();
    this.presence = new Presence(root.querySelector("[data-player-silence]"));
  }

  // In a tap whose player is still on its way: it takes over what was allowed here.
  take() {
    this.output.unlock();
    try {
      speakNothing(speechSynthesis, SpeechSynthesisUtterance);
    } catch {
      // No speech here; the player finds that out as well.
    }
    this.presence.begin();
  }
}

// iOS lets a page speak later only if it spoke in a tap.
export function speakNothing(synth, Utterance) {
  const silent = new Utterance("");
  silent.volume = 0;
  synth.speak(silent);
}
