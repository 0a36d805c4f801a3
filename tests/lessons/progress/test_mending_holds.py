"""What a corrected, deleted or back-dated practice leaves alone, whatever is sent."""

import json
import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client as Browser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hinge_coach.accounts.models import Client
from hinge_coach.accounts.weight_unit import WeightUnit
from hinge_coach.tightness.models import CheckIn
from lessons.models import Lesson, Load, Practice, move_client
from lessons.transfer.export import export_client
from lessons.transfer.merging import merge_history
from tests.conftest import SignIn
from tests.factories import practice_once, report_and_decide
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum", "here_for_a_month")]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def shown(browser: Browser, practice: Practice) -> dict[str, Any]:
    """What the form sends as it is shown."""
    form = browser.get(f"/practices/{practice.pk}/edit/").context["form"]
    values = {field.name: field.value() for field in form if not field.field.disabled}
    at = {"at": f"{values['at']:%Y-%m-%dT%H:%M}"}
    return {**{name: "" if value is None else value for name, value in values.items()}, **at}


def stored() -> list[Any]:
    """Every practice and check-in, with all columns."""
    return [*Practice.with_deleted.order_by("pk").values(), *CheckIn.objects.order_by("pk").values()]


def edit(browser: Browser, practice: Practice, answers: dict[str, Any]) -> str:
    return words_of(browser.post(f"/practices/{practice.pk}/edit/", answers, follow=True))


