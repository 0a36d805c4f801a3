"""A client with all that Today asks of one row: what they have one of, and some dates."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Max, QuerySet, Subquery

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.fixed_reads import FixedRead
from lessons.start_test.offering import StartTestDays, with_start_tests

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class TodayValues(StartTestDays):
    last_answered_at: datetime | None  # the safety questions
    trainer_name: str | None


if TYPE_CHECKING:
    TodayClient = WithAnnotations[Client, TodayValues]


def client_of_today(client: int) -> "TodayClient":
    """The one with this key; one query. Raises `Client.DoesNotExist`."""
    row = _ONE(client)
    if not row:
        raise Client.DoesNotExist
    return row[0]


_ONE = FixedRead(lambda client: clients_of_today().filter(pk=client), int)


def clients_of_today() -> "QuerySet[TodayClient]":
    """Clients with the rows of which they have one, and the dates of tests and answers, that Today asks for."""
    clients = Client.objects.select_related("user", "plan", "variation_answer", "news_seen")
    trainer_name = Subquery(Trainer.objects.values("user__name")[:1])
    return with_start_tests(clients).annotate(
        last_answered_at=Max("screenings__answered_at"), trainer_name=trainer_name
    )
