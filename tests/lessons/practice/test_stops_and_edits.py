"""A practice that was stopped, a lesson that was edited while somebody was in it, and what is added later."""

import re
import uuid
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client as Browser

from hinge_coach.accounts.models import Client
from hinge_coach.tightness.models import CheckIn
from lessons.models import Lesson, Practice, move_client
from lessons.practice.begun import sign
from tests import factories
from tests.conftest import SignIn
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]

CLOCK, TAP = "/lessons/pelvic-clock/practice/", "/lessons/wall-tap/practice/"
SENT = {"before": "3", "effort": "4", "after": "2", "easier": ""}


@pytest.fixture
def at_the_wall(sign_in: SignIn, maya: Client, now: datetime) -> Browser:
    for slug in ("neutral-on-the-move", "wall-tap"):
        move_client(client=maya, lesson=Lesson.objects.get(slug=slug), at=now, by=maya.user, note="for the test")
    return sign_in(maya)


def begun(browser: Browser, url: str) -> str:
    found = re.search(r'name="begun" value="([^"]+)"', browser.get(url).content.decode())
    assert found is not None
    return found[1]


def edit(slug: str, **answers: object) -> None:
    lesson = Lesson.objects.get(slug=slug)
    lesson.self_check = {**lesson.self_check, "answers": answers}
    lesson.cues = ["A new cue"]
    lesson.save()


def test_the_easier_version_is_not_asked_for_the_mark_of_the_full_one(at_the_wall: Browser) -> None:
    key = uuid.uuid4()
    at_the_wall.post(TAP, {**SENT, "id": str(key), "easier": "yes"})
    practice = Practice.objects.get(pk=key)
    assert (practice.easier, practice.passed, practice.answer, practice.has_self_check) == (True, False, None, False)
    at_the_wall.post(TAP, {**SENT, "id": str(uuid.uuid4())})
    assert Practice.objects.count() == 1


class TestAStop:
    @pytest.mark.parametrize(
        ("sent", "before"),
        [
            ({}, None),
            ({"before": "3"}, 3),
            ({"before": "3", "mark": "clean", "effort": "99", "usual": "perhaps", "load": "heavy"}, 3),
        ],
    )
    def test_needs_the_number_after_it_alone(self, browser: Browser, sent: dict[str, str], before: int | None) -> None:
        key = uuid.uuid4()
        answer = browser.post(CLOCK, {"id": str(key), "stopped": "tighter", "after": "4", **sent}, follow=True)
        practice = Practice.objects.get(pk=key)
        told = practice.value
        assert (told.before, told.after, told.effort, told.passed, told.stopped) == (before, 4, None, False, True)
        assert (practice.guess, practice.is_fine, CheckIn.objects.count()) == ("not-yet", False, 2 if before else 1)
        page = words_of(answer)
        assert "You stopped. Good call." in page
        assert (f"{'3 before, ' if before else ''}4 after. We are still learning your usual." in page) is True
        assert ("Effort" in page, "Which cue helped?" in page, "Next: " in page) == (False, False, False)

    def test_without_that_number_it_is_asked_in_place(self, browser: Browser) -> None:
        page = browser.post(CLOCK, {"id": str(uuid.uuid4()), "stopped": "tighter"}).content.decode()
        assert page.count("Please choose a number from 0 to 10.") == 1
        assert re.search(r'name="stopped" value="tighter"', page)
        assert Practice.objects.count() == 0

    @pytest.mark.parametrize("changed", [{"effort": None}, {"stopped": "", "before": None}, {"stopped": "bored"}])
    def test_the_database_takes_nothing_else_without_an_effort(
        self, maya: Client, now: datetime, changed: dict[str, object]
    ) -> None:
        factories.practice_once(maya, now)
        with pytest.raises(IntegrityError), transaction.atomic():
            Practice.objects.update(**changed)


