"""`manage.py simulate`: how often the rules are right and wrong about invented clients, into docs/rules.md."""

from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from lessons.rules.simulation_table import CLIENTS, SEED, operating_characteristics
from lessons.rules.thresholds import Thresholds

DOCUMENT = "docs/rules.md"

BEGIN, END = "<!-- make simulate begins here -->", "<!-- make simulate ends here -->"

RULE_FILES = (
    "hinge_coach/tightness/usual.py",
    *(f"lessons/rules/{name}.py" for name in ("decide", "facts", "table", "talks", "thresholds", "values")),
)
"""The files that decide. What only words a decision is left out."""


class Command(BaseCommand):
    help = "Let invented clients live under the rules' defaults, and print the tables into docs/rules.md."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--clients", type=int, default=CLIENTS, help="clients a row")
        parser.add_argument("--seed", type=int, default=SEED)

    def handle(self, *args: Any, clients: int, seed: int, **options: Any) -> None:
        if clients < 1:
            raise CommandError("A row needs at least one client.")
        path = settings.BASE_DIR / DOCUMENT
        text = path.read_text()
        if text.count(BEGIN) != 1 or text.count(END) != 1:
            raise CommandError(f"{DOCUMENT} needs the lines “{BEGIN}” and “{END}” once each.")
        tables = operating_characteristics(Thresholds(), clients=clients, seed=seed, on_row=self.stderr.write)
        made = f"Made on {timezone.localdate()}: {clients} clients a row, seed {seed}, rules `{rules_hash()}`."
        before, after = text.split(BEGIN)[0], text.split(END)[1]
        path.write_text(f"{before}{BEGIN}\n\n{made}\n\n{tables}\n\n{END}{after}")
        self.stdout.write(f"{DOCUMENT}: {made}")


def rules_hash() -> str:
    """Twelve hexadecimal digits that change with any file that decides."""
    digest = sha256()
    for name in sorted(RULE_FILES):
        digest.update(name.encode() + b"\0" + (settings.BASE_DIR / name).read_bytes() + b"\0")
    return digest.hexdigest()[:12]