class TestWhatIsLeftAsItIs:
    @pytest.mark.parametrize(
        "changed",
        [
            {},
            {"easier": True, "guess": "not-yet", "passed": False},
            {"guess": "clean", "passed": False},  # of before the mark was one question: no answer of today says so
            {"before": None, "after": 7, "guess": "not-yet", "passed": False, "effort": None, "stopped": "tighter"},
        ],
    )
    def test_a_page_sent_as_it_opened_writes_nothing(
        self, browser: Browser, maya: Client, now: datetime, changed: dict[str, Any]
    ) -> None:
        practice = practice_once(maya, now - DAY - timedelta(seconds=41), **changed)
        before = stored()
        assert "Nothing was changed" in edit(browser, practice, shown(browser, practice))
        assert stored() == before

    def test_fine_today_as_well(self, browser: Browser, maya: Client, now: datetime) -> None:
        practice = practice_once(maya, now - DAY)
        CheckIn.objects.update(deleted_at=now)
        Practice.objects.update(before=None, after=None)
        before = stored()
        assert "Nothing was changed" in edit(browser, practice, shown(browser, practice))
        assert stored() == before

    @pytest.mark.parametrize(
        "load",
        [Load(Decimal(0), WeightUnit.KG), Load(Decimal("12.5"), WeightUnit.KG), Load(Decimal(27), WeightUnit.LB), None],
    )
    def test_a_weight_as_well(self, browser: Browser, maya: Client, now: datetime, load: Load | None) -> None:
        lesson = Lesson.objects.get(slug="loaded-hinge")
        move_client(client=maya, lesson=lesson, at=now - 20 * DAY, by=None, note="You know the others.")
        practice = practice_once(maya, now - DAY, "loaded-hinge", load=load)
        before = stored()
        assert "Nothing was changed" in edit(browser, practice, shown(browser, practice))
        assert stored() == before

    def test_the_mark_keeps_how_it_was_judged_where_the_lesson_was_edited_since(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        lesson = next(each for each in Lesson.objects.all() if each.answer_scale)
        move_client(client=maya, lesson=lesson, at=now - 20 * DAY, by=None, note="You know the others.")
        practice = practice_once(maya, now - DAY, lesson.slug, answer=0, passed=True)  # passed by an older mark
        answers = shown(browser, practice)
        edit(browser, practice, {**answers, "effort": "8"})
        mended = Practice.objects.get()
        assert (mended.effort, mended.passed, mended.answer) == (8, True, 0)

    def test_the_note_and_the_cue_of_another_page_stay(self, browser: Browser, maya: Client, now: datetime) -> None:
        practice = practice_once(maya, now - DAY)
        answers = shown(browser, practice)
        browser.post(f"/practices/{practice.pk}/extras/", {"note": "On the rug."})
        edit(browser, practice, {**answers, "effort": "8"})
        assert (Practice.objects.get().note, Practice.objects.get().effort) == ("On the rug.", 8)


class TestWhatIsChanged:
    def test_the_easier_version_takes_the_answer_to_the_mark_away(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        lesson = next(each for each in Lesson.objects.all() if each.answer_scale)
        move_client(client=maya, lesson=lesson, at=now - 20 * DAY, by=None, note="You know the others.")
        practice = practice_once(maya, now - DAY, lesson.slug, answer=1)
        edit(browser, practice, {**shown(browser, practice), "easier": "yes", "mark": ""})
        mended = Practice.objects.get()
        assert (mended.easier, mended.answer, mended.has_self_check) == (True, None, False)

    def test_the_full_version_asks_for_the_mark(self, browser: Browser, maya: Client, now: datetime) -> None:
        practice = practice_once(maya, now - DAY, easier=True, guess="not-yet", passed=False)
        assert "Please choose one." in edit(browser, practice, {**shown(browser, practice), "easier": ""})
        assert Practice.objects.get().easier is True

    @pytest.mark.parametrize("typed", ["13 kg", "13"])
    def test_the_weight_is_kept_as_typed(self, browser: Browser, maya: Client, now: datetime, typed: str) -> None:
        lesson = Lesson.objects.get(slug="loaded-hinge")
        move_client(client=maya, lesson=lesson, at=now - 20 * DAY, by=None, note="You know the others.")
        practice = practice_once(maya, now - DAY, "loaded-hinge", load=Load(Decimal("12.5"), WeightUnit.KG))
        edit(browser, practice, {**shown(browser, practice), "load": typed})
        used = Practice.objects.get().used
        assert used is not None
        assert used.words == "13 kg"

    def test_a_time_that_the_clocks_jumped_over_is_named(self, browser: Browser, maya: Client, now: datetime) -> None:
        maya.joined_at = now - 400 * DAY
        maya.save()
        practice = practice_once(maya, now - DAY)
        page = edit(browser, practice, {**shown(browser, practice), "at": "2025-03-09T02:30"})
        assert "The clocks went forward over this time, so it never was." in page
        assert Practice.objects.get().edited_at is None

    def test_there_and_back_again_is_as_it_was(self, browser: Browser, maya: Client, now: datetime) -> None:
        practice = practice_once(maya, now - 2 * DAY, id=uuid.uuid4())
        was, numbers = shown(browser, practice), sorted(CheckIn.objects.values_list("pk", "at", "local_on", "score"))
        there = {**was, "at": "2026-02-20T23:50", "before": "", "after": "", "usual": "fine", "effort": "9"}
        edit(browser, practice, there)
        assert CheckIn.objects.kept().count() == 0
        edit(browser, practice, was)
        assert shown(browser, practice) == was
        assert sorted(CheckIn.objects.kept().values_list("pk", "at", "local_on", "score")) == numbers


class TestStops:
    """Crafted: a stop can be neither added nor taken away afterwards."""

    def test_a_whole_practice_does_not_become_a_stopped_one(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        practice = practice_once(maya, now - DAY)
        edit(browser, practice, {**shown(browser, practice), "effort": "5", "stopped": "tighter"})
        assert (Practice.objects.get().stopped, Practice.objects.get().effort) == ("", 5)

    def test_an_added_one_is_whole(self, browser: Browser, maya: Client) -> None:
        answers = {"id": uuid.uuid4(), "at": "2026-03-02T18:00", "after": "2", "stopped": "tighter"}
        page = words_of(browser.post("/practices/new/?lesson=pelvic-clock", answers))
        assert "Please choose a number from 0 to 10." in page
        assert Practice.objects.count() == 0


junk = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["", "0", "10", "11", "-1", "clean", "yes", "fine", "tighter", "2026-03-02T18:00", "0001-01-01T00:00", "1e9", "½"]
)


class TestJunk:
    """Answers of any kind: what is stored is possible, and what isn't is named."""

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.dictionaries(st.sampled_from(["at", "easier", "before", "mark", "effort", "after", "usual"]), junk))
    def test_an_edit_is_stored_or_named(
        self, browser: Browser, maya: Client, now: datetime, sent: dict[str, str]
    ) -> None:
        practice = Practice.objects.first() or practice_once(maya, now - DAY)
        answers = shown(browser, practice)
        before = stored()
        answer = browser.post(f"/practices/{practice.pk}/edit/", {**answers, **sent})
        if answer.status_code == 200:
            assert "Almost there." in words_of(answer)
            assert stored() == before
        else:
            assert answer.headers["Location"] == f"/practices/{practice.pk}/"

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.dictionaries(st.sampled_from(["id", "on", "before", "mark", "effort", "after"]), junk, min_size=1))
    def test_a_row_of_a_card_is_stored_or_named(self, browser: Browser, sent: dict[str, str]) -> None:
        good = {"id": str(uuid.uuid4()), "on": "2026-03-02", "mark": "clean", "effort": "4"}
        Practice.with_deleted.all().delete()
        row = {f"row-0-{name}": value for name, value in {**good, **sent}.items()}
        answer = browser.post("/practices/card/?lesson=pelvic-clock", row)
        assert (answer.status_code, Practice.objects.count()) in {(302, 1), (200, 0)}
        if answer.status_code == 200 and "is_empty" in answer.context and not answer.context["is_empty"]:
            assert any(row.errors for row in answer.context["rows"])


