// Three tones that mean three things, unlike in pitch and in shape: something begins (two notes, rising), one more
// repetition (one short high note), rest or the end (one long low note that sinks).
const VOLUME = 0.22;

// Notes as [start in seconds, length, hertz, hertz at its end].
const TONES = {
  begin: [[0, 0.22, 392, 392], [0.17, 0.45, 587, 587]],
  rep: [[0, 0.12, 880, 880]],
  end: [[0, 1.1, 294, 220]],
};

export class Tones {
  constructor(output) {
    this.output = output;
  }

  play(name, { after = 0, volume = 1 } = {}) {
    const { context } = this.output;
    if (!context || !TONES[name]) return;
    for (const [start, length, from, to] of TONES[name]) {
      const at = context.currentTime + after + start;
      const note = context.createOscillator();
      const gain = context.createGain();
      note.type = "triangle";
      note.frequency.setValueAtTime(from, at);
      note.frequency.linearRampToValueAtTime(to, at + length);
      // Soft at both ends: a tone that starts at full strength clicks.
      gain.gain.setValueAtTime(0.0001, at);
      gain.gain.exponentialRampToValueAtTime(VOLUME * volume, at + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.0001, at + length);
      note.connect(gain).connect(context.destination);
      note.start(at);
      note.stop(at + length + 0.05);
    }
  }
}
