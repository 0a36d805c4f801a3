"""The trainer: sees who needs a word, changes a plan with a reason, writes, invites."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.running import Site, text_of
from tests.browser.walking import link_in, look_around, welcome

GRETA = "greta@example.com"


def open_client(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_the_trainer_moves_tom_with_a_reason_that_he_reads(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 1280, "height": 900})
    look_around(page, "The trainer")
    expect(page.get_by_role("heading", level=1)).to_have_text("Who needs a word")
    tom = page.get_by_role("article").filter(has_text="Tom Adeyemi")
    expect(tom).to_contain_text(re.compile(r"days"))
    open_client(page, "Tom Adeyemi")

    tracks = page.get_by_role("region", name="Where they stand")
    tracks.get_by_role("link", name="Change").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Plan and past")
    tracks.get_by_text("Change", exact=True).first.click()
    lesson = tracks.get_by_label("The next lesson").filter(visible=True)
    why = tracks.get_by_label("Why?").filter(visible=True)
    put = tracks.get_by_role("button", name="Move them there")
    lesson.select_option(label="2. Find the middle")
    put.click()
    expect(why).to_have_accessible_description(re.compile("Please say why, so that it can be read later."))
    expect(lesson).to_have_value("find-the-middle")
    why.fill("Two weeks away: the middle is a kind way back in.")
    put.click()
    expect(page.get_by_role("status")).to_have_text("Moved, with your reason.")
    expect(tracks.get_by_role("link", name="Find the middle")).to_be_visible()
    moves = page.get_by_role("region", name="Moves")
    expect(moves.get_by_role("listitem").first).to_contain_text("Two weeks away: the middle is a kind way back in.")

    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("navigation").get_by_role("link", name="Sign in")).to_be_visible()

    look_around(page, "Tom")
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    expect(page.get_by_role("blockquote")).to_contain_text("Two weeks away: the middle is a kind way back in.")
    page.get_by_role("link", name="Practice, 5 min: Find the middle").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Find the middle")


def test_an_invited_person_accepts_by_button_and_is_welcomed(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    look_around(page, "The trainer")
    page.get_by_role("link", name="Invite").click()
    page.get_by_label("Their e-mail address").fill("greta@example")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_label("Their e-mail address")).to_have_accessible_description(
        re.compile("This does not look like an e-mail address.")
    )
    page.get_by_label("Their e-mail address").fill(GRETA)
    page.get_by_label("Their name, if you know it").fill("Greta")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("status")).to_have_text(f"The invitation to {GRETA} is on its way.")
    waiting = page.get_by_role("region", name="Not joined yet").get_by_role("listitem").filter(has_text=GRETA)
    expect(waiting).to_have_count(1)

    guest = open_page(timezone_id="Europe/Berlin")
    guest.goto(link_in(text_of(site.mail(GRETA, "Robin Hale invites you"))))
    guest.reload()  # opening the link uses nothing up; only the button does
    expect(guest.get_by_role("heading", level=1)).to_have_text("Greta, you are invited")
    guest.get_by_role("button", name="Accept and begin").click()
    expect(guest.get_by_role("heading", level=1)).to_have_text("Welcome")
    expect(guest.get_by_label("What should we call you?")).to_have_value("Greta")
    expect(guest.get_by_label("Your time zone")).to_have_value("Europe/Berlin")
    welcome(guest, "Greta")

    page.reload()
    expect(waiting).to_have_count(0)
    page.get_by_role("navigation").get_by_role("link", name="Desk").click()
    expect(page.get_by_role("link", name="Greta")).to_be_visible()
