"""A whole session by ear: from Today to the verdict, with a stand-in of the voice and the clock of the page."""

import re
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any

from playwright.sync_api import Page, expect

from lessons.curriculum.loading import CURRICULUM, split_file
from lessons.figures.player_figure import get_set_seconds
from lessons.models.step import turns
from lessons.practice.phases import Phase, PhaseKind, phases
from tests.browser.conftest import OpenPage
from tests.browser.walking import HOW_TIGHT, choose, look_around

EASY_TO_HEAR = 100  # milliseconds
WORK = {PhaseKind.REPS, PhaseKind.HOLD}
NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]

STAND_IN = """
  const put = (name, value) => Object.defineProperty(window, name, { value, configurable: true, writable: true });
  window.heard = [];
  class Utterance { constructor(text) { this.text = text; this.rate = 1; } }
  class Speech extends EventTarget {
    getVoices() { return []; }
    speak(utterance) {
      if (!utterance.text) return;
      heard.push({ words: utterance.text, at: Date.now(), over: this.saying?.text ?? "" });
      this.saying = utterance;
      const of = (act) => () => this.saying === utterance && act();
      setTimeout(of(() => utterance.onstart?.({})), 1);
      const seconds = utterance.text.split(" ").length * 0.35;
      setTimeout(of(() => { this.saying = null; utterance.onend?.({}); }), seconds * 1000);
    }
    cancel() { this.saying = null; }
    resume() {}
  }
  put("speechSynthesis", new Speech());
  put("SpeechSynthesisUtterance", Utterance);
"""


def led(slug: str) -> tuple[Phase, ...]:
    path = next(CURRICULUM.glob(f"*{slug}.md"))
    return phases(turns(split_file(path).values["steps"]), get_set=get_set_seconds(slug))


def expected(led: tuple[Phase, ...]) -> list[tuple[float, str]]:
    """What must be said at which second: each phase's text, each number, the countdown to work, and what comes next."""
    due, start = [], 0.0
    for place, phase in enumerate(led):
        following = led[place + 1] if place + 1 < len(led) else None
        if place and phase.text:
            due.append((start, phase.text))
        if phase.other_side:
            due.append((start, f"{phase.side.title()} side."))
        if phase.kind is PhaseKind.REPS and phase.reps and phase.tempo:
            due += [(start + rep * sum(phase.tempo), NUMBERS[rep]) for rep in range(phase.reps)]
        end = start + phase.seconds
        if phase.kind not in WORK and following is not None and following.kind in WORK:
            due += [(end - 2, "two"), (end - 1, "one")]
        start = end
    return [*due, (start, "Done.")]


def test_a_session_is_led_by_ear_from_today_to_the_verdict(open_page: OpenPage) -> None:
    page = open_page(reduced_motion="reduce")
    page.add_init_script(STAND_IN)
    look_around(page, "Lee")
    page.clock.install()
    page.goto("/today/")
    page.get_by_role("link", name=re.compile("^Start")).click()
    found = re.search(r"/lessons/([a-z-]+)/practice/", page.url)
    assert found
    practice = led(found[1])
    stop_the_clock(page)
    page.get_by_role("group", name=HOW_TIGHT).get_by_role("radio", name="4", exact=True).click()
    said = hear(page, length(practice) + 3)
    assert missing(practice, said) == []
    announced = [phase.announces for phase in practice if phase.announces]
    assert [text for text in announced if not any(text in words for _, words in said)] == []
    assert len(notices(practice)) > 0
    assert [due for due in notices(practice) if not was_said_before(due, said)] == []
    assert said[-1][1] == "Done."

    page.clock.resume()
    page.get_by_role("radio", name="Yes, all").check()
    choose(page, "How hard was it?", "3")
    page.get_by_role("group", name="How tight is it now?").get_by_role("radio", name="3", exact=True).click()
    expect(page).to_have_url(re.compile("/practices/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Good. One more practice like this.")


def test_both_sides_and_all_sets_are_led_by_ear_and_a_nap_loses_only_itself(open_page: OpenPage) -> None:
    page = open_page(reduced_motion="reduce")
    page.add_init_script(STAND_IN)
    look_around(page, "Lee")
    page.clock.install()
    page.goto("/lessons/leg-slide/practice/")
    practice = led("leg-slide")
    assert [phase.side for phase in practice if phase.other_side] == ["left", "right", "left"]
    stop_the_clock(page)
    page.get_by_role("button", name="Start", exact=True).click()
    nap_from, nap = 70.0, 15.0
    said = hear(page, nap_from)
    page.clock.fast_forward(int(nap * 1000))  # asleep: no frame, and each timer fires at most once
    said = hear(page, length(practice) - nap_from - nap + 3)
    awake = [(at, words) for at, words in expected(practice) if not nap_from - 2 < at < nap_from + nap + 2]
    assert len(awake) == 39
    assert [due for due in awake if not was_said(due, said)] == []
    assert any("set two" in words.lower() for _, words in said)
    assert said[-1][1] == "Done."


def length(practice: tuple[Phase, ...]) -> float:
    return sum(phase.seconds for phase in practice)


def stop_the_clock(page: Page) -> None:
    """From here on time passes only by `run_for`. Comes after the script has taken over the page."""
    page.locator(".is-live").wait_for()
    page.clock.pause_at(datetime.fromtimestamp(page.evaluate("Date.now()") / 1000, UTC) + timedelta(seconds=5))


def missing(practice: tuple[Phase, ...], said: list[tuple[float, str]]) -> list[tuple[float, str]]:
    return [due for due in expected(practice) if not was_said(due, said)]


def was_said(due: tuple[float, str], said: list[tuple[float, str]]) -> bool:
    second, words = due
    return any(abs(at - second * 1000) <= EASY_TO_HEAR and words.lower() in heard.lower() for at, heard in said)


def notices(practice: tuple[Phase, ...]) -> list[tuple[float, str]]:
    """Which repetition is the first of the second half, and of the last three: when each begins."""
    found, start = [], 0.0
    for phase in practice:
        if phase.kind is PhaseKind.REPS and phase.reps and phase.tempo:
            length = sum(phase.tempo)
            if phase.reps >= 8:
                found.append((start + ceil(phase.reps / 2) * length, "half way"))
            if phase.reps >= 5:
                found.append((start + (phase.reps - 3) * length, "last three"))
        start += phase.seconds
    return found


def was_said_before(due: tuple[float, str], said: list[tuple[float, str]]) -> bool:
    """Right before this second, or, where the repetition before is too short for it, at it."""
    second, words = due
    return any(second * 1000 - 1500 <= at <= second * 1000 + EASY_TO_HEAR and words in heard for at, heard in said)


def hear(page: Page, seconds: float) -> list[tuple[float, str]]:
    """Lets so many seconds pass. All that was said so far, with its milliseconds since the first words."""
    for _ in range(int(seconds // 10)):
        page.clock.run_for(10_000)
    page.clock.run_for(int(seconds % 10 * 1000))
    heard: list[dict[str, Any]] = page.evaluate("heard")
    assert [each for each in heard if each["over"]] == []
    return [(each["at"] - heard[0]["at"], each["words"]) for each in heard]
