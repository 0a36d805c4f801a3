"""Base class of commands that process what is due, once or at an interval."""

import logging
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, close_old_connections

_log = logging.getLogger(__name__)


class RepeatedCommand(BaseCommand):
    """Runs `once`; with `--every SECONDS`, again and again. `once` must have no further effect where nothing is due.

    With `--every` it outlives a database that fails, is locked, or restarts: it logs the problem and tries again after
    the next wait. Any other exception ends it, as without `--every`: that is a defect and not bad luck.
    """

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=int, metavar="SECONDS", help="run forever, with this wait between")

    def handle(self, *args: Any, every: int | None = None, **options: Any) -> None:
        if not every:
            self.once()
            return
        while True:
            close_old_connections()
            try:
                self.once()
            except (DatabaseError, InterfaceError):
                _log.exception("The database failed. The next try is in %d seconds.", every)
            time.sleep(every)

    def once(self) -> None:
        raise NotImplementedError
