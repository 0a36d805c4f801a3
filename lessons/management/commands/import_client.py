"""`manage.py import_client FILE`: stores a person who is new here, from their export."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lessons.summary.refreshing import refresh_later
from lessons.transfer.importing import import_client
from lessons.transfer.reading import read_file
from lessons.transfer.refusals import ImportRefusedError


class Command(BaseCommand):
    help = "Brings in what a client exported elsewhere (hinge-coach.json): the same history, or nothing at all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--email", help="whose export it has to be; another person's is refused")

    def handle(self, *, file: Path, email: str | None, **options: Any) -> None:
        try:
            client = import_client(read_file(file), email=email)
        except ImportRefusedError as refusal:
            raise CommandError(f"{refusal} Nothing was stored.") from None
        refresh_later()  # there is no request after which it would be done
        self.stdout.write(
            f"{client} is here, with {client.check_ins.count()} entries and {client.practices.count()} practices."
        )
