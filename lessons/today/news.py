"""What is new on Today: moves that were made since the client last practiced there, and words of the trainer."""

from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from uuid import UUID

from lessons.models import Talk
from lessons.practice.history import ClientState, MoveRow
from lessons.practice.position import Position
from lessons.rules.values import Decision
from lessons.today import wording

MOVE_IS_NEWS_FOR = timedelta(days=7)  # a move is news for a week, or until the first practice after it

WORDS_STAY_FOR = timedelta(days=14)  # a line of the trainer stays for two weeks


@dataclass(frozen=True, kw_only=True)
class MoveNews:
    """A move in one sentence, the local day of it, and the practice or the start test that gives the reason."""

    sentence: str
    on: date
    practice: UUID | None
    start_test: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class TrainerWords:
    """A line of the trainer after a talk. `is_new_usual`: it says that this is the usual now."""

    by: str
    on: date
    line: str
    is_new_usual: bool = False


def move_news(state: ClientState) -> tuple[MoveNews, ...]:
    """The latest move on each track while it is news, the newest first."""
    latest = {move.track: move for move in state.moves}
    news = [
        _news(latest[position.track], position)
        for position in state.positions
        if position.track in latest and _is_news(latest[position.track], position, state)
    ]
    return tuple(sorted(news, key=attrgetter("on"), reverse=True))


def _is_news(move: MoveRow, position: Position, state: ClientState) -> bool:
    lessons = {lesson.pk for lesson in position.lessons}
    since = [practice for practice in state.facts.practices if practice.at > move.at]
    if any(practice.lesson in lessons for practice in since):
        return False
    return move.on > state.today - MOVE_IS_NEWS_FOR or not since


def _news(move: MoveRow, position: Position) -> MoveNews:
    title = position.next.title
    if move.start_test is not None:
        sentence = wording.placed_by_start_test(title)
    elif move.decision is None and position.finished:
        sentence = wording.placed_at_the_end(position.track.label, by=move.by)
    elif move.decision is None:
        sentence = wording.placed(title, by=move.by, is_easier=position.easier)
    elif move.decision == Decision.REGRESS:
        sentence = wording.stepped_back(title, to_previous=move.from_lesson != move.to_lesson)
    elif move.decision == Decision.RESTORE:
        sentence = wording.restored(title)
    elif position.finished:
        sentence = wording.finished(position.track.label)
    else:
        sentence = wording.moved_on(title)
    return MoveNews(sentence=sentence, on=move.on, practice=move.practice, start_test=move.start_test)


def open_talks(state: ClientState) -> tuple[Talk, ...]:
    """The open reasons to talk that the client reads, the newest first."""
    return tuple(talk for talk in state.talks if talk.is_open and talk.client_sentence)


def trainer_words(state: ClientState) -> tuple[TrainerWords, ...]:
    """The lines that the trainer left after a talk, and with a new usual, in the last two weeks; newest first."""
    since = state.today - WORDS_STAY_FOR
    words = []
    usual = state.new_usual
    if usual is not None and usual.since_on > since:
        by = wording.trainer(usual.by.name if usual.by else "")
        words.append(TrainerWords(by=by, on=usual.since_on, line=usual.line, is_new_usual=True))
    lines = {word.line for word in words}
    for talk in state.talks:
        if talk.talked_on is not None and talk.talked_on > since and talk.line and talk.line not in lines:
            lines.add(talk.line)
            by = wording.trainer(talk.talked_by.name if talk.talked_by else "")
            words.append(TrainerWords(by=by, on=talk.talked_on, line=talk.line))
    return tuple(sorted(words, key=attrgetter("on"), reverse=True))
