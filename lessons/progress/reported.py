"""A client's reported days, with all that moves their usual, for the chart and the pages around it."""

from collections.abc import Iterable
from datetime import datetime

from hinge_coach.accounts.models import Client
from hinge_coach.safety.models import Closure, last_lift
from hinge_coach.tightness.trend import CheckInValue
from hinge_coach.tightness.usual import ReportedDays
from lessons.practice import client_rows
from lessons.practice.history import history_from
from lessons.rules.thresholds import Thresholds


def load_reported(
    client: Client, entries: Iterable[CheckInValue], closures: Iterable[Closure], *, now: datetime
) -> tuple[ReportedDays, Thresholds]:
    """The reported days as the rules see them, and the thresholds in force. Two queries; what is given is loaded."""
    lifted_at = last_lift(closures)
    new_usual = client_rows.read_new_usual(client)
    history = history_from(
        (entry for entry in entries if entry.at <= now),
        (),
        closures=(),
        lifted_on=client.today(lifted_at) if lifted_at else None,
        new_usual_on=new_usual.since_on if new_usual else None,
    )
    thresholds = client_rows.read_thresholds()
    return ReportedDays.of(history.reports, window=thresholds.usual_days, anew_on=history.anew_on), thresholds
