"""`manage.py rules_upgrade`: what the rules of 0.3.0 change for the clients of an older site."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from hinge_coach.wording import capitalize, counted_in_digits
from lessons.models import RuleSet
from lessons.rules.dry_run import DryRun, RuleRow, upgrade_run
from lessons.rules.old_rules import OLD_RULES
from lessons.rules.upgrading import Upgrade, find_closures, upgrade_closures


class Command(BaseCommand):
    help = (
        "After an upgrade from 0.2.0: turn practice that closed after six weeks without a change into a talk, and mail "
        "the trainer. Nobody is moved, and running it again changes nothing. With --dry-run, print what would be done "
        "and how the new rules would have decided past practices, and write nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="print, and write nothing")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        if dry_run:
            self._print_run(upgrade_run(RuleSet.objects.in_force(), words=OLD_RULES))
            self._print_upgrade(find_closures(timezone.now()), is_done=False)
        else:
            self._print_upgrade(upgrade_closures(timezone.now()), is_done=True)

    def _print_run(self, run: DryRun) -> None:
        verdicts = counted_in_digits(run.tried, "practice has a verdict", "practices have a verdict")
        self.stdout.write(
            f"{verdicts} of the old rules. The new rules would decide {len(run.differing)} otherwise: "
            f"{run.more_careful} more careful, {run.more_daring} more daring."
        )
        for row in run.rows:
            if row.decided:
                self._print_row(row)

    def _print_row(self, row: RuleRow) -> None:
        self.stdout.write(f"\n{row.code} ({row.words}): {len(row.differing)} of {row.decided} differ")
        for (was, now), number in row.ways:
            self.stdout.write(f"    {was} -> {now}: {number}")
        for _, name, practices in row.people:
            careful = sum(practice.is_more_careful for practice in practices)
            self.stdout.write(f"    {name}: {careful} more careful, {len(practices) - careful} more daring")

    def _print_upgrade(self, done: Upgrade, *, is_done: bool) -> None:
        self.stdout.write("")
        if not done.opened:
            self.stdout.write("No practice is closed for six weeks without a change.")
        for old in done.opened:
            what = "is open again, and a talk is" if is_done else "would open again, and a talk would be"
            self.stdout.write(f"{old.closure.client}: practice {what} on the desk ({old.words}).")
        for old in done.still_closed:
            self.stdout.write(f"{old.closure.client}: practice stays closed until the trainer opens it ({old.words}).")
        for line in done.numbers:
            self.stdout.write(capitalize(line))
        if is_done and done.opened:
            self.stdout.write("The trainer gets one mail about it.")
        self.stdout.write("Nobody was moved." if is_done else "Nothing was written.")
