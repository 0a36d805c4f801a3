"""``manage.py import_client FILE``: a client's export comes to live in this site."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lessons.transfer.import_ import ImportRefusedError, import_client, read_file


class Command(BaseCommand):
    help = "Brings in what a client exported elsewhere (hinge-coach.json): the same history, or nothing at all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--email", help="whose export it has to be; another person's is refused")

    def handle(self, *, file: Path, email: str | None, **options: Any) -> None:
        try:
            client = import_client(read_file(file), email=email)
        except ImportRefusedError as refused:
            raise CommandError(f"{refused} Nothing was stored.") from None
        self.stdout.write(
            f"{client} is here, with {client.check_ins.count()} entries and {client.practices.count()} practices."
        )
