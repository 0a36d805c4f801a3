"""Reads that are compiled once give what their querysets give; what can't be a fixed read is refused."""

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.backups.models import Backup
from hinge_coach.booking.models import BusyCalendar, BusySpan, Call, Cell, DateRule, Hours
from hinge_coach.coaching.models import DeskLine, Handled, Note, Tag
from hinge_coach.fixed_reads import FixedRead, Keys, Kind
from hinge_coach.safety.models import Closure, Pause, Screening
from hinge_coach.safety.screening import Level
from hinge_coach.tightness.models import CheckIn
from lessons.models import (
    CarryOver,
    DailySituation,
    Lesson,
    Message,
    NewUsual,
    RuleSet,
    StartTest,
    Talk,
    VerdictRecord,
    move_client,
)
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision, TalkCode
from lessons.summary.refreshing import refresh
from tests.conftest import SignIn
from tests.factories import practice_once, report

DAY = timedelta(days=1)


def fixed_reads() -> dict[str, FixedRead[object]]:
    """All of the site, by module and name."""
    assert get_resolver().url_patterns  # loads every room
    return {
        f"{module}.{name}": value
        for module, loaded in sorted(sys.modules.items())
        if module.startswith(("hinge_coach.", "lessons."))
        for name, value in vars(loaded).items()
        if isinstance(value, FixedRead)
    }


def shown(row: object, depth: int = 3) -> object:
    """A row with what was loaded with it, and with that."""
    if not isinstance(row, Model) or not depth:
        return row
    values = {name: value for name, value in vars(row).items() if name != "_state"}
    related = row._state.fields_cache.items()
    return type(row), values, sorted((name, repr(shown(value, depth - 1))) for name, value in related)


def step_back(client: Client, now: datetime) -> None:
    """To the easier version, by a verdict on the latest practice."""
    practice = client.practices.latest("done_at")
    reasons = [{"code": "rose_running", "client": "Back.", "trainer": "Back.", "entries": []}]
    verdict = VerdictRecord.objects.create(
        practice=practice, decision=Decision.REGRESS, reasons=reasons, decided_at=now, next_lesson=practice.lesson
    )
    move_client(client=client, lesson=practice.lesson, easier=True, at=now, verdict=verdict)


@pytest.fixture
def lived(
    maya: Client, other_client: Client, newcomer: User, trainer: Trainer, curriculum: None, now: datetime
) -> None:
    """Two clients with a row for each read: what is asked for one must not bring what is the other's."""
    silent = Client.objects.create(user=newcomer, joined_at=now - 30 * DAY, consented_at=now)
    refresh(silent.pk, now=now)
    for client in (maya, other_client):
        for days in range(6, 0, -1):
            practice_once(client, now - days * DAY)
            report(client, now - days * DAY + timedelta(hours=14), 3, situation="sport")
        client.practices.filter(done_at=now - 3 * DAY).update(load=5, load_unit="kg")
        Pause.objects.create(client=client, begins_on=now.date() - 30 * DAY, ends_on=now.date() - 29 * DAY)
        Pause.objects.create(client=client, begins_on=now.date())
        Talk.objects.create(
            client=client, code=TalkCode.WEEK_UP, trainer_sentence="Up.", opened_at=now, opened_on=now.date()
        )
        NewUsual.objects.create(client=client, since=now, since_on=now.date(), by=trainer.user, line="This is it.")
        Message.objects.create(client=client, by=trainer, text="Hello", written_at=now)
        CarryOver.objects.create(client=client, local_on=now.date(), situation=DailySituation.values[0])
        StartTest.objects.create(client=client, taken_at=now, local_on=now.date(), chair=1)
        Note.objects.create(client=client, by=trainer, text="Likes mornings.", written_at=now)
        Tag.objects.create(client=client, name="golf")
        Screening.objects.create(client=client, answered_at=now, level=Level.CLEAR)
        last = client.check_ins.filter(moment="any").latest("at")
        last.correct(score=4, situation="", at=last.at, now=now)
        step_back(client, now)
        move_client(
            client=client,
            lesson=Lesson.objects.get(slug="chair-sit"),
            finished=True,
            at=now,
            by=trainer.user,
            note="Done.",
        )
        refresh(client.pk, now=now)
    Closure.objects.create(client=maya, cause=Closure.Cause.RULE, level="refer", sentence="Rest.", closed_at=now)
    Handled.objects.create(client=other_client, up_to=now)
    DeskLine.objects.create(kind=DeskLine.Kind.ERASED, at=now)
    Backup.objects.create(taken_at=now, name="hinge-coach.tar.gz", size=1)
    task = {"args_kwargs": {"args": [], "kwargs": {}}, "task_path": "a.mail", "backend_name": "default"}
    DBTaskResult.objects.create(status=TaskResultStatus.READY, **task)
    work = BusyCalendar.objects.create(trainer=trainer, name="Work", url="https://example.com/work.ics")
    BusySpan.objects.create(calendar=work, start=now - DAY, end=now + DAY)
    Hours.objects.create(trainer=trainer, weekday=0, starts=time(9), ends=time(17))
    DateRule.objects.create(trainer=trainer, on=now.date())
    times = {"starts_at": now + DAY, "ends_at": now + 2 * DAY, "booked_at": now, "changed_at": now}
    call = Call.objects.create(trainer=trainer, name="Nina", email="nina@example.com", **times)
    Cell.objects.create(call=call, start=now + timedelta(hours=1))
    RuleSet.objects.create(values=Thresholds().as_dict(), note="As they are.", by=trainer.user, saved_at=now)


