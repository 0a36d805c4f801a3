"""A newcomer in Auckland: reads, tries, and books the free call with a trainer in New York."""

import re
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.running import Site, text_of
from tests.browser.walking import (
    clock_in,
    day_in,
    free_times,
    instant,
    link_in,
    skip_to_the_end,
    tab_to,
    type_like_a_person,
)

AUCKLAND = "Pacific/Auckland"
NORA = "nora@example.com"


def calendar_event(mail: EmailMessage) -> tuple[str, Any]:
    """The method and the one event of the attached calendar file."""
    files = [part for part in mail.iter_attachments() if part.get_filename() == "call.ics"]
    assert len(files) == 1
    content = files[0].get_content()
    calendar = Calendar.from_ical(content if isinstance(content, str) else content.decode())
    events = calendar.walk("VEVENT")
    assert len(events) == 1
    return str(calendar["METHOD"]), events[0]


def expect_times_in_auckland(page: Page) -> None:
    """The browser's zone was guessed, and the times have followed it."""
    expect(page.get_by_label("Your time zone")).to_have_value(AUCKLAND)
    times = page.get_by_role("group", name="Choose a time")
    expect(times.get_by_text(re.compile(r"Auckland time \(UTC\+1[23]\)")).first).to_be_visible()
    at = instant(free_times(page).first)
    day = times.get_by_role("group", name=f"{day_in(AUCKLAND, at)} Auckland time")
    expect(day.get_by_role("radio").first).to_have_accessible_name(
        re.compile(rf"^{re.escape(clock_in(AUCKLAND, at))} ?, that is {re.escape(there(at))} for Robin Hale ?$")
    )


def there(at: datetime) -> str:
    """The trainer's clock, with the weekday where the date differs."""
    new_york = "America/New_York"
    same_date = day_in(new_york, at) == day_in(AUCKLAND, at)
    return clock_in(new_york, at) if same_date else f"{day_in(new_york, at)[:3]} {clock_in(new_york, at)}"


def test_a_newcomer_reads_tries_books_moves_and_cancels(open_page: OpenPage, site: Site) -> None:
    page = open_page(locale="en-US", timezone_id=AUCKLAND)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hips first.")
    page.get_by_role("navigation").get_by_role("link", name="Lessons").click()
    page.get_by_role("link", name="High-seat touch").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("High-seat touch")
    expect(page.get_by_role("region", name="Why")).to_be_visible()

    page.get_by_role("link", name="Practice, ").click()
    page.get_by_role("button", name="Start", exact=True).click()
    skip_to_the_end(page)
    expect(page.get_by_text("We stored nothing.")).to_be_visible()

    page.get_by_role("main").get_by_role("link", name="Book a free call").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A free call with Robin Hale")
    expect_times_in_auckland(page)
    wanted = free_times(page).nth(1)
    at = instant(wanted)
    wanted.check()
    type_like_a_person(page.get_by_label("Your name"), "Nora Kingi")
    type_like_a_person(page.get_by_label("E-mail"), NORA)
    type_like_a_person(page.get_by_label("Phone"), "021 555 0143")
    type_like_a_person(page.get_by_label("What is going on?"), "My back grips when I sit down.")
    page.get_by_role("button", name="Book the call").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Your call is booked")
    the_call = page.get_by_role("region", name="The call")
    expect(the_call).to_contain_text(day_in(AUCKLAND, at))
    expect(the_call).to_contain_text(clock_in(AUCKLAND, at))
    expect(the_call).to_contain_text("Auckland time (UTC+1")
    expect(the_call).to_contain_text(f"For Robin Hale it is {day_in('America/New_York', at)}")

    mail = site.mail(NORA, "Booked: ")
    when = f"{day_in(AUCKLAND, at)}, {clock_in(AUCKLAND, at)}"
    assert mail["Subject"] == f"Booked: your free call with Robin Hale on {when}"
    method, event = calendar_event(mail)
    assert (method, event["DTSTART"].dt) == ("REQUEST", at)
    link = link_in(text_of(mail))
    assert link == page.url

    # The link works for whoever has the mail, in a browser that has never been here.
    page = open_page(locale="en-US", timezone_id=AUCKLAND)
    page.goto(link)
    page.get_by_role("link", name="Move the call").click()
    expect(page.get_by_text(f"Your call is on {when}")).to_be_visible()
    other = free_times(page).last
    later = instant(other)
    assert later > at
    other.check()
    page.get_by_role("button", name="Move the call").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your call is booked")
    expect(page.get_by_role("region", name="The call")).to_contain_text(clock_in(AUCKLAND, later))
    expect(page.get_by_role("listitem").filter(has_text="Moved")).to_contain_text(day_in(AUCKLAND, later))
    moved = site.mail(NORA, "Moved: your free call with Robin Hale")
    method, moved_event = calendar_event(moved)
    assert (method, moved_event["DTSTART"].dt, moved_event["UID"]) == ("REQUEST", later, event["UID"])

    page.get_by_role("link", name="Cancel the call").click()
    page.get_by_label("Why?").fill("It went away by itself.")
    page.get_by_role("button", name="Cancel the call").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This call is canceled")
    cancelled = site.mail(NORA, "Canceled: ")
    assert cancelled["Subject"] == f"Canceled: your free call with Robin Hale on {day_in(AUCKLAND, later)}"
    assert calendar_event(cancelled)[0] == "CANCEL"


def test_a_newcomer_books_with_the_keyboard_alone(open_page: OpenPage, site: Site) -> None:
    page = open_page(locale="en-US", timezone_id=AUCKLAND, viewport={"width": 1280, "height": 800})
    page.goto("/")
    tab_to(page, page.get_by_role("main").get_by_role("link", name="Book a free call"))
    page.keyboard.press("Enter")
    expect_times_in_auckland(page)

    tab_to(page, free_times(page).first)
    page.keyboard.press("Space")
    expect(free_times(page).first).to_be_checked()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    wanted = free_times(page).nth(2)
    expect(wanted).to_be_checked()
    at = instant(wanted)
    for label, words in (("Your name", "Nora Kingi"), ("E-mail", NORA), ("Phone", "021 555 0143")):
        tab_to(page, page.get_by_label(label))
        page.keyboard.type(words, delay=35)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Your call is booked")
    expect(page.get_by_role("region", name="The call")).to_contain_text(day_in(AUCKLAND, at))
    expect(page.get_by_role("region", name="The call")).to_contain_text(clock_in(AUCKLAND, at))
    tab_to(page, page.get_by_role("link", name="Cancel the call"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Cancel the call"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("This call is canceled")
    assert sorted(mail["Subject"].split(":")[0] for mail in site.mails(NORA)) == ["Booked", "Canceled"]
