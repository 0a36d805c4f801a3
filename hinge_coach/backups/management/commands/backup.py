from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from hinge_coach.backups.archive import BadArchiveError
from hinge_coach.backups.engines import DatabaseRefusedError
from hinge_coach.backups.taking import take_backup


class Command(BaseCommand):
    help = "Backs up the running site, database and media, into one file of a folder, and keeps the newest ones."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="an existing folder, best on another disk")
        parser.add_argument("--keep", type=int, default=14, metavar="N", help="how many backups stay (default 14)")

    def handle(self, *args: Any, folder: Path, keep: int, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder. Nothing was backed up.")
        if folder.resolve().is_relative_to(Path(settings.MEDIA_ROOT).resolve()):
            raise CommandError(f"{folder} is inside MEDIA_ROOT, which is backed up itself. Choose another folder.")
        if keep < 1:
            raise CommandError("At least one backup has to be kept.")
        try:
            taken = take_backup(folder, keep=keep, now=timezone.now())
        except (OSError, DatabaseRefusedError, BadArchiveError) as problem:
            raise CommandError(f"Nothing was backed up, and nothing removed. {_sentence(problem)}") from problem
        self.stdout.write(f"{taken.path.name}: {taken.size / 1e6:.1f} MB, written and read back.")
        removed = f", {len(taken.removed)} older removed" if taken.removed else ""
        self.stdout.write(f"{len(taken.kept)} kept in {folder}, the oldest {taken.kept[0].name}{removed}.")


def _sentence(problem: Exception) -> str:
    return f"{problem.strerror}." if isinstance(problem, OSError) and problem.strerror else str(problem)