class TestTwice:
    url = "/practices/card/?lesson=pelvic-clock"
    row = {"on": "2026-03-02", "before": "3", "mark": "clean", "effort": "4", "after": "2"}

    def send(self, browser: Browser, *rows: dict[str, str]) -> str:
        data = {f"row-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()}
        return words_of(browser.post(self.url, data, follow=True))

    def test_the_same_card_typed_again_on_a_new_page_is_named(self, browser: Browser, maya: Client) -> None:
        self.send(browser, {**self.row, "id": str(uuid.uuid4())})
        page = self.send(browser, {**self.row, "id": str(uuid.uuid4())})
        assert "This lesson is there already, with this day and time." in page
        assert maya.practices.count() == 1

    def test_one_id_for_two_days_keeps_the_first_and_names_the_second(self, browser: Browser, maya: Client) -> None:
        key = {"id": str(uuid.uuid4())}
        page = self.send(browser, {**self.row, **key}, {**self.row, **key, "on": "2026-03-03"})
        assert "This was added before, for another day." in page
        assert [f"{practice.local_on}" for practice in maya.practices.all()] == ["2026-03-02"]

    def test_a_row_that_was_deleted_since_says_so(self, browser: Browser, maya: Client) -> None:
        row = {**self.row, "id": str(uuid.uuid4())}
        self.send(browser, row)
        browser.post(f"/practices/{row['id']}/delete/")
        assert "This was added before, and deleted." in self.send(browser, row)
        assert maya.practices.count() == 0

    def test_what_moved_on_by_a_card_is_told_by_name(self, browser: Browser, maya: Client, now: datetime) -> None:
        for days in (6, 5, 4):
            report_and_decide(maya, now - days * DAY, 2)
        rows = [
            {"id": str(uuid.uuid4()), "on": on, "before": "2", "mark": "clean", "effort": "4", "after": "2"}
            for on in ("2026-03-01", "2026-03-02")
        ]
        report_and_decide(maya, now - DAY, 2)
        assert "You moved on to “Find the middle”." in self.send(browser, *rows)


@pytest.mark.parametrize("page", ["new", "card"])
def test_what_a_page_of_somebody_else_adds_is_stored_for_nobody(
    browser: Browser, sign_in: SignIn, other_client: Client, page: str
) -> None:
    """On a shared phone: a page that was opened before another person signed in."""
    url = f"/practices/{page}/?lesson=pelvic-clock"
    whose = sign_in(other_client).get(url).context["whose"]
    answers = {"before": "3", "mark": "clean", "effort": "4", "after": "2"}
    row = {f"row-0-{name}": value for name, value in {**answers, "on": "2026-03-02"}.items()}
    key, at = str(uuid.uuid4()), "2026-03-02T18:00"
    answer = browser.post(url, {**answers, **row, "id": key, "row-0-id": key, "at": at, "for": whose})
    assert (answer.status_code, Practice.objects.count()) == (409, 0)


class TestGoneEverywhere:
    """A practice that moved the client on, deleted."""

    @pytest.fixture
    def deleted(self, browser: Browser, maya: Client, now: datetime) -> Practice:
        for days in (6, 5, 4):
            report_and_decide(maya, now - days * DAY, 2)
        practice_once(maya, now - 3 * DAY, before=2, after=2)
        second = practice_once(maya, now - 2 * DAY, before=2, after=2, cue="Slow and small.")
        report_and_decide(maya, now - DAY, 2)
        assert maya.moves.count() == 1
        browser.post(f"/practices/{second.pk}/delete/")
        return second

    def test_the_export_holds_together_without_it(self, browser: Browser, maya: Client, deleted: Practice) -> None:
        file = json.loads(browser.get("/me/export.json").content)
        assert len(file["practices"]) == 1
        assert (len(file["check_ins"]), file["moves"]) == (6, [])

    def test_a_file_from_before_does_not_bring_it_back(
        self, browser: Browser, maya: Client, deleted: Practice, now: datetime
    ) -> None:
        browser.post(f"/practices/{deleted.pk}/restore/")
        file = export_client(maya)
        browser.post(f"/practices/{deleted.pk}/delete/")
        summary = merge_history(file, maya, now=now)
        assert (summary.new_entries, summary.new_practices, maya.practices.count()) == (0, 0, 1)

    @pytest.mark.parametrize("url", ["/practices/", "/tightness/", "/skills/", "/today/", "/tightness/summary/"])
    def test_no_page_leads_to_it(self, browser: Browser, deleted: Practice, url: str) -> None:
        page = browser.get(url).content.decode()
        assert f"/practices/{deleted.pk}/edit/" not in page
        assert "Slow and small." not in page


class TestNumbersInTheListOfEntries:
    def test_a_number_of_a_practice_leads_to_the_practice(self, browser: Browser, maya: Client, now: datetime) -> None:
        practice = practice_once(maya, now - DAY)
        assert browser.get("/tightness/").content.decode().count(f'href="/practices/{practice.pk}/edit/"') == 2
        answer = browser.get(f"/tightness/{practice.after_id}/")
        assert answer.headers["Location"] == f"/practices/{practice.pk}/edit/"

    def test_that_of_a_file_has_its_own_page(self, browser: Browser, maya: Client, now: datetime) -> None:
        practice = practice_once(maya, now - DAY)
        Practice.objects.update(imported=True)
        CheckIn.objects.update(imported=True)
        assert f'href="/tightness/{practice.after_id}/"' in browser.get("/tightness/").content.decode()
        assert browser.get(f"/tightness/{practice.after_id}/").status_code == 200
        page = words_of(browser.get(f"/practices/{practice.pk}/edit/", follow=True))
        assert "This practice came with a file, so it stays as it is." in page

    def test_a_corrected_number_is_decided_at_once_and_what_was_said_stays(
        self, browser: Browser, maya: Client, now: datetime
    ) -> None:
        """An 8 on the morning between two good days was meant as a 2."""
        for days in (6, 5, 4):
            report_and_decide(maya, now - days * DAY, 2)
        practice_once(maya, now - 3 * DAY, before=2, after=2)
        wrong = report_and_decide(maya, now - 2 * DAY - 3 * HOUR, 8)
        second = practice_once(maya, now - 2 * DAY, before=2, after=2)
        (said,) = (reason["client"] for reason in second.verdict.reasons)
        page = browser.post(f"/tightness/{wrong.pk}/", {"score": "2", "at": "2026-03-02T06:00"}, follow=True)
        assert "You moved on to “Find the middle”." in words_of(page)
        before = words_of(browser.get(f"/practices/{second.pk}/")).split("What was said before")[1]
        assert said in before


def test_a_back_dated_practice_says_so_on_its_page(browser: Browser, maya: Client, now: datetime) -> None:
    practice = practice_once(maya, now - 2 * DAY, now=now, back_dated=True)
    assert "back-dated" in words_of(browser.get(f"/practices/{practice.pk}/"))
