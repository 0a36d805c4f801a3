// The hinge you can hear: a soft tone that rises as the figure folds and falls as it comes up, from the same curve.
const LOWEST = 262; // hertz, standing tall: lower ones are lost in the loudspeaker of a phone
const OCTAVES = 1;
const VOLUME = 0.06;
const UNDER_VOICE = 0.025;
const SMOOTH = 0.04; // seconds; a change in steps would buzz

export const pitch = (fold) => LOWEST * 2 ** (OCTAVES * Math.min(1, Math.max(0, fold)));

export class Guide {
  constructor(output) {
    this.output = output;
    this.isOn = false;
    this.nodes = null;
  }

  follow(moment, isVoiceSpeaking) {
    if (!this.isOn || !moment.playing || moment.phase.kind !== "reps") return this.hush();
    this.sound(pitch(moment.fold), isVoiceSpeaking ? UNDER_VOICE : VOLUME);
  }

  sound(frequency, volume) {
    const { context } = this.output;
    if (!context) return;
    if (this.nodes?.context !== context) this.build(context, frequency);
    const { note, gain } = this.nodes;
    note.frequency.setTargetAtTime(frequency, context.currentTime, SMOOTH);
    this.setVolume(gain, volume);
  }

  hush() {
    if (this.nodes) this.setVolume(this.nodes.gain, 0);
  }

  // Rises and falls once, for somebody who has just switched it on.
  sample() {
    const { context } = this.output;
    if (!context) return;
    this.sound(pitch(0), VOLUME);
    const { note, gain } = this.nodes;
    note.frequency.setTargetAtTime(pitch(1), context.currentTime + 0.3, 0.25);
    note.frequency.setTargetAtTime(pitch(0), context.currentTime + 1.3, 0.25);
    gain.gain.setTargetAtTime(0, context.currentTime + 2.2, 0.1);
    this.nodes.volume = 0;
  }

  build(context, frequency) {
    const note = context.createOscillator();
    const gain = context.createGain();
    note.type = "sine";
    note.frequency.setValueAtTime(frequency, context.currentTime);
    gain.gain.setValueAtTime(0, context.currentTime);
    note.connect(gain).connect(context.destination);
    note.start();
    this.nodes = { context, note, gain, volume: 0 };
  }

  // Told once, and not in each frame.
  setVolume(gain, volume) {
    if (this.nodes.volume === volume) return;
    this.nodes.volume = volume;
    gain.gain.cancelScheduledValues?.(0);
    gain.gain.setTargetAtTime(volume, this.output.context?.currentTime ?? 0, 0.08);
  }
}
