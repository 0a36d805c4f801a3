"""What was known of clients when their past verdicts were made, from rows that are loaded once.

The entries are those of today, as they stand corrected. Everything else is as of then: where the client stood on each
track, closures, talks and the usual that the trainer had set. What a verdict itself caused is left out.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from operator import attrgetter

from hinge_coach.accounts.models import Client
from hinge_coach.safety.models import Closure, Pause, last_lift
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import NOT_AT_REST, CheckInValue, in_order
from lessons.models import Lesson, Move, NewUsual, Practice, Talk, Track, TrackPosition
from lessons.practice.history import screening_level, standing_for, standing_of
from lessons.practice.move_rows import MoveRow
from lessons.practice.position import Position
from lessons.rules.facts import Facts, gather_facts, looks_back_to
from lessons.rules.talks import MANY_PRACTICE_DAYS
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision, History, PauseDays, PracticeValue, Standing, TalkValue

BY_INSTANT = attrgetter("at")

DAY_IN_ANY_ZONE = timedelta(days=2)  # a local day begins and ends within this of the day of that date in UTC


@dataclass(frozen=True, kw_only=True)
class Then:
    """What the rules knew just before a verdict: the history, and where the client stood.

    `standing` is that for the lesson practiced, `standings` are those on all tracks.
    """

    history: History
    now: datetime
    today: date
    standing: Standing
    standings: tuple[Standing, ...]

    def facts(self, thresholds: Thresholds) -> Facts:
        return gather_facts(self.history, thresholds, now=self.now, today=self.today)


class Past:
    """The rows behind the histories of some clients: ten queries, whatever the number of clients.

    `thresholds` are all the sets that will be asked: how far back they look bounds what a history holds.
    """

    def __init__(self, client_ids: Collection[int], *thresholds: Thresholds) -> None:
        by_track: defaultdict[str, list[Lesson]] = defaultdict(list)
        for lesson in Lesson.objects.in_order():
            by_track[lesson.track].append(lesson)
        clients = Client.objects.select_related("user").in_bulk(client_ids)
        self.clients = {pk: PastClient(client, by_track, thresholds) for pk, client in clients.items()}
        self._load_entries(client_ids)
        self._load_standing(client_ids)
        for closure in Closure.objects.filter(client__in=client_ids).order_by("-closed_at", "-pk"):
            self.clients[closure.client_id].closures.append(closure)
        for pause in Pause.objects.filter(client__in=client_ids):
            self.clients[pause.client_id].pauses.append(PauseDays(pause.begins_on, pause.ends_on))
        for talk in Talk.objects.filter(client__in=client_ids).order_by("opened_at", "pk"):
            self.clients[talk.client_id].talks.append(talk)
        for new_usual in NewUsual.objects.filter(client__in=client_ids).order_by("since", "pk"):
            self.clients[new_usual.client_id].new_usuals.append(new_usual)

    def _load_entries(self, client_ids: Collection[int]) -> None:
        columns = ("client_id", "pk", "at", "local_on", "score", "moment")
        reports = CheckIn.objects.kept().filter(imported=False, client__in=client_ids).order_by("at")
        for client, key, *values in reports.values_list(*columns):
            self.clients[client].reports.append(CheckInValue(str(key), *values))
        practices = Practice.objects.filter(client__in=client_ids, imported=False)
        for client, practice in practices.done_by_client():
            self.clients[client].practices.append(practice)
        for past_client in self.clients.values():
            past_client.sort()

    def _load_standing(self, client_ids: Collection[int]) -> None:
        for position in TrackPosition.objects.filter(client__in=client_ids):
            self.clients[position.client_id].positions[position.track] = position
        columns = ("track", "from_lesson_id", "to_lesson_id", "moved_at", "local_on", "verdict__decision")
        moves = Move.objects.filter(client__in=client_ids).order_by("moved_at", "pk")
        rows = moves.values_list("client_id", "verdict__practice__imported", *columns)
        for pk, is_imported, track, before, after, at, on, decision in rows:
            past_client = self.clients[pk]
            row = MoveRow(track=track, from_lesson=before, to_lesson=after, at=at, on=on, decision=decision)
            past_client.all_moves.append(row)
            if not is_imported:
                past_client.moves.append(row)

    def before(self, practice: Practice, at: datetime) -> Then:
        """What was known when the verdict of `at` was made on a practice."""
        return self.clients[practice.client_id].before(practice, at)


class PastClient:
    """The rows of one client, sorted once. Moves of imported practices changed the position, and count for no rule."""

    def __init__(self, client: Client, lessons: Mapping[str, list[Lesson]], thresholds: Sequence[Thresholds]) -> None:
        self.client, self.lessons, self.thresholds = client, lessons, thresholds
        self.reports: list[CheckInValue] = []
        self.practices: list[PracticeValue] = []
        self.positions: dict[str, TrackPosition] = {}
        self.all_moves: list[MoveRow] = []
        self.moves: list[MoveRow] = []
        self.closures: list[Closure] = []
        self.pauses: list[PauseDays] = []
        self.talks: list[Talk] = []
        self.new_usuals: list[NewUsual] = []

    def sort(self) -> None:
        """To be called once the reports and practices are complete."""
        self.reports.sort(key=in_order)
        self.practices.sort(key=attrgetter("at", "id"))
        self._full_practices: defaultdict[int, list[PracticeValue]] = defaultdict(list)
        for practice in self.practices:
            if not practice.easier:
                self._full_practices[practice.lesson].append(practice)
        self._days = sorted({report.local_on for report in self.reports if report.moment not in NOT_AT_REST})
        number = max(limits.week_days for limits in self.thresholds)
        self._first_days_end = self._days[:number][-1] if self._days else date.max
        self._first_reports = [report for report in self.reports if report.local_on <= self._first_days_end]

    def before(self, practice: Practice, at: datetime) -> Then:
        today = self.client.today(at)
        lifted_at = last_lift(closure for closure in self.closures if closure.lifted_at and closure.lifted_at < at)
        new_usuals = [new_usual.since_on for new_usual in self.new_usuals if new_usual.since < at]
        anew = [*([self.client.today(lifted_at)] if lifted_at else []), *new_usuals[-1:]]
        moves = [move for move in self.moves if move.at < at]
        positions = {track: self.position(track, at) for track in self.lessons}
        standings = tuple(standing_of(position, moves) for position in positions.values())
        return Then(
            history=History(
                reports=self._reports(at, today),
                practices=self._practices(at, today, standings),
                screening=screening_level(closure for closure in self.closures if _is_active(closure, at)),
                # A pause begins on the day on which it is asked for, most often after that day's practice.
                pauses=tuple(pause for pause in self.pauses if pause.begins_on < today),
                talks=tuple(_talk_value(talk, at) for talk in self.talks if talk.opened_at < at),
                anew_on=max(anew, default=None),
            ),
            now=at,
            today=today,
            standing=standing_for(practice.lesson, positions[practice.lesson.track], moves),
            standings=standings,
        )

    def position(self, track: str, at: datetime) -> Position:
        """Where the client stood just before `at`.

        A move says where it led from, so the next one tells the lesson. Whether the trainer placed the client on the
        easier version is stored with the position of today alone; for earlier ones it follows from the next move, and
        between two placements from the first practice.
        """
        lessons, stored = self.lessons[track], self.positions.get(track)
        moves = [move for move in self.all_moves if move.track == track]
        number = bisect_left(moves, at, key=BY_INSTANT)
        previous = moves[number - 1] if number else None
        following = moves[number] if number < len(moves) else None
        if following is None:
            here, finished, easier = (
                (stored.lesson_id, stored.finished, stored.easier) if stored else (lessons[0].pk, False, False)
            )
        else:
            here = following.from_lesson
            finished = previous is not None and _finishes(previous)
            easier = previous is not None and self._is_easier(previous, following)
        lesson = next((lesson for lesson in lessons if lesson.pk == here), lessons[0])
        return Position(
            track=Track(track),
            lessons=tuple(lessons),
            next=lesson,
            finished=finished,
            easier=easier,
            waits_for=(),
        )

    def _is_easier(self, previous: MoveRow, following: MoveRow) -> bool:
        """Whether the client stood on the easier version between two moves."""
        if previous.decision is not None:
            return previous.decision == Decision.REGRESS and previous.from_lesson == previous.to_lesson
        if following.decision == Decision.REGRESS:
            # After a placement a step back leads to the previous lesson only from the easier version.
            return following.from_lesson != following.to_lesson
        if following.decision is None:
            practices = (practice for practice in self.practices if previous.at < practice.at < following.at)
            return next((practice.easier for practice in practices if practice.lesson == previous.to_lesson), False)
        return following.decision == Decision.RESTORE

    def _reports(self, at: datetime, today: date) -> tuple[CheckInValue, ...]:
        """The reports until `at` without those that no row looks back to. Some later ones of the first days stay."""
        since = looks_back_to(self._days, today, *self.thresholds)
        begin = datetime.combine(since, time(), UTC) - DAY_IN_ANY_ZONE
        low, high = bisect_left(self.reports, begin, key=BY_INSTANT), bisect_right(self.reports, at, key=BY_INSTANT)
        recent = (report for report in self.reports[low:high] if report.local_on >= since)
        return (*self._first_reports, *(report for report in recent if report.local_on > self._first_days_end))

    def _practices(self, at: datetime, today: date, standings: Sequence[Standing]) -> tuple[PracticeValue, ...]:
        """The practices until `at` that a row may look back to: the first, recent ones, and of each lesson on which the
        client stands as many full ones since the last move as bring a talk.
        """
        since = looks_back_to(self._days, today, *self.thresholds)
        begin = datetime.combine(since, time(), UTC) - DAY_IN_ANY_ZONE
        low, high = (
            bisect_left(self.practices, begin, key=BY_INSTANT),
            bisect_right(self.practices, at, key=BY_INSTANT),
        )
        earlier = {practice.id: practice for practice in self.practices[: min(1, low)]}
        for standing in standings:
            days: set[date] = set()
            full = self._full_practices[standing.lesson]
            for practice in reversed(full[: bisect_left(full, begin, key=BY_INSTANT)]):
                is_since = standing.placed_at is None or practice.at > standing.placed_at
                if not is_since or len(days) == MANY_PRACTICE_DAYS:
                    break
                days.add(practice.local_on)
                earlier[practice.id] = practice
        return (*earlier.values(), *self.practices[low:high])


def _finishes(move: MoveRow) -> bool:
    """Whether it was the move on from the last lesson of a track."""
    return move.decision == Decision.PROGRESS and move.from_lesson == move.to_lesson


def _is_active(closure: Closure, at: datetime) -> bool:
    return closure.closed_at < at and (closure.lifted_at is None or closure.lifted_at >= at)


def _talk_value(talk: Talk, at: datetime) -> TalkValue:
    is_talked = talk.talked_at is not None and talk.talked_at < at
    return TalkValue(code=talk.code, opened_on=talk.opened_on, talked_on=talk.talked_on if is_talked else None)
