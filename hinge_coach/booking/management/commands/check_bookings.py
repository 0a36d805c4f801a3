from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from hinge_coach.booking.checking import problems
from hinge_coach.booking.diary import the_trainer
from hinge_coach.booking.models import Call, Cell
from hinge_coach.booking.when import clocks_sentence


class Command(BaseCommand):
    help = "Verifies that no two calls overlap and that cells and histories fit the calls. Exit code 1 with a list."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(problems())
        for problem in found:
            self.stderr.write(problem)
        if found:
            raise CommandError(f"{len(found)} things are off.", returncode=1)
        self.stdout.write(f"{Call.objects.live().count()} live calls hold {Cell.objects.count()} cells, none overlaps.")
        trainer, now = the_trainer(), timezone.now()
        if trainer and (sentence := clocks_sentence(ZoneInfo(trainer.zone), now, now + timedelta(days=120))):
            self.stdout.write(sentence)
