"""Loads what the report card of the rules measures. Reading writes nothing."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hinge_coach.accounts.models import Client
from hinge_coach.safety.models import Closure
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import CheckInValue
from lessons.models import Move, NewUsual, RuleSet
from lessons.rules.report_card import LivedHere, ReportCard, report_card
from lessons.rules.values import Decision

PERIOD = timedelta(days=180)

MOST_REPORTS = 20_000  # the newest ones; some tenths of a second of work


@dataclass(frozen=True, kw_only=True)
class ReportCardHere:
    """The report card of this site, over what was reported from a local date of UTC on."""

    card: ReportCard
    since: date


def report_card_here(now: datetime) -> ReportCardHere:
    """Measures the last half year of all clients, or as much of it as the newest 20,000 numbers cover. Six queries.

    Numbers before are not read: for somebody who began earlier, the first days of the period first make the usual.
    """
    reports, since = _reports(now)
    clients = Client.objects.select_related("user").in_bulk(reports)
    moves = _days_moved_on(clients, since)
    anew = _days_anew(clients)
    lived = [
        LivedHere(reports=tuple(rows), moved_on=tuple(moves[pk]), anew_on=anew.get(pk)) for pk, rows in reports.items()
    ]
    return ReportCardHere(card=report_card(lived, RuleSet.objects.in_force(), today=now.date()), since=since.date())


def _reports(now: datetime) -> tuple[Mapping[int, list[CheckInValue]], datetime]:
    since = now - PERIOD
    rows = CheckIn.objects.kept().filter(imported=False, at__gt=since, at__lte=now).order_by("-at")
    newest = list(rows.values_list("client_id", "pk", "at", "local_on", "score", "moment")[:MOST_REPORTS])
    by_client: defaultdict[int, list[CheckInValue]] = defaultdict(list)
    for client, pk, at, local_on, score, moment in reversed(newest):
        by_client[client].append(CheckInValue(str(pk), at, local_on, score, moment))
    return by_client, newest[-1][2] if len(newest) == MOST_REPORTS else since


def _days_moved_on(clients: Mapping[int, Client], since: datetime) -> Mapping[int, list[date]]:
    """The local days on which the rules moved these clients on; finishing a track is a move on, too."""
    moves = Move.objects.filter(client__in=clients, verdict__decision=Decision.PROGRESS, moved_at__gt=since)
    days: defaultdict[int, list[date]] = defaultdict(list)
    for pk, on in moves.exclude(verdict__practice__imported=True).values_list("client_id", "local_on"):
        days[pk].append(on)
    return days


def _days_anew(clients: Mapping[int, Client]) -> Mapping[int, date]:
    """The last local day on which practice was opened again, or the trainer set a new usual."""
    days: dict[int, date] = {}
    lifted = Closure.objects.filter(client__in=clients, lifted_at__isnull=False).values_list("client_id", "lifted_at")
    pairs = [(pk, clients[pk].today(at)) for pk, at in lifted if at is not None]
    pairs += NewUsual.objects.filter(client__in=clients).values_list("client_id", "since_on")
    for pk, on in pairs:
        days[pk] = max(on, days.get(pk, on))
    return days
