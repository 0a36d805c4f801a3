"""Practices put right, deleted, brought back, and added for earlier days."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from hinge_coach.accounts.models import Client
from hinge_coach.tightness.models import CheckIn
from lessons.models import Lesson, Practice, move_client
from tests.factories import close_by_answer, practice_once, report_and_decide
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum", "here_for_a_month")]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KEY = uuid.UUID("11111111-1111-4111-8111-111111111111")


def answers_of(practice: Practice) -> dict[str, Any]:
    """What the form of this practice of the pelvic clock sends when nothing is changed. Chicago, winter."""
    wall = practice.done_at - timedelta(hours=6)
    return {
        "at": f"{wall:%Y-%m-%dT%H:%M}",
        "easier": "yes" if practice.easier else "",
        "before": practice.before.score if practice.before else "",
        "after": practice.after.score if practice.after else "",
        "usual": "fine" if practice.is_fine else "",
        "mark": "clean" if practice.passed else "not-yet",
        "effort": practice.effort,
    }


def mend(browser: Browser, practice: Practice, **changed: Any) -> Any:
    return browser.post(f"/practices/{practice.pk}/edit/", {**answers_of(practice), **changed})


def scores(client: Client) -> list[tuple[str, int]]:
    return sorted(client.check_ins.kept().values_list("moment", "score"))


class TestMending:
    def test_answers_version_and_time_are_put_right(self, browser: Browser, maya: Client, now: datetime) -> None:
        practice = practice_once(maya, now - 2 * DAY, id=KEY)
        mend(browser, practice, after="5", effort="6", easier="yes", mark="", at="2026-03-01T08:30")
        mended = Practice.objects.get()
        assert (mended.done_at, f"{mended.local_on}") == (datetime(2026, 3, 1, 14, 30, tzinfo=UTC), "2026-03-01")
        assert (mended.easier, mended.effort, mended.passed, mended.edited_at) == (True, 6, False, now)
        assert scores(maya) == [("after", 5), ("before", 3)]
        assert {f"{entry.local_on}" for entry in maya.check_ins.all()} == {"2026-03-01"}
        assert mended.after is not None
        assert mended.after.at == mended.done_at

    def test_numbers_are_taken_away_for_fine_today_and_come_back(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        practice = practice_once(maya, now - DAY, id=KEY)
        mend(browser, practice, before="", after="", usual="fine")
        assert (Practice.objects.get().is_fine, scores(maya)) == (True, [])
        mend(browser, Practice.objects.get(), before="4", after="4", usual="")
        assert (Practice.objects.get().is_fine, scores(maya)) == (False, [("after", 4), ("before", 4)])
        assert CheckIn.objects.count() == 2

    def test_a_stopped_practice_stays_stopped(self, browser: Browser, maya: Client, now: datetime) -> None:
        practice = practice_once(
            maya, now - DAY, before=None, after=6, guess="not-yet", passed=False, effort=None, stopped="tighter"
        )
        browser.post(f"/practices/{practice.pk}/edit/", {"at": "2026-03-03T09:00", "after": "4", "stopped": "tighter"})
        mended = Practice.objects.get()
        assert (mended.stopped, mended.effort, scores(maya)) == ("tighter", None, [("after", 4)])

    def test_nothing_changed_writes_nothing(self, browser: Browser, maya: Client, now: datetime) -> None:
        practice = practice_once(maya, now - DAY + timedelta(seconds=17))
        page = words_of(browser.post(f"/practices/{practice.pk}/edit/", answers_of(practice), follow=True))
        assert "Nothing was changed" in page
        assert Practice.objects.get().edited_at is None
        assert Practice.objects.get().done_at == now - DAY + timedelta(seconds=17)

    def test_the_rules_answer_at_once_and_what_they_said_before_stays(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        """Two good days move on; the second one was good only after it was put right."""
        for days in (6, 5, 4):
            report_and_decide(maya, now - days * DAY, 2)
        practice_once(maya, now - 3 * DAY, before=2, after=2)
        second = practice_once(maya, now - 2 * DAY, before=2, after=2, effort=9)
        report_and_decide(maya, now - DAY, 2)
        assert maya.moves.count() == 0
        page = words_of(
            browser.post(f"/practices/{second.pk}/edit/", {**answers_of(second), "effort": "4"}, follow=True)
        )
        assert [move.to_lesson.slug for move in maya.moves.all()] == ["find-the-middle"]
        assert "Find the middle" in page
        assert "What was said before" in page

    def test_what_the_trainer_decided_later_stays(self, browser: Browser, maya: Client, now: datetime) -> None:
        practice = practice_once(maya, now - 3 * DAY, effort=9)
        lesson = Lesson.objects.get(slug="leg-slide")
        move_client(client=maya, lesson=lesson, at=now - 2 * DAY, by=None, note="You know the first two.")
        mend(browser, practice, effort="2")
        assert (maya.positions.get().lesson, maya.moves.count()) == (lesson, 1)

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"effort": "11"}, "Please choose a whole number from 0 to 10."),
            ({"effort": ""}, "Please choose a number from 0 to 10."),
            ({"mark": "perhaps"}, "Please choose one of these."),
            ({"before": "", "after": ""}, "Please choose one."),
            ({"before": ""}, "Please choose a number from 0 to 10."),
            ({"at": "soon"}, "Please give a day and a time."),
            ({"at": ""}, "Please say when it was."),
            ({"at": "2031-01-01T10:00"}, "This is still to come."),
            ({"at": "2026-01-01T10:00"}, "This was before you joined."),
        ],
    )
    def test_bad_input_is_named_and_stores_nothing(
        self, browser: Browser, maya: Client, now: datetime, changed: dict[str, str], sentence: str
    ) -> None:
        practice = practice_once(maya, now - DAY)
        assert sentence in words_of(mend(browser, practice, **changed))
        assert Practice.objects.get().edited_at is None

    def test_that_of_somebody_else_is_not_found(self, browser: Browser, other_client: Client, now: datetime) -> None:
        practice = practice_once(other_client, now - DAY)
        answers = [mend(browser, practice, effort="1")]
        answers += [browser.post(f"/practices/{practice.pk}/{act}/") for act in ("delete", "restore")]
        answers += [browser.get(f"/practices/{practice.pk}/{page}/") for page in ("edit", "deleted")]
        assert [answer.status_code for answer in answers] == [404] * 5
        assert (Practice.objects.get().edited_at, Practice.objects.get().deleted_at) == (None, None)


class TestDeleting:
    def test_it_is_gone_with_its_numbers_and_comes_back_with_them(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        practice = practice_once(maya, now - DAY, id=KEY)
        page = browser.post(f"/practices/{KEY}/delete/", follow=True)
        assert "Undo: bring it back" in words_of(page)
        assert (Practice.objects.count(), scores(maya)) == (0, [])
        assert browser.get(f"/practices/{KEY}/").headers["Location"] == f"/practices/{KEY}/deleted/"
        browser.post(f"/practices/{KEY}/restore/")
        assert (Practice.objects.get(), scores(maya)) == (practice, [("after", 2), ("before", 3)])

    def test_a_number_of_it_does_not_come_back_alone(self, browser: Browser, maya: Client, now: datetime) -> None:
        practice = practice_once(maya, now - DAY)
        browser.post(f"/practices/{practice.pk}/delete/")
        browser.post(f"/tightness/{practice.before_id}/restore/")
        assert scores(maya) == []

    def test_sent_again_it_stays_deleted(self, browser: Browser, maya: Client, now: datetime) -> None:
        practice_once(maya, now - DAY, id=KEY)
        browser.post(f"/practices/{KEY}/delete/")
        entry = {"id": str(KEY), "before": "3", "after": "2", "mark": "clean", "effort": "4", "easier": ""}
        answer = browser.post("/lessons/pelvic-clock/practice/", entry)
        assert answer.headers["Location"] == f"/practices/{KEY}/"
        assert (Practice.objects.count(), Practice.with_deleted.count()) == (0, 1)

    def test_a_move_that_it_made_stays(self, browser: Browser, maya: Client, now: datetime) -> None:
        for days in (6, 5, 4):
            report_and_decide(maya, now - days * DAY, 2)
        practice_once(maya, now - 3 * DAY, before=2, after=2)
        second = practice_once(maya, now - 2 * DAY, before=2, after=2)
        report_and_decide(maya, now - DAY, 2)
        assert maya.moves.count() == 1
        browser.post(f"/practices/{second.pk}/delete/")
        assert (maya.positions.get().lesson.slug, maya.moves.count()) == ("find-the-middle", 1)


class TestAdding:
    url = "/practices/new/?lesson=pelvic-clock"

    def added(self, **changed: Any) -> dict[str, Any]:
        answers = {"id": str(KEY), "at": "2026-03-02T18:00", "before": "3", "after": "2", "mark": "clean"}
        return {**answers, "effort": "4", "easier": "", **changed}

    def test_it_counts_for_its_day_and_is_marked_back_dated(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        browser.post(self.url, self.added())
        browser.post(self.url, self.added())
        practice = Practice.objects.get()
        assert (practice.pk, f"{practice.local_on}", practice.back_dated) == (KEY, "2026-03-02", True)
        assert (practice.done_at, practice.sent_at) == (datetime(2026, 3, 3, 0, 0, tzinfo=UTC), now)
        assert practice.verdict.decided_at == now
        assert "back-dated" in words_of(browser.get("/practices/"))

    def test_a_lesson_that_lies_ahead_is_not_offered(self, browser: Browser) -> None:
        assert browser.get("/practices/new/?lesson=find-the-middle").status_code == 404
        assert "Find the middle" not in words_of(browser.get("/practices/new/"))

    def test_while_practice_is_closed_it_says_so_and_keeps_what_was_typed(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        close_by_answer(maya, now - HOUR)
        page = browser.post(self.url, self.added()).content.decode()
        assert "Practice is closed for now, so no practice can be added." in page
        assert 'value="2026-03-02T18:00"' in page
        assert Practice.objects.count() == 0


class TestCard:
    url = "/practices/card/?lesson=pelvic-clock"

    def card(self, *rows: dict[str, str]) -> dict[str, str]:
        data: dict[str, str] = {}
        for number, row in enumerate(rows):
            row = {"id": str(uuid.UUID(int=number + 1)), **row}
            data |= {f"row-{number}-{name}": value for name, value in row.items()}
        return data

    good: dict[str, str] = {"on": "2026-03-02", "before": "3", "mark": "clean", "effort": "4", "after": "2"}

    def test_good_rows_are_stored_and_bad_ones_are_named(self, browser: Browser, maya: Client, now: datetime) -> None:
        bad = {**self.good, "on": "2026-03-03", "after": ""}
        rows = [self.good, {"on": "2026-03-01"}, bad, {**self.good, "on": "2031-01-01"}]
        page = browser.post(self.url, self.card(*rows))
        assert [f"{practice.local_on}" for practice in maya.practices.all()] == ["2026-03-02"]
        words = words_of(page)
        assert "Added: Pelvic clock, Monday, March 2." in words
        assert "2 rows weren’t taken." in words
        assert "Please give both numbers, or none." in words
        assert "This day is still to come." in words
        assert 'value="2026-03-03"' in page.content.decode()

    def test_sent_again_after_the_rest_was_filled_in_nothing_is_stored_twice(
        self, browser: Browser, maya: Client
    ) -> None:
        second = {**self.good, "on": "2026-03-03"}
        browser.post(self.url, self.card(self.good, {**second, "effort": ""}))
        answer = browser.post(self.url, self.card(self.good, second))
        assert answer.headers["Location"] == "/practices/"
        assert sorted(f"{day}" for day in maya.practices.values_list("local_on", flat=True)) == [
            "2026-03-02",
            "2026-03-03",
        ]
        assert set(maya.practices.values_list("back_dated", flat=True)) == {True}

    def test_an_empty_card_says_so(self, browser: Browser) -> None:
        assert "Nothing is filled in yet." in words_of(browser.post(self.url, self.card({}, {})))

    def test_the_weight_is_kept_as_typed(self, browser: Browser, maya: Client, now: datetime) -> None:
        lesson = Lesson.objects.get(slug="loaded-hinge")
        move_client(client=maya, lesson=lesson, at=now - 20 * DAY, by=None, note="You know the others.")
        row = {**self.good, "load": "12 kg", "mark": "clean"}
        browser.post("/practices/card/?lesson=loaded-hinge", self.card(row))
        practice = maya.practices.get()
        assert practice.used is not None
        assert practice.used.words == "12 kg"


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_takes_as_many_queries_for_one_as_for_thirty(
    browser: Browser, maya: Client, now: datetime, count: int
) -> None:
    first = practice_once(maya, now - DAY)
    for number in range(1, count):
        Practice.objects.create(
            client=maya,
            lesson=first.lesson,
            done_at=now - DAY - number * HOUR,
            local_on=first.local_on,
            guess="clean",
            passed=True,
            effort=4,
        )
    with CaptureQueriesContext(connection) as queries:
        browser.get("/practices/")
    assert len(queries) == 4
