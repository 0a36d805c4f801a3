"""`manage.py load_curriculum`: stores the lessons of the curriculum as rows."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lessons.curriculum.loading import CURRICULUM, load
from lessons.curriculum.problems import CurriculumError
from lessons.summary.refreshing import refresh_later


class Command(BaseCommand):
    help = (
        "Loads lessons/curriculum into the database. Twice changes nothing; the trainer's edits are never lost. "
        "What a lesson's front matter holds is described in lessons/curriculum/schema.py."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=CURRICULUM)

    def handle(self, *, folder: Path, **options: Any) -> None:
        try:
            loaded = load(folder)
        except CurriculumError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from None
        self.stdout.write(
            f"{len(loaded.added)} added, {len(loaded.changed)} changed, {len(loaded.same)} as they were, "
            f"{len(loaded.kept)} kept as the trainer edited them."
        )
        refresh_later()  # an upgrade loads the curriculum, and a new release works summaries out anew
