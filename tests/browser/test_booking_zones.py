"""The visitor's minute in three parts of the world, by mouse and by keyboard, with the names a screen reader says."""

import re
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from icalendar import Calendar
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import PHONE, OpenPage
from tests.browser.running import Site
from tests.browser.walking import clock_in, day_in, free_times, instant, tab_to, type_like_a_person

TRAINER = "America/New_York"
ZONES = [
    ("Pacific/Auckland", "Auckland", "021 555 0143", "+64 21 555 0143"),
    ("Asia/Kathmandu", "Kathmandu", "984-1234567", "+977 984-1234567"),
    ("America/New_York", "New York", "(202) 555-0143", "+1 202-555-0143"),
]
WIDE = {"width": 1280, "height": 800}
AMERICAN = "en-US"  # whose clock goes to twelve


def spoken(zone: str, time: Locator) -> re.Pattern[str]:
    """What a screen reader says for one radio button: their clock, and the trainer's where it differs."""
    at = instant(time)
    here, there = clock_in(zone, at), clock_in(TRAINER, at)
    if zone == TRAINER:
        return re.compile(rf"^{re.escape(here)}$")
    weekday = "" if day_in(zone, at) == day_in(TRAINER, at) else day_in(TRAINER, at)[:3] + " "
    return re.compile(rf"^{re.escape(here)} ?, that is {weekday}{re.escape(there)} for Robin Hale$")


def expect_their_clock(page: Page, zone: str, city: str) -> None:
    """The browser's zone was guessed, each day says its zone, and every time is spoken with both clocks.

    Some browsers still call Kathmandu by its old name; the page doesn't.
    """
    expect(page.get_by_label("Your time zone")).to_have_value(re.compile(zone.replace("Kathmandu", "Kath?mandu")))
    times = free_times(page)
    days = page.get_by_role("group", name="Choose a time").get_by_role("group")
    expect(days.first).to_have_accessible_name(re.compile(rf"^{day_in(zone, instant(times.first))} {city} time \(UTC"))
    for number in range(min(times.count(), 4)):
        expect(times.nth(number)).to_have_accessible_name(spoken(zone, times.nth(number)))


def the_event(mail: EmailMessage) -> tuple[str, Any]:
    (part,) = (part for part in mail.iter_attachments() if part.get_filename() == "call.ics")
    content = part.get_content()
    calendar = Calendar.from_ical(content if isinstance(content, str) else content.decode())
    (event,) = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), event


def expect_booked(page: Page, site: Site, zone: str, value: str, phone: str) -> None:
    at = instant_of(value)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your call is booked")
    call = page.get_by_role("region", name="The call")
    for words in (day_in(zone, at), clock_in(zone, at), phone):
        expect(call).to_contain_text(words)
    mail = site.mail("kim@example.com", "Booked: ")
    assert mail["Subject"] == f"Booked: your free call with Robin Hale on {day_in(zone, at)}, {clock_in(zone, at)}"
    method, event = the_event(mail)
    assert (method, event["DTSTART"].dt, event["DTEND"].dt - event["DTSTART"].dt) == (
        "REQUEST",
        at,
        timedelta(minutes=30),
    )


def instant_of(value: str) -> datetime:
    return datetime.strptime(value, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)


@pytest.mark.parametrize(("zone", "city", "number", "shown"), ZONES, ids=[city for _, city, _, _ in ZONES])
def test_booked_by_mouse(open_page: OpenPage, site: Site, zone: str, city: str, number: str, shown: str) -> None:
    page = open_page(timezone_id=zone, locale=AMERICAN)
    page.goto("/call/")
    expect_their_clock(page, zone, city)
    value = free_times(page).nth(1).get_attribute("value") or ""
    page.locator("label.time").filter(has=page.locator(f'input[value="{value}"]')).click()
    expect(free_times(page)).to_have_count(1)  # the others fold away, so that the form comes right below
    expect(free_times(page)).to_be_checked()
    type_like_a_person(page.get_by_label("Your name"), "Kim Rai")
    page.get_by_label("E-mail").fill("kim@example.com")
    type_like_a_person(page.get_by_label("Phone"), number)
    page.get_by_text("Three more questions, if you like").click()
    page.get_by_label("How tight is it, from 0 to 10?").select_option("6")
    page.get_by_label("None of these is true for me").check()
    page.get_by_text("Find your hinge, in two minutes").click()
    page.get_by_role("group", name="Where did you feel the fold?").get_by_label("In the front of my hips").check()
    page.get_by_label("Send this answer to Robin Hale with my call").check()
    page.get_by_role("button", name="Book the call").click()
    expect_booked(page, site, zone, value, shown)
    expect(page.get_by_role("region", name="The call")).to_contain_text("6 of 10")


