"""`manage.py demo`: the demo people, where the settings say that this is a demo."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from hinge_coach.demo.people import make_people


class Command(BaseCommand):
    help = "Makes the demo people; those who are there already stay as they are. Refuses where DEMO is off."

    def handle(self, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This site is not a demo. Set DEMO=1 (with DEBUG=1) to make demo people.")
        names = make_people(timezone.now())
        self.stdout.write(f"Made {', '.join(names)}." if names else "The demo people are all here.")
