import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from hinge_coach import outbox
from hinge_coach.booking import reminders, reserving


class Command(BaseCommand):
    help = (
        "Sends the reminders that are due, lets unconfirmed calls go, and takes up mail that a killed worker left. "
        "Run it every five minutes, or once with --every; running it twice sends nothing twice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=int, metavar="SECONDS", help="go on for ever, with this wait between")

    def handle(self, *args: Any, every: int | None = None, **options: Any) -> None:
        self._once()
        while every:
            time.sleep(every)
            close_old_connections()
            self._once()

    def _once(self) -> None:
        now = timezone.now()
        let_go, rescued, sent = reserving.let_go(now), outbox.rescue(now), reminders.send_due(now)
        if let_go or rescued or sent:
            self.stdout.write(f"{sent} reminders sent, {let_go} unconfirmed calls let go, {rescued} mails taken up.")
