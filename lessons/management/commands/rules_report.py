"""`manage.py rules_report`: how the rules do on this site's own clients."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from lessons.rules.measuring import report_card_here
from lessons.rules.report_wording import report_lines


class Command(BaseCommand):
    help = "Print how the rules do here: day-to-day spread, eases that passed soon, moves on that were calm after."

    def handle(self, *args: Any, **options: Any) -> None:
        here = report_card_here(timezone.now())
        self.stdout.write(f"Since {here.since}, without names:")
        for line in report_lines(here.card):
            self.stdout.write(f"* {line}")
