"""Who may open the trainer's pages: the trainer, and only by the right method."""

from typing import Any

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client
from tests.coaching.pages import SOME_ID, stored, url
from tests.conftest import SignIn

PAGES = [
    ("desk", []),
    ("invite", []),
    ("client", [1]),
    ("practices", [1]),
    ("lessons", []),
    ("edit_lesson", ["wall-tap"]),
    ("settings", []),
    ("hours", []),
    ("calls", []),
    ("move_call", [SOME_ID]),
    ("cancel_call", [SOME_ID]),
]
ACTIONS = [
    ("set_position", [1]),
    ("lift_closure", [1]),
    ("note_talked", [1, 1]),
    ("set_usual", [1]),
    ("add_note", [1]),
    ("delete_note", [1, SOME_ID]),
    ("send_message", [1]),
    ("pause", [1]),
    ("resume", [1]),
    ("reset_lesson", ["wall-tap"]),
    ("outcome", [SOME_ID]),
]


@pytest.mark.parametrize(("name", "args"), PAGES + ACTIONS)
def test_nobody_is_asked_to_sign_in_first(client: Browser, db: None, name: str, args: list[Any]) -> None:
    page = url(name, *args)
    assert client.post(page).headers["Location"] == f"/accounts/login/?next={page}"


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_a_client_finds_no_desk(maya: Client, curriculum: None, sign_in: SignIn, name: str, args: list[Any]) -> None:
    assert sign_in(maya).get(url(name, *args)).status_code == 404


@pytest.mark.parametrize(("name", "args"), ACTIONS)
def test_a_client_changes_nothing_at_the_desk(
    maya: Client, curriculum: None, sign_in: SignIn, name: str, args: list[Any]
) -> None:
    typed = {"id": str(SOME_ID), "text": "Hello", "note": "Because.", "track": "hinge", "lesson": "wall-tap"}
    before = stored()
    assert sign_in(maya).post(url(name, *args), typed).status_code == 404
    assert stored() == before


@pytest.mark.parametrize(("name", "args"), ACTIONS)
@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_at_an_action_does_nothing(desk_browser: Browser, name: str, args: list[Any], method: str) -> None:
    before = stored()
    assert getattr(desk_browser, method)(url(name, *args)).status_code == 405
    assert stored() == before


@pytest.mark.parametrize(
    "name", ["client", "practices", "set_position", "lift_closure", "set_usual", "add_note", "send_message", "pause"]
)
@pytest.mark.parametrize("id", [999, 10**30])
def test_a_client_who_does_not_exist_is_not_found(desk_browser: Browser, name: str, id: int) -> None:
    page = url(name, id)
    asked = desk_browser.get if name in {"client", "practices"} else desk_browser.post
    assert asked(page).status_code == 404
