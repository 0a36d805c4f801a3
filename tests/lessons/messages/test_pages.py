"""The client's side: reading, answering on Today and below a verdict, searching, and what waited on the device."""

import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from hinge_coach.accounts.models import Client
from lessons.models import Message
from tests import factories
from tests.lessons.messages.conftest import MINUTE, Say, seen_by

SEND, SEEN = "/messages/send/", "/messages/seen/"


def told(response: Any) -> str:
    html = re.sub(r"<textarea.*?</textarea>|</?(?:bdi|span|time)[^>]*>", "", response.content.decode(), flags=re.DOTALL)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)))


def stored(client: Client) -> list[tuple[str, bool]]:
    return [(message.text, message.is_from_client) for message in reversed(client.messages.all())]


def test_the_client_answers_on_today_and_has_read_what_they_answer_to(
    browser: Browser, maya: Client, say: Say, clock: time_machine.Traveller, now: datetime
) -> None:
    word = say("Take the chair next.")
    page = browser.get("/today/").content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(id|next|seen)" value="([^"]+)"', page[page.index(SEND) :]))
    assert hidden["seen"] == str(word.pk)
    clock.shift(MINUTE)
    answer = browser.post(SEND, {**hidden, "text": "I did. It is easier now."})
    assert answer.headers["Location"] == "/today/#messages"
    assert stored(maya) == [("Take the chair next.", False), ("I did. It is easier now.", True)]
    assert seen_by(maya)[word.pk] == now + MINUTE
    assert "Robin, Wed, Mar 4, 9:00 am Take the chair next. You, Wed, Mar 4, 9:01 am I did." in told(
        browser.get("/today/")
    )


def test_where_nobody_has_written_the_composer_is_folded(browser: Browser) -> None:
    page = browser.get("/today/").content.decode()
    assert re.search(r'<details class="more">\s*<summary>Write to <bdi>Robin</bdi></summary>\s*<form', page)


def test_a_word_below_a_verdict_is_about_that_practice(browser: Browser, maya: Client, now: datetime) -> None:
    practice = factories.practice_once(maya, now - timedelta(hours=1))
    page = browser.get(f"/practices/{practice.pk}/").content.decode()
    assert f'name="practice" value="{practice.pk}"' in page
    values = {"id": str(uuid4()), "next": "practice", "practice": str(practice.pk), "text": "Was that deep enough?"}
    answer = browser.post(SEND, values)
    assert answer.headers["Location"] == f"/practices/{practice.pk}/"
    assert maya.messages.get().practice == practice
    assert "You, Wed, Mar 4, 9:00 am About Pelvic clock Was that deep enough?" in told(browser.get("/messages/"))


@pytest.mark.parametrize("whose", ["another client's", "no id", "deleted"])
def test_a_practice_that_is_not_there_keeps_the_word(
    browser: Browser, maya: Client, other_client: Client, now: datetime, whose: str
) -> None:
    practice = factories.practice_once(other_client if whose == "another client's" else maya, now)
    if whose == "deleted":
        practice.__class__.with_deleted.update(deleted_at=now)
    key = "nonsense" if whose == "no id" else str(practice.pk)
    browser.post(SEND, {"id": str(uuid4()), "next": "practice", "practice": key, "text": "Deep enough?"})
    assert maya.messages.get().practice is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x" * 1_000_000, "Please keep this to 4000 letters or fewer."),
        ("  \n\t ", "Please write a line."),
        ("No\0body", "This holds a character that can't be written down. Please type it again."),
    ],
)
@pytest.mark.parametrize("by_htmx", [False, True])
def test_what_can_not_be_stored_gets_a_sentence_beside_the_field(
    browser: Browser, maya: Client, text: str, sentence: str, by_htmx: bool
) -> None:
    headers = {"HX-Request": "true"} if by_htmx else {}
    answer = browser.post(SEND, {"id": str(uuid4()), "next": "today", "text": text}, headers=headers)
    assert (answer.status_code, stored(maya)) == (200, [])
    assert re.findall(r'id="message_text_error">\s*<p>(.*?)</p>', unescape(answer.content.decode())) == [sentence]


def test_a_double_press_is_one_word(browser: Browser, maya: Client) -> None:
    values = {"id": str(uuid4()), "next": "today", "text": "Hello."}
    places = [browser.post(SEND, values).headers["Location"] for _ in range(2)]
    assert (places, stored(maya)) == (["/today/#messages"] * 2, [("Hello.", True)])


def test_links_are_live_and_nothing_that_was_typed_runs(browser: Browser, say: Say) -> None:
    say('<script>alert(1)</script> https://example.com/?a=1&b="><img src=x onerror=alert(2)> javascript:alert(3)')
    page = browser.get("/messages/").content.decode()
    assert re.search(r'<a href="https://example\.com/\?a=1&amp;b=[^"]*" rel="nofollow">', page)
    assert re.findall(r"<script>alert|<img|href=.javascript", page) == []


def test_words_in_view_are_seen_by_a_post_and_not_by_looking(
    browser: Browser, maya: Client, say: Say, clock: time_machine.Traveller, now: datetime
) -> None:
    first, second, own = say("One."), say("Two."), say("Mine.", by=None)
    for page in ("/today/", "/messages/"):
        browser.get(page)
    assert set(seen_by(maya).values()) == {None}
    clock.shift(MINUTE)
    for _ in range(2):
        browser.post(SEEN, {"seen": [str(first.pk), str(own.pk), "nonsense"], "next": "thread"})
        clock.shift(MINUTE)
    assert seen_by(maya) == {first.pk: now + MINUTE, second.pk: None, own.pk: None}


