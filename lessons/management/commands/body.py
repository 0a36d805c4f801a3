"""`manage.py body`: one pose of the mechanical body with its numbers, so that anyone can check it by hand."""

import json
import sys
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser

from lessons.body.model.pose_report import pose_report


class Command(BaseCommand):
    help = (
        "Print one standing pose of the mechanical body. Degrees, meters, kilograms; "
        "wrong or unreachable input gives one sentence and exit code 2."
    )
    # It needs neither settings nor a database, so it works before there are any.
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)

        def one_sentence(message: str) -> NoReturn:
            self.refuse(message[0].upper() + message[1:].rstrip(".") + ".")

        # argparse would print its usage lines first.
        parser.error = one_sentence  # type: ignore[method-assign]
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sex", default="m", help="f or m")
        parser.add_argument("--stature", default="1.77", help="meters")
        parser.add_argument("--mass", default="75", help="kilograms")
        parser.add_argument("--shank", default="0", help="degrees, plus: knee ahead of the ankle")
        parser.add_argument("--thigh", default="25", help="degrees, plus: hip behind the knee")
        parser.add_argument("--lean", default="auto", help="degrees forward, or auto to balance")
        parser.add_argument("--arm", default="0", help="degrees forward from hanging")
        parser.add_argument("--load", default="0", help="kilograms in the hands")
        parser.add_argument("--com-share", default="0.5", help="where over the foot: 0 heel, 1 toe")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = pose_report(
                sex=str(options["sex"]),
                stature_m=_number("stature", options["stature"]),
                mass_kg=_number("mass", options["mass"]),
                shank=_number("shank", options["shank"]),
                thigh=_number("thigh", options["thigh"]),
                lean=None if options["lean"] == "auto" else _number("lean", options["lean"]),
                arm=_number("arm", options["arm"]),
                load_kg=_number("load", options["load"]),
                com_ratio=_number("com-share", options["com_share"]),
            )
        except ValueError as error:
            self.refuse(str(error))
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), indent=2, allow_nan=False))
        else:
            self.stdout.write(report.as_text())

    def refuse(self, sentence: str) -> NoReturn:
        self.stderr.write(" ".join(sentence.split()))
        sys.exit(2)


def _number(name: str, value: object) -> float:
    try:
        return float(str(value))
    except ValueError:
        kind = "auto or a number" if name == "lean" else "a number"
        raise ValueError(f"The {name} must be {kind}.") from None
