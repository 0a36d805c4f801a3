"""The trainer's morning: by keyboard alone, by touch, and the mail of a closure through a real mail server."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.running import Mailbox, Site, mail_server, open_port, served, text_of
from tests.browser.walking import answer_none_of_these, look_around

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
    assert re.findall("numb|thigh", words, re.IGNORECASE) == []
    (link,) = re.findall(r"https?://\S+/desk/clients/\d+/", words)

    desk = open_page(base_url=url, viewport=DESK)
    look_around(desk, "The trainer")
    first = desk.get_by_role("region", name="Needs a word").get_by_role("article").first
    expect(first).to_contain_text("Maya Ortiz")
    expect(first).to_contain_text("A safety answer asks for help at once.")
    desk.goto(link)
    expect(desk.get_by_role("heading", level=1)).to_have_text("Maya Ortiz")
