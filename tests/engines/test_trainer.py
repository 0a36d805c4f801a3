"""The trainer, in every engine: the desk, a client's page, a message that the client reads."""

from tests.engines.browser import Browser
from tests.engines.people import look_around

MESSAGE = "Good to have you back. Start small, and tell me how the morning feels."


def test_the_trainer_writes_to_tom_and_he_reads_it(browser: Browser) -> None:
    browser.resize(1280, 900)
    look_around(browser, "The trainer")
    browser.wait_for("h1", "Who needs a word")
    browser.click("Tom Adeyemi")
    browser.wait_for("h1", "Tom Adeyemi")
    browser.type("A message to Tom Adeyemi", MESSAGE)
    browser.click("Send")
    browser.wait_for("[role=status]", "Sent to Tom.")
    browser.click("Sign out")
    browser.wait_for("h1", "Hips first.")
    look_around(browser, "Tom")
    browser.wait_for("#messages", MESSAGE)
