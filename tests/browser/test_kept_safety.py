"""Without a connection: a number that rests, the safety questions, and the stop until the site says otherwise."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.cutting import Line
from tests.browser.walking import answer_none_of_these, keep_today, look_around

PLAYER = "/lessons/seat-neutral/practice/"
FLAG = re.compile("^Numbness or pins and needles between your inner thighs")


def test_a_red_flag_without_a_connection_closes_practice_on_this_phone_and_then_on_the_site(
    open_page: OpenPage, line: Line
) -> None:
    page = open_page(base_url=line.url)
    look_around(page, "Maya")
    keep_today(page)
    line.cut()

    page.goto(PLAYER)
    expect(page.get_by_text("Kept on this phone")).to_be_visible()
    page.get_by_role("radio", name="10, as tight as it gets").click()
    rest = page.get_by_text("Rest today").locator("..")
    expect(rest).to_contain_text("Your 10 waits on this phone for a connection.")
    rest.get_by_role("button", name="Answer the safety questions").click()
    page.get_by_role("button", name="Save my answers").click()
    expect(page.get_by_text("Please check what is true for you")).to_have_count(4)
    answer_none_of_these(page)
    page.get_by_role("checkbox", name=FLAG).check()
    page.get_by_role("group", name="Signs that need help right away").get_by_label("None of these").uncheck()
    page.get_by_role("button", name="Save my answers").click()

    stop = page.get_by_role("region", name="Please get help now")
    for path in (None, "/today/", PLAYER):
        if path:
            page.goto(path)
        expect(stop).to_contain_text("Emergency number: 911 or 112")
        expect(stop.get_by_role("listitem")).to_have_text([FLAG])
    expect(page.get_by_text("2 entries wait")).to_be_visible()

    line.mend()
    page.goto("/today/")
    expect(page.get_by_text("Practice is closed for now.")).to_be_visible()
    expect(page.get_by_text("entries wait")).to_be_hidden()
    page.goto("/safety/")
    expect(page.get_by_role("region", name="Please get help now").get_by_role("listitem")).to_have_text([FLAG])