class TestALessonEditedMeanwhile:
    def test_the_answer_is_judged_by_the_question_that_was_asked(self, at_the_wall: Browser) -> None:
        sent = {**SENT, "begun": begun(at_the_wall, TAP), "mark": "8", "cue": "Gone by now"}
        edit("wall-tap", kind="count", of=5, passes=5)
        at_the_wall.post(TAP, {**sent, "id": str(uuid.uuid4())})
        practice = Practice.objects.get()
        assert (practice.passed, practice.guess, practice.answer, practice.cue) == (True, "clean", None, "")

    def test_a_mark_that_moved_judges_only_who_began_after_it(self, at_the_wall: Browser) -> None:
        sent = {**SENT, "begun": begun(at_the_wall, TAP), "mark": "7"}
        edit("wall-tap", kind="count", of=8, passes=6)
        at_the_wall.post(TAP, {**sent, "id": str(uuid.uuid4())})
        at_the_wall.post(TAP, {**sent, "id": str(uuid.uuid4()), "begun": sent["begun"][:-1] + "?"})
        kept = Practice.objects.order_by("passed").values_list("passed", "answer")
        assert list(kept) == [(False, 7), (True, 7)]

    @pytest.mark.parametrize("forged", ["\x00", "x:y:z", "x" * 30_000, sign(Lesson(slug="wall-tap", self_check={}))])
    def test_a_snapshot_that_is_none_of_ours_is_left_out(self, browser: Browser, forged: str) -> None:
        browser.post(CLOCK, {**SENT, "mark": "clean", "begun": forged, "id": str(uuid.uuid4())})
        assert Practice.objects.get().guess == "clean"

    def test_the_same_id_is_answered_as_the_first_time_whatever_is_asked_now(self, at_the_wall: Browser) -> None:
        sent = {**SENT, "mark": "8", "id": str(uuid.uuid4())}
        first = at_the_wall.post(TAP, sent)
        edit("wall-tap", kind="clean")
        assert at_the_wall.post(TAP, sent).headers["Location"] == first.headers["Location"]
        assert Practice.objects.count() == 1


class TestWhatIsAddedLater:
    def test_a_cue_and_a_note_can_be_saved_and_changed(self, browser: Browser, maya: Client, now: datetime) -> None:
        practice = factories.practice_once(maya, now)
        cue, url = practice.lesson.cues[0], f"/practices/{practice.pk}/extras/"
        page = words_of(browser.post(url, {"cue": cue, "note": "My knee clicked."}, follow=True))
        assert ("Saved with this practice." in page, "My knee clicked." in page) == (True, True)
        for sent in ({}, {"cue": "No cue of this lesson", "note": ""}):
            browser.post(url, sent)
            practice.refresh_from_db()
            assert (practice.cue, practice.note) == (cue, "")

    @pytest.mark.parametrize("note", ["x" * 301, "3\x00"])
    def test_a_note_that_cannot_be_kept_is_told_in_place(
        self, browser: Browser, maya: Client, now: datetime, note: str
    ) -> None:
        practice = factories.practice_once(maya, now)
        page = words_of(browser.post(f"/practices/{practice.pk}/extras/", {"note": note}))
        assert ("Please keep this to 300" in page) or ("can't be written down" in page)
        assert Practice.objects.get().note == ""

    def test_of_a_stranger_is_404(self, browser: Browser, other_client: Client, now: datetime) -> None:
        practice = factories.practice_once(other_client, now)
        assert browser.post(f"/practices/{practice.pk}/extras/", {"note": "x"}).status_code == 404


def test_the_number_after_one_practice_is_known_for_an_hour(browser: Browser, maya: Client, now: datetime) -> None:
    factories.practice_once(maya, now - timedelta(minutes=59), after=5)
    answer = browser.get(CLOCK)
    assert (answer.context["just_now"], answer.context["is_known"], answer.context["may_keep"]) == (5, True, True)
    CheckIn.objects.filter(moment="after").update(at=now - timedelta(minutes=60))
    ahead = browser.get("/lessons/leg-slide/practice/").context
    assert (ahead["just_now"], ahead["is_known"], ahead["may_keep"], ahead["sore"]) == (None, False, False, False)
