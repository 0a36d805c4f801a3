"""Where a client stands follows from the positions alone."""

from datetime import datetime

import pytest

from hinge_coach.accounts.models import Client
from lessons.models import Lesson, move_client
from lessons.practice.position import Position, missing_needs, positions_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("curriculum")]


def put(client: Client, slug: str, now: datetime, *, finished: bool = False) -> None:
    lesson = Lesson.objects.get(slug=slug)
    move_client(client=client, lesson=lesson, at=now, finished=finished, by=client.user, note="for the test")


def test_nobody_starts_anywhere_but_at_the_top(maya: Client) -> None:
    assert [each.next.slug for each in positions_of(maya)] == ["pelvic-clock", "tall-kneel-hinge", "high-seat-touch"]
    assert [each.is_open for each in positions_of(maya)] == [True, True, True]


def test_a_lesson_waits_for_its_neighbour_track(maya: Client, now: datetime) -> None:
    put(maya, "wall-tap", now)
    hinge = positions_of(maya)[1]
    assert [need.slug for need in hinge.waits_for] == ["find-the-middle"]


def test_it_opens_once_the_neighbour_is_passed(maya: Client, now: datetime) -> None:
    put(maya, "wall-tap", now)
    put(maya, "leg-slide", now)
    assert positions_of(maya)[1].waits_for == ()


def test_standing_on_the_needed_lesson_is_not_having_passed_it(maya: Client, now: datetime) -> None:
    put(maya, "wall-tap", now)
    put(maya, "find-the-middle", now)
    assert [need.slug for need in positions_of(maya)[1].waits_for] == ["find-the-middle"]


def test_a_finished_track_counts_all_its_lessons(maya: Client, now: datetime) -> None:
    put(maya, "neutral-on-the-move", now, finished=True)
    neutral = positions_of(maya)[0]
    assert (neutral.done, neutral.finished) == (7, True)
    assert {state for _, state in neutral.path} == {"done"}


def test_the_path_says_done_here_and_ahead(maya: Client, now: datetime) -> None:
    put(maya, "dowel-hinge", now)
    assert [state for _, state in positions_of(maya)[1].path] == ["done", "done", "here"] + ["ahead"] * 6


def test_it_takes_two_queries(maya: Client, now: datetime, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    put(maya, "wall-tap", now)
    with django_assert_num_queries(2):
        positions_of(maya)


NEEDS: dict[str, tuple[str, ...]] = {
    "find-the-middle": (),
    "wall-tap": ("find-the-middle",),
    "romanian-deadlift": ("wall-tap",),
    "lift-a-child": ("romanian-deadlift", "chair-sit"),
}


def test_what_is_missing_keeps_its_order() -> None:
    assert missing_needs(("b", "a", "c"), frozenset({"a"})) == ("b", "c")
    assert missing_needs((), frozenset()) == ()


def test_a_lesson_opens_when_all_its_needs_are_passed() -> None:
    def open_lessons(*passed: str) -> list[str]:
        return [lesson for lesson, needs in NEEDS.items() if not missing_needs(needs, frozenset(passed))]

    assert open_lessons() == ["find-the-middle"]
    assert open_lessons("find-the-middle", "romanian-deadlift") == ["find-the-middle", "wall-tap"]


class TestAnExtra:
    """Strong back stands behind the eight lessons of the hinge track, and belongs to none of them."""

    def hinge(self, client: Client) -> Position:
        return positions_of(client)[1]

    def test_it_is_not_one_of_the_eight(self, maya: Client, now: datetime) -> None:
        put(maya, "floor-lift", now)
        hinge = self.hinge(maya)
        assert (hinge.done, len(hinge.required), hinge.extras, hinge.following()) == (7, 8, (), None)
        assert [state for _, state in hinge.path] == ["done"] * 7 + ["here", "ahead"]

    def test_it_opens_once_the_track_is_finished(self, maya: Client, now: datetime) -> None:
        put(maya, "floor-lift", now, finished=True)
        hinge = self.hinge(maya)
        assert (hinge.done, [lesson.slug for lesson in hinge.extras]) == (8, ["strong-back"])
        assert [state for _, state in hinge.path] == ["done"] * 8 + ["extra"]

    @pytest.mark.parametrize(("finished", "may"), [(False, False), (True, True)])
    def test_it_may_be_kept_only_then(self, maya: Client, now: datetime, finished: bool, may: bool) -> None:
        put(maya, "floor-lift", now, finished=finished)
        assert self.hinge(maya).may_keep(Lesson.objects.get(slug="strong-back")) is may

    def test_the_other_lessons_stay_open_after_it(self, maya: Client, now: datetime) -> None:
        put(maya, "floor-lift", now, finished=True)
        hinge = self.hinge(maya)
        assert [hinge.may_keep(lesson) for lesson in hinge.lessons] == [True] * 9
