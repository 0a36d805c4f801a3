"""Reading the trainer's other calendars, and storing when they make the trainer busy."""

import logging
from datetime import datetime, timedelta
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from uuid import UUID

from django.db import transaction

from hinge_coach.booking.calendars import downloading
from hinge_coach.booking.calendars.downloading import UNKNOWN, Download, FetchRefusedError, Validators, download
from hinge_coach.booking.calendars.reading import (
    BusyQuestion,
    CalendarReading,
    UnreadableCalendarError,
    read_calendar_file,
)
from hinge_coach.booking.models import BusyCalendar, BusySpan, Call, uid_of
from hinge_coach.booking.wording import left_out_sentence, printable

logger = logging.getLogger(__name__)

READ_AHEAD = timedelta(days=125)  # more than the longest horizon, 120 days

READ_WHOLE_EVERY = timedelta(days=1)
"""How long "nothing has changed" is enough. Then the file is read again, so that repeating events are worked out
further ahead, and whatever has changed on this side (the trainer's zone, how entries are read) counts.
"""

MOST_ENTRIES_NAMED = 5
"""Entries that could not be read, and zones that nobody knows, each."""

WEB_PAGE = "A web page is at this address, and no calendar. Please copy the secret address in iCal format."


def read_calendar(calendar: BusyCalendar, now: datetime, *, whole: bool = False) -> bool:
    """Replaces the busy times of one calendar by what its address says now, and returns whether that succeeded.

    Where it fails the earlier busy times stay, and `problem` is a sentence that says why. A server may answer that the
    file is still the one that was read; not if the `whole` file is asked for.
    """
    calendar.tried_at = now
    try:
        answer = download(calendar.url, now, known=UNKNOWN if whole else _known(calendar, now))
        reading = None if answer is None else _read(answer, calendar, now)
    except (UnreadableCalendarError, FetchRefusedError) as problem:
        calendar.problem = str(problem)
    except HTTPError as problem:
        calendar.problem = f"The other side answered with {problem.code}."
    except TimeoutError:
        calendar.problem = f"It took longer than {downloading.FETCH_SECONDS} seconds."
    except (OSError, HTTPException, ValueError, OverflowError) as problem:
        cause = problem.reason if isinstance(problem, URLError) else problem
        calendar.problem = str(cause) if isinstance(cause, FetchRefusedError) else "It could not be reached."
    else:
        return _store(calendar, answer, reading, now)
    BusyCalendar.objects.filter(pk=calendar.pk).update(tried_at=now, problem=calendar.problem)
    return False


def _known(calendar: BusyCalendar, now: datetime) -> Validators:
    """Those of the version that was read; none where its busy times are to be worked out again."""
    until = calendar.expanded_until
    if until is None or now >= until - READ_AHEAD + READ_WHOLE_EVERY:
        return UNKNOWN
    return Validators(etag=calendar.etag, last_modified=calendar.last_modified)


def _read(answer: Download, calendar: BusyCalendar, now: datetime) -> CalendarReading:
    """Raises `UnreadableCalendarError`. What the server calls the file doesn't count where it is a calendar."""
    trainer = calendar.trainer
    first, last = now - timedelta(days=2), now + READ_AHEAD
    own: list[UUID] = list(Call.objects.filter(ends_at__gt=first).values_list("pk", flat=True))
    asked = BusyQuestion(
        zone=trainer.user.tz,
        email=trainer.user.email,
        first=first,
        last=last,
        own=frozenset(uid_of(call_id) for call_id in own),
    )
    try:
        return read_calendar_file(answer.content, asked)
    except UnreadableCalendarError as problem:
        if answer.content_type == "text/html" or answer.content.lstrip()[:1] == b"<":
            raise UnreadableCalendarError(WEB_PAGE) from problem
        raise
    except Exception as problem:  # a file that breaks the reader must not keep the other calendars from being read
        logger.exception("Reading a calendar failed.")
        raise UnreadableCalendarError("This is not a calendar file that can be read.") from problem


@transaction.atomic
def _store(calendar: BusyCalendar, answer: Download | None, reading: CalendarReading | None, now: datetime) -> bool:
    """Stores what was read, or that nothing has changed. False where the calendar was removed in the meantime."""
    locked = BusyCalendar.objects.select_for_update(of=("self",)).select_related("trainer__user")
    stored = locked.filter(pk=calendar.pk).first()
    if stored is None:
        calendar.problem = "It was removed in the meantime."
        return False
    calendar.read_at, calendar.problem = now, ""
    if answer is not None and reading is not None:
        calendar.spans.all().delete()
        BusySpan.objects.bulk_create(BusySpan(calendar=calendar, start=s.start, end=s.end) for s in reading.spans)
        # What was read in a zone that the trainer has left since is to be read again.
        is_in_zone = stored.trainer.user.tz == calendar.trainer.user.tz
        validators = answer.validators if is_in_zone else UNKNOWN
        calendar.expanded_until = now + READ_AHEAD
        calendar.entries, calendar.left_out = reading.entries, len(reading.left_out)
        calendar.left_out_words = [left_out_sentence(entry) for entry in reading.left_out[:MOST_ENTRIES_NAMED]]
        calendar.unknown_zones = [printable(name) for name in reading.unknown_zones[:MOST_ENTRIES_NAMED]]
    else:
        validators = Validators(etag=stored.etag, last_modified=stored.last_modified)
    calendar.etag, calendar.last_modified = validators.etag, validators.last_modified
    calendar.save()
    return True
