"""The form of a planned pause."""

from datetime import date, timedelta

import pytest

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.safety.forms import PauseForm
from hinge_coach.safety.models import Pause

TODAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        ("2026-03-03", "This day has passed. Please give today or a later day."),
        ("2036-03-03", "This is more than a year away. Please give an earlier day, or none."),
        ("soon", "Please give a date, such as 2026-12-24."),
        ("2026-02-30", "Please give a date, such as 2026-12-24."),
        ("\x00", "Please give a date, such as 2026-12-24."),
    ],
)
def test_a_pause_that_makes_no_sense_gets_a_sentence(maya: Client, until: str, sentence: str) -> None:
    assert PauseForm({"until": until}, client=maya, today=TODAY).errors == {"until": [sentence]}


@pytest.mark.parametrize(("until", "kept"), [("", None), ("2026-03-04", TODAY), ("2026-03-20", date(2026, 3, 20))])
def test_a_pause_may_be_open_or_end(maya: Client, until: str, kept: date | None) -> None:
    form = PauseForm({"until": until}, client=maya, today=TODAY)
    assert form.is_valid()
    form.save(by=maya.user)
    assert pauses(maya) == [(TODAY, kept)]


def test_a_longer_pause_keeps_its_first_day_and_who_set_it(maya: Client, trainer: Trainer) -> None:
    Pause.objects.create(client=maya, begins_on=date(2026, 2, 20), by=maya.user)
    form = PauseForm({"until": "2026-03-30"}, client=maya, today=TODAY)
    assert form.is_valid()
    form.save(by=trainer.user)
    assert pauses(maya) == [(date(2026, 2, 20), date(2026, 3, 30))]
    assert Pause.objects.get().by == maya.user


def test_a_new_pause_stands_beside_the_one_that_was(maya: Client, trainer: Trainer) -> None:
    Pause.objects.create(client=maya, begins_on=date(2026, 2, 1), ends_on=date(2026, 3, 3))
    form = PauseForm({"until": ""}, client=maya, today=TODAY)
    assert form.is_valid()
    form.save(by=trainer.user)
    assert pauses(maya) == [(TODAY, None), (date(2026, 2, 1), date(2026, 3, 3))]
    PauseForm.end(maya, today=TODAY + timedelta(days=2))
    assert pauses(maya) == [(TODAY, TODAY + timedelta(days=1)), (date(2026, 2, 1), date(2026, 3, 3))]


@pytest.mark.parametrize(("until", "fits"), [("", False), ("2026-03-10", False), ("2026-03-09", True)])
def test_a_pause_can_not_reach_into_the_next_one(maya: Client, until: str, fits: bool) -> None:
    Pause.objects.create(client=maya, begins_on=date(2026, 3, 10), ends_on=date(2026, 3, 12))
    form = PauseForm({"until": until}, client=maya, today=TODAY)
    wrong = {} if fits else {"until": ["Another pause begins on March 10. Please give a day before it."]}
    assert form.errors == wrong


def pauses(client: Client) -> list[tuple[date, date | None]]:
    return list(client.pauses.values_list("begins_on", "ends_on"))
