"""Where a client stands, and what lies behind them: done, or skipped where a placement led past it."""

from datetime import datetime, timedelta

import pytest

from hinge_coach.accounts.models import Client
from lessons.models import Lesson, lessons_in_order, move_client
from lessons.practice.position import Position, missing_needs, positions_of
from lessons.practice.skipped import Jump, skipped_lessons
from tests import factories

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


def states(client: Client, track: int = 1) -> list[str]:
    """How the lessons of a track stand, those ahead left out."""
    return [state.value for _, state in positions_of(client)[track].path if state != "ahead"]


class TestSkipped:
    DAY = timedelta(days=1)

    def test_what_the_trainer_led_past_is_skipped_and_not_done(self, maya: Client, now: datetime) -> None:
        put(maya, "dowel-hinge", now)
        hinge = positions_of(maya)[1]
        assert states(maya) == ["skipped", "skipped", "here"]
        assert (hinge.behind, hinge.done, hinge.skipped) == (2, 0, 2)

    def test_what_was_passed_before_stays_done(self, maya: Client, now: datetime) -> None:
        factories.practice_once(maya, now - self.DAY, "tall-kneel-hinge")
        put(maya, "dowel-hinge", now)
        assert states(maya) == ["done", "skipped", "here"]

    def test_passed_later_in_the_full_version_it_is_done(self, maya: Client, now: datetime) -> None:
        put(maya, "dowel-hinge", now)
        for days, changed in enumerate(({"passed": False}, {"easier": True}), start=1):
            factories.practice_once(maya, now + days * self.DAY, "wall-tap", **changed)
            assert states(maya) == ["skipped", "skipped", "here"]
        factories.practice_once(maya, now + 3 * self.DAY, "wall-tap")
        assert states(maya) == ["skipped", "done", "here"]

    def test_a_move_back_and_on_again_passes_it(self, maya: Client, now: datetime) -> None:
        put(maya, "leg-slide", now)
        put(maya, "pelvic-clock", now + self.DAY)
        assert states(maya, 0) == ["here"]
        for days in range(2, 5):
            factories.practice_once(maya, now + days * self.DAY)
        assert states(maya, 0) == ["done", "here"]

    def test_a_track_that_the_trainer_called_done_was_skipped_to_its_end(self, maya: Client, now: datetime) -> None:
        put(maya, "neutral-on-the-move", now, finished=True)
        neutral = positions_of(maya)[0]
        assert (neutral.finished, neutral.behind, neutral.done, neutral.skipped) == (True, 7, 0, 7)

    @pytest.mark.parametrize(
        ("jumps", "passed", "ended", "skipped"),
        [
            ([], [], [], []),
            ([(1, 3)], [], [], [1, 2]),
            ([(1, 3)], [2], [], [1]),
            ([(1, 2), (2, 4)], [], [], [1, 2, 3]),
            ([(4, 1)], [], [], []),
            ([(1, 1)], [], [], []),
            ([(1, 4)], [], ["hinge"], [1, 2, 3, 4]),
            ([(4, 4)], [1, 2, 3], ["hinge"], [4]),
            ([(4, 4)], [4], ["hinge"], []),
            ([(9, 3), (1, 9)], [], ["neutral"], []),  # lessons that are gone, and a track without any
        ],
    )
    def test_the_lessons_between_two_placements(
        self, jumps: list[tuple[int, int]], passed: list[int], ended: list[str], skipped: list[int]
    ) -> None:
        found = skipped_lessons(
            {"hinge": (1, 2, 3, 4)},
            [Jump("hinge", *jump) for jump in jumps],
            passed=passed,
            placed_at_the_end=ended,
        )
        assert sorted(found) == skipped


def test_it_takes_four_queries(maya: Client, now: datetime, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    put(maya, "wall-tap", now)
    lessons_in_order()
    with django_assert_num_queries(4):
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
        assert (hinge.behind, len(hinge.required), hinge.extras, hinge.following()) == (7, 8, (), None)
        assert [state for _, state in hinge.path] == ["skipped"] * 7 + ["here", "ahead"]

    def test_it_opens_once_the_track_is_finished(self, maya: Client, now: datetime) -> None:
        put(maya, "floor-lift", now, finished=True)
        hinge = self.hinge(maya)
        assert (hinge.behind, [lesson.slug for lesson in hinge.extras]) == (8, ["strong-back"])
        assert [state for _, state in hinge.path] == ["skipped"] * 8 + ["extra"]

    @pytest.mark.parametrize(("finished", "may"), [(False, False), (True, True)])
    def test_it_may_be_kept_only_then(self, maya: Client, now: datetime, finished: bool, may: bool) -> None:
        put(maya, "floor-lift", now, finished=finished)
        assert self.hinge(maya).may_keep(Lesson.objects.get(slug="strong-back")) is may

    def test_the_other_lessons_stay_open_after_it(self, maya: Client, now: datetime) -> None:
        put(maya, "floor-lift", now, finished=True)
        hinge = self.hinge(maya)
        assert [hinge.may_keep(lesson) for lesson in hinge.lessons] == [True] * 9
