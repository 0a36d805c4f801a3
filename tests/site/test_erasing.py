"""Erasing an account, in every room."""

import re
import uuid
from collections import Counter
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection, models
from django.db.models import Model
from django.test import Client as Browser
from django_tasks_db.models import DBTaskResult

from hinge_coach.accounts.models import Client, Invitation, Trainer, User
from hinge_coach.booking.models import Call, CallNote
from hinge_coach.coaching.models import DeskLine
from hinge_coach.safety import closing
from hinge_coach.tightness.models import CheckIn
from hinge_coach.views import erase_everything
from lessons.models import Lesson, Plan, VariationAnswer
from lessons.models.variation import Variation
from lessons.practice import recording
from tests.conftest import SignIn
from tests.factories import close_by_answer, practice_once
from tests.reading import page_text

pytestmark = pytest.mark.usefixtures("clock_stands_still")


def test_erasing_needs_the_tick(maya: Client, sign_in: SignIn) -> None:
    response = sign_in(maya).post("/me/erase/")
    assert "Please check this box, so that nobody erases by mistake." in page_text(response)
    assert 'value="Maya"' in response.content.decode()
    assert Client.objects.filter(pk=maya.pk).exists()


def sent_by_the_page(browser: Browser) -> dict[str, str]:
    """What the form of /me/ sends once its box is checked."""
    html = browser.get("/me/").content.decode()
    form = html[html.index('action="/me/erase/"') :]
    return {"sure": "on", **{name: re.findall(f'name="{name}" value="([^"]+)"', form)[0] for name in ("for", "who")}}


def test_pressed_twice_both_presses_lead_to_the_goodbye(maya: Client, sign_in: SignIn) -> None:
    browser = sign_in(maya)
    sent, late = sent_by_the_page(browser), Browser()
    late.cookies = deepcopy(browser.cookies)  # sent before the first answer came
    answers = [each.post("/me/erase/", sent) for each in (browser, late, browser)]
    assert [(answer.headers["Location"], answer.headers["Clear-Site-Data"]) for answer in answers] == [
        ("/goodbye/", '"cache", "storage"')
    ] * 3
    assert DeskLine.objects.count() == 1


def test_whose_sign_in_has_ended_is_not_told_that_they_are_erased(maya: Client, sign_in: SignIn) -> None:
    browser = sign_in(maya)
    sent = sent_by_the_page(browser)
    maya.user.end_all_sign_ins()
    for changed in ({}, {"who": "nonsense"}, {"who": ""}):
        answer = browser.post("/me/erase/", {**sent, **changed}, headers={"Origin": "http://testserver"})
        assert "You were signed out meanwhile" in page_text(answer)
    assert Client.objects.filter(pk=maya.pk).exists()


def test_a_page_of_somebody_else_erases_nobody(maya: Client, other_client: Client, sign_in: SignIn) -> None:
    answer = sign_in(other_client).post("/me/erase/", sent_by_the_page(sign_in(maya)))
    assert (answer.status_code, Client.objects.count()) == (409, 2)


def test_erasing_clears_the_device_as_well(maya: Client, sign_in: SignIn) -> None:
    browser = sign_in(maya)
    assert "Clear-Site-Data" not in browser.post("/me/erase/").headers
    answer = browser.post("/me/erase/", {"sure": "on"}, headers={"Origin": "http://testserver"})
    assert (answer.headers["Location"], answer.headers["Clear-Site-Data"]) == ("/goodbye/", '"cache", "storage"')


def test_erasing_removes_everything_about_one_and_nothing_of_others(
    curriculum: None, trainer: Trainer, maya: Client, other_client: Client, sign_in: SignIn, now: datetime
) -> None:
    lesson = Lesson.objects.get(slug="high-seat-touch")
    for client in (maya, other_client):
        EmailAddress.objects.create(user=client.user, email=client.user.email, verified=True, primary=True)
        Invitation.objects.create(
            email=client.user.email, token_hash=client.user.email, invited_by=trainer, accepted_at=now
        )
        for days in (3, 2, 1):
            at = now - timedelta(days=days)
            recording.record(
                id=uuid.uuid4(),
                client=client,
                lesson=lesson,
                before=2,
                after=2,
                guess="clean",
                passed=True,
                effort=3,
                at=at,
            )
        client.messages.create(by=trainer, text="Well done.", written_at=now)
        client.notes.create(by=trainer, text="Likes the wall.", written_at=now)
        closing.record_screening(client=client, answers=["age"], at=now)
        VariationAnswer.record(client, [Variation.UNSTEADY], at=now)
    browser = sign_in(maya)
    response = browser.post("/me/erase/", {"sure": "on"}, follow=True)

    assert response.redirect_chain == [("/goodbye/", 302)]
    assert "Clear-Site-Data" not in response.headers
    assert "Everything is erased" in page_text(response)
    assert browser.get("/today/").headers["Location"].startswith("/accounts/login/")
    left = {
        model._meta.label: [row for row in model._default_manager.values() if "maya" in repr(row).lower()]
        for model in apps.get_models()
    }
    assert {label: rows for label, rows in left.items() if rows} == {}
    assert list(Client.objects.all()) == [other_client]
    assert [answer.client for answer in VariationAnswer.objects.all()] == [other_client]
    assert CheckIn.objects.count() == other_client.check_ins.count() == 6
    assert browser.post("/me/erase/", {"sure": "on"}).headers["Location"].startswith("/accounts/login/")


