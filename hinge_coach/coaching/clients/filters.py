"""Which clients the trainer has chosen, and in which order, as the query string says it.

The list of all clients, its table for a spreadsheet and a word to many read the same query string.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet, TextChoices
from django.http import QueryDict

from hinge_coach.accounts.models import Client, coached
from hinge_coach.coaching.clients.paused import paused_now
from hinge_coach.coaching.clients.tags import LONGEST_TAG
from hinge_coach.coaching.desk.clients import (
    holding_signals,
    needing_closures,
    needing_signals,
    unhandled_signals,
)
from hinge_coach.coaching.models import Tag
from hinge_coach.safety.models import Closure
from lessons.models import Lesson, Track, TrackPosition
from lessons.summary.values import SignalCode

NEW_FOR = timedelta(days=7)

LONGEST_SEARCH = 100  # letters

MOST_WORDS = 6  # each of them is looked for by itself

SHOWN_OF_A_TYPO = 30  # letters of what doesn't exist, in the sentence about it

FINISHED_TRACK = "finished"  # after the name of a track


class Which(TextChoices):
    """One kind of clients. Without one: all but the past ones."""

    NEEDS = "needs", "Needs a word"
    MESSAGE = "message", "Message waiting"
    NEW = "new", "New"
    SILENT = "silent", "Silent"
    CLOSED = "closed", "Closed"
    PAUSED = "paused", "Paused"
    PAST = "past", "Past"


class Sort(TextChoices):
    NAME = "name", "Name"
    URGENT = "urgent", "Most urgent first"
    REPORT = "report", "Last report"
    USUAL = "usual", "Highest usual"
    JOINED = "joined", "Joined last"


@dataclass(frozen=True)
class Place:
    """Where a client stands on one track: at a lesson, or finished; else (for neither) on the way at any lesson."""

    key: str
    track: Track
    lesson: Lesson | None = None
    finished: bool = False

    def __str__(self) -> str:
        if self.lesson:
            return self.lesson.title
        return f"{self.track.label}: {'finished' if self.finished else 'on the way'}"

    def holds(self) -> Q:
        """For clients. Without a row on the track they are at its first lesson."""
        on_track = TrackPosition.objects.filter(client=OuterRef("pk"), track=self.track)
        if self.lesson is None:
            has_finished = Exists(on_track.filter(finished=True))
            return Q(has_finished) if self.finished else ~Q(has_finished)
        here = Q(Exists(on_track.filter(lesson=self.lesson, finished=False)))
        return here | ~Q(Exists(on_track)) if self.lesson.number == 1 else here


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What the trainer has chosen. `errors` are sentences about what does not exist and was left out.

    `words` are looked for in names, e-mail addresses and tags, `tag` is one whole tag.
    """

    words: str = ""
    which: Which | None = None
    place: Place | None = None
    tag: str = ""
    sort: Sort = Sort.NAME
    errors: tuple[str, ...] = ()

    def apply(self, clients: QuerySet[Client], now: datetime) -> QuerySet[Client]:
        """Those of the clients who fit, in the order they came in. Reads the pauses, where these are asked for."""
        clients = clients.filter(~coached(now) if self.which == Which.PAST else coached(now))
        if self.which not in {None, Which.PAST}:
            clients = clients.filter(_of_kind(self.which, now))
        if self.place:
            clients = clients.filter(self.place.holds())
        if self.tag:
            clients = clients.filter(pk__in=_clients_of(Tag.objects.filter(name__iexact=self.tag)))
        for word in self.words.split():
            tagged = Q(pk__in=_clients_of(Tag.objects.filter(name__icontains=word)))
            clients = clients.filter(Q(user__name__icontains=word) | Q(user__email__icontains=word) | tagged)
        return clients

    @property
    def narrows(self) -> bool:
        """Whether it leaves anybody out but past clients."""
        return bool(self.words or self.which or self.place or self.tag)

    @property
    def query(self) -> str:
        """The query string that chooses the same; empty for the plain list."""
        chosen = {
            "q": self.words,
            "which": self.which,
            "place": self.place and self.place.key,
            "tag": self.tag,
            "sort": "" if self.sort == Sort.NAME else self.sort,
        }
        return urlencode({name: value for name, value in chosen.items() if value})


