"""Who has looked at a client's file: the one writer of `Look`, and the rows as the client reads them.

A file is shown only once it is written down that it was looked at. Whoever asks without anybody seeing the answer, as a
browser that fetches a page ahead, gets no file and leaves no row.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone

from hinge_coach.accounts.models import Client, Look, User

BATCH_OF_LOOKS = 1000  # rows in one statement

LOOKS_SHOWN = 30


class NotShownError(Exception):
    """The file must not be shown. `is_unseen`: nobody would have seen it; otherwise the look could not be written."""

    def __init__(self, *, is_unseen: bool) -> None:
        super().__init__("nobody looks" if is_unseen else "the look could not be written")
        self.is_unseen = is_unseen


def is_seen_by_nobody(request: HttpRequest) -> bool:
    """Whether it is a HEAD, or a page that the browser only fetches ahead."""
    purposes = (request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose"))
    return request.method == "HEAD" or any("prefetch" in purpose for purpose in purposes)


def record_look(request: HttpRequest, client: Client, kind: Look.Kind, *, at: datetime | None = None) -> None:
    """Writes that the person who is signed in looks at this client's file. Call it before the file is rendered.

    Each look is a row; the client reads those of one day and kind as one line. Raises `NotShownError`, which the
    decorator `trainer_page` answers.
    """
    record_looks(request, [client.pk], kind, at=at)


def record_looks(request: HttpRequest, clients: Iterable[int], kind: Look.Kind, *, at: datetime | None = None) -> None:
    """The same for many clients at once, by their keys. All are written, or none and `NotShownError` is raised."""
    if is_seen_by_nobody(request):
        raise NotShownError(is_unseen=True)
    by = request.user if isinstance(request.user, User) else None
    at = at or timezone.now()
    looks = [Look(client_id=client, by=by, kind=kind, at=at) for client in clients]
    try:
        if len(looks) == 1:
            looks[0].save(force_insert=True)  # one statement: pages count their queries
        else:
            Look.objects.bulk_create(looks, batch_size=BATCH_OF_LOOKS)
    except DatabaseError as error:
        raise NotShownError(is_unseen=False) from error


@dataclass(frozen=True, kw_only=True)
class LookLine:
    """All looks of one kind on one day of the client's calendar."""

    on: date
    kind: Look.Kind
    times: int


def look_lines(client: Client, looks: Iterable[Look]) -> list[LookLine]:
    """One line for each day and kind, the newest day first. `looks` are newest first."""
    lines: list[LookLine] = []
    for on, of_day in groupby(looks, key=lambda look: client.user.today(look.at)):
        counts: dict[str, int] = {}
        for look in of_day:
            counts[look.kind] = counts.get(look.kind, 0) + 1
        lines += [LookLine(on=on, kind=Look.Kind(kind), times=times) for kind, times in counts.items()]
    return lines
