"""What the player says, sounds and vibrates, heard by stand-ins of the browser's speech, audio and vibration.

The clock of the page is the test's: a practice of a minute and a half passes at once. `heard` in the page is all that
was said and done, as {kind, at, ...}, `at` in seconds since the page was opened.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from lessons.curriculum.loading import CURRICULUM, split_file
from lessons.models.step import turns
from lessons.practice.phases import as_json, phases
from tests.browser.conftest import OpenPage

SHEET = Path(__file__).parents[2] / "templates/lessons/practice/_sound_sheet.html"
EASY_TO_HEAR = 0.1  # seconds

STAND_INS = """
  const put = (name, value, on = window) =>
    Object.defineProperty(on, name, { value, configurable: true, writable: true });

  let now = 1000;
  let timers = [];
  put("now", () => now, performance);
  put("setTimeout", (act, after = 0) => timers.push({ at: now + after, act, key: ++window.keys }) && window.keys);
  put("clearTimeout", (key) => (timers = timers.filter((timer) => timer.key !== key)));
  put("requestAnimationFrame", (act) => setTimeout(act, 16));
  window.keys = 0;
  window.pass = async (seconds) => {
    const end = now + seconds * 1000;
    for (;;) {
      timers.sort((one, other) => one.at - other.at);
      if (!timers.length || timers[0].at > end) break;
      const { at, act } = timers.shift();
      now = at;
      act();
      await null; // what waits for a promise goes on
    }
    now = end;
  };

  window.heard = [];
  const hear = (kind, more) => heard.push({ kind, at: performance.now() / 1000, ...more });
  window.told = (kind) => heard.filter((each) => each.kind === kind);

  class Utterance { constructor(text) { this.text = text; this.rate = 1; } }
  class Speech extends EventTarget {
    voices = [];
    isSilent = false; // has the API, and never speaks
    getVoices() { return this.voices; }
    speak(utterance) {
      if (!utterance.text) return hear("primed");
      const { text, rate, voice } = utterance;
      hear("said", { words: text, over: this.saying?.text ?? "", voice: voice?.name ?? "", rate });
      if (this.isSilent) return;
      this.saying = utterance;
      const of = (act) => () => this.saying === utterance && act();
      setTimeout(of(() => utterance.onstart?.({})), 1);
      const seconds = text.split(" ").length * 0.35 / rate;
      setTimeout(of(() => { this.saying = null; utterance.onend?.({}); }), seconds * 1000);
    }
    cancel() {
      if (this.saying) hear("cut", { words: this.saying.text });
      this.saying = null;
    }
    resume() {}
  }

  class Parameter {
    constructor(name) { this.name = name; this.value = 0; }
    setTargetAtTime(value) { hear(this.name, { value }); }
    setValueAtTime() {}
    linearRampToValueAtTime() {}
    exponentialRampToValueAtTime() {}
    cancelScheduledValues() {}
  }
  class Node {
    constructor() { this.frequency = new Parameter("pitch"); this.gain = new Parameter("volume"); }
    connect(other) { return other; }
    start() { hear("note", { shape: this.frequency.value }); }
    stop() {}
  }
  class Context {
    state = "suspended";
    destination = {};
    constructor() { hear("context"); window.contexts = [...(window.contexts ?? []), this]; }
    get currentTime() { return this.state === "running" ? performance.now() / 1000 : 0; }
    createOscillator() { return new Node(); }
    createGain() { return new Node(); }
    to(state) { this.state = state; this.onstatechange?.(); }
    async resume() {
      hear("resumed");
      if (this.isRefused) throw new DOMException("no", "InvalidStateError");
      this.to("running");
    }
    async close() { this.state = "closed"; }
  }
  put("speechSynthesis", new Speech());
  put("SpeechSynthesisUtterance", Utterance);
  put("AudioContext", Context);
  put("vibrate", (pattern) => hear("buzz", { pattern }), navigator);
  HTMLMediaElement.prototype.play = async () => {};
