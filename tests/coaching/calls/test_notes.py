"""The trainer's notes on a call."""

import uuid

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from hinge_coach.accounts.models import Client
from hinge_coach.booking.calls.retention import erase_caller
from hinge_coach.booking.models import Call, CallNote
from tests.coaching.pages import BAD_WORDS, SOME_ID, html_of, url, words_of


def typed(text: str = "Two knee operations.") -> dict[str, str]:
    return {"id": str(uuid.uuid4()), "text": text}


def test_a_note_pressed_twice_is_stored_once_and_stands_with_its_call(desk_browser: Browser, call_over: Call) -> None:
    form = typed() | {"next": "calls"}
    for _ in range(2):
        answer = desk_browser.post(url("call_notes", call_over.pk), form)
    assert answer.headers["Location"] == f"/desk/calls/#notes-{call_over.pk}"
    assert [(note.call, note.text) for note in CallNote.objects.all()] == [(call_over, "Two knee operations.")]
    assert "Your note of Mar 4, 2026 Two knee operations." in words_of(desk_browser.get(url("calls")))


def test_other_words_under_the_same_id_are_both_kept(desk_browser: Browser, call_over: Call) -> None:
    form = typed()
    for text in ("One.", "Two.", "Two."):
        desk_browser.post(url("call_notes", call_over.pk), form | {"text": text})
    assert sorted(note.text for note in CallNote.objects.all()) == ["One.", "Two."]


@pytest.mark.parametrize("text", [*BAD_WORDS, "a" * 1_000_000])
def test_what_can_not_be_kept_comes_back_with_a_sentence(desk_browser: Browser, call_over: Call, text: str) -> None:
    answer = desk_browser.post(url("call_notes", call_over.pk), typed(text) | {"next": "calls"})
    page = html_of(answer)
    assert (answer.status_code, CallNote.objects.count()) == (200, 0)
    assert f'id="note_{call_over.pk}_text_error"' in page
    assert " ".join(text.replace("\0", "").split()) in page.replace("\0", "")


@pytest.mark.parametrize("id", ["", "x", str(SOME_ID)[:-1], "00000000-0000-0000-0000-000000000000"])
def test_a_spoiled_id_stores_nothing_and_gets_a_new_one(desk_browser: Browser, call_over: Call, id: str) -> None:
    page = html_of(desk_browser.post(url("call_notes", call_over.pk), typed() | {"id": id}))
    assert CallNote.objects.count() == 0
    assert "This form came back incomplete. Please send it again." in page
    assert "Two knee operations." in page


def test_the_id_of_a_note_on_another_call_stores_nothing(
    desk_browser: Browser, call_over: Call, call_today: Call
) -> None:
    form = typed()
    desk_browser.post(url("call_notes", call_over.pk), form)
    desk_browser.post(url("call_notes", call_today.pk), form | {"text": "Other words."})
    assert [(note.call, note.text) for note in CallNote.objects.all()] == [(call_over, "Two knee operations.")]


def test_a_note_is_deleted_through_its_own_call(desk_browser: Browser, call_over: Call, call_today: Call) -> None:
    desk_browser.post(url("call_notes", call_over.pk), typed())
    note = CallNote.objects.get()
    desk_browser.post(url("delete_call_note", call_today.pk, note.pk))
    assert CallNote.objects.count() == 1
    for _ in range(2):
        desk_browser.post(url("delete_call_note", call_over.pk, note.pk))
    assert CallNote.objects.count() == 0


def test_nobody_but_the_trainer_reads_a_note(desk_browser: Browser, call_over: Call) -> None:
    desk_browser.post(url("call_notes", call_over.pk), typed())
    assert "knee" not in words_of(Browser().get(call_over.get_absolute_url()))


def test_a_forgotten_caller_gets_no_new_note(desk_browser: Browser, call_over: Call) -> None:
    form = typed()
    desk_browser.post(url("call_notes", call_over.pk), form)
    erase_caller(call_over.email, call_over.ends_at)
    words = words_of(desk_browser.post(url("call_notes", call_over.pk), typed()))
    assert "Who called was forgotten, and what was noted with it, so nothing new is kept here." in words
    assert CallNote.objects.count() == 0


def test_notes_cost_the_list_one_query_whatever_their_number(desk_browser: Browser, call_over: Call) -> None:
    costs = []
    for number in (1, 30):
        for _ in range(number):
            desk_browser.post(url("call_notes", call_over.pk), typed(f"Note {uuid.uuid4()}"))
        with CaptureQueriesContext(connection) as queries:
            desk_browser.get(url("calls"))
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_it_stands_on_the_page_of_a_client_who_called(desk_browser: Browser, maya: Client, call_over: Call) -> None:
    Call.objects.update(email="Maya@example.com")
    desk_browser.post(url("call_notes", call_over.pk), typed())
    words = words_of(desk_browser.get(url("plan", maya.pk)))
    assert "On calls with them The call of Mar 3, 2026 noted Mar 4, 2026, 9:00 am Two knee operations." in words
