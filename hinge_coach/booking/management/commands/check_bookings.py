from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from hinge_coach.booking.availability.availability import the_trainer
from hinge_coach.booking.calls.audit import problems
from hinge_coach.booking.local_time import clocks_sentence, place_name
from hinge_coach.booking.models import Call, Cell


def next_change_of_clocks(zone: ZoneInfo, now: datetime) -> str:
    """Week by week, for over a longer time clocks go forward and back again, and read alike."""
    weeks = (now + timedelta(weeks=week) for week in range(53))
    told = (clocks_sentence(zone, start, start + timedelta(weeks=1)) for start in weeks)
    return next((sentence for sentence in told if sentence), f"In {place_name(zone)} no clock changes within a year.")


class Command(BaseCommand):
    help = "Verifies that no two calls overlap and that cells, histories and reminders fit. Exit code 1 with a list."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(problems())
        for problem in found:
            self.stderr.write(problem)
        if found:
            raise CommandError(f"{len(found)} things are off.", returncode=1)
        self.stdout.write(f"{Call.objects.live().count()} live calls hold {Cell.objects.count()} cells, none overlaps.")
        trainer, now = the_trainer(), timezone.now()
        if trainer:
            self.stdout.write(next_change_of_clocks(ZoneInfo(trainer.zone), now))
