"""Today on a phone: one button that stays in view, and the tabs at the foot."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.counting import way_to_the_first_movement
from tests.browser.knowing import cookies
from tests.browser.running import Site
from tests.browser.walking import look_around


def bottom(page: Page, selector: str) -> float:
    return float(page.locator(selector).evaluate("element => element.getBoundingClientRect().bottom"))


def test_start_stands_above_the_tabs_on_every_phone(open_page: OpenPage) -> None:
    page = open_page(reduced_motion="reduce")
    look_around(page, "Lee")
    tabs = page.get_by_role("navigation", name="Main")
    for width, height in ((390, 844), (375, 667), (320, 568)):
        page.set_viewport_size({"width": width, "height": height})
        top = tabs.evaluate("element => element.getBoundingClientRect().top")
        assert bottom(page, ".session__start") <= top
        expect(tabs.get_by_role("link", name="Today")).to_have_attribute("aria-current", "page")
        expect(tabs.get_by_role("link", name="Lab")).to_be_hidden()
        assert bottom(page, ".nav") == height
    page.set_viewport_size({"width": 844, "height": 390})
    assert bottom(page, ".session__start") <= 390
    expect(tabs.get_by_role("link", name="Lab")).to_be_visible()
    page.get_by_role("link", name="Start · 10 minutes").click()
    expect(page).to_have_url("/lessons/pelvic-clock/practice/")


def test_two_taps_and_at_most_60_words_lead_to_a_known_movement(open_page: OpenPage, site: Site) -> None:
    page = open_page(reduced_motion="reduce")
    page.context.add_cookies([cookies(site, "wall-tap")["wall-tap"]])  # type: ignore[list-item]
    way = way_to_the_first_movement(page)
    assert (way.taps, way.words <= 60) == (2, True), way
