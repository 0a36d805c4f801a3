from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hinge_coach.backups.archive import BadArchiveError
from hinge_coach.backups.engines import DatabaseRefusedError
from hinge_coach.backups.restoring import open_backup


class Command(BaseCommand):
    help = "Replaces the database and the media files by those of a backup. Stop the site first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", type=Path, help="a file that manage.py backup wrote")
        parser.add_argument("--yes", action="store_true", help="don't ask")

    # The database may be one that can't be read any more.
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def handle(self, *args: Any, archive: Path, yes: bool, **options: Any) -> None:
        try:
            with open_backup(archive) as opened:
                taken_at = f"{opened.manifest.taken_at:%Y-%m-%d %H:%M} UTC"
                self.stdout.write(
                    f"{archive.name}: the site as it was on {taken_at}, release {opened.manifest.release}."
                )
                if not yes and input("Replace what is there now, for good? Type yes: ").strip().lower() != "yes":
                    raise CommandError("Nothing was replaced.")
                opened.restore()
        except BadArchiveError as problem:
            raise CommandError(f"{archive} was not restored. {problem}") from problem
        except DatabaseRefusedError as problem:
            raise CommandError(f"Nothing was replaced. {problem}") from problem
        except OSError as problem:
            raise CommandError(f"{archive} was not restored. {problem.strerror}.") from problem
        self.stdout.write(f"Restored. Now run manage.py migrate, then start the site: it is as it was on {taken_at}.")
