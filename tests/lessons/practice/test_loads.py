"""The weight of a practice: typed with it, kept as typed, and advised from what was used before."""

import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from hinge_coach.accounts.models import Client, User
from hinge_coach.accounts.weight_unit import WeightUnit
from lessons.models import Lesson, Load, Practice, lessons_in_order, move_client
from lessons.practice.forms import PracticeForm
from lessons.practice.history import load_state
from lessons.practice.loads import load_offer
from lessons.practice.recording import prompt_at
from lessons.rules.load_steps import LoadReason, LoadStep
from tests.conftest import SignIn, entered
from tests.factories import practice_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]
SENT = {"before": "3", "guess": "clean", "passed": "yes", "effort": "4", "after": "2", "easier": "", "cue": ""}
SLUG = "loaded-hinge"
URL = f"/lessons/{SLUG}/practice/"
TABLE = {"what": "Both weights together", "start_kg": 4, "start_lb": 8, "optional": False}
KG, LB = WeightUnit.KG, WeightUnit.LB


@pytest.fixture
def loaded_hinge(curriculum: None) -> Lesson:
    Lesson.objects.filter(slug=SLUG).update(load=TABLE)
    return Lesson.objects.get(slug=SLUG)


@pytest.fixture
def lifter(maya: Client, loaded_hinge: Lesson, now: datetime) -> Client:
    """Maya, on the loaded hinge with nothing to wait for."""
    for slug in ("floor-lift", "court-speed", "neutral-on-the-move", SLUG):
        at = now - timedelta(days=40)
        move_client(client=maya, lesson=Lesson.objects.get(slug=slug), at=at, by=maya.user, note="for the test")
    return maya


@pytest.fixture
def browser(sign_in: SignIn, lifter: Client) -> Browser:
    return sign_in(lifter)


def kg(value: str | int) -> Load:
    return Load(Decimal(value), KG)


def send(browser: Browser, **typed: str) -> Any:
    return browser.post(URL, {**SENT, "id": str(uuid.uuid4()), **typed})


def form_of(client: Client, now: datetime, lesson: Lesson) -> PracticeForm:
    state = load_state(Client.objects.get(pk=client.pk), now=now)
    position = next(position for position in state.positions if position.track == lesson.track)
    offer = load_offer(state, position, lesson)
    return PracticeForm(lesson=lesson, prompt=prompt_at(state, lesson, position), loads=offer)


def fragment_of(form: PracticeForm) -> str:
    """The start screen of a lesson that is known."""
    context = {"form": form, "lesson": form.lesson, "is_known": True}
    return " ".join(render_to_string("lessons/practice/_start.html", context).split())


@pytest.mark.parametrize(
    ("typed", "beside", "stored", "words"),
    [
        ("12,5", "kg", (Decimal("12.5"), "kg"), "12.5 kg"),
        ("12.5", "kg", (Decimal("12.5"), "kg"), "12.5 kg"),
        ("27 lb", "kg", (Decimal(27), "lb"), "27 lb"),
        ("27", "lb", (Decimal(27), "lb"), "27 lb"),
        ("2½", "kg", (Decimal("2.5"), "kg"), "2.5 kg"),
        ("0", "kg", (Decimal(0), "kg"), "no weight"),
    ],
)
def test_it_is_kept_as_it_was_typed(
    browser: Browser, typed: str, beside: str, stored: tuple[Decimal, str], words: str
) -> None:
    send(browser, load=typed, load_unit=beside)
    practice = Practice.objects.get()
    assert (practice.load, practice.load_unit) == stored
    assert practice.used is not None
    assert practice.used.words == words


@pytest.mark.parametrize("typed", [{}, {"load": ""}, {"load": "  ", "load_unit": "kg"}])
def test_nothing_typed_is_nothing_said(browser: Browser, typed: dict[str, str]) -> None:
    send(browser, **typed)
    practice = Practice.objects.get()
    assert (practice.load, practice.load_unit, practice.used) == (None, "", None)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1,000", "“1,000” can mean 1 or 1000. Please type the one you mean."),
        ("125,5,5", "Please type one number, such as 12.5 kg or 27 lb."),
        ("201", "That is more than 200 kg. Please check the number, and kg or lb."),
        ("-1", "A weight can’t be below 0."),
        ("4.125", "Please use at most two decimals"),
        ("two fives", "Please type one number"),
        ("4\x00", "This holds a character that can&#x27;t be written down."),
        ("9" * 10_000, "Please type one number"),
    ],
)
def test_a_wrong_weight_stores_nothing_and_gets_one_sentence_beside_the_field(
    browser: Browser, lifter: Client, loaded_hinge: Lesson, now: datetime, typed: str, sentence: str
) -> None:
    answer = send(browser, load=typed, load_unit="kg")
    assert (answer.status_code, Practice.objects.count()) == (200, 0)
    form = answer.context["form"]
    assert len(form.errors["load"]) == 1
    html = fragment_of(form)
    assert sentence in html
    assert 'aria-invalid="true"' in html


