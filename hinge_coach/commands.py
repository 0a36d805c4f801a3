"""Base class of commands that process what is due, once or at an interval."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections


class RepeatedCommand(BaseCommand):
    """Runs `once`; with `--every SECONDS`, again and again. `once` must have no further effect where nothing is due."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=int, metavar="SECONDS", help="run forever, with this wait between")

    def handle(self, *args: Any, every: int | None = None, **options: Any) -> None:
        self.once()
        while every:
            time.sleep(every)
            close_old_connections()
            self.once()

    def once(self) -> None:
        raise NotImplementedError