"""

# Plays `phases` from `index` on, a frame every 16 ms, as the engine would.
PLAY = """({ phases, cues = [], title = "Wall tap", index = 0 }) => {
  window.sound ??= new Sound(document.querySelector("[data-player]"));
  sound.unlock();
  const before = (place) => phases.slice(0, place).reduce((sum, { seconds }) => sum + seconds, 0);
  const begun = performance.now() / 1000 - before(index);
  window.starts = phases.map((_, place) => begun + before(place));
  window.slept = 0;
  window.playing = true;
  const frame = () => {
    const now = performance.now() / 1000 + slept;
    const place = starts.findLastIndex((start) => start <= now);
    const phase = phases[place];
    const inside = now - starts[place];
    if (inside >= phase.seconds) return sound.end();
    const length = phase.tempo ? phase.tempo.reduce((sum, beat) => sum + beat) : phase.seconds;
    const [down, held, up] = phase.tempo ?? [1, length - 2, 1];
    const beat = inside % length;
    const fold = beat < down ? beat / down : beat < down + held ? 1 : Math.max(0, 1 - (beat - down - held) / up);
    sound.follow({ phases, index: place, phase, t: inside, left: phase.seconds - inside, playing, fold, progress: fold,
                   rep: Math.floor(inside / length) + 1, version: "full", cues, title });
    requestAnimationFrame(frame);
  };
  frame();
}"""


def phase(kind: str, seconds: float, **more: Any) -> dict[str, Any]:
    usual = {"say": kind.title(), "text": "", "announces": "", "reps": None, "tempo": None, "beats": ["", "", ""]}
    return {
        "kind": kind,
        "seconds": seconds,
        **usual,
        "side": "",
        "other_side": False,
        "set_number": 1,
        "sets": 1,
        **more,
    }


def taps(reps: int, tempo: tuple[int, int, int] = (3, 1, 3), **more: Any) -> dict[str, Any]:
    beats = ["Hips back", "Tap", "Stand tall"]
    return phase("reps", reps * sum(tempo), reps=reps, tempo=tempo, **{"beats": beats, "say": "Tap", **more})


GET_SET = phase("ready", 10, say="Get set")
LEAD = phase("ready", 6, say="Next", text="Tap the wall, softly.")
PRACTICE = [GET_SET, LEAD, taps(3), phase("rest", 20, text="Stand and rest.", announces="Hold it."), phase("hold", 20)]


def sounded(events: list[dict[str, Any]]) -> list[tuple[float, str, str, str]]:
    return [(round(event["at"], 2), event["words"], event["tone"], event["buzz"]) for event in events]


def listening(open_page: OpenPage, *, before: str = "") -> Page:
    """A page of the site with the sheet in it, its stand-ins changed by the script `before`, and its clock stopped."""
    page = open_page()
    page.add_init_script(STAND_INS + before)
    page.goto("/safety/")
    markup = SHEET.read_text().split("{% load static %}")[1].split("{# Silence")[0]
    page.evaluate(
        """async (markup) => {
          document.querySelector("main").innerHTML = `<form data-player>${markup}</form>`;
          const { Sound } = await import("/static/js/player/sound/sound.js");
          const { script } = await import("/static/js/player/sound/script.js");
          const { toSay } = await import("/static/js/player/phase.js");
          Object.assign(window, { Sound, script, toSay });
        }""",
        markup,
    )
    return page


def played(page: Page, seconds: float, **how: Any) -> list[dict[str, Any]]:
    page.evaluate(PLAY, how)
    pass_time(page, seconds)
    heard: list[dict[str, Any]] = page.evaluate("heard")
    return heard


def pass_time(page: Page, seconds: float) -> None:
    page.evaluate("seconds => pass(seconds)", seconds)


def words(page: Page) -> list[str]:
    return [str(each) for each in page.evaluate("told('said').map(({ words }) => words)")]


def test_what_is_said_and_sounded_at_which_second_of_a_phase(open_page: OpenPage) -> None:
    page = listening(open_page)
    every, other = {"says": "all", "counts": "every"}, phase("ready", 8, say="Other side", side="left", other_side=True)
    table: list[tuple[list[dict[str, Any]], int, dict[str, str], list[tuple[float, str, str, str]]]] = [
        ([GET_SET, LEAD], 0, every, [(0, "Wall tap. Get set. Ten seconds.", "", "")]),
        (
            [GET_SET, phase("position", 15, say="Lie down", text="Lie on your back.")],
            0,
            every,
            [(0, "Wall tap. Get set. First: lie down. Ten seconds.", "", "")],
        ),
        (
            [GET_SET, LEAD, taps(3)],
            1,
            every,
            [(0, "Tap the wall, softly.", "", ""), (3, "three", "", ""), (4, "two", "", ""), (5, "one", "", "")],
        ),
        (
            [GET_SET, taps(8, (3, 1, 3))],
            1,
            every,
            [
                *[(0, "one, hips back", "begin", "short"), (4, "stand tall", "", "")],
                *[(7, "two, hips back", "", "short"), (11, "stand tall", "", "")],
                *[(14, "three", "", "short"), (18, "stand tall", "", ""), (21, "four", "", "short")],
                *[(25, "stand tall", "", ""), (26.85, "half way", "", ""), (28, "five, hips back", "", "short")],
                *[(32, "stand tall", "", ""), (33.85, "last three", "", ""), (35, "six", "", "short")],
                *[(39, "stand tall", "", ""), (42, "seven", "", "short"), (46, "stand tall", "", "")],
                *[(49, "eight", "", "short"), (53, "stand tall", "", "")],
            ],
        ),
        (
            # Too quick for words between the numbers: "last three" comes with its own.
            [taps(5, (1, 0, 1))],
            0,
            {"says": "all", "counts": "second"},
            [
                *[(0, "", "begin", "short"), (2, "two", "", "short"), (4, "last three", "", "short")],
                *[(6, "four", "", "short"), (8, "", "rep", "short")],
            ],
        ),
        (
            [taps(4, beats=["", "", ""])],
            0,
            {"says": "all", "counts": "last"},
            [(0, "", "begin", "short"), (7, "two", "", "short"), (14, "three", "", "short"), (21, "four", "", "short")],
        ),
        ([taps(2)], 0, {"says": "next"}, [(0, "Tap", "begin", "short"), (7, "", "rep", "short")]),
        ([taps(2)], 0, {"says": "nothing"}, [(0, "", "begin", "short"), (7, "", "rep", "short")]),
        (
            [phase("hold", 20, say="Hold, breathe")],
            0,
            every,
            [
                *[(0, "Hold, breathe", "begin", "long"), (10, "half way", "", "")],
                *[(17, "three", "", ""), (18, "two", "", ""), (19, "one", "", "")],
            ],
        ),
        ([phase("hold", 30)], 0, {"says": "next"}, [(0, "Hold", "begin", "long")]),
        ([GET_SET, other, taps(1)], 1, {"says": "nothing"}, [(0, "", "begin", "twice")]),
        (
            [GET_SET, other, taps(1)],
            1,
            {"says": "next"},
            [(0, "Other side. Left side.", "", "twice"), (5, "three", "", ""), (6, "two", "", ""), (7, "one", "", "")],
        ),
        (
            PRACTICE,
            3,
            every,
            [
                *[(0, "Stand and rest.", "end", "rest"), (2.51, "Think: Close the door.", "", "")],
                *[(15.49, "Next: Hold it.", "", ""), (17, "three", "", ""), (18, "two", "", ""), (19, "one", "", "")],
            ],
        ),
        (
            [phase("rest", 5, text="Rest."), phase("hold", 9, set_number=2, sets=5)],
            0,
            {"says": "next"},
            [
                *[(0, "Rest.", "end", "rest"), (0.91, "Set two.", "", "")],
                *[(2, "three", "", ""), (3, "two", "", ""), (4, "one", "", "")],
            ],
        ),
        # Steps that the trainer edited: a text longer than its time, and repetitions without a number.
        ([phase("position", 3, text="Stand. " + "word " * 20)], 0, every, [(0, "Stand.", "", "")]),
        ([phase("reps", 5, say="Move")], 0, {"says": "next"}, [(0, "Move", "begin", "long")]),
    ]
    cases = [
        {
            "moment": {"phases": all_, "index": index, "cues": ["Close the door"], "title": "Wall tap"},
            "settings": settings,
        }
        for all_, index, settings, _ in table
    ]
    scripts = page.evaluate("cases => cases.map(({ moment, settings }) => script(moment, settings))", cases)
    assert [sounded(events) for events in scripts] == [expected for *_, expected in table]


def test_every_lesson_is_said_whole_and_never_two_things_at_once(open_page: OpenPage) -> None:
    page = listening(open_page)
    lessons = [split_file(path).values for path in sorted(CURRICULUM.glob("*.md"))]
    versions = [lesson[version] for lesson in lessons for version in ("steps", "easier_steps")]
    practices = [as_json(phases(turns(steps), get_set=10)) for steps in versions]
    wrong = page.evaluate(
        """practices => practices.flatMap((phases) => phases.flatMap((phase, index) =>
          ["all", "next", "nothing"].flatMap((says) => {
            const moment = { phases, index, cues: ["One", "Two"], title: "Lesson" };
            const said = script(moment, { says, counts: "every" }).filter(({ words }) => words);
            const ends = said.map(({ at, words }) => at + toSay(words));
            const isTwice = said.some(({ at }, place) => place && at < ends[place - 1] - 0.001);
            const isLong = ends.some((end) => end > phase.seconds + 0.001);
            const all = said.map(({ words }) => words).join(" ");
            const isMissing = says !== "nothing" && ![phase.text, phase.announces].every((text) => all.includes(text));
            return isTwice || isLong || isMissing ? [{ says, phase: phase.text || phase.say, said }] : [];
          })))""",
        practices,
    )
    assert wrong == []


def test_a_practice_is_led_by_ear_and_each_count_meets_its_repetition(open_page: OpenPage) -> None:
    page = listening(open_page)
    heard = played(page, 85, phases=PRACTICE, cues=["Close the door"])
    begun = page.evaluate("starts")
    said = [(each["words"], each["at"]) for each in heard if each["kind"] == "said"]
    counts = [(at - begun[2]) for text, at in said if begun[2] <= at < begun[3] and text[:3] in {"one", "two", "thr"}]
    assert [text for text, _ in said] == [
        *["Wall tap. Get set. Ten seconds.", "Tap the wall, softly.", "three", "two", "one"],
        *["one, hips back", "stand tall", "two, hips back", "stand tall", "three, hips back", "stand tall"],
        *["Stand and rest.", "Think: Close the door.", "Next: Hold it.", "three", "two", "one"],
        *["Hold", "half way", "three", "two", "one", "Done."],
    ]
    assert all(0 <= at - 7 * rep <= EASY_TO_HEAR for rep, at in enumerate(counts, 0))
    assert [each["words"] for each in heard if each["kind"] == "said" and each["over"]] == []
    assert [each for each in heard if each["kind"] in {"cut", "buzz"}] == []


def test_after_a_sleep_only_the_new_phase_is_said_and_after_a_pause_what_it_broke_off(open_page: OpenPage) -> None:
    page = listening(open_page)
    played(page, 7, phases=PRACTICE)
    page.evaluate("slept = 12")  # wakes up in the middle of the first repetition
    pass_time(page, 0.8)
    assert words(page) == ["Wall tap. Get set. Ten seconds.", "Tap."]
    page.evaluate("slept = 32")  # and in the third second of the rest
    pass_time(page, 1.5)
    page.evaluate("playing = false; sound.hush()")
    pass_time(page, 0.5)
    page.evaluate("playing = true; sound.resume()")
    pass_time(page, 0.1)
    assert words(page)[2:] == ["Stand and rest."]
    page.evaluate("sound.jump(); slept -= 4.8")  # back to the start of the rest, by a tap
    pass_time(page, 0.4)
    page.evaluate("playing = false; sound.hush()")
    page.evaluate("playing = true; sound.resume()")
    pass_time(page, 2)
    assert words(page)[3:] == ["Stand and rest.", "Stand and rest."]


@pytest.mark.parametrize(
    "before",
    [
        "put('speechSynthesis', undefined);",
        "speechSynthesis.isSilent = true;",
        "speechSynthesis.speak = () => { throw new Error('no voice') };",
        "localStorage.setItem('hinge-coach.sound', JSON.stringify({ says: 'nothing', counts: 7, vibrate: true }));",
    ],
)
def test_without_a_voice_tones_lead(open_page: OpenPage, before: str) -> None:
    page = listening(open_page, before=before)
    heard = played(page, 40, phases=PRACTICE)
    begun = page.evaluate("starts")
    notes = [round(each["at"] - begun[2]) for each in heard if each["kind"] == "note" and each["at"] >= begun[2] - 0.1]
    assert notes == [0, 0, 7, 14, 21]  # two notes to begin, one for each repetition, a low one to rest
    assert page.evaluate("[sound.speaks, sound.settings.counts]") == [False, "every"]
    buzzes = [each["pattern"] for each in heard if each["kind"] == "buzz"]
    assert buzzes == ([[70], [70], [70], [70, 90, 70, 90, 70]] if "vibrate" in before else [])


def test_without_audio_storage_and_vibration_the_voice_still_leads(open_page: OpenPage) -> None:
    refused = """
      put("AudioContext", undefined); put("webkitAudioContext", undefined); put("vibrate", undefined, navigator);
      Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } });
    """
    page = listening(open_page, before=refused)
    page.evaluate(
        "window.sound = new Sound(document.querySelector('[data-player]')); sound.set({ guide: true, pace: 'slower' })"
    )
    heard = played(page, 20, phases=PRACTICE)
    assert words(page)[:3] == ["Wall tap. Get set. Ten seconds.", "Tap the wall, softly.", "three"]
    assert {each["rate"] for each in heard if each["kind"] == "said"} == {0.85}
    assert page.locator("[data-sound-vibrate]").is_hidden()


def test_voices_that_come_late_can_be_chosen_and_the_choice_is_kept(open_page: OpenPage) -> None:
    page = listening(open_page)
    page.evaluate(
        """() => {
          const root = document.querySelector("[data-player]");
          window.sound = new Sound(root);
          root.addEventListener("sound:settings", ({ detail }) => (window.chosen = detail));
          document.querySelector("dialog").showModal();
        }"""
    )
    voice = page.get_by_label("Voice", exact=True)
    assert voice.is_hidden()
    page.evaluate(
        """() => {
          const voices = [["Anna", "de-DE"], ["Far", "en-US"], ["Daniel", "en_GB"], ["Samantha", "en-US"]];
          speechSynthesis.voices = voices.map(([name, lang]) =>
             ({ name, lang, voiceURI: name, localService: name !== "Far" }));
          speechSynthesis.dispatchEvent(new Event("voiceschanged"));
        }"""
    )
    assert voice.locator("option").all_inner_texts() == ["As the browser chooses", "Samantha", "Daniel", "Far"]
    voice.select_option("Daniel")
    page.get_by_label("Last three").check()
    page.get_by_label("Hear the hinge").check()
    assert json.loads(page.evaluate("localStorage.getItem('hinge-coach.sound')")) == {
        "voice": "Daniel",
        "says": "all",
        "counts": "last",
        "pace": "normal",
        "guide": True,
        "vibrate": False,
    }
    assert page.evaluate("[chosen.voice, sound.settings.guide, told('said')[0].voice]") == [
        "Daniel",
        True,
        "Daniel",
    ]
    page.get_by_label("Nothing").check()
    assert page.get_by_text("Three tones lead you").is_visible()
    assert page.get_by_role("group", name="Counts aloud").is_hidden()
    page.get_by_role("button", name="Done").click()
    assert page.get_by_role("dialog").is_hidden()
    assert page.evaluate("[...new FormData(document.querySelector('[data-player]'))]") == []


def test_sound_comes_back_after_a_call_and_a_lost_headset(open_page: OpenPage) -> None:
    page = listening(open_page)
    played(page, 8, phases=PRACTICE)
    state = "contexts.map(({ state }) => state)"
    assert page.evaluate(state) == ["running"]
    page.evaluate("contexts[0].isRefused = true; contexts[0].to('interrupted')")  # a call: resuming is refused
    pass_time(page, 1)
    page.evaluate("contexts[0].isRefused = false; document.dispatchEvent(new Event('visibilitychange'))")
    pass_time(page, 1)
    assert page.evaluate(state) == ["running"]
    page.evaluate("contexts[0].isRefused = true; contexts[0].to('suspended')")  # its device is gone for good
    pass_time(page, 1)
    page.evaluate("document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))")
    pass_time(page, 1)
    assert page.evaluate(state) == ["closed", "running"]
    notes = page.evaluate("told('note').length")
    pass_time(page, 12)
    assert page.evaluate("told('note').length") > notes


def test_the_guide_tone_rises_with_the_fold_and_falls_with_it(open_page: OpenPage) -> None:
    page = listening(open_page)
    page.evaluate("window.sound = new Sound(document.querySelector('[data-player]')); sound.set({ guide: true })")
    heard = played(page, 9, phases=[GET_SET, taps(2)], index=1)
    begun = page.evaluate("starts[1]")
    pitch = [(each["at"] - begun, each["value"]) for each in heard if each["kind"] == "pitch"]
    down = [value for at, value in pitch if at < 2.95]
    up = [value for at, value in pitch if 4.05 < at < 6.95]
    assert (down, up) == (sorted(down), sorted(up, reverse=True))
    assert (round(down[0], -1), round(max(down), -1), len(down) > 100) == (260, 520, True)
    page.evaluate("playing = false; sound.hush()")
    assert page.evaluate("told('volume').at(-1).value") == 0
