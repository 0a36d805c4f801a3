"""One word to many: chosen by filter and by check boxes, read before it is sent, and sent to each of them once."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from hinge_coach.accounts import joining
from hinge_coach.accounts.models import Client, Trainer, User
from lessons.models import Message
from tests import factories
from tests.coaching.pages import html_of, words_of

PAGE = "/desk/write/"
TEXT = "Hi {name}, the studio is closed on Friday. {not a name}"


def client_named(name: str, now: datetime) -> Client:
    user = User.objects.create_user(f"{uuid4().hex}@example.com", name=name)
    return Client.objects.create(user=user, joined_at=now, consented_at=now)


@pytest.fixture
def people(maya: Client, other_client: Client, now: datetime) -> list[Client]:
    """Lee, Maya, Pat Moe and somebody without a name."""
    return [other_client, maya, client_named("Pat Moe", now), client_named("", now)]


def post(browser: Browser, go: str, clients: Sequence[Client | str], text: str = TEXT, **more: str) -> Any:
    keys = [str(client.pk) if isinstance(client, Client) else client for client in clients]
    return browser.post(PAGE, {"id": str(uuid4()), "text": text, "go": go, "client": keys, **more})


def sent() -> dict[str, str]:
    return {str(message.client.user.name): message.text for message in Message.objects.select_related("client__user")}


def names_ticked(answer: Any) -> list[str]:
    return re.findall(r'value="\d+" checked>\s*<bdi>([^<]*)</bdi>', html_of(answer))


def test_the_way_from_choosing_to_sending(people: list[Client], trainer: Trainer, desk_browser: Browser) -> None:
    _, maya, pat, nameless = people
    assert names_ticked(desk_browser.get(PAGE)) == [str(nameless), "Lee", "Maya", "Pat Moe"]
    preview = post(desk_browser, "preview", [maya, pat, nameless])
    page = words_of(preview)
    assert "It goes to 3 clients" in page
    assert f"{nameless} has given no name. There it says “there”." in page
    assert (sent(), "Nothing is sent yet." in page) == ({}, True)
    values = {
        name: re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)"', html_of(preview))
        for name in ("id", "text", "client")
    }
    for _ in range(2):
        answer = desk_browser.post(PAGE, {**values, "go": "send"}, follow=True)
    assert "Sent to 3 clients." in words_of(answer)
    assert sent() == {
        "": "Hi there, the studio is closed on Friday. {not a name}",
        "Maya": "Hi Maya, the studio is closed on Friday. {not a name}",
        "Pat Moe": "Hi Pat, the studio is closed on Friday. {not a name}",
    }
    assert Message.objects.from_trainer().count() == 3


def test_a_changed_text_of_the_same_form_is_another_word(people: list[Client], desk_browser: Browser) -> None:
    """The trainer went back after sending, and wrote on."""
    key = str(uuid4())
    for text in ("Closed on Friday.", "Closed on Saturday, too."):
        post(desk_browser, "send", people[:1], text, id=key)
    assert sorted(Message.objects.values_list("text", flat=True)) == ["Closed on Friday.", "Closed on Saturday, too."]


def test_whoever_is_erased_or_archived_meanwhile_is_said_and_left_out(
    people: list[Client], desk_browser: Browser, now: datetime
) -> None:
    lee, maya, pat, _ = people
    gone = str(lee.pk)
    joining.erase_account(lee.user)
    Client.objects.filter(pk=pat.pk).update(archived_at=now - timedelta(days=1))
    for go in ("preview", "send"):
        page = words_of(post_and_follow(desk_browser, go, [gone, maya, pat]))
        assert "Left out: Pat Moe is a past client by now." in page
        assert "Left out: 1 client who has erased their account." in page
    assert list(sent()) == ["Maya"]


def post_and_follow(browser: Browser, go: str, clients: Sequence[Client | str]) -> Any:
    answer = post(browser, go, clients)
    return browser.get(answer.headers["Location"]) if answer.status_code == 302 else answer


@pytest.mark.parametrize("go", ["preview", "send"])
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x" * 1_000_000, "Please keep this to 4000 letters or fewer."),
        (" \n ", "Please write a line."),
        ("No\0body", "This holds a character that can't be written down. Please type it again."),
        ("{name}" * 666, "With the names filled in, this is longer than 4000 letters."),
    ],
)
def test_a_bad_word_is_refused_beside_its_field(
    desk_browser: Browser, now: datetime, go: str, text: str, sentence: str
) -> None:
    page = html_of(post(desk_browser, go, [client_named("Wilhelmina", now)], text))
    assert re.findall(r'id="many_text_error">\s*<p>(.*?)</p>', unescape(page)) == [sentence]
    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    ("clients", "sentence"),
    [
        ([], "Please choose at least one client."),
        (["nonsense", "-1", "٣", "9" * 30], "Please choose at least one client."),
        (["999999"], "Nobody whom you chose is a client here now. Please choose again."),
        ([str(number) for number in range(1, 500)], "Please choose at most 300 clients at once."),
    ],
)
def test_a_bad_choice_is_refused_and_the_words_stay(
    people: list[Client], desk_browser: Browser, clients: list[str], sentence: str
) -> None:
    page = html_of(post(desk_browser, "send", clients))
    assert (sentence in page, "the studio is closed on Friday." in page) == (True, True)
    assert Message.objects.count() == 0


def test_another_filter_keeps_what_was_typed_and_chooses_whom_it_holds(
    people: list[Client], desk_browser: Browser, now: datetime
) -> None:
    factories.close_by_answer(people[1], now)
    answer = post(desk_browser, "", [], which="closed")
    assert (names_ticked(answer), TEXT in html_of(answer)) == (["Maya"], True)
    assert names_ticked(post(desk_browser, "none", people)) == []
    assert names_ticked(post(desk_browser, "change", people[:1])) == ["Lee"]


def test_a_filter_that_does_not_exist_chooses_nobody(people: list[Client], desk_browser: Browser) -> None:
    answer = desk_browser.get(PAGE, {"which": "everybody"})
    assert ("There is no filter “everybody”." in words_of(answer), names_ticked(answer)) == (True, [])


def test_it_takes_as_many_queries_for_30_clients_as_for_one(maya: Client, desk_browser: Browser, now: datetime) -> None:
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            desk_browser.get(PAGE)
        counts.append(len(queries))
        for number in range(29):
            client_named(f"Client {number}", now)
    assert counts[0] == counts[1] <= 16