def test_nobody_sees_the_words_of_another_thread(
    browser: Browser, other_client: Client, say: Say, maya: Client
) -> None:
    word = say("For Lee alone.", client=other_client)
    browser.post(SEEN, {"seen": [str(word.pk)]})
    assert "For Lee alone." not in told(browser.get("/messages/"))
    assert seen_by(other_client) == {word.pk: None}


def test_old_words_are_found_whatever_their_capital_letters(browser: Browser, maya: Client, now: datetime) -> None:
    for days in range(70):
        text = "Über die Brücke: the ÉLAN of it" if days == 60 else f"Word {days}."
        Message.objects.create(client=maya, text=text, written_at=now - timedelta(days=days))
    pages = [told(browser.get(f"/messages/?page={number}")) for number in (1, 2, 3)]
    assert [("Word 0." in page, "Word 31." in page, "Word 69." in page) for page in pages] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]
    found = told(browser.get("/messages/", {"q": "über  DIE"}))
    assert "1 message with “über DIE”." in found
    assert "the ÉLAN of it" in found
    assert "No message holds “pelican”." in told(browser.get("/messages/", {"q": "pelican"}))


@pytest.mark.parametrize("query", ["q=%00", "q=" + "x" * 3000, "page=nonsense", "page=99999999999999999999"])
def test_a_broken_address_shows_the_thread(browser: Browser, say: Say, query: str) -> None:
    say("Take the chair.")
    answer = browser.get(f"/messages/?{query}")
    assert (answer.status_code, "Take the chair." in told(answer)) == (200, True)


def test_the_thread_takes_as_many_queries_with_60_words_as_with_one(
    browser: Browser, say: Say, maya: Client, now: datetime
) -> None:
    say("One.")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            browser.get("/messages/")
        counts.append(len(queries))
        for number in range(60):
            Message.objects.create(client=maya, text="More.", written_at=now - number * MINUTE)
    assert counts[0] == counts[1] <= 16


class TestWhatWaitedOnTheDevice:
    def wait(self, browser: Browser, done_at: datetime, **changed: str) -> Any:
        values = {"id": str(uuid4()), "text": "No reception here.", "done_at": done_at.isoformat(), "next": "today"}
        return browser.post(SEND, {**values, **changed}, headers={"Accept": "application/json"})

    def test_it_keeps_the_time_at_which_it_was_written_and_is_stored_once(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        key = uuid4()
        Client.objects.update(joined_at=now - timedelta(days=30))
        answers = [self.wait(browser, now - timedelta(hours=5), id=str(key)).json() for _ in range(2)]
        assert answers == [{"stored": str(key)}] * 2
        assert list(maya.messages.values_list("pk", "written_at", "sent_at")) == [(key, now - timedelta(hours=5), now)]
        assert "You, Wed, Mar 4, 4:00 am · sent later No reception here." in told(browser.get("/messages/"))

    def test_it_is_taken_while_practice_is_closed(self, browser: Browser, maya: Client, now: datetime) -> None:
        Client.objects.update(joined_at=now - timedelta(days=30))
        factories.close_by_answer(maya, now - timedelta(hours=1))
        assert "stored" in self.wait(browser, now - timedelta(hours=5)).json()

    @pytest.mark.parametrize(
        ("days", "changed", "code"),
        [(8, {}, "too-old"), (-1, {}, "in-the-future"), (40, {}, "before-joining"), (1, {"text": " "}, "form")],
    )
    def test_what_is_refused_stays_there_with_a_sentence(
        self, browser: Browser, maya: Client, now: datetime, days: int, changed: dict[str, str], code: str
    ) -> None:
        Client.objects.update(joined_at=now - timedelta(days=30))
        answer = self.wait(browser, now - timedelta(days=days), **changed)
        assert (answer.status_code, answer.json()["code"], stored(maya)) == (422, code, [])
        if code == "too-old":
            self.wait(browser, now - timedelta(days=days), back_dated="yes")
            assert stored(maya) == [("No reception here.", True)]


def test_me_switches_the_mail_off_and_on(browser: Browser, maya: Client) -> None:
    assert 'id="message_mail" checked' in browser.get("/me/").content.decode()
    for values, is_on in (({}, False), ({"message_mail": "on"}, True)):
        browser.post("/messages/mail/", values)
        maya.refresh_from_db()
        assert maya.message_mail is is_on


def test_once_coaching_has_ended_the_words_are_read_and_none_is_written(
    browser: Browser, maya: Client, say: Say, now: datetime
) -> None:
    say("All the best.")
    Client.objects.update(archived_at=now - timedelta(days=1))
    page = browser.get("/messages/").content.decode()
    assert ("All the best." in page, SEND in page) == (True, False)
    answer = browser.post(SEND, {"id": str(uuid4()), "next": "thread", "text": "Thank you!"})
    assert (answer.status_code, stored(maya)) == (403, [("All the best.", False)])


def test_a_word_that_was_changed_before_it_is_sent_again_is_kept_beside_the_first(
    browser: Browser, maya: Client
) -> None:
    """As where the answer to the first never came. Both answers name the id that was sent, so the device lets go."""
    key = str(uuid4())
    for text in ("It is worse.", "It is worse since Monday.", "It is worse since Monday."):
        answer = browser.post(SEND, {"id": key, "text": text}, headers={"Accept": "application/json"})
        assert answer.json() == {"stored": key}
    assert sorted(stored(maya)) == [("It is worse since Monday.", True), ("It is worse.", True)]
