"""Rules that follow the person: the usual known at sign-up, a flare that passes, a talk, other numbers."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.running import Site, finish
from tests.browser.test_every_page import faults
from tests.browser.walking import (
    HOW_TIGHT,
    entries,
    join_with_a_mailed_code,
    look_around,
    open_the_scale,
    sign_in_with_a_mailed_code,
    tab_to,
)

NUMBERS = {"How tight is it today?": 5, "And yesterday?": 4, "And the day before yesterday?": 6}
DESK = {"width": 1280, "height": 900}
# The clock of the site can't be shifted, so the days of a demo person are: two days back, and a calm one after them.
TWO_DAYS_LATER_AND_CALM = """
from datetime import timedelta
from uuid import uuid4
from django.utils import timezone
from hinge_coach.accounts.models import Client
from hinge_coach.tightness.models import CheckIn
client = Client.objects.select_related("user").get(user__email="sam@example.com")
days = timedelta(days=2)
for entry in client.check_ins.all():
    client.check_ins.filter(pk=entry.pk).update(at=entry.at - days, local_on=entry.local_on - days)
for practice in client.practices.all():
    moved = {"done_at": practice.done_at - days, "local_on": practice.local_on - days}
    client.practices.filter(pk=practice.pk).update(**moved)
CheckIn.record(id=uuid4(), client=client, at=timezone.now() - timedelta(days=1), score=2)
"""


def report_by_tap(page: Page, number: str) -> None:
    open_the_scale(page)
    page.get_by_role("group", name=HOW_TIGHT).get_by_role("radio", name=number, exact=True).click()
    expect(page.get_by_role("region", name=f"Noted: {number}")).to_be_focused()


def test_three_numbers_at_sign_up_by_keyboard_make_the_usual(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    join_with_a_mailed_code(page, site, "nina.remembers@example.com")
    tab_to(page, page.get_by_label("What should we call you?"))
    page.keyboard.type("Nina")
    tab_to(page, page.get_by_label("I agree that this site keeps"))
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("To keep you safe")
    for none_of_these in page.get_by_role("checkbox", name="None of these", exact=True).all():
        tab_to(page, none_of_these)
        page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("How tight is your low back?")
    for question, answer in (
        ("How tight is it today?", 5),
        ("And yesterday?", 4),
        ("And the day before yesterday?", 6),
    ):
        scale = page.get_by_role("group", name=question)
        tab_to(page, scale.get_by_role("radio", name="0, not tight at all", exact=True))
        page.keyboard.press("Space")
        for _ in range(answer):
            page.keyboard.press("ArrowRight")
        expect(scale.get_by_role("radio", name=str(answer), exact=True)).to_be_checked()
    tab_to(page, page.get_by_role("button", name="Begin"))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    page.get_by_text("What would move me on?").click()
    expect(page.get_by_text("every number 6 or below: that moves you on").first).to_be_visible()
    tab_to(page, page.get_by_role("navigation").get_by_role("link", name="Tightness"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your usual is 5: the middle of the three numbers of your first day.")).to_be_visible()
    assert entries(page) == ["5", "4", "6"]


def test_a_flare_eases_everything_and_is_over_by_itself(open_page: OpenPage, site: Site) -> None:
    page = open_page(reduced_motion="reduce", color_scheme="light")
    look_around(page, "Sam")
    eased = page.get_by_role("region", name="Easier for a few days")
    # Only the story of a demo person is the same on every day that the demo is made; the numbers are not.
    words = re.compile(
        r"your usual until then was (about )?[\d½]+\. Every lesson is offered in its easier version for now"
    )
    expect(eased).to_contain_text(words)
    expect(page.get_by_text("easier version", exact=True)).to_have_count(3)
    page.get_by_role("link", name=re.compile("^Start ")).click()
    easier = page.get_by_role("checkbox", name="Sore today: easier version")
    expect(easier).to_be_checked()

    finish(site.manage("shell", "--verbosity", "0", "--command", TWO_DAYS_LATER_AND_CALM))
    page.goto("/today/")
    expect(eased).to_contain_text("This ends after one calm day with a number.")
    report_by_tap(page, "2")
    expect(eased).to_have_count(0)
    expect(page.get_by_text("easier version", exact=True)).to_have_count(0)
    page.get_by_role("link", name=re.compile("^Start ")).click()
    expect(easier).not_to_be_checked()


def test_a_very_high_number_rests_and_what_it_changed_is_open_to_everybody(open_page: OpenPage) -> None:
    page = open_page(reduced_motion="reduce", color_scheme="light")
    look_around(page, "Maya")
    report_by_tap(page, "9")
    expect(page.get_by_role("region", name="Rest for now")).to_contain_text("We rest until a number is")
    expect(page.get_by_role("link", name=re.compile("^Practice "))).to_have_count(0)
    expect(page.get_by_role("link", name="the top of this page")).to_be_visible()
    assert faults(page) == []


def test_a_talk_is_noted_with_a_new_usual_and_the_client_reads_it(open_page: OpenPage, site: Site) -> None:
    client = open_page(reduced_motion="reduce", color_scheme="light")
    sign_in_with_a_mailed_code(client, site, "priya@example.com")
    talk = client.get_by_role("region", name=re.compile("^A good moment to talk"))
    reason = re.compile(
        r"The day after practice is usually [\d.]+ higher than before practice\. Let's look at your weeks together\."
    )
    expect(talk).to_contain_text(reason)
    hold = client.get_by_text("Without a talk, this hold ends on")
    expect(hold).to_have_count(1)

    desk = open_page(viewport=DESK, reduced_motion="reduce", color_scheme="light")
    look_around(desk, "The trainer")
    desk.get_by_role("link", name="Priya").click()
    needs = desk.get_by_role("region", name="What they need")
    needs.get_by_text("We have talked", exact=True).click()
    needs.get_by_label("This is the usual now").check()
    needs.get_by_role("button", name="Note that you talked").click()
    line = needs.get_by_label("A line about it")
    expect(line).to_have_accessible_description(re.compile("They read it. A new usual needs one."))
    expect(line).to_have_attribute("aria-invalid", "true")
    assert faults(desk) == []
    line.fill("Stiff mornings are how it is for now. We go on from there.")
    needs.get_by_label("This is the usual now").check()
    needs.get_by_role("button", name="Note that you talked").click()
    expect(desk.get_by_role("status")).to_have_text("Noted as talked. The rules have looked again.")
    expect(needs.get_by_text("We have talked", exact=True)).to_have_count(0)
    desk.get_by_role("link", name="Plan and past").click()
    desk.get_by_text("Past talks", exact=True).click()
    talks = desk.get_by_role("region", name="Talks and the usual")
    expect(talks.get_by_role("listitem")).to_contain_text("Stiff mornings are how it is for now.")
    assert faults(desk) == []

    client.reload()
    expect(talk).to_have_count(0)
    expect(hold).to_have_count(0)
    words = client.get_by_role("blockquote").filter(has_text="this is your usual now")
    expect(words).to_contain_text("Stiff mornings are how it is for now. We go on from there.")
    assert faults(client) == []


def test_other_numbers_are_refused_tried_and_saved(open_page: OpenPage) -> None:
    page = open_page(viewport=DESK, reduced_motion="reduce", color_scheme="light")
    look_around(page, "The trainer")
    page.goto("/desk/settings/rules/")
    expect(page.get_by_role("heading", name="How they do here")).to_be_visible()
    flare = page.get_by_label("Reported days looked at for a flare")
    flare.fill("4")
    page.get_by_role("button", name="Try these numbers on the past").click()
    expect(page.get_by_role("alert")).to_contain_text("Something isn't right yet, so nothing was saved.")
    expect(flare).to_have_accessible_description(re.compile("A flare must look at 3, 5 or 7 reported days"))
    expect(flare).to_have_value("4")

    flare.fill("5")
    page.get_by_label("Effort up to this is easy enough").fill("2")
    page.get_by_role("button", name="Try these numbers on the past").click()
    tried = page.get_by_role("region", name=re.compile(r"^\d+ of \d+ past verdicts would differ$"))
    expect(tried).to_contain_text("more careful")
    assert faults(page) == []
    page.get_by_role("button", name="Save these numbers").click()
    why = page.get_by_label("Why do you change them?")
    expect(why).to_have_attribute("aria-invalid", "true")
    why.fill("Quieter after hard weeks.")
    page.get_by_role("button", name="Save these numbers").click()
    expect(page.get_by_role("status")).to_have_text("Saved. Every verdict from now on uses these numbers.")
    expect(flare).to_have_value("5")
    expect(page.get_by_text("Quieter after hard weeks.")).to_be_visible()