@pytest.mark.parametrize(("zone", "city", "number", "shown"), ZONES, ids=[city for _, city, _, _ in ZONES])
def test_booked_by_keyboard(open_page: OpenPage, site: Site, zone: str, city: str, number: str, shown: str) -> None:
    page = open_page(timezone_id=zone, viewport=WIDE, locale=AMERICAN)
    page.goto("/call/")
    expect_their_clock(page, zone, city)
    tab_to(page, free_times(page).first)
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    wanted = free_times(page).nth(1)
    expect(wanted).to_be_checked()
    value = wanted.get_attribute("value") or ""
    for label, words in (("Your name", "Kim Rai"), ("E-mail", "kim@example.com"), ("Phone", number)):
        tab_to(page, page.get_by_label(label))
        page.keyboard.type(words, delay=35)
    tab_to(page, page.get_by_role("button", name="Book the call").last)
    page.keyboard.press("Enter")
    expect_booked(page, site, zone, value, shown)


def test_the_guard_against_robots_lets_a_person_through(open_page: OpenPage, live_url: str) -> None:
    """Here the guard is on, as on a real site: a form that was open for two seconds is taken, in another zone too."""
    page = open_page(base_url=live_url, timezone_id="Asia/Kathmandu", locale=AMERICAN)
    page.goto("/call/")
    page.wait_for_timeout(2000)
    expect_their_clock(page, "Asia/Kathmandu", "Kathmandu")
    free_times(page).first.check()
    page.get_by_label("Your name").fill("Kim Rai")
    page.get_by_label("E-mail").fill("kim@example.com")
    page.get_by_label("Phone").fill("984-1234567")
    page.get_by_role("button", name="Book the call").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your call is booked")


def test_the_field_to_mend_stays_in_view_while_the_times_fold_away(open_page: OpenPage, site: Site) -> None:
    page = open_page(timezone_id="Asia/Kathmandu", locale=AMERICAN)
    page.goto("/call/")
    expect_their_clock(page, "Asia/Kathmandu", "Kathmandu")
    free_times(page).first.check()
    page.get_by_label("Your name").fill("Kim Rai")
    page.get_by_label("E-mail").fill("kim@gmial.con")
    page.get_by_label("Phone").fill("984-1234567")
    folding: list[Route] = []
    page.route(re.compile("call_times"), lambda route: folding.append(route))
    with page.expect_request(re.compile("call_times")):
        page.get_by_role("button", name="Book the call").click(no_wait_after=True)
    expect(page.get_by_label("E-mail")).to_be_focused()  # the browser has scrolled to it, and then the script comes
    expect(page.get_by_label("E-mail")).to_be_in_viewport(ratio=1)
    folding[0].continue_()
    expect(free_times(page)).to_have_count(1)
    expect(page.get_by_label("E-mail")).to_be_in_viewport(ratio=1)
    expect(page.locator("label", has_text="E-mail")).to_be_in_viewport(ratio=1)


def test_a_reload_says_again_that_the_zone_of_the_browser_is_unknown(open_page: OpenPage, site: Site) -> None:
    """Until somebody has chosen one: the times would be those of the trainer."""
    page = open_page(locale=AMERICAN)
    page.add_init_script("""
        Intl.DateTimeFormat.prototype.resolvedOptions = () => ({ timeZone: "Mars/Olympus" });
        if (globalThis.Temporal) Temporal.Now.timeZoneId = () => "Mars/Olympus";
    """)
    page.goto("/call/")
    unknown = page.get_by_text("Your browser says “Mars/Olympus”, a time zone we don’t know.")
    expect(unknown).to_be_visible()
    free_times(page).first.check()
    page.reload()
    expect(unknown).to_be_visible()
    expect(free_times(page)).to_be_checked()
    page.get_by_label("Your time zone").select_option("Pacific/Auckland")
    expect(unknown).to_be_hidden()
    page.reload()
    expect_their_clock(page, "Pacific/Auckland", "Auckland")
    expect(unknown).to_be_hidden()


