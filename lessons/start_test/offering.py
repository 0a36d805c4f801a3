"""Whether Today offers a start test."""

from datetime import date
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Max, Min, Q, QuerySet

from hinge_coach.accounts.models import Client
from lessons.practice.history import ClientState
from lessons.start_test.due import StartTestOffer, offer_on
from lessons.start_test.taking import has_history, may_take

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class StartTestDays(TypedDict):
    first_test_on: date | None
    latest_test_on: date | None


if TYPE_CHECKING:
    TestedClient = WithAnnotations[Client, StartTestDays]


def with_start_tests(clients: "QuerySet[Client]") -> "QuerySet[TestedClient]":
    """Clients with the days of their first and latest start test, and whether they skipped the first."""
    here = Q(start_tests__imported=False)
    return clients.select_related("skipped_start_test").annotate(
        first_test_on=Min("start_tests__local_on", filter=here),
        latest_test_on=Max("start_tests__local_on", filter=here),
    )


def start_test_offer(state: ClientState, client: "TestedClient") -> StartTestOffer | None:
    """What Today offers; nothing where practice isn't offered, or the safety questions come first."""
    if not may_take(state) or state.questions_due:
        return None
    return offer_on(
        state.today,
        first_on=client.first_test_on,
        latest_on=client.latest_test_on,
        has_history=has_history(state),
        is_skipped=hasattr(client, "skipped_start_test"),
    )
