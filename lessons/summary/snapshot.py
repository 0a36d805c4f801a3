"""What the rows about a client come to, as the value that the signals are worked out from."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.db.models.functions import Substr

from hinge_coach.accounts.models import Client
from hinge_coach.fixed_reads import FixedRead
from hinge_coach.safety.screening import due_on
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import CheckInValue, Moment, middle
from hinge_coach.tightness.usual import ReportedDay, ReportedDays, jump
from hinge_coach.wording import one_line
from lessons.models import Message, Move, TrackPosition
from lessons.practice.history import ClientState
from lessons.rules.facts import Facts
from lessons.rules.flares import eased_days
from lessons.rules.values import Decision
from lessons.summary.signals import NEWS_DAYS
from lessons.summary.values import (
    ClientSnapshot,
    EasierNews,
    FlareRun,
    HighNumber,
    OpenTalk,
    PausedDays,
    StepBackNews,
    TrackEnd,
    WaitingWord,
)

MOVES_READ = timedelta(days=NEWS_DAYS + 3)  # days are the client's own, and begin at an hour of theirs

WORDS_READ = 30  # the latest messages of the thread: nobody waits with more

LINE = 160  # letters of a waiting word that the desk shows

_WORDS = FixedRead(
    lambda client: (
        Message.objects.filter(client=client)
        .annotate(beginning=Substr("text", 1, 4 * LINE))
        .values_list("by__only", "beginning", "written_at", "sent_at")[:WORDS_READ]
    ),
    int,
)
_ARRIVED = FixedRead(
    lambda client: (
        CheckIn.objects.kept()
        .filter(Q(sent_at__isnull=False) | Q(edited_at__isnull=False), client=client)
        .order_by()
        .values_list("pk", "at", "sent_at", "edited_at")
    ),
    int,
)
_STEPS_BACK = FixedRead(
    lambda client, since: (
        Move.objects.filter(client=client, moved_at__gte=since, verdict__decision=Decision.REGRESS)
        .exclude(verdict__practice__imported=True)
        .select_related("verdict")
    ),
    *(int, datetime),
)
_LAST_FINISHED = FixedRead(
    lambda client: TrackPosition.objects.filter(client=client, finished=True).order_by("-since")[:1], int
)

Arrivals = dict[str, datetime]
"""By the id of a check-in: when it, or its last correction, reached the site, where that was not when it was told."""


def snapshot_of(state: ClientState) -> ClientSnapshot:
    """Five queries beside those of the state."""
    client, facts = state.client, state.facts
    numbers = [entry for entry in state.entries if entry.moment != Moment.RECALLED]
    arrivals = _arrivals(client)
    rest = _rest(facts, arrivals)
    flare = None if rest else _flare(facts, arrivals)
    words = _Words(client)
    return ClientSnapshot(
        zone=client.user.tz,
        day_begins=client.day_begins,
        joined_at=client.joined_at,
        joined_on=client.today(client.joined_at),
        practice_days=_practice_days(state),
        last_check_in_on=max((entry.local_on for entry in numbers), default=None),
        numbers=len(numbers),
        all_finished=all(position.finished for position in state.positions),
        pauses=tuple(PausedDays(pause.begins_on, pause.ends_on) for pause in facts.history.pauses),
        rest=rest,
        jump=None if rest or flare else _jump(facts, arrivals),
        flare=flare,
        flare_days=state.thresholds.usual_days,
        talks=tuple(
            OpenTalk(talk.code, talk.trainer_sentence, talk.opened_at, talk.opened_on, talk.points, talk.count)
            for talk in sorted(state.talks, key=lambda talk: talk.pk)
            if talk.is_open
        ),
        step_back=_step_back(state),
        screening_due_on=_screening_due_on(state),
        track_end=_last_finished(client),
        easier=_easier(facts),
        waiting=words.waiting,
        word_at=_latest(words.last_at, *_talked_at(state)),
    )


def _practice_days(state: ClientState) -> tuple[date, ...]:
    """The distinct local days with practice, newest first."""
    return tuple(sorted({practice.local_on for practice in state.practices}, reverse=True))


class _Words:
    """The end of the thread: the trainer's last word, and the client's words since."""

    def __init__(self, client: Client) -> None:
        self.last_at: datetime | None = None
        theirs: list[tuple[datetime, str]] = []
        for is_the_trainers, beginning, written_at, sent_at in _WORDS(client.pk):
            if is_the_trainers:
                self.last_at = _latest(self.last_at, written_at)
            else:
                theirs.append((sent_at or written_at, beginning))
        after = sorted(word for word in theirs if self.last_at is None or word[0] > self.last_at)
        self.waiting = (
            WaitingWord(one_line(after[0][1], LINE), after[0][0], after[-1][0], len(after)) if after else None
        )


def _waiting(words: Sequence[tuple[datetime, str]]) -> WaitingWord | None:
    """`words` of the client, the oldest first."""
    if not words:
        return None
    (first_at, beginning), (last_at, _) = words[0], words[-1]
    return WaitingWord(one_line(beginning, LINE), first_at, last_at, len(words))


def _latest(*instants: datetime | None) -> datetime | None:
    return max((instant for instant in instants if instant is not None), default=None)


def _talked_at(state: ClientState) -> Iterable[datetime | None]:
    yield from (talk.talked_at for talk in state.talks)
    yield state.new_usual.since if state.new_usual else None


def _arrivals(client: Client) -> Arrivals:
    arrivals = {}
    for pk, at, sent_at, edited_at in _ARRIVED(client.pk):
        arrivals[str(pk)] = max(instant for instant in (at, sent_at, edited_at) if instant is not None)
    return arrivals


def _high(entry: CheckInValue, usual: float | None, arrivals: Arrivals) -> HighNumber:
    return HighNumber(entry.score, entry.local_on, _arrived(entry, arrivals), usual)


def _arrived(entry: CheckInValue, arrivals: Arrivals) -> datetime:
    return arrivals.get(entry.id, entry.at)


def _rest(facts: Facts, arrivals: Arrivals) -> HighNumber | None:
    """The last number, while it is so high that practice rests."""
    number = facts.last_number
    return _high(number, facts.usual, arrivals) if number is not None and facts.must_rest else None


def _jump(facts: Facts, arrivals: Arrivals) -> HighNumber | None:
    """The last number, where it stands so far above the usual of the days before it that the safety questions ask."""
    number = facts.last_number
    if number is None:
        return None
    usual = facts.reported.until(number.local_on - timedelta(days=1)).usual_now
    limits = facts.thresholds
    if usual is None or number.score < usual + limits.jump or number.score <= limits.fine_score:
        return None
    return _high(number, usual, arrivals)


def _flare(facts: Facts, arrivals: Arrivals) -> FlareRun | None:
    """The days that ease everything, back to the first of them: no two days on end were calm since."""
    reported = facts.reported
    usual = reported.usual_before(facts.flare) if facts.flare else None
    if usual is None:
        return None
    days = _run(facts, usual)
    numbers = {entry.id: entry for entry in facts.reports}
    entries = [numbers[key] for day in days for key in day.entries]
    peak = max(entry.score for entry in entries)
    first_peak = min(_arrived(entry, arrivals) for entry in entries if entry.score == peak)
    situations = Counter(entry.situation for entry in entries if entry.situation)
    notes = [entry.note for entry in entries if entry.note]
    return FlareRun(
        usual=usual,
        score=middle([day.score for day in days]),
        first_on=days[0].local_on,
        last_on=reported.days[-1].local_on,
        told_at=max(first_peak, _flared_at(facts, days[0].local_on, usual, arrivals)),
        days=len(days),
        situation=situations.most_common(1)[0][0] if situations else "",
        note=one_line(notes[0], LINE) if notes else "",
    )


def _flared_at(facts: Facts, first_on: date, usual: float, arrivals: Arrivals) -> datetime:
    """When the days from `first_on` on had become a flare: one high day is none yet, and may have been handled."""
    flared = next(eased_days(facts.reported, facts.thresholds, first_on))
    entries = [entry for entry in facts.reports if entry.id in flared.entries]
    up = [entry for entry in entries if facts.is_up(entry.score, usual)]
    return min(_arrived(entry, arrivals) for entry in up or entries)


def _run(facts: Facts, usual: float) -> list[ReportedDay]:
    """The days of the flare that are up, and those before it, back to where two calm days on end come; oldest first.

    Days up to a new usual, or to when practice was opened again, are settled by that.
    """
    run = [day for day in facts.flare if facts.is_up(day.score, usual)]
    days, anew_on, calm = facts.reported.days, facts.reported.anew_on, 0
    for day in reversed(days[: len(days) - len(facts.flare)]):
        if anew_on is not None and day.local_on <= anew_on:
            break
        if facts.is_up(day.score, usual):
            run.insert(0, day)
            calm = 0
        elif (calm := calm + 1) > 1:
            break
    return run


def _step_back(state: ClientState) -> StepBackNews | None:
    """The latest step back by the rules of the last days that no later placement on the same track has answered."""
    for step in _STEPS_BACK(state.client.pk, state.now - MOVES_READ):
        after = (move for move in state.moves if move.track == step.track and move.at > step.moved_at)
        if step.verdict is not None and not any(move.is_placement for move in after):
            return StepBackNews(step.from_lesson_id, step.verdict.reasons[0]["trainer"], step.moved_at, step.local_on)
    return None


def _screening_due_on(state: ClientState) -> date:
    """The local day on which the safety questions are due."""
    answered_at = state.answered_at
    answered_on = state.client.today(answered_at)
    # What comes after two weeks can't make the questions due any earlier.
    entries = [entry for entry in state.entries if entry.local_on <= due_on(answered_on)]
    high = jump(entries, answered_at, state.thresholds.jump)
    return due_on(answered_on, high.local_on if high else None)


def _last_finished(client: Client) -> TrackEnd | None:
    last = _LAST_FINISHED.first(client.pk)
    return TrackEnd(last.track, last.since, client.today(last.since)) if last else None


def _easier(facts: Facts) -> EasierNews | None:
    """When the usual came down from the start by what counts as a change, if that was in the last days."""
    reported, start, rise = facts.reported, facts.reported.start, facts.thresholds.rise
    if start is None or not _is_easier(reported, start, rise):
        return None
    first = facts.today - timedelta(days=NEWS_DAYS + 1)
    news: ReportedDay | None = None
    for day in reversed(reported.days):
        if not _is_easier(reported.until(day.local_on), start, rise):
            break
        if day.local_on < first:
            return None
        news = day
    usual = reported.usual_now
    return None if news is None or usual is None else EasierNews(start, usual, news.local_on)


def _is_easier(reported: ReportedDays, start: float, rise: int) -> bool:
    return reported.usual_now is not None and start - reported.usual_now >= rise