def test_another_zone_changes_the_clock_and_keeps_what_was_typed(open_page: OpenPage, site: Site) -> None:
    page = open_page(timezone_id="Asia/Kathmandu", locale=AMERICAN)
    page.goto("/call/")
    expect_their_clock(page, "Asia/Kathmandu", "Kathmandu")
    page.get_by_label("Your name").fill("Kim Rai")
    page.get_by_label("Your time zone").select_option("Pacific/Auckland")
    expect_their_clock(page, "Pacific/Auckland", "Auckland")
    expect(page.get_by_label("Your name")).to_have_value("Kim Rai")


def test_a_time_chosen_while_the_clock_changes_stays_chosen(open_page: OpenPage) -> None:
    """Where the network is slow, somebody chooses before the times on their own clock have come."""
    page = open_page(timezone_id="Asia/Kathmandu", locale=AMERICAN)
    waiting: list[Route] = []
    asks_for_times = re.compile(r"/call/\?.*show=1")
    page.route(asks_for_times, lambda route: waiting.append(route))
    with page.expect_request(asks_for_times):
        page.goto("/call/")
    value = free_times(page).nth(1).get_attribute("value") or ""
    chosen = page.locator(f'input[value="{value}"]')
    chosen.check()
    waiting[0].continue_()
    expect_their_clock(page, "Asia/Kathmandu", "Kathmandu")
    expect(chosen).to_be_checked()
    expect(chosen).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False], ids=["", "without scripts"])
def test_a_day_is_chosen_in_the_month(open_page: OpenPage, site: Site, scripts: bool) -> None:
    """By keyboard; on a phone the month lies behind a line, beside the list it is open."""
    page = open_page(timezone_id=TRAINER, viewport=WIDE if scripts else PHONE, java_script_enabled=scripts)
    page.goto("/call/?zone=America/New_York")
    page.get_by_label("Your name").fill("Kim Rai")
    if not scripts:
        page.get_by_text("The whole month").press("Enter")
    day = page.get_by_role("table", name=re.compile("Free days in")).get_by_role("button").last
    words, _, count = " ".join(day.inner_text().split()).replace(" ,", ",").rpartition(", ")
    day.press("Enter")
    first = page.get_by_role("group", name="Choose a time").get_by_role("group").first
    expect(first).to_have_accessible_name(re.compile(f"^{words} New York time"))
    for later_times in first.locator("summary").all() if not scripts else ():  # a day of few times has none
        later_times.press("Enter")
    assert f"{first.get_by_role('radio').count()} free time" in count
    expect(page.get_by_label("Your name")).to_have_value("Kim Rai")


def test_reload_and_the_way_back_find_the_zone_the_clock_the_days_and_the_time(open_page: OpenPage) -> None:
    page = open_page(timezone_id="Asia/Kathmandu")  # a British browser: its clock goes to 24
    page.goto("/call/")
    expect(free_times(page).first).to_have_accessible_name(re.compile(r"^\d\d:\d\d ?, that is .*\d\d:\d\d for Robin"))
    page.get_by_label("Your time zone").select_option("Pacific/Auckland")
    page.get_by_role("group", name="Times like").get_by_label("2:30 pm").check(force=True)
    expect_their_clock(page, "Pacific/Auckland", "Auckland")
    page.get_by_label("Your name").fill("Kim Rai")
    page.get_by_role("button", name="Later days").click()
    expect(page.get_by_role("button", name="Earlier days")).to_be_visible()
    free_times(page).first.check()
    value, day = free_times(page).get_attribute("value"), page.locator(".call-day:visible legend").inner_text()
    expect(page.get_by_label("Your name")).to_have_value("Kim Rai")

    page.reload()
    for _ in ("after the reload", "after the way back"):
        expect_their_clock(page, "Pacific/Auckland", "Auckland")
        expect(free_times(page)).to_be_checked()
        assert (free_times(page).get_attribute("value"), page.locator(".call-day:visible legend").inner_text()) == (
            value,
            day,
        )
        expect(page.get_by_role("group", name="Times like").get_by_label("2:30 pm")).to_be_checked()
        assert "Kim" not in page.url
        page.get_by_role("navigation").get_by_role("link", name="Lessons").click()
        expect(page.get_by_role("heading", level=1)).not_to_contain_text("A free call")
        page.go_back()
