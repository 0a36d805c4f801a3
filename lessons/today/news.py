"""What is new on Today: moves that the client has not seen there yet, and words of the trainer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter

from lessons.models import Talk
from lessons.practice import move_wording
from lessons.practice.history import ClientState
from lessons.practice.move_rows import MoveRow
from lessons.practice.told_moves import ToldMove, told_moves

MOVE_IS_NEWS_FOR = timedelta(days=7)  # at most for a week, or until the first practice after it

WORDS_STAY_FOR = timedelta(days=14)  # a line of the trainer stays for two weeks


@dataclass(frozen=True, kw_only=True)
class TrainerWords:
    """A line of the trainer after a talk. `is_new_usual`: it says that this is the usual now."""

    by: str
    on: date
    line: str
    is_new_usual: bool = False


def move_news(
    state: ClientState,
    *,
    seen_at: datetime | None,
    due_today: Collection[int] = (),
    before: datetime | None = None,
) -> tuple[ToldMove, ...]:
    """The latest move on each track while it is news, the newest first.

    `seen_at`: when the news were last in view; a move up to then is none anymore. `before`: leaves out the moves from
    this instant on, which the page tells of elsewhere. `due_today`: the lessons of today's session, by their keys.
    """
    return tuple(
        told
        for move, told in told_moves(state, due_today=due_today)
        if (seen_at is None or move.at > seen_at) and (before is None or move.at < before) and _may_be_news(move, state)
    )


def _may_be_news(move: MoveRow, state: ClientState) -> bool:
    lessons = {lesson.pk for position in state.positions if position.track == move.track for lesson in position.lessons}
    since = [practice for practice in state.facts.practices if practice.at > move.at]
    if any(practice.lesson in lessons for practice in since):
        return False
    return move.on > state.today - MOVE_IS_NEWS_FOR or not since


def open_talks(state: ClientState) -> tuple[Talk, ...]:
    """The open reasons to talk that the client reads, the newest first."""
    return tuple(talk for talk in state.talks if talk.is_open and talk.client_sentence)


def trainer_words(state: ClientState) -> tuple[TrainerWords, ...]:
    """The lines that the trainer left after a talk, and with a new usual, in the last two weeks; newest first."""
    since = state.today - WORDS_STAY_FOR
    words = []
    usual = state.new_usual
    if usual is not None and usual.since_on > since:
        by = move_wording.trainer(usual.by.name if usual.by else "")
        words.append(TrainerWords(by=by, on=usual.since_on, line=usual.line, is_new_usual=True))
    lines = {word.line for word in words}
    for talk in state.talks:
        if talk.talked_on is not None and talk.talked_on > since and talk.line and talk.line not in lines:
            lines.add(talk.line)
            by = move_wording.trainer(talk.talked_by.name if talk.talked_by else "")
            words.append(TrainerWords(by=by, on=talk.talked_on, line=talk.line))
    return tuple(sorted(words, key=attrgetter("on"), reverse=True))
