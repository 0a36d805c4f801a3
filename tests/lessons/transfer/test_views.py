"""The page that takes a client's own file, and the one that gives it."""

import base64
import html
import json
import re
import zlib
from datetime import datetime, timedelta

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client
from lessons.transfer.forms import LARGEST_FILE
from tests.conftest import SignIn
from tests.lessons.transfer.conftest import (
    URL,
    Damage,
    Values,
    check_in_at,
    look_page,
    practice_at,
    stored_rows,
    values_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]


def test_the_export_holds_everything_that_is_the_clients_and_nothing_of_others(
    sign_in: SignIn, maya: Client, other_client: Client, now: datetime
) -> None:
    mine = practice_at(maya, now)
    practice_at(other_client, now)
    answer = sign_in(maya).get("/me/export.json")
    values = json.loads(answer.content)
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="hinge-coach.json"'
    assert (values["version"], values["person"]["email"]) == (2, "maya@example.com")
    assert [practice["id"] for practice in values["practices"]] == [str(mine.pk)]
    assert [entry["score"] for entry in values["check_ins"]] == [3, 2]
    assert values["practices"][0]["verdicts"][0]["reasons"] == mine.verdict.reasons
    assert answer.content.decode() == json.dumps(values, indent=2, ensure_ascii=False)


def test_a_look_says_what_the_file_holds_and_stores_nothing(browser: Browser, history: Values) -> None:
    before = stored_rows()
    page = look_page(browser, history)
    assert "9 entries and 3 practices, from February 11, 2026 to February 16, 2026. None of them is here yet." in page
    assert "Import 9 entries and 3 practices</button>" in page
    assert stored_rows() == before


AT = "2026-03-01T10:00:00Z"
CLOSURE = {"cause": "rule", "level": "refer", "sentence": "x", "closed_at": AT, "lifted_at": AT, "note": ""}
DAMAGED: dict[str, tuple[Damage, str]] = {
    "an entry to come": (
        lambda file: file["check_ins"][0].update(at="2026-03-05T15:00:00Z", local_on="2026-03-05"),
        "check_ins[0].at: it is still to come.",
    ),
    "a day far from its instant": (
        lambda file: file["check_ins"][0].update(local_on="2026-01-01"),
        "check_ins[0].local_on: it is not the day of its instant.",
    ),
    "a score of 11": (lambda file: file["check_ins"][0].update(score=11), "check_ins[0].score: it must be at most 10."),
    "a practice without a verdict": (
        lambda file: file["practices"][0].update(verdicts=[]),
        "practices[0].verdicts: it must hold at least one.",
    ),
    "numbers of the rules as text": (
        lambda file: file["practices"][0]["verdicts"][0].update(thresholds={"a": "b"}),
        "practices[0].verdicts[0].thresholds.a: it must be a whole number.",
    ),
    "numbers of the rules as a list": (
        lambda file: file["practices"][0]["verdicts"][0].update(thresholds=[1]),
        "practices[0].verdicts[0].thresholds: it must be an object.",
    ),
    "an endless start": (
        lambda file: file["practices"][0]["verdicts"][0].update(morning_reference=float("inf")),
        "practices[0].verdicts[0].morning_reference: it must be a number.",
    ),
    "a reason as long as a book": (
        lambda file: file["practices"][0]["verdicts"][0]["reasons"][0].update(client="x" * 100_000),
        "practices[0].verdicts[0].reasons[0].client: it is longer than 2,000 letters.",
    ),
    "no entries but a number": (lambda file: file.update(check_ins=7), "check_ins: it must be a list."),
    "a practice without its scores": (
        lambda file: file.update(check_ins=[]),
        "practices[0].before: there is no such check-in, or another practice has it.",
    ),
    "half a plan": (lambda file: file["plan"].pop("then"), "plan.then: it is missing."),
    "a place on the moon": (
        lambda file: file["carry_overs"][0].update(situation="moon"),
        "carry_overs[0].situation: it must be "
        "'chair', 'car', 'bathroom', 'dishwasher', 'laundry', 'picking-up' or 'court'.",
    ),
    "a closure of no level": (
        lambda file: file.update(closures=[{**CLOSURE, "level": "?"}]),
        "closures[0].level: it must be 'clear', 'refer', 'today' or 'emergency'.",
    ),
    "nobody": (lambda file: file.pop("person"), "person: it is missing."),
    "an entry put right in years to come": (
        lambda file: file["check_ins"][0].update(edited_at="2199-01-01T00:00:00Z"),
        "check_ins[0].edited_at: it is still to come.",
    ),
    "a verdict of years to come": (
        lambda file: file["practices"][0]["verdicts"][0].update(decided_at="2199-01-01T00:00:00Z"),
        "practices[0].verdicts[0].decided_at: it is still to come.",
    ),
    "pauses beyond number": (
        lambda file: file.update(pauses=[{"begins_on": "2020-01-01", "ends_on": "2020-01-01"}] * 10_000),
        "pauses: it holds more than 4,000.",
    ),
    "closures beyond number": (
        lambda file: file.update(closures=[CLOSURE] * 9_000),
        "closures: it holds more than 4,000.",
    ),
}


