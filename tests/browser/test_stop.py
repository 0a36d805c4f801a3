"""A red flag: the stop screen comes first, practice is closed, and the trainer opens it again."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.running import Site
from tests.browser.walking import HOW_TIGHT, answer_none_of_these, begin_welcome, join_with_a_mailed_code, look_around

FLAG = re.compile("^Numbness or pins and needles between your inner thighs")


def test_a_red_flag_closes_practice_until_the_trainer_opens_it(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    join_with_a_mailed_code(page, site, "nina.stopped@example.com")
    begin_welcome(page, "Nina")
    page.get_by_role("checkbox", name=FLAG).check()
    answer_none_of_these(page)
    page.get_by_role("button", name="Next").click()
    first = page.get_by_role("group", name="Signs that need help right away")
    expect(first).to_have_accessible_description(re.compile("You checked “None of these” as well."))
    first.get_by_role("checkbox", name="None of these").uncheck()
    page.get_by_role("button", name="Next").click()

    stop = page.get_by_role("region", name="Please get help now")
    expect(page.get_by_role("heading", level=1)).to_have_text("Please get help now")
    expect(stop).to_contain_text("Emergency number: 911 or 112")
    expect(stop.get_by_role("listitem")).to_have_text([FLAG])
    page.get_by_role("navigation").get_by_role("link", name="Today").click()
    expect(page.get_by_text("Practice is closed for now.")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^Practice "))).to_have_count(0)
    page.goto("/lessons/pelvic-clock/practice/")
    expect(stop).to_be_visible()
    expect(page.get_by_role("button", name="Save this practice")).to_have_count(0)

    desk = open_page(viewport={"width": 1280, "height": 900})
    look_around(desk, "The trainer")
    expect(desk.get_by_role("article").filter(has_text="Nina")).to_contain_text("practice closed")
    desk.get_by_role("link", name="Nina").click()
    closed = desk.get_by_role("region", name="Practice is closed")
    expect(closed.get_by_role("listitem")).to_have_text([FLAG])
    closed.get_by_text("Open practice again", exact=True).first.click()
    closed.get_by_role("button", name="Open practice again").click()
    changed = closed.get_by_label("What has changed?")
    expect(changed).to_have_accessible_description(re.compile("Please say what has changed"))
    changed.fill("Seen at the hospital the same day. All clear, in writing.")
    closed.get_by_role("button", name="Open practice again").click()
    expect(desk.get_by_role("status")).to_have_text("Practice is open again.")
    expect(closed).to_have_count(0)

    page.get_by_role("navigation").get_by_role("link", name="Today").click()
    page.goto("/lessons/pelvic-clock/practice/")
    expect(page.get_by_role("heading", name=HOW_TIGHT)).to_be_visible()
