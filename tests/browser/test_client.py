"""A new client: from a mailed code to a verdict with its reason, and to the chart that shows it."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.running import Site
from tests.browser.walking import (
    HOW_TIGHT,
    answer_none_of_these,
    choose,
    entries,
    join_with_a_mailed_code,
    open_the_scale,
    sign_in_with_a_mailed_code,
    skip_to_the_end,
    welcome,
)

NINA = "nina@example.com"


def a_client(page: Page, site: Site, address: str) -> None:
    """Each test has an address of its own: one is mailed only so many codes a minute."""
    join_with_a_mailed_code(page, site, address)
    welcome(page, "Nina")


def test_the_first_questions_come_back_with_sentences_and_what_was_typed(open_page: OpenPage, site: Site) -> None:
    page = open_page(timezone_id="Europe/Lisbon")
    join_with_a_mailed_code(page, site, NINA)
    name = page.get_by_label("What should we call you?")
    zone = page.get_by_label("Your time zone")
    expect(zone).to_have_value("Europe/Lisbon")
    name.fill("Nina Pérez")
    page.get_by_role("button", name="Next").click()

    expect(page.get_by_role("alert")).to_have_text("Almost there. Please look at what is marked below.")
    expect(name).to_have_value("Nina Pérez")
    expect(zone).to_have_value("Europe/Lisbon")
    consent = page.get_by_label("I agree that this site keeps")
    expect(consent).to_have_accessible_description(re.compile("Without this we can't keep your reports"))
    expect(consent).to_be_focused()
    zone.select_option("Europe/Madrid")
    consent.check()
    page.get_by_role("button", name="Next").click()

    groups = page.get_by_role("group").filter(has=page.get_by_role("checkbox", name="None of these"))
    expect(groups).to_have_count(5)  # four of safety, and what matters for it on the feet
    groups.first.get_by_role("checkbox", name="None of these").check()
    page.get_by_role("button", name="Next").click()
    expect(groups.first.get_by_role("checkbox", name="None of these")).to_be_checked()
    for group in groups.all()[1:]:
        expect(group).to_have_accessible_description(re.compile("Please check what is true for you"))
    expect(groups.nth(1).get_by_role("checkbox").first).to_be_focused()
    expect(groups.nth(1).get_by_text("Please check what is true for you")).to_be_in_viewport()
    answer_none_of_these(page)
    page.get_by_role("button", name="Back").click()
    expect(consent).to_be_checked()
    expect(zone).to_have_value("Europe/Madrid")
    page.get_by_role("button", name="Next").click()
    for group in groups.all():
        expect(group.get_by_role("checkbox", name="None of these")).to_be_checked()
    page.get_by_role("button", name="Next").click()
    choose(page, "And yesterday?", "I don’t remember")
    page.reload()
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    page.get_by_role("navigation").get_by_role("link", name="Me").click()
    expect(zone).to_have_value("Europe/Madrid")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    sign_in_with_a_mailed_code(page, site, NINA)
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")


def test_a_practice_ends_in_a_verdict(open_page: OpenPage, site: Site) -> None:
    page = open_page(reduced_motion="reduce")
    a_client(page, site, "nina.practising@example.com")
    page.goto("/lessons/pelvic-clock/practice/")
    choose(page, HOW_TIGHT, "4")
    skip_to_the_end(page)
    page.get_by_role("radio", name="Yes, all").check()
    choose(page, "How hard was it?", "3")
    page.get_by_role("group", name="How tight is it now?").get_by_role("radio", name="3", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Numbers on two more days")


def test_one_tap_is_shown_put_right_deleted_and_brought_back(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    a_client(page, site, "nina.reporting@example.com")
    open_the_scale(page)
    page.get_by_role("group", name=HOW_TIGHT).get_by_role("radio", name="6", exact=True).click()
    noted = page.get_by_role("region", name="Noted: 6")
    expect(noted).to_be_focused()
    expect(noted.get_by_role("status")).to_contain_text("Thank you.")

    noted.get_by_role("link", name="Is it helping?").click()
    expect(page.get_by_role("img", name=re.compile("tight", re.IGNORECASE)).first).to_be_visible()
    assert entries(page) == ["6"]
    page.get_by_role("link", name="Edit").click()
    choose(page, "How tight was your low back?", "5")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Fixed: 5 on ")
    assert entries(page) == ["5"]

    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Deleted: the 5 of ")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Back on your chart: 5 on ")
    assert entries(page) == ["5"]


def test_arrow_keys_only_choose_and_enter_sends(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    a_client(page, site, "nina.keyboard@example.com")
    open_the_scale(page)
    scale = page.get_by_role("group", name=HOW_TIGHT)
    scale.get_by_role("radio", name="0, not tight at all", exact=True).focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(scale.get_by_role("radio", name="3", exact=True)).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Noted: 3")).to_be_focused()
