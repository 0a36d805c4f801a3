from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hinge_coach.backups.engines import DatabaseRefusedError
from hinge_coach.backups.moving import move_database


class Command(BaseCommand):
    help = "Moves a site from its SQLite file into the empty PostgreSQL database of DATABASE_URL. Stop the site first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", type=Path, help="the SQLite file; it is not changed")

    # The new database has no tables yet.
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def handle(self, *args: Any, source: Path, **options: Any) -> None:
        try:
            moved = move_database(source)
        except DatabaseRefusedError as problem:
            raise CommandError(f"Nothing was moved. {problem}") from problem
        for table in moved.tables:
            self.stdout.write(f"{table.rows:>9,}  {table.checksum[:16]}  {table.name}")
        if moved.left_behind:
            self.stdout.write(f"Left behind, for nothing reads them now: {', '.join(moved.left_behind)}.")
        rows = sum(table.rows for table in moved.tables)
        self.stdout.write(f"Moved: {rows:,} rows in {len(moved.tables)} tables, read again from both and the same.")
        self.stdout.write(f"{source} is unchanged: keep it for a while, and start the site on the new database.")