def test_a_wrong_weight_stays_in_the_field(browser: Browser) -> None:
    html = fragment_of(send(browser, load="1,000", load_unit="lb").context["form"])
    assert 'name="load" value="1,000"' in html
    assert 'value="lb"' in html.split("checked")[0].rsplit("<input", 1)[1]


def test_a_lesson_without_a_weight_asks_for_none_and_takes_none(
    browser: Browser, lifter: Client, now: datetime
) -> None:
    lesson = Lesson.objects.get(slug="tall-kneel-hinge")
    assert "load" not in form_of(lifter, now, lesson).fields
    browser.post(
        "/lessons/tall-kneel-hinge/practice/", {**SENT, "id": str(uuid.uuid4()), "load": "5", "load_unit": "kg"}
    )
    assert Practice.objects.get().load is None


@pytest.mark.parametrize(
    "values",
    [
        {"load": Decimal(5), "load_unit": ""},
        {"load": None, "load_unit": "kg"},
        {"load": Decimal(5), "load_unit": "st"},
        {"load": Decimal("-0.5"), "load_unit": "kg"},
        {"load": Decimal("200.01"), "load_unit": "kg"},
        {"load": Decimal("440.01"), "load_unit": "lb"},
    ],
)
def test_the_database_refuses_half_a_load_and_an_impossible_one(
    maya: Client, now: datetime, values: dict[str, Any]
) -> None:
    practice_once(maya, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Practice.objects.update(**values)


def test_sending_it_again_with_another_weight_changes_nothing(browser: Browser) -> None:
    sent = {**SENT, "id": str(uuid.uuid4()), "load": "4", "load_unit": "kg"}
    browser.post(URL, sent)
    browser.post(URL, {**sent, "load": "40"})
    assert Practice.objects.get().load == 4


# Kilograms or pounds


@pytest.mark.parametrize(
    ("zone", "unit"), [("America/Chicago", LB), ("Europe/Berlin", KG), ("Pacific/Guam", LB), ("UTC", None)]
)
def test_the_unit_is_that_of_the_country_until_one_is_chosen(
    lifter: Client, loaded_hinge: Lesson, now: datetime, zone: str, unit: WeightUnit | None
) -> None:
    User.objects.filter(pk=lifter.user.pk).update(zone=zone)
    form = form_of(lifter, now, loaded_hinge)
    assert form["load_unit"].initial == unit
    assert ("checked" in fragment_of(form)) == (unit is not None)


def test_the_unit_chosen_beside_the_field_is_kept_for_the_next_time(browser: Browser, lifter: Client) -> None:
    send(browser, load="4", load_unit="kg")
    lifter.refresh_from_db()
    assert lifter.weight_unit == "kg"


def test_a_unit_typed_once_changes_no_habit(browser: Browser, lifter: Client) -> None:
    Client.objects.filter(pk=lifter.pk).update(weight_unit="kg")
    send(browser, load="27 lb", load_unit="kg")
    lifter.refresh_from_db()
    assert (Practice.objects.get().load_unit, lifter.weight_unit) == ("lb", "kg")


def test_whose_country_is_not_known_is_asked_once(browser: Browser, lifter: Client) -> None:
    User.objects.filter(pk=lifter.user.pk).update(zone="UTC")
    answer = send(browser, load="4")
    assert answer.context["form"].errors["load"] == ["Is that kg or lb? Please choose one."]
    send(browser, load="4 kg")
    lifter.refresh_from_db()
    assert (Practice.objects.get().load_unit, lifter.weight_unit) == ("kg", "kg")


# What is advised


def test_the_first_time_says_where_to_start_and_leaves_the_field_empty(
    lifter: Client, loaded_hinge: Lesson, now: datetime
) -> None:
    html = fragment_of(form_of(lifter, now, loaded_hinge))
    assert "Start with 8 lb, or less. You decide." in html
    assert "Both weights together. Leave it empty, or type 0, if you use none." in html
    assert 'inputmode="decimal"' in html
    assert 'name="load" value' not in html


def test_the_next_time_the_last_weight_is_filled_in_with_the_step_above_it(
    lifter: Client, loaded_hinge: Lesson, now: datetime
) -> None:
    practice_once(lifter, now - timedelta(days=1), SLUG, load=kg(4), weight_unit=KG)
    html = fragment_of(form_of(lifter, now, loaded_hinge))
    assert 'name="load" value="4"' in html
    assert "Last time 4 kg. Use it for a week: one step up is 5 kg, from March 10 at the earliest." in html


def test_a_weight_in_the_other_unit_is_filled_in_with_it(lifter: Client, loaded_hinge: Lesson, now: datetime) -> None:
    practice_once(lifter, now - timedelta(days=1), SLUG, load=kg(4), weight_unit=LB)
    assert 'name="load" value="4 kg"' in fragment_of(form_of(lifter, now, loaded_hinge))


@pytest.mark.parametrize(("days_ago", "step"), [(6, LoadStep.STAY), (7, LoadStep.UP)])
def test_a_step_up_is_offered_after_a_week(
    lifter: Client, loaded_hinge: Lesson, now: datetime, days_ago: int, step: LoadStep
) -> None:
    for days in (days_ago, 1):
        practice_once(lifter, now - timedelta(days=days), SLUG, before=2, after=2, passed=True, load=kg(4))
    offer = form_of(lifter, now, loaded_hinge).loads
    assert offer is not None
    assert offer.advice.step == step


def test_in_a_flare_one_step_down_is_advised_and_nothing_filled_in(
    lifter: Client, loaded_hinge: Lesson, now: datetime
) -> None:
    for days in range(20, 3, -1):
        entered(lifter, now - timedelta(days=days), 2)
    practice_once(lifter, now - timedelta(days=4), SLUG, before=2, after=2, load=kg(5))
    for days in (2, 1):
        entered(lifter, now - timedelta(days=days), 6)
    form = form_of(lifter, now, loaded_hinge)
    assert form.loads is not None
    assert (form.loads.advice.step, form.loads.advice.reason) == (LoadStep.DOWN, LoadReason.EASED)
    html = fragment_of(form)
    assert "Last time 5 kg. One step down is 4 kg: use that for now." in html
    assert 'name="load" value' not in html


def test_after_a_step_back_one_step_down_is_advised_once(lifter: Client, loaded_hinge: Lesson, now: datetime) -> None:
    for days in (9, 8, 7, 6):
        practice_once(lifter, now - timedelta(days=days), SLUG, passed=False, load=kg(5))
    assert lifter.moves.first() is not None
    form = form_of(lifter, now, loaded_hinge)
    assert form.loads is not None
    assert form.loads.sentence == "Last time 5 kg. One step down is 4 kg: use that for now."
    practice_once(lifter, now - timedelta(days=1), SLUG, easier=True, load=kg(4))
    form = form_of(lifter, now, loaded_hinge)
    assert form.loads is not None
    assert form.loads.advice.reason == LoadReason.EASED_ALREADY


def test_imported_practices_and_other_lessons_advise_nothing(
    lifter: Client, other_client: Client, loaded_hinge: Lesson, now: datetime
) -> None:
    practice_once(lifter, now - timedelta(days=9), SLUG, load=kg(50))
    Practice.objects.update(imported=True)
    practice_once(lifter, now - timedelta(days=1), "wall-tap", load=kg(60))
    form = form_of(lifter, now, loaded_hinge)
    assert form.loads is not None
    assert form.loads.advice.step == LoadStep.START


def test_a_weight_costs_the_page_one_query_however_often_it_was_used(
    browser: Browser, lifter: Client, loaded_hinge: Lesson, now: datetime
) -> None:
    def queries() -> int:
        lessons_in_order()  # the first page after a lesson has changed reads them
        with CaptureQueriesContext(connection) as captured:
            browser.get(URL)
        return len(captured)

    first = queries()
    for days in range(8, 0, -1):
        practice_once(lifter, now - timedelta(days=days), SLUG, load=kg(4))
    assert (queries(), first <= 16) == (first, True)
    Lesson.objects.filter(pk=loaded_hinge.pk).update(load=None)
    assert queries() == first - 1


@pytest.mark.parametrize("table", [{"optional": True}, {"what": "", "start_kg": 4}])
def test_a_lesson_that_was_edited_without_all_of_the_table_still_runs(
    browser: Browser, loaded_hinge: Lesson, table: dict[str, Any]
) -> None:
    Lesson.objects.filter(pk=loaded_hinge.pk).update(load=table)
    assert browser.get(URL).status_code == 200
    send(browser, load="4", load_unit="kg")
    assert Practice.objects.get().load == 4


def test_without_scripts_the_weight_typed_first_is_carried_on(browser: Browser) -> None:
    typed = {"id": str(uuid.uuid4()), "step": "before", "before": "3", "load": "12,5", "load_unit": "kg"}
    form = browser.post(URL, typed).context["form"]
    html = fragment_of(form)
    assert 'name="load" value="12,5"' in html
    assert Practice.objects.count() == 0
