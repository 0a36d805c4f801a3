"""Commands that run for ever outlive their database; those that run once tell of it."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import InterfaceError, OperationalError

from hinge_coach.commands import RepeatedCommand

pytestmark = pytest.mark.django_db


class Work(RepeatedCommand):
    """Each turn raises what comes next, or works where that is None."""

    def __init__(self, *turns: Exception | None) -> None:
        super().__init__()
        self.turns, self.done = list(turns), 0

    def once(self) -> None:
        turn = self.turns.pop(0)
        if turn:
            raise turn
        self.done += 1


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    return waited


def run(work: Work, **options: Any) -> None:
    call_command(work, **options)


def test_it_goes_on_after_a_database_that_failed(waits: list[float], caplog: pytest.LogCaptureFixture) -> None:
    work = Work(None, OperationalError("locked"), InterfaceError("closed"), None, KeyError("a defect"))
    with pytest.raises(KeyError):
        run(work, every=300)
    assert (work.done, waits) == (2, [300] * 4)
    assert [record.getMessage() for record in caplog.records] == [
        "The database failed. The next try is in 300 seconds."
    ] * 2


def test_run_once_it_tells_of_a_database_that_failed(waits: list[float]) -> None:
    with pytest.raises(OperationalError):
        run(Work(OperationalError("locked")))
    assert waits == []
