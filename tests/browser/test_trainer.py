"""The trainer: sees who needs a word, changes a plan with a reason, writes, invites."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Watch
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


def test_a_pasted_list_is_invited_and_one_is_corrected_one_withdrawn_and_one_joins(
    open_page: OpenPage, site: Site, watch: Watch
) -> None:
    page = open_page()
    look_around(page, "The trainer")
    page.get_by_role("navigation").get_by_role("link", name="Clients").click()
    page.get_by_role("link", name="Invitations").click()
    page.get_by_role("link", name="Invite several at once").click()
    people = page.get_by_label("People to invite, one on each line")
    people.fill("Greta Holm <greta@example.com>\nhugo@exmaple.com, Hugo\nIda\tida@example.com\nJonas")
    page.get_by_role("button", name="Send the invitations").click()
    expect(page.get_by_role("status")).to_have_text("3 invitations are on their way.")
    expect(page.get_by_role("region", name="1 line could not be invited")).to_contain_text("Line 4: Jonas")
    expect(page.get_by_role("heading", name="1 line could not be invited")).to_be_focused()
    expect(people).to_have_value("Jonas")
    first_link = link_in(text_of(site.mail("hugo@exmaple.com", "Robin Hale invites you")))

    page.get_by_role("navigation").get_by_role("link", name="Clients").click()
    page.get_by_role("link", name="Invitations").click()
    waiting = page.get_by_role("region", name="Not joined yet").get_by_role("listitem")
    for guest_name in ("Greta Holm", "Hugo", "Ida"):
        expect(waiting.filter(has_text=guest_name)).to_contain_text("Not opened, as far as we know.")
    page.get_by_role("link", name="Correct the invitation of Hugo").click()
    page.get_by_label("Their e-mail address").fill("hugo@example.com")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Corrected. hugo@example.com gets a mail with a new link.")
    second_link = link_in(text_of(site.mail("hugo@example.com", "Robin Hale invites you")))
    page.get_by_role("link", name="Withdraw the invitation of Ida").click()
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_role("status")).to_have_text("Withdrawn. The link that ida@example.com has no longer works.")

    guest = open_page(timezone_id="Europe/Berlin")
    ida = link_in(text_of(site.mail("ida@example.com", "Robin Hale invites you")))
    watch.expected |= {ida, first_link}
    guest.goto(ida)
    expect(guest.get_by_role("main")).to_contain_text("Your trainer has withdrawn it.")
    guest.goto(first_link)
    expect(guest.get_by_role("heading", level=1)).to_have_text("This invitation has ended")
    guest.goto(second_link)
    hugo = waiting.filter(has_text="hugo@example.com")
    page.reload()
    expect(hugo).to_contain_text("Not opened, as far as we know.")
    with guest.expect_response("**/opened/"):
        guest.mouse.move(100, 100)
    page.reload()
    expect(hugo).to_contain_text("opened")

    guest.goto(link_in(text_of(site.mail(GRETA, "Robin Hale invites you"))))
    guest.get_by_role("button", name="Accept and begin").click()
    expect(guest.get_by_role("heading", level=1)).to_have_text("Welcome")
    page.reload()
    expect(waiting.filter(has_text=GRETA)).to_contain_text("the first questions are not answered yet")
    welcome(guest, "Greta Holm")
    page.reload()
    greta = page.get_by_role("region", name="Before").get_by_role("listitem").filter(has_text=GRETA)
    expect(greta).to_contain_text("joined")
    greta.get_by_role("link", name="Greta Holm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Greta Holm")
