"""One thread, both ways: the trainer writes, the client has it in view and answers, and the trainer sees both."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.walking import look_around

WORD = "Good to have you back. Start small: https://example.com/first-week"
ANSWER = "Will do. The morning was fine."


def as_other(page: Page, person: str) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("navigation").get_by_role("link", name="Sign in")).to_be_visible()
    look_around(page, person)


def test_the_client_answers_on_today_and_the_trainer_sees_that_it_was_seen(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 390, "height": 844})
    look_around(page, "The trainer")
    page.get_by_role("link", name="Tom Adeyemi", exact=True).click()
    word = page.get_by_label("A message to Tom Adeyemi")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(word).to_have_accessible_description(re.compile("Please write a line."))
    word.fill(WORD)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("Sent to Tom.")

    as_other(page, "Tom")
    thread = page.get_by_role("region", name="You and Robin")
    expect(thread.get_by_role("link", name="https://example.com/first-week")).to_have_attribute("rel", "nofollow")
    expect(thread.get_by_role("button", name="I have read this")).to_be_hidden()
    with page.expect_response("**/messages/seen/"):
        thread.get_by_text("Start small").scroll_into_view_if_needed()
    thread.get_by_label("A message to Robin").fill(ANSWER)
    thread.get_by_role("button", name="Send").click()
    expect(thread.get_by_role("status")).to_have_text("Sent. Robin reads it on the desk.")
    expect(thread).to_be_focused()

    as_other(page, "The trainer")
    page.get_by_role("link", name="Tom Adeyemi", exact=True).click()
    words = page.get_by_role("region", name="Messages").get_by_role("listitem")
    expect(words.filter(has_text="Start small")).to_contain_text("seen on")
    with page.expect_response("**/messages/seen/"):
        words.filter(has_text=ANSWER).scroll_into_view_if_needed()
    page.reload()
    expect(words.filter(has_text=ANSWER)).not_to_contain_text("new")
