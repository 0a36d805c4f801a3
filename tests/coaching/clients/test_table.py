"""The chosen clients as CSV, and the look that each of them can read about."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from io import StringIO

from django.db import DatabaseError, connection
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Look, Trainer
from hinge_coach.coaching.models import Tag
from lessons.models import Lesson
from tests.coaching.clients.people import DAY, person, summarize
from tests.coaching.pages import words_of

TABLE = "/desk/clients/table/"


def table_of(browser: Browser, query: str = "") -> list[list[str]]:
    answer = browser.get(TABLE + query)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="clients.csv"'
    return list(csv.reader(StringIO(answer.getvalue().decode())))


def test_each_chosen_client_is_a_line(maya: Client, desk_browser: Browser, now: datetime) -> None:
    Client.objects.filter(pk=maya.pk).update(phone="+13125550142")
    lesson = Lesson.objects.get(slug="wall-tap")
    summarize(
        maya,
        now,
        usual=2.5,
        start=5,
        last_score=4,
        last_number_on=date(2026, 3, 4),
        last_practice_on=date(2026, 3, 1),
        numbers=17,
        lessons=[{"track": "hinge", "lesson": lesson.pk, "finished": False, "easier": True}],
    )
    for name in ("golf", "knee"):
        Tag.objects.create(client=maya, name=name)
    person("=SUM(A1)", now, archived_at=now)
    person("Paula", now, days_here=1).pauses.create(begins_on=now.date() - DAY)
    head, *lines = table_of(desk_browser)
    assert ",".join(head) == (
        "name,email,phone,joined,lessons,usual,start,last_number,last_number_on,last_practice_on,numbers,tags,status"
    )
    assert lines == [
        [
            *("Maya", "maya@example.com", "'+13125550142", "2026-03-04", "Wall tap"),
            *("2.5", "5", "4", "2026-03-04", "2026-03-01", "17", "golf; knee", "active"),
        ],
        ["Paula", "paula@example.com", "", "2026-03-03", "", "", "", "", "", "", "0", "", "paused"],
    ]
    assert [line[0] for line in table_of(desk_browser, "?which=past")] == ["name", "'=SUM(A1)"]


def test_everybody_in_the_table_can_read_that_it_was_taken(
    maya: Client, other_client: Client, trainer: Trainer, desk_browser: Browser, now: datetime
) -> None:
    desk_browser.head(f"{TABLE}?q=maya")
    assert Look.objects.count() == 0
    table_of(desk_browser, "?q=maya")
    assert list(Look.objects.values_list("client", "by", "kind", "at")) == [(maya.pk, trainer.user_id, "table", now)]


def test_where_no_look_can_be_written_there_is_no_file(maya: Client, desk_browser: Browser) -> None:
    def refuse(execute: object, sql: str, *rest: object) -> Iterator[None]:
        if "accounts_look" in sql:
            raise DatabaseError
        return execute(sql, *rest)  # type: ignore[operator, no-any-return]

    with connection.execute_wrapper(refuse):
        answer = desk_browser.get(TABLE)
    assert (answer.status_code, "maya@example.com" in words_of(answer)) == (503, False)


def test_a_mistyped_filter_takes_nobody_along(maya: Client, desk_browser: Browser) -> None:
    answer = desk_browser.get(f"{TABLE}?which=loud")
    assert (answer.headers["Location"], Look.objects.count()) == ("/desk/clients/?which=loud", 0)
