"""Who sits in front of a browser, and what they do first."""

from tests.engines.browser import Browser


def look_around(browser: Browser, person: str) -> None:
    """In the demo, one click signs in as one of its people."""
    browser.open("/accounts/login/")
    browser.click(person)
    browser.wait_for("button", "Sign out")
