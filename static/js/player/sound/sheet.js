// The sheet on which somebody chooses what to hear. The engine opens it; each choice counts at once and can be heard.
import { canBuzz, buzz } from "./buzz.js";
import { PRIORITY } from "./script.js";

const SAMPLE = "Hips back. Three, two, one.";
const BETWEEN_TONES = 0.8; // seconds from one to the next

export class SoundSheet {
  constructor(dialog, sound) {
    this.dialog = dialog;
    this.sound = sound;
    this.find = (name) => dialog.querySelector(`[data-sound-${name}]`);
    this.fields = [...dialog.querySelectorAll("[data-sound-setting]")];
    dialog.addEventListener("change", ({ target }) => this.choose(target));
    this.find("done").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => this.sound.voice.cut());
    this.show();
  }

  choose(field) {
    const name = field.dataset.soundSetting;
    if (!name) return;
    this.sound.output.unlock(); // a choice is a tap
    this.sound.set({ [name]: field.type === "checkbox" ? field.checked : field.value });
    this.sample(name);
  }

  sample(name) {
    const { settings, speaks, voice, tones, guide } = this.sound;
    voice.cut();
    if (name === "guide") return settings.guide ? guide.sample() : guide.hush();
    if (name === "vibrate") return settings.vibrate && buzz("twice");
    if (name === "says" && !speaks) {
      ["begin", "rep", "end"].forEach((tone, place) => tones.play(tone, { after: place * BETWEEN_TONES }));
    }
    if (["says", "voice", "pace"].includes(name) && speaks) voice.say(SAMPLE, { priority: PRIORITY.text });
  }

  // What is chosen, and only what this browser can do.
  show() {
    const { settings, speaks, voice } = this.sound;
    const hasVoice = voice.works;
    this.showVoices(hasVoice ? voice.voices() : []);
    for (const field of this.fields) {
      const value = settings[field.dataset.soundSetting];
      if (field.type === "checkbox") field.checked = value;
      else if (field.type === "radio") field.checked = field.value === value;
    }
    for (const part of this.dialog.querySelectorAll("[data-sound-speech]")) part.hidden = !hasVoice;
    this.find("counts").hidden = !hasVoice || settings.says !== "all";
    this.find("tones").hidden = speaks;
    this.find("vibrate").hidden = !canBuzz();
  }

  showVoices(voices) {
    const select = this.find("voices").querySelector("select");
    const known = voices.map(({ voiceURI, name }) => `${voiceURI} ${name}`).join("\n");
    this.find("voices").hidden = voices.length === 0;
    if (known !== this.known) {
      const options = voices.map(({ voiceURI, name }) => new Option(name, voiceURI));
      select.replaceChildren(new Option("As the browser chooses", ""), ...options);
    }
    this.known = known;
    const { voice } = this.sound.settings;
    select.value = voices.some(({ voiceURI }) => voiceURI === voice) ? voice : "";
  }
}
