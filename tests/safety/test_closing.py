"""Safety answers close practice."""

from datetime import datetime, timedelta

import pytest

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.safety import closing
from hinge_coach.safety.models import Closure, active_closure
from hinge_coach.safety.screening import ADVICE, Level


@pytest.mark.parametrize(
    ("answers", "level"),
    [(["age"], Level.REFER), (["age", "fever"], Level.TODAY), (["saddle", "age"], Level.EMERGENCY)],
)
def test_a_yes_closes_practice_with_its_advice(maya: Client, answers: list[str], level: Level, now: datetime) -> None:
    screening = closing.record_screening(client=maya, answers=answers, at=now)
    stop = active_closure(maya)
    assert stop is not None
    assert (screening.level, screening.answers) == (level, answers)
    assert (stop.level, stop.cause, stop.sentence, stop.closed_at) == (level, "answers", ADVICE[level], now)


def test_an_unknown_answer_stores_nothing(maya: Client, now: datetime) -> None:
    with pytest.raises(KeyError):
        closing.record_screening(client=maya, answers=["nothing"], at=now)
    assert (maya.screenings.count(), maya.closures.count()) == (0, 0)


def test_clear_answers_later_don_t_open_what_is_closed(maya: Client, now: datetime) -> None:
    closing.record_screening(client=maya, answers=["fever"], at=now)
    closing.record_screening(client=maya, answers=[], at=now + timedelta(days=1))
    assert (stop := active_closure(maya)) is not None
    assert (stop.level, maya.screenings.count()) == (Level.TODAY, 2)


LEVELS = [Level.REFER, Level.TODAY, Level.EMERGENCY]


@pytest.mark.parametrize("first", LEVELS)
@pytest.mark.parametrize("second", LEVELS)
def test_the_graver_stop_stays(maya: Client, first: Level, second: Level, now: datetime) -> None:
    later = now + timedelta(hours=1)
    closing.close_practice(client=maya, cause=Closure.Cause.RULE, level=first, sentence="first", at=now)
    closing.close_practice(client=maya, cause=Closure.Cause.ANSWERS, level=second, sentence="second", at=later)
    stop = maya.closures.get()
    if LEVELS.index(second) > LEVELS.index(first):
        assert (stop.level, stop.cause, stop.sentence, stop.closed_at) == (second, "answers", "second", later)
    else:
        assert (stop.level, stop.cause, stop.sentence, stop.closed_at) == (first, "rule", "first", now)


def test_after_reopening_practice_can_be_closed_anew(maya: Client, trainer: Trainer, now: datetime) -> None:
    first = closing.close_practice(client=maya, cause=Closure.Cause.RULE, level=Level.REFER, sentence="first", at=now)
    first.lift(by=trainer.user, note="We talked.", at=now)
    second = closing.close_practice(client=maya, cause=Closure.Cause.RULE, level=Level.REFER, sentence="second", at=now)
    assert (active_closure(maya), maya.closures.count()) == (second, 2)
