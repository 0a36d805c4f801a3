"""How often the rules are right and wrong about invented clients, row by row, as text for `docs/rules.md`. PURE.

`simulation` states everything that is assumed about them. The luck of a client depends on the seed, the row and their
number alone, so that two sets of rules meet the same people.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

from hinge_coach.tightness.trend import middle
from lessons.rules.simulation import LIVED_DAYS, Course, Life, live
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision, RuleCode, TalkCode

SEED = 10

CLIENTS = 240

MONTH = 30  # days

SOON = 7  # reported days within which a change should be noticed

CHANGE_ON = 40

IMPROVES_FOR, WORSENS_ON = 30, 45

SAWTOOTH_DAYS = 21

CREEPS_FROM, CREEPS_FOR = 20, 50

LINE_OF_NUMBERS = tuple[str, ...]

QUIET_TALKS = frozenset({TalkCode.NO_CHANGE, TalkCode.TWICE_BACK})
"""Talks that don't say that something got worse; they come up for steady people too."""


def _falls_by_three(start: float, day: int) -> float:
    return start - 3 * day / LIVED_DAYS


def _falls_fast(start: float, day: int) -> float:
    return 1.5 + (start - 1.5) * 0.93**day


def _sawtooth(start: float, day: int) -> float:
    """One point down and one point up again, every three weeks."""
    return start - 1 + 2 * abs(2 * (day % SAWTOOTH_DAYS) / SAWTOOTH_DAYS - 1)


def _rises_for_good(by: float) -> Callable[[float, int], float]:
    return lambda start, day: start + (by if day >= CHANGE_ON else 0)


def _flares(start: float, day: int) -> float:
    return start + (3 if CHANGE_ON <= day < CHANGE_ON + 5 else 0)


def _falls_then_rises(start: float, day: int) -> float:
    return max(1.5, start - (start - 1.5) * day / IMPROVES_FOR) + (4 if day >= WORSENS_ON else 0)


def _creeps(start: float, day: int) -> float:
    return start + 2.5 * min(max(day - CREEPS_FROM, 0), CREEPS_FOR) / CREEPS_FOR


STEADY = tuple(Course(name=f"steady {level}", starts=(level, level)) for level in range(9))

LESSON_HARMS = Course(name="the third lesson of each track takes +2.5", starts=(1, 5), lesson_rise=2.5)

NEXT_DAY_HARMS = Course(name="every practice makes the next day +2.5", starts=(1, 5), next_day_rise=2.5, changes_on=0)

COURSES: tuple[Course, ...] = (
    *STEADY,
    Course(name="slowly easier, by 3 in 90 days", starts=(4, 6), level=_falls_by_three),
    Course(name="quickly easier, to 1.5", starts=(4, 6), level=_falls_fast),
    Course(name="sawtooth around 5, a point up and down", starts=(5, 5), level=_sawtooth),
    LESSON_HARMS,
    NEXT_DAY_HARMS,
    Course(name="steady 3, no mornings", starts=(3, 3), has_mornings=False),
    Course(name="steady 3, “fine” two times of three", starts=(3, 3), numbers_at_every=3),
)

LASTING_TWO = Course(name="+2 for good", starts=(1, 5), level=_rises_for_good(2), changes_on=CHANGE_ON)

FLARE = Course(name="+3 for five days", starts=(1, 4), level=_flares, changes_on=CHANGE_ON, ends_on=CHANGE_ON + 5)

CHANGES: tuple[Course, ...] = (
    LASTING_TWO,
    Course(name="+3 for good", starts=(1, 5), level=_rises_for_good(3), changes_on=CHANGE_ON),
    FLARE,
    Course(
        name="down to 1.5 in 30 days, +4 from day 45",
        starts=(4, 6),
        level=_falls_then_rises,
        changes_on=WORSENS_ON,
    ),
    Course(name="creeping +2.5 over 50 days", starts=(1, 5), level=_creeps, changes_on=CREEPS_FROM),
    NEXT_DAY_HARMS,
    Course(
        name="+2 for good, no mornings",
        starts=(1, 5),
        level=_rises_for_good(2),
        changes_on=CHANGE_ON,
        has_mornings=False,
    ),
    Course(
        name="+3 for five days, no mornings",
        starts=(1, 4),
        level=_flares,
        changes_on=CHANGE_ON,
        ends_on=CHANGE_ON + 5,
        has_mornings=False,
    ),
    Course(
        name="+2 for good, “fine” two times of three",
        starts=(1, 5),
        level=_rises_for_good(2),
        changes_on=CHANGE_ON,
        numbers_at_every=3,
    ),
)

WITHOUT_SIGN_UP = frozenset({"steady 0", "steady 3", "steady 6", "steady 8", NEXT_DAY_HARMS.name, LASTING_TWO.name})
"""Rows that are printed a second time for people who leave out the numbers of the sign-up."""


