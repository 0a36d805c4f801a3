"""A page that is still open while somebody signs in in another tab, and a browser after somebody has signed out."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Watch
from tests.browser.walking import HOW_TIGHT, keep_today, look_around, open_the_scale

HOLDS = """async () => ({
  databases: (await indexedDB.databases()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  caches: (await caches.keys()).length,
})"""


def sign_in_again_in_another_tab(page: Page, person: str) -> None:
    other = page.context.new_page()
    other.goto("/accounts/logout/")
    other.get_by_role("main").get_by_role("button", name="Sign out").click()
    look_around(other, person)
    other.close()


@pytest.fixture
def refusing(watch: Watch) -> Iterator[None]:
    """What the browser and htmx say of a refused request. With DEBUG, django-htmx would also show its page, by eval."""
    yield
    said = ("status of 403", "Status Error Code 403", "unsafe-eval")
    watch.complaints = [words for words in watch.complaints if not any(part in words for part in said)]


@pytest.mark.usefixtures("refusing")
def test_a_number_tapped_on_a_stale_page_is_sent_again(open_page: OpenPage) -> None:
    page = open_page()
    look_around(page, "Maya")
    page.goto("/today/")
    open_the_scale(page)
    sign_in_again_in_another_tab(page, "Maya")
    page.get_by_role("group", name=HOW_TIGHT).get_by_role("radio", name="4", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Please send it again")
    expect(page.get_by_role("main")).to_be_focused()
    expect(page.get_by_role("definition")).to_have_text("4")
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_role("status").filter(has_text="Noted: 4.")).to_be_visible()


def test_signing_out_takes_along_what_the_browser_holds(open_page: OpenPage) -> None:
    page = open_page()
    look_around(page, "Maya")
    keep_today(page)
    assert page.evaluate(HOLDS) == {"databases": 1, "workers": 1, "caches": 1}
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("navigation").get_by_role("link", name="Sign in")).to_be_visible()
    assert page.evaluate(HOLDS) == {"databases": 0, "workers": 0, "caches": 0}
