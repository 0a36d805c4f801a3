"""A client, in every engine: joins, is led through a practice, answers, and reads the verdict."""

import time

import pytest

from tests.browser.running import Site
from tests.engines.browser import Browser
from tests.engines.people import (
    COUNT,
    MARK,
    SAY,
    answer,
    count,
    join_with_a_mailed_code,
    look_around,
    open_todays_session,
    skip_to_the_end,
    start_with_a_number,
)

NINA = "nina@example.com"
# What some engines lack, and others refuse.
WITHOUT = {
    "no speech, no sound, a screen that sleeps": """() => {
        for (const name of ["speechSynthesis", "SpeechSynthesisUtterance", "AudioContext", "webkitAudioContext"])
            delete window[name];
        for (const name of ["wakeLock", "vibrate", "mediaSession"]) delete Navigator.prototype[name];
        return !("speechSynthesis" in window || "AudioContext" in window || "wakeLock" in navigator);
    }""",
    "all of it refused": """() => {
        const no = () => { throw new DOMException("No", "NotAllowedError"); };
        class Refused { constructor() { no(); } }
        Object.defineProperty(window, "AudioContext", { value: Refused, configurable: true });
        Object.defineProperty(window, "SpeechSynthesisUtterance", { value: Refused, configurable: true });
        Object.defineProperty(navigator, "wakeLock", { value: { request: async () => no() }, configurable: true });
        Object.defineProperty(navigator, "vibrate", { value: no, configurable: true });
        return true;
    }""",
}


def test_a_practice_leads_from_today_to_a_verdict(browser: Browser) -> None:
    look_around(browser, "Lee")
    open_todays_session(browser)
    start_with_a_number(browser, "4")
    browser.press(" ")
    browser.wait_for(SAY, "Paused")
    browser.press(" ")
    skip_to_the_end(browser)
    answer(browser, browser.text(MARK), "Yes, all")
    answer(browser, "How hard was it?", "3")
    answer(browser, "How tight is it now?", "3")
    browser.wait_for("article.decision", "saved at")
    browser.wait_for("article.decision", "4")


@pytest.mark.parametrize("lacks", WITHOUT)
def test_the_clock_counts_and_pause_stops_it_whatever_the_engine_lacks(browser: Browser, lacks: str) -> None:
    look_around(browser, "Lee")
    open_todays_session(browser)
    assert browser.evaluate(WITHOUT[lacks])
    start_with_a_number(browser, "4")
    seconds, since = count(browser), time.monotonic()
    browser.wait_until(f"seconds => Number(document.querySelector('{COUNT}').textContent) <= seconds - 2", seconds)
    assert 1 < time.monotonic() - since < 4
    browser.click("Pause")
    browser.wait_for(SAY, "Paused")
    held = count(browser)
    time.sleep(1.5)
    assert count(browser) == held
    browser.click("Go on")
    browser.wait_until(f"held => Number(document.querySelector('{COUNT}').textContent) < held", held)


def test_a_newcomer_joins_by_code_and_is_welcomed(browser: Browser, site: Site) -> None:
    join_with_a_mailed_code(browser, site, NINA)
    browser.wait_until("zone => document.querySelector('[name=zone]').value === zone", "America/Chicago")
    browser.type("What should we call you?", "Nina")
    browser.click("I agree that this site keeps")
    browser.click("Next")
    browser.wait_for("h1", "To keep you safe")
    for legend in browser.texts("fieldset:has([value=none]) legend"):
        browser.click("None of these", within=legend)
    browser.click("Next")
    browser.wait_for("h1", "How tight is your low back?")
    browser.click("Later, on Today")
    browser.find("clickable", "Start ·", within="session")