def lives(
    course: Course,
    thresholds: Thresholds,
    *,
    clients: int = CLIENTS,
    seed: int = SEED,
    days: int = LIVED_DAYS,
    signs_up_with_numbers: bool = True,
) -> list[Life]:
    """The lives of so many clients of this course, for so many days."""
    lucks = (Random(f"{seed} {course.name} {client}") for client in range(clients))  # noqa: S311 - the same each time
    return [live(course, luck, thresholds, days=days, signs_up_with_numbers=signs_up_with_numbers) for luck in lucks]


@dataclass(frozen=True, kw_only=True)
class LivesMeasured:
    """What became of the clients of one row. Shares are 0-1; `a_month` counts per client and 30 days lived."""

    lives: Sequence[Life]

    def share(self, fits: Callable[[Life], bool]) -> float:
        return sum(map(fits, self.lives)) / max(len(self.lives), 1)

    def a_month(self, number: Callable[[Life], int]) -> float:
        return MONTH * sum(map(number, self.lives)) / sum(life.days for life in self.lives)

    @property
    def first_track(self) -> float | None:
        """The median day on which the first track is finished; None where most finish none."""
        days = [LIVED_DAYS if life.first_finished_on is None else life.first_finished_on for life in self.lives]
        return None if middle(days) >= LIVED_DAYS else middle(days)

    @property
    def lessons(self) -> float:
        return sum(life.lessons for life in self.lives) / len(self.lives)

    @property
    def stepped_back_for_tightness(self) -> float:
        return self.share(lambda life: _steps_back(life, RuleCode.ROSE_RUNNING) > 0)

    @property
    def steps_back_for_tightness(self) -> float:
        return self.a_month(lambda life: _steps_back(life, RuleCode.ROSE_RUNNING))

    @property
    def steps_back_for_checks(self) -> float:
        return self.a_month(lambda life: _steps_back(life, RuleCode.MISSED_RUNNING))

    @property
    def steps_back(self) -> float:
        """A client-month, for any reason."""
        return self.a_month(lambda life: _steps_back(life, *RuleCode))

    @property
    def eases(self) -> float:
        return self.a_month(lambda life: life.eases)

    @property
    def eased_days(self) -> float:
        return sum(life.eased_days for life in self.lives) / sum(life.days for life in self.lives)

    @property
    def rests(self) -> float:
        return self.a_month(lambda life: life.rests)

    @property
    def closed(self) -> float:
        return self.share(lambda life: bool(life.stops))

    @property
    def never_off_lesson_one(self) -> float:
        return self.share(lambda life: life.lessons == 0)

    @property
    def codes(self) -> Counter[RuleCode]:
        """The verdicts that were given right after a practice."""
        return sum((life.codes for life in self.lives), Counter())


def _steps_back(life: Life, *codes: RuleCode) -> int:
    return sum(move.decision == Decision.REGRESS and move.code in codes for move in life.moves)


@dataclass(frozen=True, kw_only=True)
class ChangeMeasured:
    """How a change of the true level was noticed: by ease, rest, stop, or a talk that says something got worse.

    Of `lives` only those count that reach the change: who has finished all tracks by then reports nothing.
    """

    course: Course
    lives: Sequence[Life]

    @cached_property
    def reached(self) -> tuple[Life, ...]:
        return tuple(life for life in self.lives if life.days > (self.course.changes_on or 0))

    @property
    def number(self) -> int:
        """Of those that reach the change; at least 1, so that shares of nobody are 0."""
        return max(len(self.reached), 1)

    def _noticed_on(self, life: Life, *, by_talk: bool = False) -> int | None:
        since = self.course.changes_on or 0
        until = LIVED_DAYS if self.course.ends_on is None else self.course.ends_on + SOON
        days = (
            alarm.day
            for alarm in life.alarms
            if since <= alarm.day < until
            and alarm.code not in QUIET_TALKS
            and (not by_talk or alarm.code in TalkCode.__members__.values())
        )
        return next(days, None)

    def _reported_days_until(self, life: Life, day: int) -> int:
        return sum((self.course.changes_on or 0) <= reported <= day for reported in life.reported_on)

    @property
    def caught_soon(self) -> float:
        """The share of clients for whom it was noticed within seven reported days."""
        days = ((life, self._noticed_on(life)) for life in self.reached)
        caught = sum(day is not None and self._reported_days_until(life, day) <= SOON for life, day in days)
        return caught / self.number

    @property
    def never(self) -> float:
        return sum(self._noticed_on(life) is None for life in self.reached) / self.number

    def median_days(self, *, by_talk: bool = False) -> float | None:
        """Days from the change until it was noticed, by those for whom it was."""
        since = self.course.changes_on or 0
        days = [self._noticed_on(life, by_talk=by_talk) for life in self.reached]
        noticed = [day - since for day in days if day is not None]
        return middle(noticed) if noticed else None

    @property
    def talked(self) -> float:
        """The share of clients with whom it came to a talk about it."""
        return sum(self._noticed_on(life, by_talk=True) is not None for life in self.reached) / self.number

    @property
    def lessons_meanwhile(self) -> float:
        """Lessons that a client moved on until it was noticed, within seven reported days at most."""
        return sum(self._moved_on_meanwhile(life) for life in self.reached) / self.number

    def _moved_on_meanwhile(self, life: Life) -> int:
        since, noticed_on = self.course.changes_on or 0, self._noticed_on(life)
        until = LIVED_DAYS if noticed_on is None else noticed_on
        return sum(
            move.decision == Decision.PROGRESS
            and since <= move.day <= until
            and self._reported_days_until(life, move.day) <= SOON
            for move in life.moves
        )


