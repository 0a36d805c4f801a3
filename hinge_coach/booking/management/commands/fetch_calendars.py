from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from hinge_coach.booking.calendars.fetching import read_calendar
from hinge_coach.booking.models import BusyCalendar


class Command(BaseCommand):
    help = "Reads the trainer's other calendars, so that no call is offered when they are busy. Run it every hour."

    def handle(self, *args: Any, **options: Any) -> None:
        for calendar in BusyCalendar.objects.select_related("trainer__user"):
            if read_calendar(calendar, timezone.now()):
                left_out = f", {calendar.left_out} of {calendar.entries} entries not read" if calendar.left_out else ""
                self.stdout.write(f"{calendar}: {calendar.spans.count()} busy times{left_out}")
            else:
                self.stdout.write(f"{calendar}: {calendar.problem} What was read last stays.")
