"""Who sits in front of a browser, and the steps that more than one of them takes."""

import time

from selenium.webdriver import Keys

from tests.browser.running import Site, text_of
from tests.browser.walking import code_in
from tests.engines.browser import Browser

HOW_TIGHT = "How tight is your low back now?"
# Until the script has taken over, all screens stand below each other.
START = ".is-live [data-player-screen=start]"
STAGE = ".is-live [data-player-screen=stage]"
MARK = ".is-live [data-player-screen=mark] h2"
READING_SECONDS = 0.6
SKIP = "[data-player-control=skip]"
COUNT = "[data-player-count]"
SAY = "[data-player-say]"


def look_around(browser: Browser, person: str) -> None:
    """In the demo, one click signs in as one of its people."""
    browser.open("/accounts/login/")
    browser.click(person)
    browser.wait_until_gone("form[action*=demo]")


def join_with_a_mailed_code(browser: Browser, site: Site, address: str) -> None:
    """Through the open door to the first questions."""
    browser.open("/accounts/signup/")
    browser.type("E-mail", address)
    browser.click("Mail me a code")
    browser.wait_for("main", address)
    browser.type("Code", code_in(text_of(site.mail(address, "Your code to join"))))
    browser.click("Continue")
    browser.wait_for("h1", "Welcome")


def open_todays_session(browser: Browser) -> None:
    browser.click("Start ·", within="session")
    browser.wait_for(START)


def start_with_a_number(browser: Browser, number: str) -> None:
    browser.click(number, within=HOW_TIGHT)
    browser.wait_for(STAGE)


def answer(browser: Browser, question: str, words: str) -> None:
    """Reads, then taps: what comes at once at the same place is taken for the second half of a double tap."""
    browser.wait_for("h2", question)
    time.sleep(READING_SECONDS)
    browser.click(words, within=question)


def count(browser: Browser) -> int:
    """The large number: the seconds that are left, or the repetition."""
    return int(browser.text(COUNT))


def skip_to_the_end(browser: Browser) -> None:
    browser.click_on(SKIP)
    while browser.texts(STAGE):
        browser.press(Keys.ARROW_RIGHT)
