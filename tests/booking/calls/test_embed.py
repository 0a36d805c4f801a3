"""The call form inside a frame on another site: framed by listed sites alone, and without any cookie."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.signing import TimestampSigner
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.booking.calls.embed_forms import SPOILED_TOKEN, TOO_OLD, form_token
from hinge_coach.booking.calls.mending import proof_of
from hinge_coach.booking.calls.reserving import BookingRequest, reserve
from hinge_coach.booking.models import Call, EmbedOrigin
from tests.booking.calls.conftest import CALL_ID, HTMX, TUESDAY_TEN, FillIn, text

BLOG = "https://blog.example.com"
SHOP = "https://shop.example.com:8443"
HERE = {"Origin": "http://testserver"}


@pytest.fixture
def listed(trainer: Trainer) -> Trainer:
    EmbedOrigin.objects.create(trainer=trainer, origin=SHOP)
    EmbedOrigin.objects.create(trainer=trainer, origin=BLOG)
    return trainer


@pytest.fixture
def frame(listed: Trainer, now: datetime) -> Browser:
    """A browser with everything that may come along: sign-in, message, tokens. The frame is to see none of it."""
    user = User.objects.create_user("maya@example.org", name="Maya of the session", zone="Asia/Tokyo")
    Client.objects.create(user=user, joined_at=now, consented_at=now)
    browser = Browser(enforce_csrf_checks=True, headers=HERE)
    browser.force_login(user)
    browser.cookies["csrftoken"] = "spoiled"
    browser.cookies["messages"] = "spoiled"
    return browser


@pytest.fixture
def filled(fill_in: FillIn) -> FillIn:
    """The form as Maya fills it in, with the token that came with it."""

    def form(**changes: object) -> dict[str, object]:
        filled_in = fill_in(**changes)
        return {"token": form_token(str(filled_in["id"])), **filled_in}

    return form


def ancestors(response: Any) -> str:
    (found,) = re.findall("frame-ancestors ([^;]*)", response.headers["Content-Security-Policy"])
    return str(found)


def token_in(response: Any) -> str:
    (found,) = re.findall('name="token" value="([^"]+)"', response.content.decode())
    return str(found)


def expect_framable_and_free_of_cookies(response: Any) -> None:
    assert (ancestors(response), "X-Frame-Options" in response.headers) == (f"{BLOG} {SHOP}", False)
    assert (dict(response.cookies), "Cookie" in response.headers["Vary"]) == ({}, False)
    assert ("Location" in response.headers, "no-store" in response.headers["Cache-Control"]) == (False, True)
    body = response.content.decode()
    assert ("csrfmiddlewaretoken" in body, "Maya of the session" in body, "Sign out" in body) == (False,) * 3
    away = re.findall(r'<a\b[^>]*href="(?!#)[^>]*>', body)
    assert [link for link in away if 'target="_blank" rel="noopener"' not in link] == []
    assert f'data-embed-origins="{BLOG} {SHOP}"' in body


def test_only_listed_sites_may_frame_it_and_nobody_frames_anything_else(frame: Browser, trainer: Trainer) -> None:
    assert ancestors(frame.get("/call/embed/")) == f"{BLOG} {SHOP}"
    for address in ("/", "/call/", "/call/nowhere/", "/safety/"):
        response = Browser().get(address)
        assert (ancestors(response), response.headers["X-Frame-Options"]) == ("'none'", "DENY"), address
    EmbedOrigin.objects.all().delete()
    response = frame.get("/call/embed/")
    assert (ancestors(response), "X-Frame-Options" in response.headers) == ("'none'", False)
    trainer.delete()
    assert (ancestors(frame.get("/call/embed/")), Trainer.objects.count()) == ("'none'", 0)


def test_no_answer_reads_or_sets_a_cookie(
    frame: Browser, filled: FillIn, trainer: Trainer, booking_request: BookingRequest, now: datetime, settings: Settings
) -> None:
    sessions = list(Session.objects.values_list())
    taken = replace(booking_request, id=uuid4(), email="lee@example.com", phone="+12025550144")
    answers = {
        "form": frame.get("/call/embed/?from=article"),
        "other days": frame.post("/call/embed/", filled(day="2026-03-10")),
        "to htmx": frame.post("/call/embed/", filled(show="1"), headers=HTMX),
        "unknown zone": frame.post("/call/embed/", filled(zone="Mars/Olympus")),
        "errors": frame.post("/call/embed/", filled(email="no")),
        "no token": frame.post("/call/embed/", filled(token="")),
        "too much": frame.post("/call/embed/", filled(about="a" * 3_000_000)),
        "no form": frame.generic("POST", "/call/embed/", b"x", content_type="multipart/form-data"),
        "from elsewhere": frame.post("/call/embed/", filled(), headers={"Origin": "https://evil.example"}),
    }
    reserve(taken, trainer, now=now)
    answers["slot taken"] = frame.post("/call/embed/", filled())
    answers["booked"] = frame.post("/call/embed/", filled(start="2026-03-03T10:00Z"))
    answers["another time"] = frame.post("/call/embed/", filled(start="2026-03-03T10:30Z"))
    answers["booked already"] = frame.post("/call/embed/", filled(id=str(uuid4())))
    answers["its link, mailed again"] = frame.post("/call/embed/", filled(id=str(uuid4()), mail_link="1"))
    answers["a slip of the address"] = frame.post("/call/embed/", filled(id=str(uuid4()), email="kim@gmial.con"))
    settings.CALL_POSTS_AN_HOUR = 1
    cache.clear()
    frame.post("/call/embed/", filled(email="no"))
    answers["too often"] = frame.post("/call/embed/", filled(id=str(uuid4())))
    for name, response in answers.items():
        if name != "to htmx":
            expect_framable_and_free_of_cookies(response)
        assert (dict(response.cookies), "Cookie" in response.headers["Vary"], ancestors(response)) == (
            {},
            False,
            f"{BLOG} {SHOP}",
        ), name
    assert {name: response.status_code for name, response in answers.items() if response.status_code != 200} == {
        "too much": 400,
        "no form": 400,
        "from elsewhere": 403,
        "too often": 429,
    }
    assert "did you mean" in text(answers["a slip of the address"]).lower()
    assert "its link is on its way" in text(answers["its link, mailed again"])
    assert "the other time you chose just now was not taken" in text(answers["another time"])
    assert (list(Session.objects.values_list()), Call.objects.count()) == (sessions, 2)


def test_nobody_looks_into_a_session(frame: Browser, filled: FillIn) -> None:
    with CaptureQueriesContext(connection) as queries:
        frame.get("/call/embed/")
        frame.post("/call/embed/", filled(), headers=HERE)
    assert [query["sql"] for query in queries if "session" in query["sql"]] == []


def test_booked_it_shows_the_time_and_leads_to_the_receipt_in_a_new_tab(frame: Browser, filled: FillIn) -> None:
    response, again = frame.post("/call/embed/", filled()), frame.post("/call/embed/", filled())
    call = Call.objects.get()
    assert (str(call.pk), call.name, call.email) == (CALL_ID, "Maya", "maya@example.com")
    assert "Your call is booked Tuesday, March 3, 2026, 4:00 am New York time (UTC−5)" in text(response)
    (link,) = re.findall(r'<a class="button"[^>]*>', response.content.decode())
    assert link == f'<a class="button" href="/call/{call.token}/" target="_blank" rel="noopener">'
    assert again.content == response.content


def test_a_call_to_be_confirmed_shows_no_link_to_it(frame: Browser, filled: FillIn, trainer: Trainer) -> None:
    trainer.call_rules.confirm_by_mail = True
    trainer.call_rules.save()
    response = frame.post("/call/embed/", filled())
    assert "One more step: check your mail Tuesday, March 3, 2026, 4:00 am" in text(response)
    call = Call.objects.get()
    (link,) = re.findall(r'<a href="([^"]+)" target="_blank"', response.content.decode().partition("<main")[2])
    assert (link, call.token in response.content.decode()) == (f"/call/mend/{proof_of(call)}/", False)
    expect_framable_and_free_of_cookies(response)


def test_whoever_has_a_call_already_asks_for_its_link_without_leaving_the_frame(
    frame: Browser, filled: FillIn, call: Call
) -> None:
    refused = frame.post("/call/embed/", filled(id=str(uuid4())))
    assert "Mail me its link again" in text(refused)
    answer = frame.post("/call/embed/", {**filled(), "token": token_in(refused), "mail_link": "1"})
    assert "its link is on its way to the address that was given with it" in text(answer)
    expect_framable_and_free_of_cookies(answer)


def test_whoever_answers_a_safety_question_with_yes_reads_what_to_do_first(frame: Browser, filled: FillIn) -> None:
    assert "Before anything else" in text(frame.post("/call/embed/", filled(answers=["saddle"])))


@pytest.mark.parametrize(
    "token",
    ["", "x", "0c8f1d8e", TimestampSigner(salt="another purpose").sign(CALL_ID)],
    ids=["none", "a letter", "a part of the id", "for another purpose"],
)
def test_without_a_token_of_ours_nothing_is_booked_and_what_was_typed_comes_back(
    frame: Browser, filled: FillIn, token: str
) -> None:
    refused = frame.post("/call/embed/", filled(token=token))
    assert (SPOILED_TOKEN in text(refused), Call.objects.count()) == (True, 0)
    booked = frame.post("/call/embed/", filled(token=token_in(refused)))
    assert ("Your call is booked" in text(booked), Call.objects.count()) == (True, 1)


def test_a_token_is_for_one_form(frame: Browser, filled: FillIn) -> None:
    refused = frame.post("/call/embed/", filled(token=form_token(str(uuid4()))))
    assert (SPOILED_TOKEN in text(refused), Call.objects.count()) == (True, 0)


def test_a_token_lasts_for_two_hours_and_then_the_form_comes_back_with_a_fresh_one(
    frame: Browser, filled: FillIn, now: datetime
) -> None:
    typed = filled(source="The hinge, explained")
    with time_machine.travel(now + timedelta(hours=2, seconds=2), tick=False):
        refused = frame.post("/call/embed/", typed)
        body = refused.content.decode()
        assert (TOO_OLD in text(refused), Call.objects.count()) == (True, 0)
        kept = ('value="Maya"', "Tight after long drives.", f'value="{TUESDAY_TEN}" required checked', CALL_ID)
        assert [words for words in (*kept, 'value="The hinge, explained"') if words not in body] == []
        expect_framable_and_free_of_cookies(refused)
        assert "Your call is booked" in text(frame.post("/call/embed/", {**typed, "token": token_in(refused)}))


def test_a_spoiled_id_comes_back_with_an_id_and_a_token_that_fit(frame: Browser, filled: FillIn) -> None:
    refused = frame.post("/call/embed/", filled(id="nonsense"))
    (fresh,) = re.findall('name="id" value="([^"]+)"', refused.content.decode())
    frame.post("/call/embed/", filled(id=fresh, token=token_in(refused)))
    assert str(Call.objects.get().pk) == fresh


def test_the_form_as_the_frame_hands_it_out_books(frame: Browser, fill_in: FillIn, now: datetime) -> None:
    body = frame.get("/call/embed/?from=A+page", headers={"Referer": f"{BLOG}/"}).content.decode()
    given = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', body))
    with time_machine.travel(now + timedelta(seconds=40), tick=False):
        frame.post("/call/embed/", fill_in(**{**given, "zone": "Europe/Berlin"}))
    call = Call.objects.get()
    assert (str(call.pk), call.source) == (given["id"], "A page")


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "https://blog.example.com", "http://["])
def test_a_form_that_another_site_sends_books_nothing_and_is_not_shown_filled_in(
    frame: Browser, filled: FillIn, origin: str
) -> None:
    """The frame's own form is sent from the frame, and so from this site, whatever stands around it."""
    refused = frame.post("/call/embed/", filled(), headers={"Origin": origin})
    assert (refused.status_code, "Maya" in text(refused), Call.objects.count()) == (403, False, 0)


@pytest.mark.parametrize(
    ("referer", "source"),
    [
        (f"{BLOG}/", BLOG),
        (f"{SHOP}/hinge?a=1", SHOP),
        ("https://evil.example/", ""),
        ("https://blog.example.com.evil.example/", ""),
        ("https://[", ""),
        ("", ""),
    ],
)
def test_without_words_of_a_link_the_listed_site_around_the_frame_is_the_source(
    frame: Browser, referer: str, source: str
) -> None:
    body = frame.get("/call/embed/", headers={"Referer": referer} if referer else {}).content.decode()
    assert re.findall('name="source"( value="[^"]*")?', body) == [f' value="{source}"' if source else ""]
