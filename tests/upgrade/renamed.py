"""Where the tables and columns of e0c44f4 are today: whoever moves rows writes it down here, and nowhere else."""

import json
from collections.abc import Callable, Mapping

from django.test import override_settings

from hinge_coach.accounts.sealing import unseal
from tests.upgrade.values import Value

NamedRow = Mapping[str, Value]

SECRETS_KEY = "the key that the upgraded site seals with"

TABLES: Mapping[str, str] = {
    "accounts_pause": "safety_pause",
    "accounts_screening": "safety_screening",
    "accounts_stop": "safety_closure",
    "lessons_placement": "lessons_trackposition",
    "lessons_realplace": "lessons_carryover",
    "lessons_verdict": "lessons_verdictrecord",
}
"""Old table to new table. A table that is not named here keeps its name."""

COLUMNS: Mapping[tuple[str, str], str] = {
    ("accounts_stop", "stopped_at"): "closed_at",
    ("accounts_stop", "reopened_at"): "lifted_at",
    ("accounts_stop", "reopened_by_id"): "lifted_by_id",
    ("accounts_trainer", "open_door"): "allow_signup",
    ("lessons_placement", "gentle"): "easier",
    ("lessons_practice", "brought_in"): "imported",
    ("lessons_practice", "gentle"): "easier",
    ("lessons_realplace", "spot"): "situation",
    ("lessons_verdict", "baseline"): "morning_reference",
    ("tightness_checkin", "brought_in"): "imported",
}
"""(Old table, old column) to the new column of the new table."""

MODELS = {
    ("accounts", "pause"): ("safety", "pause"),
    ("accounts", "screening"): ("safety", "screening"),
    ("accounts", "stop"): ("safety", "closure"),
    ("lessons", "placement"): ("lessons", "trackposition"),
    ("lessons", "realplace"): ("lessons", "carryover"),
    ("lessons", "verdict"): ("lessons", "verdictrecord"),
}
VERBOSE = {"trackposition": "track position", "carryover": "carry over", "verdictrecord": "verdict record"}
WORDS = {"baseline_reports": "reference_reports", '"gentle"': '"easier"', '"no_baseline"': '"no_reference"'}
TASKS = {
    "hinge_coach.booking.mail.tell_missed": "hinge_coach.booking.calls.mail.send_missed_mail",
    "hinge_coach.booking.mail.tell_reminder": "hinge_coach.booking.calls.mail.send_reminder_mail",
    "hinge_coach.booking.mail.tell_trainer": "hinge_coach.booking.calls.mail.send_trainer_mail",
    "hinge_coach.booking.mail.tell_visitor": "hinge_coach.booking.calls.mail.send_visitor_mail",
    "lessons.morning_mail.tell_morning": "lessons.today.morning_mail.send_morning_mail",
}


def _content_type(row: NamedRow) -> NamedRow:
    label, model = MODELS.get((str(row["app_label"]), str(row["model"])), (row["app_label"], row["model"]))
    return {**row, "app_label": label, "model": model}


def _permission(row: NamedRow) -> NamedRow:
    act, _, model = str(row["codename"]).partition("_")
    for (_, old), (_, new) in MODELS.items():
        if model == old:
            return {**row, "codename": f"{act}_{new}", "name": f"Can {act} {VERBOSE.get(new, new)}"}
    return row


def _in_words(*columns: str) -> Callable[[NamedRow], NamedRow]:
    """JSON in which codes of rules and names of numbers got their new words."""

    def change(row: NamedRow) -> NamedRow:
        texts = {column: str(row[column]) for column in columns}
        for old, new in WORDS.items():
            texts = {column: text.replace(old, new) for column, text in texts.items()}
        return {**row, **{column: json.dumps(json.loads(text), sort_keys=True) for column, text in texts.items()}}

    return change


def _task(row: NamedRow) -> NamedRow:
    return {**row, "task_path": TASKS.get(str(row["task_path"]), row["task_path"])}


def _unsealed(row: NamedRow) -> NamedRow:
    """The secret of an app or of recovery codes, which lies encrypted in the database now."""
    data = json.loads(str(row["data"]))
    with override_settings(SECRETS_KEY=[SECRETS_KEY]):
        data = {name: unseal(value) if isinstance(value, str) else value for name, value in data.items()}
    return {**row, "data": json.dumps(data, sort_keys=True)}


SEALED: Mapping[str, Callable[[NamedRow], NamedRow]] = {"mfa_authenticator": _unsealed}
"""Old table to a function that opens what is encrypted in a row of today."""

ROWS: Mapping[str, Callable[[NamedRow], NamedRow]] = {
    "auth_permission": _permission,
    "django_content_type": _content_type,
    "django_tasks_database_dbtaskresult": _task,
    "lessons_ruleset": _in_words("values"),
    "lessons_verdict": _in_words("reasons", "thresholds"),
}
"""Old table to a function that gives an old row with the values it has today, still by its old columns.

For a content type that moved with its model, or a stored word that was renamed. JSON is text with its keys sorted.
"""

GROWING = frozenset({"auth_permission", "django_content_type", "django_migrations"})
"""Tables in which `migrate` itself adds rows. Of all others exactly the old rows are expected."""


def table_now(table: str) -> str:
    return TABLES.get(table, table)


def column_now(table: str, column: str) -> str:
    return COLUMNS.get((table, column), column)


def row_now(table: str, row: NamedRow) -> NamedRow:
    change = ROWS.get(table)
    return change(row) if change else row