def values_of(kinds: tuple[Kind, ...], key: int, now: datetime, step: timedelta) -> Iterator[object]:
    for kind in kinds:
        if isinstance(kind, Keys):
            yield [key, key + 1] if kind.most > 1 else [key]
        elif kind is int:
            yield key
        elif kind is str:
            yield Session.objects.values_list("pk", flat=True)[0]
        elif kind is UUID:
            yield CheckIn.objects.values_list("pk", flat=True)[0]
        else:
            yield now if kind is datetime else now.date()
            now += step


def test_every_fixed_read_gives_what_its_queryset_gives(
    lived: None, maya: Client, other_client: Client, trainer: Trainer, sign_in: SignIn, now: datetime
) -> None:
    sign_in(maya)
    empty = []
    for name, read in fixed_reads().items():
        rows = []
        keys = {maya.pk, maya.user.pk, other_client.pk, other_client.user.pk, trainer.pk}
        # Some ask for what ends at one time and began before another, some for what lies between two.
        for key, step in product(sorted(keys), (timedelta(hours=-2), timedelta(hours=2))):
            values = list(values_of(read.kinds, key, now, step))
            found = read(*values)
            assert [*map(shown, found)] == [*map(shown, read.build(*values))], name
            rows += found
        if not rows:
            empty.append(name)
    assert empty == []


def test_a_read_is_one_query_with_the_same_sql_for_other_values(maya: Client, other_client: Client) -> None:
    read = FixedRead(lambda client: CheckIn.objects.filter(client=client), int)
    with CaptureQueriesContext(connection) as queries:
        read(maya.pk)
        read(other_client.pk)
    first, second = (query["sql"] for query in queries)
    assert first.replace(f"= {maya.pk}", "= ?") == second.replace(f"= {other_client.pk}", "= ?")


def test_a_list_of_keys_may_be_shorter_and_never_longer(maya: Client, other_client: Client) -> None:
    read = FixedRead(lambda keys: Client.objects.filter(pk__in=keys).order_by("pk"), Keys(2))
    assert read([]) == []
    assert read([maya.pk]) == [maya]
    assert read([other_client.pk, maya.pk]) == [maya, other_client]
    with pytest.raises(TypeError):
        read([maya.pk, other_client.pk, 3])


def test_a_key_too_large_for_the_database_is_no_row(maya: Client) -> None:
    assert FixedRead(lambda key: Client.objects.filter(pk=key), int)(10**30) == []
    assert FixedRead(lambda keys: Client.objects.filter(pk__in=keys), Keys(3))([10**30, maya.pk]) == [maya]


@pytest.mark.parametrize(
    "read",
    [
        FixedRead(lambda at: CheckIn.objects.filter(at__gt=at - DAY), datetime),
        FixedRead(lambda client: CheckIn.objects.all(), int),
        FixedRead(lambda limit: CheckIn.objects.all()[: abs(limit)], int),
        FixedRead(lambda name: User.objects.filter(name__contains=name), str),
        FixedRead(lambda client: Client.objects.filter(pk=client).prefetch_related("check_ins"), int),
        FixedRead(lambda client: Client.objects.filter(pk=client).values("pk"), int),
    ],
    ids=["a value made of another", "a value without a use", "a limit", "part of a word", "prefetching", "dicts"],
)
def test_what_is_no_fixed_read_is_refused_at_the_first_read(read: FixedRead[object], db: None) -> None:
    value = {int: 3, str: "Maya", datetime: datetime(2026, 3, 4, tzinfo=UTC)}[read.kinds[0]]  # type: ignore[index]
    with pytest.raises(ValueError, match="a fixed read"):
        read(value)


def test_a_value_of_another_kind_is_refused(db: None) -> None:
    read = FixedRead(lambda client, on: CheckIn.objects.filter(client=client, local_on=on), int, date)
    for values in (("1", date(2026, 3, 4)), (None, date(2026, 3, 4)), (1, None), (1,), (uuid4(), date(2026, 3, 4))):
        with pytest.raises(TypeError):
            read(*values)