def field_error(page: str) -> str:
    """What stands beside the field, its markup left out."""
    sentences = re.findall(r'class="field__error"[^>]*> ?<p>(.*?)</p>', page)
    return html.unescape("".join(sentences))


@pytest.mark.parametrize(("damage", "sentence"), DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_gets_a_sentence_beside_the_field_and_stores_nothing(
    browser: Browser, history: Values, damage: Damage, sentence: str
) -> None:
    damage(history)
    before = stored_rows()
    assert field_error(look_page(browser, history)) == f"This export is damaged: {sentence} Nothing was stored."
    assert stored_rows() == before


NOT_WHOLE = "This is not a whole export: the file is cut off or of another kind."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b'{"version": 1, "person": {"em', f"{NOT_WHOLE} Nothing was stored."),
        (b"[]", "This is not an export of this site. Nothing was stored."),
        (b'{"version": 3}', "This export has version 3; this site reads 1 and 2. Nothing was stored."),
        (
            b" " * (LARGEST_FILE + 1),
            "This file is larger than 5 MB, so it is no export of one person. Nothing was stored.",
        ),
        (b" " * 50_000_000, "This file is larger than 5 MB, so it is no export of one person. Nothing was stored."),
    ],
    ids=["empty", "cut off", "a list", "newer version", "too large", "50 MB"],
)
def test_a_file_that_is_no_export_gets_a_sentence(browser: Browser, content: bytes, sentence: str) -> None:
    before = stored_rows()
    assert field_error(look_page(browser, content)) == sentence
    assert stored_rows() == before


def test_another_persons_file_is_refused(browser: Browser, other_client: Client, now: datetime) -> None:
    check_in_at(other_client, now - timedelta(days=1), 3)
    before = stored_rows()
    sentence = "This is the export of another person than maya@example.com. Nothing was stored."
    assert field_error(look_page(browser, values_of(other_client))) == sentence
    assert stored_rows() == before


def test_without_a_file_it_asks_for_one(browser: Browser) -> None:
    assert "Please choose the file." in browser.post(URL).content.decode()
    assert "Please choose the file." in browser.post(URL, {"file": "words"}).content.decode()


@pytest.mark.parametrize(
    "packed",
    ["", "x", "💺", "AAAA", "a" * 1_600_000, base64.b64encode(zlib.compress(b" " * (LARGEST_FILE + 1))).decode()],
    ids=["nothing", "a letter", "no base64", "not packed", "too long", "too large once unpacked"],
)
def test_a_page_that_was_tampered_with_asks_for_the_file_once_more(browser: Browser, packed: str) -> None:
    before = stored_rows()
    assert "Please choose the file again." in browser.post(URL, {"packed": packed}).content.decode()
    assert stored_rows() == before


def test_it_is_linked_beside_the_export(browser: Browser) -> None:
    assert f'<a href="{URL}">Import your history</a>' in browser.get("/me/").content.decode()
