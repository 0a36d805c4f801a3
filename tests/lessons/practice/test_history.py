"""What the rules may know of a client, loaded from the rows."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.safety.models import active_closure
from hinge_coach.safety.screening import Level
from lessons.models import Lesson, NewUsual, lessons_in_order, move_client
from lessons.practice.history import load_state
from lessons.practice.recording import prompt_at
from lessons.rules.values import Decision, RuleCode, Standing
from tests.conftest import SignIn
from tests.factories import practice_once, report_fine, safety_answers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("curriculum")]


HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_fine_days_alone_move_nobody_on_and_the_site_asks_before_that(
    maya: Client, make_steady: Any, now: datetime
) -> None:
    make_steady(maya)
    lesson = Lesson.objects.get(slug="find-the-middle")
    today = load_state(maya, now=now)
    first = prompt_at(today, lesson, today.positions[0])
    report_fine(maya, now)
    tomorrow = load_state(maya, now=now + DAY)
    second = prompt_at(tomorrow, lesson, tomorrow.positions[0])
    assert (first.code, second.code) == ("fine", "decides")
    practice = report_fine(maya, now + DAY)  # from a page that was open since
    assert (practice.verdict.decision, practice.verdict.reasons[0]["code"]) == ("hold", "answer_missing")


def test_practices_are_values_newest_first(maya: Client, make_steady: Any, now: datetime) -> None:
    make_steady(maya)
    report_fine(maya, now)
    practice_once(maya, now + DAY, "find-the-middle", easier=True, before=3, after=4)
    maya.practices.filter(done_at__lt=now - 14 * DAY).update(imported=True, passed=False)
    stored = maya.practices.select_related("before", "after")
    values = maya.practices.done()
    assert values == tuple(practice.value for practice in stored)
    assert [practice.is_fine for practice in values[:3]] == [False, True, False]
    assert (values[0].easier, values[-1].passed, values[-1].imported) == (True, False, True)


def test_imported_rows_are_shown_and_judge_nothing(maya: Client, make_steady: Any, now: datetime) -> None:
    make_steady(maya)
    whole = load_state(maya, now=now)
    maya.practices.filter(done_at__lt=now - 7 * DAY).update(imported=True)
    maya.check_ins.filter(at__lt=now - 7 * DAY).update(imported=True)
    state = load_state(maya, now=now)
    assert (len(whole.facts.practices), len(whole.facts.reports)) == (6, 18)
    assert (state.facts.practices, state.facts.reports) == (whole.facts.practices[3:], whole.facts.reports[9:])
    assert (len(state.practices), len(state.entries)) == (6, 18)


@pytest.mark.parametrize("slug", ["pelvic-clock", "find-the-middle"])
def test_a_state_with_a_new_practice_is_the_one_that_is_loaded_after_it(
    maya: Client, make_steady: Any, now: datetime, slug: str
) -> None:
    make_steady(maya)
    before = load_state(maya, now=now)
    practice = practice_once(maya, now) if slug == "pelvic-clock" else report_fine(maya, now, slug)
    check_ins = [check_in for check_in in (practice.before, practice.after) if check_in is not None]
    extended = before.with_practice(practice, [row.value for row in check_ins])
    loaded = load_state(maya, now=now)
    assert (extended.facts.reports, extended.facts.practices) == (loaded.facts.reports, loaded.facts.practices)
    assert extended.facts.reported == loaded.facts.reported
    assert (set(extended.entries), extended.practices) == (set(loaded.entries), loaded.practices)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("saddle", RuleCode.SAFETY_EMERGENCY),
        ("feverish", RuleCode.SAFETY_URGENT),
        ("weight", RuleCode.SAFETY_REFER),
    ],
)
def test_a_safety_answer_reaches_its_row_of_the_table(
    maya: Client, sign_in: SignIn, now: datetime, answer: str, code: RuleCode
) -> None:
    sign_in(maya).post("/safety/questions/", safety_answers(answer))
    verdict = load_state(maya, now=now).client_verdict
    assert verdict is not None
    assert (verdict.decision, verdict.reason.code) == (Decision.STOP, code)


def test_the_gravest_answer_reaches_the_rules(maya: Client, sign_in: SignIn, now: datetime) -> None:
    sign_in(maya).post("/safety/questions/", safety_answers("weight", "saddle"))
    assert load_state(maya, now=now).facts.history.screening == Level.EMERGENCY


def test_a_lifted_closure_leaves_the_rules_clear_and_begins_a_new_count(
    maya: Client, trainer: Trainer, sign_in: SignIn, now: datetime
) -> None:
    sign_in(maya).post("/safety/questions/", safety_answers("feverish"))
    closure = active_closure(maya)
    assert closure is not None
    closure.lift(by=trainer.user, note="Seen.", at=now)
    history = load_state(maya, now=now).facts.history
    assert (history.screening, history.anew_on) == (Level.CLEAR, date(2026, 3, 4))


def test_the_trainers_new_usual_counts_from_its_own_day_on(maya: Client, trainer: Trainer, now: datetime) -> None:
    NewUsual.objects.create(client=maya, since=now, since_on=date(2026, 3, 3), by=trainer.user, line="It is so now.")
    assert load_state(maya, now=now).facts.history.anew_on == date(2026, 3, 3)


@pytest.mark.parametrize("practices", [0, 6])
def test_a_state_is_loaded_by_ten_queries(
    maya: Client, make_steady: Any, now: datetime, practices: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    if practices:
        make_steady(maya)
    lessons_in_order()
    with django_assert_num_queries(10):
        load_state(maya, now=now)


# --- where a client stands


def moved(client: Client, slug: str, at: datetime, *, easier: bool = False) -> None:
    lesson = Lesson.objects.get(slug=slug)
    move_client(client=client, lesson=lesson, easier=easier, at=at, by=client.user, note="for the test")


def standing(client: Client, now: datetime) -> Standing:
    state = load_state(client, now=now)
    return state.standing(state.positions[0])


def test_without_a_move_the_first_lesson_counts_from_the_beginning(maya: Client, now: datetime) -> None:
    first = Lesson.objects.get(slug="pelvic-clock")
    assert standing(maya, now) == Standing(lesson=first.pk)


def test_the_last_move_is_where_the_count_begins_whoever_made_it(maya: Client, now: datetime) -> None:
    moved(maya, "leg-slide", now)
    moved(maya, "find-the-middle", now + HOUR, easier=True)
    lesson = Lesson.objects.get(slug="find-the-middle")
    expected = Standing(lesson=lesson.pk, easier=True, has_previous=True, placed_at=now + HOUR)
    assert standing(maya, now + DAY) == expected


def test_a_move_on_another_track_moves_nothing_here(maya: Client, now: datetime) -> None:
    moved(maya, "wall-tap", now)
    assert standing(maya, now + DAY).placed_at is None


def test_a_step_back_is_remembered_until_the_client_comes_to_another_lesson(maya: Client, now: datetime) -> None:
    for days_ago in (5, 4, 3):
        practice_once(maya, now - days_ago * DAY, before=3, after=3 if days_ago == 5 else 6)
    rows = [(move.from_lesson, move.to_lesson, move.decision) for move in load_state(maya, now=now).moves]
    first = Lesson.objects.get(slug="pelvic-clock").pk
    assert rows == [(first, first, "regress")]
    assert (standing(maya, now).was_eased, standing(maya, now).steps_back) == (True, ((first, date(2026, 3, 1)),))
    moved(maya, "find-the-middle", now)
    assert standing(maya, now).was_eased is False
