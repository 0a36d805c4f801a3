"""The trainer's morning: by keyboard alone, by touch, and the mail of a closure through a real mail server."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.running import Mailbox, Site, mail_server, open_port, served, text_of
from tests.browser.walking import answer_none_of_these, look_around, tab_to

FLAG = re.compile("^Numbness or pins and needles between your inner thighs")
DESK = {"width": 1280, "height": 900}


@pytest.fixture
def mailing_site(running_site: Site, site: Site) -> Iterator[tuple[str, Mailbox]]:
    """The same site on another port, which hands its mails to a mail server: its address, and the mailbox there."""
    with mail_server() as mailbox, open_port() as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        switches = {"SITE_URL": address, "EMAIL_URL": f"smtp://127.0.0.1:{mailbox.port}"}
        with served(running_site, listening, **switches) as url:
            yield url, mailbox


def row_of(page: Page, name: str) -> Locator:
    """A client among those who need a word."""
    return page.get_by_role("region", name="Needs a word").get_by_role("article").filter(has_text=name)


def names(page: Page) -> list[str]:
    """Who needs a word, the most urgent first."""
    return page.get_by_role("region", name="Needs a word").get_by_role("heading", level=3).all_inner_texts()


def test_the_morning_by_keyboard_alone(open_page: OpenPage) -> None:
    desk = open_page(viewport=DESK)
    look_around(desk, "The trainer")
    desk.goto("/desk/")
    everybody = names(desk)
    assert everybody[:2] == ["Ana Sousa", "Sam Whitfield"]

    for key, name in (("j", "Ana Sousa"), ("j", "Sam Whitfield"), ("k", "Ana Sousa"), ("j", "Sam Whitfield")):
        desk.keyboard.press(key)
        expect(row_of(desk, name)).to_be_focused()
    desk.keyboard.press("m")
    expect(row_of(desk, "Sam Whitfield").get_by_label("A message to Sam")).to_be_focused()
    desk.keyboard.type("Just one set, and skip the hard serves. Tell me how the next morning is.")  # keys write here
    tab_to(desk, row_of(desk, "Sam Whitfield").get_by_role("button", name="Send and handled"))
    desk.keyboard.press("Enter")
    expect(row_of(desk, "Sam Whitfield")).to_have_count(0)
    expect(desk.get_by_role("status")).to_contain_text("Sent to Sam, and handled.")

    expect(row_of(desk, "Omar Haddad")).to_be_focused()  # the row that has moved up
    desk.keyboard.press("s")
    expect(row_of(desk, "Omar Haddad").get_by_label("A line for yourself")).to_be_focused()
    desk.keyboard.type("Trying the chair in front of his knees.")
    tab_to(desk, row_of(desk, "Omar Haddad").get_by_role("button", name="Until tomorrow"))
    desk.keyboard.press("Enter")
    expect(row_of(desk, "Omar Haddad")).to_have_count(0)

    expect(row_of(desk, "Bea Moreau")).to_be_focused()
    desk.keyboard.press("h")
    expect(row_of(desk, "Bea Moreau")).to_have_count(0)
    expect(row_of(desk, "Tom Adeyemi")).to_be_focused()
    desk.keyboard.press("u")
    expect(row_of(desk, "Bea Moreau")).to_have_count(1)
    assert names(desk) == [name for name in everybody if name not in {"Sam Whitfield", "Omar Haddad"}]


def test_the_morning_by_touch_and_the_answer_of_the_client(open_page: OpenPage) -> None:
    desk = open_page(has_touch=True, is_mobile=True)
    look_around(desk, "The trainer")
    line = desk.get_by_role("listitem").filter(has_text="A client has erased their account")
    line.get_by_role("button", name="Read").tap()
    expect(line).to_have_count(0)

    sams = row_of(desk, "Sam Whitfield")
    expect(sams).to_contain_text(re.compile("to 6 since .*Pickleball"))
    sams.get_by_text("Answer: Sam Whitfield").tap()
    sams.get_by_label("A message to Sam").fill("Just one set, and tell me how the next morning is.")
    sams.get_by_role("button", name="Send and handled").tap()
    expect(sams).to_have_count(0)
    beas = row_of(desk, "Bea Moreau")
    beas.get_by_text("Snooze Bea Moreau").tap()
    beas.get_by_role("button", name="For a week").tap()
    expect(beas).to_have_count(0)
    desk.get_by_role("status").get_by_role("button", name="Undo").tap()
    expect(beas).to_have_count(1)

    sam = open_page(has_touch=True, is_mobile=True)
    look_around(sam, "Sam")
    words = sam.get_by_role("region", name="You and Robin")
    expect(words).to_contain_text("Just one set, and tell me how the next morning is.")
    words.get_by_label(re.compile("^A message to")).fill("One set it is. Thank you!")
    words.get_by_role("button", name="Send").tap()
    expect(words.get_by_role("status")).to_contain_text("Sent.")

    desk.reload()
    expect(sams).to_contain_text("“One set it is. Thank you!”")
    expect(sams).not_to_contain_text("since")  # what was handled is not told again


def test_a_closure_is_mailed_and_leads_the_trainer_to_the_top_of_the_desk(
    open_page: OpenPage, mailing_site: tuple[str, Mailbox]
) -> None:
    url, mailbox = mailing_site
    page = open_page(base_url=url)
    look_around(page, "Maya")
    page.goto("/safety/questions/")
    answer_none_of_these(page)
    page.get_by_role("checkbox", name=FLAG).check()
    page.get_by_role("group", name="Signs that need help right away").get_by_label("None of these").uncheck()
    page.get_by_role("button", name="Save my answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Please get help now")

    mail = mailbox.wait_for("trainer@example.com", "Practice is closed for Maya Ortiz")
    words = text_of(mail)
    assert re.findall("numbness|thigh", words, re.IGNORECASE) == []
    (link,) = re.findall(r"https?://\S+/desk/clients/\d+/", words)

    desk = open_page(base_url=url, viewport=DESK)
    look_around(desk, "The trainer")
    first = desk.get_by_role("region", name="Needs a word").get_by_role("article").first
    expect(first).to_contain_text("Maya Ortiz")
    expect(first).to_contain_text("A safety answer asks for help at once.")
    desk.goto(link)
    expect(desk.get_by_role("heading", level=1)).to_have_text("Maya Ortiz")
