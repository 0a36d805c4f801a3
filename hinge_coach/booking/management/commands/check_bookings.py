from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from hinge_coach.booking.availability.availability import the_trainer
from hinge_coach.booking.calls.audit import problems
from hinge_coach.booking.local_time import clocks_sentence, place_name
from hinge_coach.booking.models import Call, Cell


def next_clock_change(zone: ZoneInfo, now: datetime) -> str:
    """A sentence about the first clock change within a year.

    Offsets are compared a week apart, because offsets a year apart are the same again.
    """
    weeks = (now + timedelta(weeks=week) for week in range(53))
    sentences = (clocks_sentence(zone, start, start + timedelta(weeks=1)) for start in weeks)
    return next(filter(None, sentences), f"In {place_name(zone)} no clock changes within a year.")


class Command(BaseCommand):
    help = "Verifies that no two calls overlap and that cells, histories and reminders fit. Exit code 1 with a list."

    def handle(self, *args: Any, **options: Any) -> None:
        sentences = list(problems())
        for sentence in sentences:
            self.stderr.write(sentence)
        if sentences:
            raise CommandError(f"{len(sentences)} things are off.", returncode=1)
        self.stdout.write(f"{Call.objects.live().count()} live calls hold {Cell.objects.count()} cells, none overlaps.")
        trainer, now = the_trainer(), timezone.now()
        if trainer:
            self.stdout.write(next_clock_change(trainer.user.tz, now))
