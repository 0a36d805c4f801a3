"""The client's whole way with JavaScript off: every form posts, every answer is a page."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.running import Site
from tests.browser.walking import (
    HOW_TIGHT,
    WHY,
    answer_none_of_these,
    choose,
    entries,
    join_with_a_mailed_code,
    open_the_scale,
)

NINA = "nina.without@example.com"


def test_a_client_practises_reports_and_corrects_without_javascript(open_page: OpenPage, site: Site) -> None:
    page = open_page(java_script_enabled=False, timezone_id="Europe/Lisbon")
    join_with_a_mailed_code(page, site, NINA)
    name = page.get_by_label("What should we call you?")
    name.fill("Nina")
    page.get_by_role("button", name="Next").click()
    expect(name).to_have_value("Nina")
    consent = page.get_by_label("I agree that this site keeps")
    expect(consent).to_have_accessible_description(re.compile("Without this we can't keep your reports"))
    page.get_by_label("Your time zone").select_option("Europe/Lisbon")
    consent.check()
    page.get_by_role("button", name="Next").click()
    answer_none_of_these(page)
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")

    page.goto("/lessons/pelvic-clock/practice/")
    expect(page.get_by_role("region", name="The movement")).to_be_hidden()
    page.get_by_role("button", name="Start the movement").click()
    # Until its style sheet is there, the page shows the later questions, too.
    alert = page.get_by_role("group", name=HOW_TIGHT).get_by_role("alert")
    expect(alert).to_have_text("Please choose a number from 0 to 10.")
    choose(page, HOW_TIGHT, "4")
    page.get_by_role("button", name="Start the movement").click()
    movement = page.get_by_role("region", name="The movement")
    assert movement.get_by_role("listitem").count() > 1
    expect(movement.get_by_role("heading", name="Full version")).to_be_visible()
    expect(movement.get_by_role("heading", name="Easier version")).to_be_hidden()
    page.get_by_role("checkbox", name="Sore today").check()
    expect(movement.get_by_role("heading", name="Full version")).to_be_hidden()
    expect(movement.get_by_role("heading", name="Easier version")).to_be_visible()
    page.get_by_role("checkbox", name="Sore today").uncheck()
    expect(page.get_by_role("group", name=HOW_TIGHT).get_by_role("radio", name="4", exact=True)).to_be_checked()
    page.get_by_role("radio", name="Yes, all").check()
    choose(page, "How hard was it?", "3")
    choose(page, "How tight is it now?", "3")
    page.get_by_role("button", name="Save this practice").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Numbers on two more days")
    expect(page.get_by_text(WHY)).to_be_visible()
    page.get_by_role("link", name="Enough for today").click()

    open_the_scale(page)
    choose(page, HOW_TIGHT, "6")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Noted: 6.")
    page.get_by_role("navigation").get_by_role("link", name="Tightness").click()
    assert entries(page) == ["6", "3", "4"]
    page.get_by_role("link", name="Edit").first.click()
    choose(page, "How tight was your low back?", "5")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Fixed: 5 on ")
    assert entries(page) == ["5", "3", "4"]
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Deleted: the 5 of ")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    assert entries(page) == ["5", "3", "4"]

    page.goto("/lessons/pelvic-clock/practice/")
    choose(page, HOW_TIGHT, "9")
    page.get_by_role("button", name="Start the movement").click()
    expect(page.get_by_role("region", name="Rest for now")).to_contain_text("We rest until a number is 7 or below")
    expect(page.get_by_role("link", name=re.compile("^Practice "))).to_have_count(0)


def test_a_visitor_books_a_call_without_javascript(open_page: OpenPage, site: Site) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/call/")
    page.get_by_label("Your time zone").select_option("Asia/Kathmandu")
    page.get_by_role("button", name="Show times in this zone").click()
    times = page.get_by_role("group", name="Choose a time")
    expect(times.get_by_text("Kathmandu time (UTC+5:45)").first).to_be_visible()
    times.get_by_role("radio").first.check()
    page.get_by_label("Your name").fill("Nora Kingi")
    page.get_by_label("E-mail").fill("nora@example.com")
    page.get_by_label("Phone").fill("+1 202 555 0143")
    page.get_by_role("button", name="Book the call").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your call is booked")
    expect(page.get_by_role("region", name="The call")).to_contain_text("Kathmandu time (UTC+5:45)")
    site.mail("nora@example.com", "Booked: your free call with Robin Hale on ")