def chosen(query: QueryDict) -> Filter:
    """The filter of a query string. One query where a lesson is named.

    What does not exist is left out and named in `errors`; a reader who acts on all that are left should act on none.
    """
    errors: list[str] = []
    which, place, sort = query.get("which", ""), query.get("place", ""), query.get("sort", "")
    if which and which not in Which.values:
        errors.append(f"There is no filter {_named(which)}.")
    if sort and sort not in Sort.values:
        errors.append(f"There is no order {_named(sort)}.")
    at = _place(place)
    if place and at is None:
        errors.append(f"There is no lesson {_named(place)}.")
    words = _line(query.get("q", ""))
    if len(words) > LONGEST_SEARCH or len(words.split()) > MOST_WORDS:
        errors.append(f"Please search for at most {MOST_WORDS} words, {LONGEST_SEARCH} letters in all.")
        words = ""
    tag = _line(query.get("tag", ""))
    if len(tag) > LONGEST_TAG:
        errors.append(f"There is no tag {_named(tag)}.")
        tag = ""
    return Filter(
        words=words,
        which=Which(which) if which in Which.values else None,
        place=at,
        tag=tag,
        sort=Sort(sort) if sort in Sort.values else Sort.NAME,
        errors=tuple(errors),
    )


def all_places() -> list[tuple[str, list[Place]]]:
    """All places to choose from, track by track, each with its name. One query."""
    lessons = Lesson.objects.in_order().filter(optional=False).only("slug", "track", "number", "title")
    tracks = []
    for track, of_track in groupby(lessons, key=lambda lesson: Track(lesson.track)):
        at_lessons = [Place(lesson.slug, track, lesson) for lesson in of_track]
        finished = Place(f"{track.value}-{FINISHED_TRACK}", track, finished=True)
        tracks.append((track.label, [Place(track.value, track), *at_lessons, finished]))
    return tracks


def _clients_of(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The keys of the clients of these rows. The rows are few among thousands of clients, so they are read first."""
    return rows.order_by().values("client_id")


def _of_kind(which: Which, now: datetime) -> Q:
    if which == Which.NEEDS:
        return Q(pk__in=_clients_of(needing_closures(now)).union(_clients_of(needing_signals(now))))
    if which == Which.MESSAGE:
        return Q(pk__in=_clients_of(unhandled_signals(now).filter(code=SignalCode.MESSAGE)))
    if which == Which.NEW:
        return Q(joined_at__gt=now - NEW_FOR)
    if which == Which.SILENT:  # handled or not: that they are silent stays true
        return Q(pk__in=_clients_of(holding_signals(now).filter(code=SignalCode.SILENT)))
    if which == Which.CLOSED:
        return Q(pk__in=_clients_of(Closure.objects.active()))
    return paused_now(now)


def _place(key: str) -> Place | None:
    track, _, rest = key.partition("-")
    if track in Track.values and rest in {"", FINISHED_TRACK}:
        return Place(key, Track(track), finished=bool(rest))
    if not key or "\0" in key:
        return None
    lesson = Lesson.objects.filter(slug=key, optional=False).only("slug", "track", "number", "title").first()
    return Place(key, Track(lesson.track), lesson) if lesson else None


def _line(text: str) -> str:
    """One line without the character that a database can't look for."""
    return " ".join(text.replace("\0", " ").split())


def _named(text: str) -> str:
    short = _line(text)
    return f"“{short[:SHOWN_OF_A_TYPO]}{'…' if len(short) > SHOWN_OF_A_TYPO else ''}”"
