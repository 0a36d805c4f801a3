"""A client's thread as its two readers see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.utils import timezone

from hinge_coach.accounts.models import Client
from hinge_coach.fixed_reads import FixedRead
from hinge_coach.wording import first_name
from lessons.models import Message

WORDS_SHOWN = 8  # words of a thread on a page that shows more than the thread
WORDS_A_PAGE = 30
YEAR_MATTERS_AFTER = timedelta(days=180)  # until then a day and a month say when it was
EXCHANGE_STAYS_FOR = timedelta(days=14)  # as long as a line of the trainer after a talk


@dataclass(frozen=True, kw_only=True)
class ShownMessage:
    """A word, as one of the two reads it.

    `by`: the first name of who wrote it, empty for a client without a name. `is_own`: the reader wrote it. `is_new`:
    the reader has not had it in view yet. `seen_at`: when the other one had it in view, for the trainer alone.
    `lesson`: the title of the lesson whose practice it is about.
    """

    id: UUID
    text: str
    at: datetime
    is_old: bool
    by: str
    is_own: bool
    is_new: bool
    seen_at: datetime | None
    was_late: bool
    practice: UUID | None
    lesson: str


@dataclass(frozen=True, kw_only=True)
class Thread:
    """Words of one client's thread, the oldest first. `has_earlier`: there are words before these."""

    messages: tuple[ShownMessage, ...]
    has_earlier: bool = False

    @property
    def new(self) -> tuple[ShownMessage, ...]:
        return tuple(message for message in self.messages if message.is_new)

    @property
    def last(self) -> ShownMessage | None:
        return self.messages[-1] if self.messages else None

    @property
    def is_answered_by_reader(self) -> bool:
        """Whether the reader wrote last, or nobody wrote."""
        return self.last is None or self.last.is_own


def latest_thread(client: Client, *, for_trainer: bool, count: int = WORDS_SHOWN) -> Thread:
    """The latest words; one query."""
    newest_first = _latest(client, for_trainer=for_trainer)[: count + 1]
    return Thread(messages=tuple(reversed(newest_first[:count])), has_earlier=len(newest_first) > count)


def thread_on_today(client: Client, *, now: datetime) -> Thread:
    """What Today shows of the thread: what the client hasn't seen, or the last word of the trainer, and what followed.

    Words that were seen leave it after two weeks. One query.
    """
    newest_first = _latest(client, for_trainer=False)[:WORDS_SHOWN]
    count = _count_on_today(newest_first, now=now)
    return Thread(messages=tuple(reversed(newest_first[:count])), has_earlier=len(newest_first) > count)


def _count_on_today(newest_first: Sequence[ShownMessage], *, now: datetime) -> int:
    new = [index for index, message in enumerate(newest_first) if message.is_new]
    if new:
        return new[-1] + 1
    if not newest_first or newest_first[0].at < now - EXCHANGE_STAYS_FOR:
        return 0
    return next((index + 1 for index, message in enumerate(newest_first) if not message.is_own), 1)


def thread_page(client: Client, *, number: str | None, search: str = "") -> "Page[UUID]":
    """The ids of the words that hold `search`, by pages, newest first; all of them where it is empty.

    Two queries for all, one for a search.
    """
    wanted = " ".join(search.split()).casefold()
    if not wanted:
        return Paginator(client.messages.values_list("pk", flat=True), WORDS_A_PAGE).get_page(number)
    # Compared here and not in the database: SQLite knows small and capital letters of English alone.
    words = client.messages.values_list("pk", "text")
    ids = [pk for pk, text in words if wanted in " ".join(text.split()).casefold()]
    return Paginator(ids, WORDS_A_PAGE).get_page(number)


def shown_messages(client: Client, *, for_trainer: bool, ids: Iterable[UUID]) -> list[ShownMessage]:
    """The words with these ids, newest first; one query."""
    words = client.messages.filter(pk__in=list(ids))
    return list(_shown(words.values_list(*_COLUMNS), client, for_trainer=for_trainer))


def _latest(client: Client, *, for_trainer: bool) -> list[ShownMessage]:
    """The latest words, newest first, one more than any page shows; one query."""
    return list(_shown(_LATEST(client.pk), client, for_trainer=for_trainer))


_COLUMNS = (
    *("pk", "text", "written_at", "sent_at", "seen_at", "by_id", "practice_id"),
    *("by__user__name", "practice__lesson__title"),
)
_LATEST = FixedRead(lambda client: Message.objects.filter(client=client).values_list(*_COLUMNS)[: WORDS_SHOWN + 1], int)


def _shown(rows: Iterable[tuple[Any, ...]], client: Client, *, for_trainer: bool) -> Iterable[ShownMessage]:
    year_matters = timezone.now() - YEAR_MATTERS_AFTER
    for pk, text, written_at, sent_at, seen_at, by, practice, trainer, lesson in rows:
        is_own = (by is not None) == for_trainer
        yield ShownMessage(
            id=pk,
            text=text,
            at=written_at,
            is_old=written_at < year_matters,
            by=first_name(client.user.name if by is None else trainer or ""),
            is_own=is_own,
            is_new=not is_own and seen_at is None,
            seen_at=seen_at if is_own and for_trainer else None,
            was_late=sent_at is not None,
            practice=practice,
            lesson=lesson or "",
        )
