"""Putting a practice right: its answers and its time; deleting and restoring it.

Each is a report like any other: `deciding.decide_again` follows in the caller's transaction. A move that was made
stays.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from hinge_coach.tightness.models import CheckIn, CheckInQuerySet
from hinge_coach.tightness.trend import Moment
from lessons.models import Load, Practice
from lessons.practice.recording import check_in_key

_ANSWERS = ("guess", "passed", "effort", "easier", "measure", "answer")
_WRITTEN = (*_ANSWERS, "done_at", "local_on", "before", "after", "load", "load_unit", "edited_at")


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A practice as it should have been. Scores are 0 to 10, both None for "fine today"; `done_at` is a UTC instant."""

    done_at: datetime
    before: int | None
    after: int | None
    guess: str
    passed: bool
    effort: int | None
    easier: bool
    measure: Decimal | None = None
    answer: int | None = None
    load: Load | None = None

    @classmethod
    def of(cls, practice: Practice) -> "Correction":
        """The practice as it is."""
        answers: dict[str, Any] = {name: getattr(practice, name) for name in _ANSWERS}
        return cls(
            done_at=practice.done_at,
            before=practice.before.score if practice.before else None,
            after=practice.after.score if practice.after else None,
            load=practice.used,
            **answers,
        )


def correct(practice: Practice, correction: Correction, *, now: datetime) -> bool:
    """Stores what has changed; whether anything had. A moved practice takes its numbers along, and its day.

    `practice` was read behind the lock of the client, with its lesson, check-ins and client.
    """
    was = Correction.of(practice)
    if was == correction:
        return False
    shift = correction.done_at - was.done_at
    if shift:
        practice.done_at, practice.local_on = correction.done_at, practice.client.today(correction.done_at)
    for name in _ANSWERS:
        setattr(practice, name, getattr(correction, name))
    practice.load = correction.load.value if correction.load else None
    practice.load_unit = correction.load.unit if correction.load else ""
    began_at = practice.before.at + shift if practice.before else practice.done_at - _length(practice)
    dropped = [each for each in (practice.before, practice.after) if each]
    practice.before = _with_score(practice, practice.before, Moment.BEFORE, correction.before, at=began_at, now=now)
    practice.after = _with_score(practice, practice.after, Moment.AFTER, correction.after, at=practice.done_at, now=now)
    practice.edited_at = now
    practice.save(update_fields=_WRITTEN)  # not the cue and the note, which another page may be saving
    kept = (practice.before, practice.after)
    CheckIn.objects.filter(pk__in=[each.pk for each in dropped if each not in kept]).update(deleted_at=now)
    return True


def _length(practice: Practice) -> timedelta:
    return timedelta(seconds=practice.lesson.seconds(easier=practice.easier))


def _with_score(
    practice: Practice, check_in: CheckIn | None, moment: Moment, score: int | None, *, at: datetime, now: datetime
) -> CheckIn | None:
    """The check-in of this moment with this score: the one there is, one that was taken away once, or a new one."""
    if score is None:
        return None
    key = check_in_key(practice.pk, moment)
    found = check_in or CheckIn.objects.filter(pk=key, client=practice.client_id).first()
    if found is None:
        found = CheckIn(id=key, client=practice.client, moment=moment)
    is_same = (found.score, found.at, found.deleted_at) == (score, at, None)
    if not is_same:
        found.score, found.at, found.local_on = score, at, practice.local_on
        found.moment, found.deleted_at, found.edited_at = moment, None, now
        found.save()
    return found


def delete_softly(practice: Practice, *, now: datetime) -> None:
    """Takes it and its numbers out of every page and count until it is restored."""
    practice.deleted_at = now
    practice.save(update_fields=["deleted_at"])
    _check_ins_of(practice).update(deleted_at=now)


def bring_back(practice: Practice, *, now: datetime) -> None:
    """Counts as an edit, because the rules may have decided without it."""
    practice.deleted_at, practice.edited_at = None, now
    practice.save(update_fields=["deleted_at", "edited_at"])
    _check_ins_of(practice).update(deleted_at=None, edited_at=now)


def _check_ins_of(practice: Practice) -> CheckInQuerySet:
    keys = [key for key in (practice.before_id, practice.after_id) if key]
    return CheckIn.objects.filter(pk__in=keys)