MARK = "zebra crossing"  # in every text about Maya; nobody else writes it


def fill_in(model: type[Model], owner: str, whose: Any) -> int:
    """Puts the mark into every free text of the rows that are somebody's, and returns how many rows there are."""
    rows = model._base_manager.filter(**{owner: whose})
    texts = [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField))
        and not (field.choices or field.unique or field.name in ("level", "timezone", "zone", "drawn_as"))
        and (field.max_length or 200) > len(MARK)
    ]
    return rows.update(**dict.fromkeys(texts, MARK)) if texts else rows.count()


def everything_stored() -> list[str]:
    """Each row of each table of the database, whichever model knows it, with what sessions hold unpacked."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows += [f"{table} {row}" for row in cursor.fetchall()]
    return rows + [f"session {session.get_decoded()}" for session in Session.objects.all()]


def test_nothing_in_the_whole_database_names_who_was_erased(
    curriculum: None, trainer: Trainer, maya: Client, sign_in: SignIn, now: datetime
) -> None:
    """Every kind of row about her is there, and every text in it holds the mark."""
    user, lesson = maya.user, Lesson.objects.get(slug="high-seat-touch")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Invitation.objects.create(email=user.email, name=MARK, token_hash="t", invited_by=trainer, accepted_at=now)
    practice_once(maya, now - timedelta(days=1), lesson.slug)
    maya.messages.create(by=trainer, text=MARK, written_at=now)
    maya.notes.create(by=trainer, text=MARK, written_at=now)
    maya.tags.create(name="x")
    Plan.objects.create(client=maya, when=MARK, then=MARK, chosen_at=now)
    close_by_answer(maya, now)
    past_call(trainer, maya, now)
    content_type = ContentType.objects.get_for_model(User)
    LogEntry.objects.create(user=trainer.user, content_type=content_type, object_repr=user.email, action_flag=2)
    arguments = {"args": [user.email], "kwargs": {}}
    DBTaskResult.objects.create(status="SUCCESSFUL", finished_at=now, args_kwargs=arguments, task_path="a.b")
    elsewhere = sign_in(maya)
    session = elsewhere.session
    session["typed"] = MARK
    session.save()

    filled = Counter[str]()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model in (Client, User):
                whose = maya if field.related_model is Client else user
                filled[model._meta.label] += fill_in(model, field.name, whose)
    assert {"lessons.Practice", "tightness.CheckIn", "coaching.Note", "lessons.Message", "safety.Closure"} <= set(
        +filled
    )
    assert sum(MARK in row or "maya@" in row for row in everything_stored()) > 10

    sign_in(maya).post("/me/erase/", {"sure": "on"})

    assert [row for row in everything_stored() if MARK in row or "maya" in row.lower()] == []


def past_call(trainer: Trainer, maya: Client, now: datetime) -> None:
    call = Call(
        id=uuid.uuid4(),
        trainer=trainer,
        name="Maya",
        email=maya.user.email,
        phone="+12025550143",
        about=MARK,
        tried=MARK,
        zone=maya.user.zone,
        starts_at=now - timedelta(days=3),
        ends_at=now - timedelta(days=3) + timedelta(minutes=20),
        booked_at=now - timedelta(days=4),
        changed_at=now - timedelta(days=4),
    )
    call.make_token()
    call.save()
    CallNote.objects.create(id=uuid.uuid4(), call=call, text=MARK, written_at=now)


def test_of_two_presses_at_once_the_later_finds_nobody_and_tells_nobody(
    maya: Client, trainer: Trainer, now: datetime
) -> None:
    early, late = User.objects.get(pk=maya.user.pk), User.objects.get(pk=maya.user.pk)
    for user in (early, late):  # both were signed in when their press came in
        erase_everything(user)
    assert DeskLine.objects.count() == 1
