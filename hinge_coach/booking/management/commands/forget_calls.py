from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from hinge_coach.booking.calls.retention import blank_past_calls, erase_caller


class Command(BaseCommand):
    help = "Blanks who called, and what they wrote, in calls long past; with --email in all past calls of one person."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", help="whose calls, when they ask to be forgotten")

    def handle(self, *args: Any, email: str | None = None, **options: Any) -> None:
        now = timezone.now()
        count = erase_caller(email, now) if email else blank_past_calls(now)
        self.stdout.write(f"{count} calls forgotten.")
