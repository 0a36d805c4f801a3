"""What the rules may know of a client, loaded from the rows."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.safety.models import active_closure
from hinge_coach.safety.screening import Level
from lessons.models import Lesson
from lessons.practice.history import load_history, practice_value, prompt_at, with_practice
from lessons.practice.position import positions_of
from lessons.rules.decide import decide
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision, RuleCode
from tests.conftest import SignIn
from tests.factories import practice_once, report_fine

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("curriculum")]


def test_fine_days_alone_move_nobody_on_and_the_site_asks_before_that(
    maya: Client, make_steady: Any, now: datetime
) -> None:
    make_steady(maya)
    lesson, position = Lesson.objects.get(slug="find-the-middle"), positions_of(maya)[0]
    first = prompt_at(maya, lesson, position=position, now=now)
    report_fine(maya, now)
    tomorrow = now + timedelta(days=1)
    second = prompt_at(maya, lesson, position=position, now=tomorrow)
    assert (first.code, second.code) == ("fine", "decides")
    practice = report_fine(maya, tomorrow)  # from a page that was open since
    assert (practice.verdict.decision, practice.verdict.reasons[0]["code"]) == ("hold", "no_scores")


def test_practices_are_values_newest_first(maya: Client, make_steady: Any, now: datetime) -> None:
    make_steady(maya)
    report_fine(maya, now)
    practice_once(maya, now + timedelta(days=1), "find-the-middle", easier=True, before=3, after=4)
    maya.practices.filter(done_at__lt=now - timedelta(days=14)).update(imported=True, passed=False)
    stored = maya.practices.select_related("before", "after")
    values = maya.practices.done()
    assert values == tuple(practice_value(each) for each in stored)
    assert [each.is_fine for each in values[:3]] == [False, True, False]
    assert (values[0].easier, values[-1].passed, values[-1].imported) == (True, False, True)


def test_what_a_file_brought_in_is_in_no_history(maya: Client, make_steady: Any, now: datetime) -> None:
    make_steady(maya)
    whole = load_history(maya, now=now)
    maya.practices.filter(done_at__lt=now - timedelta(days=7)).update(imported=True)
    maya.check_ins.filter(at__lt=now - timedelta(days=7)).update(imported=True)
    without_imports = load_history(maya, now=now)
    assert (len(whole.practices), len(whole.reports)) == (6, 18)
    assert (without_imports.practices, without_imports.reports) == (whole.practices[:3], whole.reports[-9:])


@pytest.mark.parametrize("slug", ["pelvic-clock", "find-the-middle"])
def test_a_history_with_a_new_practice_is_the_one_that_is_loaded_after_it(
    maya: Client, make_steady: Any, now: datetime, slug: str
) -> None:
    make_steady(maya)
    before = load_history(maya, now=now)
    practice = practice_once(maya, now) if slug == "pelvic-clock" else report_fine(maya, now, slug)
    extended, loaded = with_practice(before, practice), load_history(maya, now=now)
    assert (set(extended.practices), set(extended.reports)) == (set(loaded.practices), set(loaded.reports))
    assert (len(extended.practices), len(extended.reports)) == (len(loaded.practices), len(loaded.reports))


@pytest.mark.parametrize(
    ("field", "answer", "code"),
    [
        ("emergency", "saddle", RuleCode.SAFETY_EMERGENCY),
        ("today", "fever", RuleCode.SAFETY_URGENT),
        ("refer", "weight", RuleCode.SAFETY_REFER),
    ],
)
def test_a_safety_answer_reaches_its_row_of_the_table(
    maya: Client, sign_in: SignIn, now: datetime, field: str, answer: str, code: RuleCode
) -> None:
    sign_in(maya).post("/safety/questions/", {field: [answer]})
    verdict = decide(load_history(maya, now=now), Thresholds(), now)
    assert (verdict.decision, [reason.code for reason in verdict.reasons]) == (Decision.STOP, [code])


def test_the_gravest_answer_reaches_the_rules(maya: Client, sign_in: SignIn, now: datetime) -> None:
    sign_in(maya).post("/safety/questions/", {"refer": ["weight"], "emergency": ["saddle"]})
    assert load_history(maya, now=now).screening == Level.EMERGENCY


def test_a_lifted_closure_and_one_by_a_rule_leave_the_rules_clear(
    maya: Client, trainer: Trainer, sign_in: SignIn, now: datetime
) -> None:
    sign_in(maya).post("/safety/questions/", {"today": ["fever"]})
    closure = active_closure(maya)
    assert closure is not None
    closure.lift(by=trainer.user, note="Seen.", at=now)
    lifted = load_history(maya, now=now)
    practice_once(maya, now + timedelta(hours=1), after=9)
    closed_by_rule = load_history(maya, now=now)
    assert active_closure(maya) is not None
    assert (lifted.screening, closed_by_rule.screening) == (Level.CLEAR, Level.CLEAR)


def test_closures_that_are_loaded_already_cost_no_query(
    maya: Client, now: datetime, django_assert_num_queries: Callable[[int], Any]
) -> None:
    closures = list(maya.closures.all())
    with django_assert_num_queries(3):
        load_history(maya, now=now, closures=closures)