# --- in words


def operating_characteristics(
    thresholds: Thresholds,
    *,
    clients: int = CLIENTS,
    seed: int = SEED,
    days: int = LIVED_DAYS,
    on_row: Callable[[str], None] = lambda _: None,
) -> str:
    """All tables, as Markdown. `on_row` is called with the name of each row before its clients live."""
    codes: Counter[RuleCode] = Counter()
    steady_rows, change_rows = [], []
    by_name: dict[tuple[str, bool], list[Life]] = {}

    def lived(course: Course, *, signs_up_with_numbers: bool) -> list[Life]:
        key = course.name, signs_up_with_numbers
        if key not in by_name:
            on_row(_row_name(course, signs_up_with_numbers=signs_up_with_numbers))
            by_name[key] = lives(
                course, thresholds, clients=clients, seed=seed, days=days, signs_up_with_numbers=signs_up_with_numbers
            )
        return by_name[key]

    for course, with_numbers in _with_variants(COURSES):
        measured = LivesMeasured(lives=lived(course, signs_up_with_numbers=with_numbers))
        steady_rows.append(_line_of_lives(_row_name(course, signs_up_with_numbers=with_numbers), measured))
        if course in STEADY and with_numbers:
            codes += measured.codes
    for course, with_numbers in _with_variants(CHANGES):
        row = lived(course, signs_up_with_numbers=with_numbers)
        change = ChangeMeasured(course=course, lives=row)
        name = _row_name(course, signs_up_with_numbers=with_numbers)
        change_rows.append(_line_of_change(name, change, LivesMeasured(lives=change.reached)))
    return "\n\n".join(
        (
            _table(LIVES_HEAD, steady_rows),
            _table(CHANGE_HEAD, change_rows),
            "After a practice, steady 0 to 8: " + _shares(codes) + ".",
        )
    )


LIVES_HEAD = (
    "truth",
    "days to the first track",
    "lessons",
    "any step back for tightness",
    "steps back a month: tightness + self-check",
    "eases a month (days eased)",
    "rests a month",
    "closed",
    "never off lesson 1",
)

CHANGE_HEAD = (
    "truth changes",
    "noticed within 7 reported days",
    "never",
    "median days",
    "lessons meanwhile",
    "a talk (median days)",
    "closed",
)


def _with_variants(courses: Iterable[Course]) -> Iterator[tuple[Course, bool]]:
    for course in courses:
        yield course, True
        if course.name in WITHOUT_SIGN_UP:
            yield course, False


def _row_name(course: Course, *, signs_up_with_numbers: bool) -> str:
    return course.name if signs_up_with_numbers else f"{course.name}, no numbers at sign-up"


def _line_of_lives(name: str, row: LivesMeasured) -> LINE_OF_NUMBERS:
    return (
        name,
        _days(row.first_track),
        f"{row.lessons:.1f}",
        f"{row.stepped_back_for_tightness:.0%}",
        f"{row.steps_back_for_tightness:.2f} + {row.steps_back_for_checks:.2f}",
        f"{row.eases:.2f} ({row.eased_days:.0%})",
        f"{row.rests:.2f}",
        f"{row.closed:.0%}",
        f"{row.never_off_lesson_one:.0%}",
    )


def _line_of_change(name: str, change: ChangeMeasured, row: LivesMeasured) -> LINE_OF_NUMBERS:
    return (
        name,
        f"{change.caught_soon:.0%}",
        f"{change.never:.0%}",
        _days(change.median_days()),
        f"{change.lessons_meanwhile:.2f}",
        f"{change.talked:.0%} ({_days(change.median_days(by_talk=True))})",
        f"{row.closed:.0%}",
    )


def _days(days: float | None) -> str:
    return f"> {LIVED_DAYS}" if days is None else f"{days:.0f}"


def _shares(codes: Counter[RuleCode]) -> str:
    return ", ".join(f"`{code}` {number / codes.total():.1%}" for code, number in codes.most_common())


def _table(head: LINE_OF_NUMBERS, lines: Iterable[LINE_OF_NUMBERS]) -> str:
    rows = (head, ("---",) * len(head), *lines)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
