"""When people can book a call: many rows at once by keyboard, and a call on a day off."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.walking import look_around


def test_a_week_is_set_by_keyboard_and_a_call_on_a_day_off_is_asked_to_move(open_page: OpenPage) -> None:
    page = open_page()
    look_around(page, "The trainer")
    page.goto("/desk/calls/")
    starts_at = page.locator("#upcoming ~ .calls time").first.get_attribute("datetime")
    assert starts_at is not None
    page.goto("/desk/settings/hours/")
    week, dates = page.get_by_role("region", name="Each week"), page.get_by_role("region", name="Dates that differ")
    rows, save = week.get_by_role("group"), page.get_by_role("button", name="Save the hours")
    count = rows.count()
    week.get_by_role("button", name="Add a row").press("Enter")
    expect(rows).to_have_count(count + 1)
    expect(rows.nth(count).get_by_label("Day")).to_be_focused()
    rows.nth(count).get_by_label("From").fill("19:00")
    rows.nth(count).get_by_label("Until").fill("07:45")
    rows.nth(count).get_by_role("button", name="Copy to weekdays").press("Enter")
    copied = week.get_by_role("status")
    expect(copied).to_have_text(re.compile("^Copied to .*Friday. Nothing is saved yet.$"))
    expect(copied).to_be_focused()
    dates.get_by_label("First date").last.fill(starts_at[:10])
    save.press("Enter")

    midnight = week.get_by_role("checkbox", name="Yes, past midnight")
    expect(midnight.first).to_be_focused()
    expect(midnight.first).to_have_accessible_description(re.compile("runs past midnight"))
    expect(dates).to_contain_text("1 booked call in these hours, once they are saved")
    for box in midnight.all():
        box.check()
    save.press("Enter")

    expect(page.get_by_role("status").first).to_contain_text("Saved.")
    dates.get_by_role("button", name="Ask them to choose another time").press("Enter")
    expect(dates.get_by_text("not moved yet")).to_be_focused()
    expect(page.get_by_text("in hours that you took off")).to_have_count(0)
