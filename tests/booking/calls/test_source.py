"""Which page led somebody to book: kept with the call as text."""

import re

import pytest
from django.core import mail
from django.test import Client as Browser
from pytest_django import DjangoCaptureOnCommitCallbacks

from hinge_coach.booking.models import Call
from tests.booking.calls.conftest import FillIn


def source_in(body: str) -> str:
    """What the hidden field holds."""
    (value,) = re.findall('<input type="hidden" name="source"(?: value="([^"]*)")?', body)
    return str(value)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("sitting-article", "sitting-article"),
        ("  The hinge,\r\n explained\t", "The hinge, explained"),
        ("a" * 300, "a" * 200),
        ("a" * 199 + " b", "a" * 199),
        ("\0", ""),
        ("a\0b", "ab"),
        ("\u200b\u202e", ""),
        ("abc\u202edef", "abcdef"),
        ("😀" * 250, "😀" * 200),
        ("https://evil.example/", "https://evil.example/"),
    ],
)
def test_the_words_of_a_link_are_kept_on_one_line(client: Browser, fill_in: FillIn, words: str, kept: str) -> None:
    assert source_in(client.get("/call/", {"from": words}).content.decode()) == kept
    client.post("/call/", fill_in(source=words))
    assert Call.objects.get().source == kept


def test_the_source_outlasts_errors_and_other_days(client: Browser, fill_in: FillIn) -> None:
    for changes in ({"email": "no"}, {"day": "2026-03-10"}, {"show": "1"}):
        body = client.post("/call/", fill_in(source="A page", **changes)).content.decode()
        assert source_in(body) == "A page"


def test_the_trainer_reads_the_source_as_text(
    client: Browser, fill_in: FillIn, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/call/", fill_in(source="<a href=x>https://evil.example</a>"))
    to_visitor, to_trainer = mail.outbox
    html = str(to_trainer.alternatives[0][0])  # type: ignore[union-attr]
    assert "\nWhat led them here: <a href=x>https://evil.example</a>\n" in str(to_trainer.body)
    assert "What led them here: <bdi>&lt;a href=x&gt;https://evil.example&lt;/a&gt;</bdi>" in html
    assert "evil" not in str(to_visitor.body)


def test_a_call_without_a_source_says_nothing_of_it(
    client: Browser, fill_in: FillIn, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/call/", fill_in())
    assert [message for message in mail.outbox if "led them" in str(message.body)] == []
