"""Invented clients who live ninety days under the rules: what the rules do to people whose true course is known. PURE.

Everything that is assumed about people stands in this module. None of it was measured on real clients.

* *Truth.* A `Course` gives the true level in points for each day since sign-up. People never differ from it but by
  noise, by their own constant morning offset, and by what practice does to them where the course says so.
* *Noise.* Normal, with a standard deviation of the client's own between 0.7 and 1.2 points a report. 40 percent of its
  variance is shared by all reports of a day; nothing is shared from day to day. A report is rounded and cut to 0-10.
* *Practice.* On 30 to 100 percent of days, at the client's own hour between 7:30 and 21:00, one to three tracks in a
  row. Before and after are reported each time. Three tracks of 7, 8 and 8 lessons; needs between tracks are left out.
* *Mornings.* At 7:00 on 50 to 100 percent of the days after a practice with numbers, with an offset of standard
  deviation 0.4. Other days have no number.
* *Self-check.* Passed with a chance of 35 to 80 percent at first. What is missing to 95 percent shrinks by 30 percent
  with each practice of the lesson. Effort is 4.8 with a standard deviation of 1.2.
* *Fine.* Where a course has it: two of three practices on a track, unless the rules ease or rest, the client stands on
  the easier version, or no usual is known. The site asks for numbers also where they would decide; these people aren't.
* *What the client does.* Gives the first number before practicing, and rests where the rules say so: the number is
  kept as one at rest, and nothing is practiced that day. Everybody takes the easier version while the rules ease, and
  where they stand on it. Once all tracks are finished nothing is reported, and the client's days end.
* *What the trainer does.* Opens a stop after four days, and talks seven days after a talk came up. Nobody says "this is
  the usual now", nobody places a client, and there are no safety answers and no pauses.
* *Sign-up.* Three numbers on the first day, at 7:15: today's, and two recalled ones. They are drawn from the true level
  with the client's noise; memory adds no error of its own.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from math import sqrt
from random import Random
from typing import NamedTuple

from hinge_coach.tightness.trend import NOT_AT_REST, CheckInValue, Moment, middle
from hinge_coach.tightness.usual import BY_DAY, ReportedDay, ReportedDays, recalled_days
from lessons.rules.decide import decide_for_client, decide_for_lesson
from lessons.rules.facts import TOP_SCORE, Facts
from lessons.rules.talks import talk_reasons
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import (
    MOVES,
    Decision,
    History,
    PracticeValue,
    RuleCode,
    Standing,
    StepBack,
    TalkValue,
    Verdict,
)

LIVED_DAYS = 90

TRACK_LENGTHS = (7, 8, 8)

SIGN_UP_ON = date(2026, 1, 5)

MORNING_AT, SIGN_UP_AT = timedelta(hours=7), timedelta(hours=7, minutes=15)

EARLIEST_PRACTICE, LATEST_PRACTICE = 7.5, 21.0  # hours

PRACTICE_LASTS, BREAK_BETWEEN_TRACKS = timedelta(minutes=15), timedelta(minutes=5)

NOISE = (0.7, 1.2)

SHARED_WITHIN_A_DAY = 0.4  # of the variance

OWN_PART, SHARED_PART = sqrt(1 - SHARED_WITHIN_A_DAY), sqrt(SHARED_WITHIN_A_DAY)

PRACTICE_SHARE, MORNING_SHARE = (0.3, 1.0), (0.5, 1.0)

MORNING_OFFSET = 0.4

FIRST_CHECK, LAST_CHECK, MISSING_AFTER_EACH = (0.35, 0.8), 0.95, 0.7

EFFORT, EFFORT_SPREAD = 4.8, 1.2

REOPENED_AFTER, TALKED_AFTER = timedelta(days=4), timedelta(days=7)

HARD_LESSON = 2  # the third of each track, where a course has a lesson that harms


def stays(start: float, day: int) -> float:
    """The level at which the client began."""
    return start


@dataclass(frozen=True, kw_only=True)
class Course:
    """The truth about the people of one row. Levels are points; days count from the sign-up, which is day 0.

    `starts`: lowest and highest level at which they begin. `level` gives the level of a day from that. `changes_on`:
    the day on which what the rules should notice begins; `ends_on`: the first day after it, where it passes.
    `lesson_rise`: points that the full version of the third lesson of each track adds to the number after it.
    `next_day_rise`: points that any practice adds to all numbers of the next day. `numbers_at_every`: 3 where two of
    three practices on a track are answered with "fine today".
    """

    name: str
    starts: tuple[float, float]
    level: Callable[[float, int], float] = stays
    changes_on: int | None = None
    ends_on: int | None = None
    lesson_rise: float = 0
    next_day_rise: float = 0
    has_mornings: bool = True
    numbers_at_every: int = 1


class Habits(NamedTuple):
    """What stays the same about one client. Shares are 0-1; `noise` and `morning_offset` are points."""

    start: float
    noise: float
    morning_offset: float
    practice_share: float
    morning_share: float
    hour: float
    first_check: float


class TrackLuck(NamedTuple):
    """The luck of one practice: noise in standard deviations, and a number of 0-1 for the self-check."""

    before: float
    after: float
    check: float
    effort: float


class DayLuck(NamedTuple):
    """The luck of one day, drawn before anything is decided: the same under other rules."""

    practices: bool
    tracks: tuple[int, ...]
    number_of_tracks: int
    begins: timedelta
    shared: float
    has_morning: bool
    morning: float
    by_track: tuple[TrackLuck, ...]


class MoveMade(NamedTuple):
    """One move: `lesson` is the one it led away from, counted from 0. `is_flare`: the tightness flared then."""

    day: int
    track: int
    lesson: int
    decision: Decision
    code: RuleCode
    is_flare: bool


class Alarm(NamedTuple):
    """A day on which the rules eased, rested, stopped or asked for a talk. `code` is a `RuleCode` or a `TalkCode`."""

    day: int
    code: str


@dataclass(kw_only=True)
class Life:
    """What became of one client. `days` were lived until all tracks were finished; `lessons` are the finished ones."""

    days: int = 0
    reported_on: list[int] = field(default_factory=list)
    moves: list[MoveMade] = field(default_factory=list)
    alarms: list[Alarm] = field(default_factory=list)
    stops: list[RuleCode] = field(default_factory=list)
    codes: Counter[RuleCode] = field(default_factory=Counter)
    eases: int = 0
    eased_days: int = 0
    rests: int = 0
    practices: int = 0
    lessons: int = 0
    first_finished_on: int | None = None


def live(
    course: Course, luck: Random, thresholds: Thresholds, *, days: int = LIVED_DAYS, signs_up_with_numbers: bool = True
) -> Life:
    """The life of one client, as `luck` will have it."""
    return InventedClient(course, luck, thresholds, days=days, signs_up_with_numbers=signs_up_with_numbers).lives()


def _draw_habits(course: Course, luck: Random) -> Habits:
    return Habits(
        start=luck.uniform(*course.starts),
        noise=luck.uniform(*NOISE),
        morning_offset=luck.gauss(0, MORNING_OFFSET),
        practice_share=luck.uniform(*PRACTICE_SHARE),
        morning_share=luck.uniform(*MORNING_SHARE),
        hour=luck.uniform(EARLIEST_PRACTICE, LATEST_PRACTICE),
        first_check=luck.uniform(*FIRST_CHECK),
    )


def _draw_day(habits: Habits, luck: Random) -> DayLuck:
    return DayLuck(
        practices=luck.random() < habits.practice_share,
        tracks=tuple(luck.sample(range(len(TRACK_LENGTHS)), len(TRACK_LENGTHS))),
        number_of_tracks=luck.randint(1, len(TRACK_LENGTHS)),
        begins=timedelta(hours=habits.hour + luck.uniform(0, 1)),
        shared=luck.gauss(0, 1),
        has_morning=luck.random() < habits.morning_share,
        morning=luck.gauss(0, 1),
        by_track=tuple(
            TrackLuck(luck.gauss(0, 1), luck.gauss(0, 1), luck.random(), luck.gauss(0, 1)) for _ in TRACK_LENGTHS
        ),
    )


class InventedClient:
    """One client on the way through the days, with everything that the site would have stored."""

    def __init__(
        self, course: Course, luck: Random, thresholds: Thresholds, *, days: int, signs_up_with_numbers: bool
    ) -> None:
        self.course = course
        self.thresholds = thresholds
        self.habits = _draw_habits(course, luck)
        sign_up = luck.gauss(0, 1), luck.gauss(0, 1), luck.gauss(0, 1)
        self.sign_up = sign_up if signs_up_with_numbers else ()
        self.luck = tuple(_draw_day(self.habits, luck) for _ in range(days))
        self.life = Life()
        self.reports: list[CheckInValue] = []
        self.reported: list[ReportedDay] = []
        self.practices: list[PracticeValue] = []
        self.talks: dict[str, TalkValue] = {}  # the last one of each code
        self.standings = [Standing(lesson=_lesson_id(track, 0)) for track in range(len(TRACK_LENGTHS))]
        self.last_facts: Facts
        self.has_days = [False] * len(TRACK_LENGTHS)  # whether the lesson was practiced since the last move
        self.practiced: Counter[int] = Counter()  # by lesson
        self.practiced_on: Counter[int] = Counter()  # by track
        self.highest = [0] * len(TRACK_LENGTHS)
        self.recalled: tuple[ReportedDay, ...] = ()
        self.anew_on: date | None = None
        self.closed_on: date | None = None
        self.day = 0
        self.today = SIGN_UP_ON
        self.midnight = datetime.combine(SIGN_UP_ON, time(), tzinfo=UTC)
        self.scores_today: list[int] = []  # at rest
        self.is_eased = self.is_resting = False
        self.practiced_with_numbers = self.practiced_yesterday = False

    def lives(self) -> Life:
        self._signs_up()
        for day, luck in enumerate(self.luck):
            if all(standing.passed for standing in self.standings):
                break
            self.day = day
            self.today = SIGN_UP_ON + timedelta(days=self.day)
            self.midnight = datetime.combine(self.today, time(), tzinfo=UTC)
            self._lives_a_day(luck)
            self.life.days += 1
            self.life.eased_days += self.is_eased
        self.life.lessons = sum(self.highest)
        return self.life

    def _at(self, since_midnight: timedelta) -> datetime:
        return self.midnight + since_midnight

    def _score(self, noise: float, *, offset: float = 0) -> int:
        level = self.course.level(self.habits.start, self.day) + offset
        if self.practiced_yesterday:
            level += self.course.next_day_rise
        level += self.habits.noise * (OWN_PART * noise + SHARED_PART * self.luck[self.day].shared)
        return min(max(round(level), 0), TOP_SCORE)

    # --- what the client does

    def _signs_up(self) -> None:
        if not self.sign_up:
            return
        *before, today = self.sign_up
        for days_ago, noise in zip((2, 1), before, strict=True):
            at, on = self._at(SIGN_UP_AT), self.today - timedelta(days=days_ago)
            level = self.course.level(self.habits.start, 0) + self.habits.noise * noise
            score = min(max(round(level), 0), TOP_SCORE)
            self.reports.append(CheckInValue(f"recalled-{days_ago}", at, on, score, Moment.RECALLED))
        at = self._at(SIGN_UP_AT + timedelta(seconds=1))
        self._reports(at, self._score(today), Moment.ANY)
        self.recalled = recalled_days(self.reports)
        self._is_decided(at)

    def _lives_a_day(self, luck: DayLuck) -> None:
        if self.closed_on is not None:
            if self.today < self.closed_on + REOPENED_AFTER:
                self.practiced_yesterday = self.practiced_with_numbers = False
                return
            self.anew_on, self.closed_on = self.today, None
        self._talks_with_the_trainer()
        practices_before = len(self.practices)
        if self.practiced_with_numbers and luck.has_morning and self.course.has_mornings:
            at = self._at(MORNING_AT)
            self._reports(at, self._score(luck.morning, offset=self.habits.morning_offset), Moment.MORNING)
            self._is_decided(at)
        self.practiced_with_numbers = False
        if luck.practices and self.closed_on is None:
            self._practices_tracks(luck)
        self.practiced_yesterday = len(self.practices) > practices_before
        if self.practiced_yesterday or self.life.reported_on[-1:] == [self.day]:
            self._opens_talks()

    def _practices_tracks(self, luck: DayLuck) -> None:
        open_tracks = [track for track in luck.tracks if not self.standings[track].passed]
        at = self._at(luck.begins)
        for track in open_tracks[: luck.number_of_tracks]:
            if self.standings[track].passed:  # by a number of the practice before
                continue
            if self.closed_on is not None or not self._practices(at, track, luck.by_track[track]):
                return
            at += PRACTICE_LASTS + BREAK_BETWEEN_TRACKS

    def _practices(self, at: datetime, track: int, luck: TrackLuck) -> bool:
        """Whether it came to a practice on this track, which then is judged."""
        standing = self.standings[track]
        before = after = None
        is_fine = (self.practiced_on[track] + 1) % self.course.numbers_at_every > 0
        if is_fine:
            facts = self.facts(at)
            is_fine = facts.usual is not None and not standing.easier and decide_for_client(facts) is None
        if not is_fine:
            before = self._score(luck.before)
            self._reports(at, before, Moment.BEFORE)
        verdict = decide_for_client(self.facts(at))
        if verdict is not None and verdict.decision in {Decision.REST, Decision.STOP}:
            self._rests(at)
            return False
        easier = standing.easier or verdict is not None
        at += PRACTICE_LASTS
        lesson = standing.lesson
        if not is_fine:
            harms = lesson == _lesson_id(track, HARD_LESSON) and not easier
            after = self._score(luck.after, offset=self.course.lesson_rise if harms else 0)
            self._reports(at, after, Moment.AFTER)
            self.practiced_with_numbers = True
        missing = (LAST_CHECK - self.habits.first_check) * MISSING_AFTER_EACH ** self.practiced[lesson]
        self.practices.append(
            PracticeValue(
                id=f"practice-{len(self.practices)}",
                at=at,
                local_on=self.today,
                before=before,
                after=after,
                passed=luck.check < LAST_CHECK - missing,
                effort=min(max(round(EFFORT + EFFORT_SPREAD * luck.effort), 0), TOP_SCORE),
                easier=easier,
                lesson=lesson,
            )
        )
        self.practiced[lesson] += 1
        self.practiced_on[track] += 1
        self.life.practices += 1
        self.has_days[track] = True
        verdicts = self._is_decided(at)
        self.life.codes[verdicts[track].reason.code] += 1
        return not self.is_resting

    def _rests(self, at: datetime) -> None:
        """The number before a practice that doesn't happen is one at rest like any other."""
        self.reports[-1] = self.reports[-1]._replace(moment=Moment.ANY)
        self._is_decided(at)

    def _reports(self, at: datetime, score: int, moment: Moment) -> None:
        report = CheckInValue(f"report-{len(self.reports):04}", at, self.today, score, moment)
        self.reports.append(report)
        if moment in NOT_AT_REST:
            return
        entries: tuple[str, ...] = ()
        if self.reported and self.reported[-1].local_on == self.today:
            entries = self.reported.pop().entries
        else:
            self.scores_today = []
            self.life.reported_on.append(self.day)
        self.scores_today.append(score)
        self.reported.append(ReportedDay(self.today, middle(self.scores_today), (*entries, report.id)))

    # --- what the site does

    def facts(self, now: datetime) -> Facts:
        """What `gather_facts` gives, without sorting and counting everything again at each number.

        It leaves out the older reports, which no row reads once their days are counted.
        """
        return Facts(
            history=History(talks=tuple(self.talks.values()), anew_on=self.anew_on),
            thresholds=self.thresholds,
            now=now,
            today=self.today,
            reported=ReportedDays(
                days=tuple(self.reported),
                window=self.thresholds.usual_days,
                recalled=self.recalled,
                anew_on=self.anew_on,
            ),
            reports=self._recent_reports(),
            practices=tuple(self.practices),
        )

    def _recent_reports(self) -> tuple[CheckInValue, ...]:
        since = self.today - timedelta(days=self.thresholds.usual_days)
        return tuple(self.reports[bisect_left(self.reports, since, key=BY_DAY) :] or self.reports[-1:])

    def history(self) -> History:
        """All that was stored so far, as the site would load it."""
        return History(
            practices=tuple(self.practices),
            reports=tuple(self.reports),
            talks=tuple(self.talks.values()),
            anew_on=self.anew_on,
        )

    def _is_decided(self, at: datetime) -> dict[int, Verdict]:
        """The verdicts on every track that was practiced since its last move, by track, after the moves they make."""
        self.last_facts = facts = self.facts(at)
        verdict = decide_for_client(facts)
        self._notes(verdict)
        verdicts = {}
        for track, standing in enumerate(self.standings):
            if self.has_days[track] and not standing.passed:
                verdicts[track] = verdict or decide_for_lesson(facts, standing)
                if verdicts[track].decision in MOVES:
                    self._moves(track, verdicts[track], at)
        return verdicts

    def _notes(self, verdict: Verdict | None) -> None:
        decision = verdict.decision if verdict else None
        if verdict is not None:
            self._raises(verdict.reason.code)
        if verdict is not None and decision == Decision.STOP:
            self.life.stops.append(verdict.reason.code)
            self.closed_on = self.today
        self.life.rests += decision == Decision.REST and not self.is_resting
        self.is_resting = decision == Decision.REST
        if not self.is_resting:
            self.life.eases += decision == Decision.EASE and not self.is_eased
            self.is_eased = decision == Decision.EASE

    def _raises(self, code: str) -> None:
        alarm = Alarm(self.day, code)
        if alarm not in self.life.alarms[-3:]:
            self.life.alarms.append(alarm)

    def _moves(self, track: int, verdict: Verdict, at: datetime) -> None:
        standing = self.standings[track]
        lesson = standing.lesson - _lesson_id(track, 0)
        made = MoveMade(self.day, track, lesson, verdict.decision, verdict.reason.code, bool(self.last_facts.flare))
        self.life.moves.append(made)
        self.has_days[track] = False
        if verdict.decision == Decision.RESTORE:
            self.standings[track] = replace(standing, easier=False, placed_at=at)
            return
        if verdict.decision == Decision.REGRESS:
            standing = replace(standing, steps_back=(*standing.steps_back, (standing.lesson, self.today)))
        if verdict.step_back_to == StepBack.EASIER:
            self.standings[track] = replace(standing, easier=True, was_eased=True, placed_at=at)
            return
        lesson += 1 if verdict.decision == Decision.PROGRESS else -1
        self.highest[track] = max(self.highest[track], lesson)
        is_finished = lesson == TRACK_LENGTHS[track]
        if is_finished and self.life.first_finished_on is None:
            self.life.first_finished_on = self.day
        self.standings[track] = replace(
            standing,
            lesson=standing.lesson if is_finished else _lesson_id(track, lesson),
            easier=False,
            passed=is_finished,
            has_previous=lesson > 0,
            placed_at=at,
            was_eased=False,
        )

    # --- what the trainer does

    def _opens_talks(self) -> None:
        for reason in talk_reasons(self.last_facts, self.standings):
            talk = self.talks.get(reason.code)
            if talk is None or talk.talked_on is not None:
                self.talks[reason.code] = TalkValue(code=reason.code, opened_on=self.today)
                self._raises(reason.code)

    def _talks_with_the_trainer(self) -> None:
        for code, talk in self.talks.items():
            if talk.talked_on is None and self.today >= talk.opened_on + TALKED_AFTER:
                self.talks[code] = replace(talk, talked_on=self.today)


def _lesson_id(track: int, lesson: int) -> int:
    return 10 * track + lesson
