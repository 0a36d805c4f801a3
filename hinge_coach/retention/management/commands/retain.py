from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from hinge_coach.retention.deleting import DUE


class Command(BaseCommand):
    help = "Deletes personal data whose time in the table of retention is over, and prints how much of each kind."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        for act in DUE.values():
            self.stdout.write(f"{act.run(now)} {act.words}")
