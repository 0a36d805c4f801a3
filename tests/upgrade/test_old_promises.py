"""What e0c44f4 promised holds after the upgrade: its queued mails, links, paths, sessions, exports and commands."""

import json
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command, get_commands, load_command_class
from django.core.management.base import BaseCommand
from django.db import connection

from hinge_coach.accounts.models import Trainer
from tests.migrated import Once
from tests.upgrade.acts import mails_in
from tests.upgrade.old_site import EXPECTED, EXPORTS, LINKS, NOW, export, old_rows, old_tables, run
from tests.upgrade.renamed import column_now, table_now
from tests.upgrade.values import Value, named, read

pytestmark = pytest.mark.heavy  # the site is upgraded and visited in processes of its own

MAYA, OMAR, ANA, RUTH = (f"{name}@example.com" for name in ("maya", "omar", "ana", "ruth"))
TRAINER, NEWCOMER = "trainer@example.com", "zoe@example.com"
SIGN_IN = "/accounts/login/"
Act = tuple[str, str, dict[str, Any]]  # its name, its kind, its arguments

# What waits in the queue of the dump, by the path that its row names.
TASK_PATHS = (
    "hinge_coach.accounts.adapter.send_late",
    "hinge_coach.accounts.joining.send_invitation",
    "hinge_coach.booking.mail.tell_missed",
    "hinge_coach.booking.mail.tell_reminder",
    "hinge_coach.booking.mail.tell_trainer",
    "hinge_coach.booking.mail.tell_visitor",
    "lessons.morning_mail.tell_morning",
)
COMMANDS = (
    *("body", "check_bookings", "createcachetable", "db_worker", "demo", "draw_icons", "fetch_calendars"),
    *("forget_calls", "import_client", "load_curriculum", "prune_db_task_results", "send_mornings", "send_reminders"),
    "trainer",
)


@dataclass(frozen=True)
class Visit:
    """One request to a path of the old site map, and how it ends once redirects were followed."""

    pattern: str
    path: str
    who: str = ""
    data: Mapping[str, Any] | None = None  # then it is a POST
    kind: str = "text/html"
    at_sign_in: bool = False  # it ends there, for whoever it is
    status: int = 200

    @property
    def name(self) -> str:
        return f"{'GET' if self.data is None else 'POST'} {self.path} as {self.who or 'a stranger'} {self.data or ''}"

    @property
    def act(self) -> Act:
        method = "get" if self.data is None else "post"
        return self.name, "visit", {"path": self.path, "who": self.who, "method": method, "data": self.data or {}}


def _of(who: str, *rows: tuple[Any, ...]) -> list[Visit]:
    """Rows of (pattern, path where it differs, data of a POST)."""
    return [Visit(row[0], f"/{(row[1] if len(row) > 1 and row[1] else row[0])}", who, *row[2:]) for row in rows]


PRACTICE, ENTRY = "e7f63318-99e8-5f1a-a514-ab6e167c6e26", "6e4246de-c143-572f-997a-f1d990fbc028"
DELETED, NOTE = LINKS["omar deleted"], "6ae23476-10a3-42d3-88f2-4bb1152e3e7e"
VERA, QUINN = "a7d73ee6-b2ac-4c02-83b7-47bd1478ee48", "52791164-4c2c-4987-b612-d4232c4149e0"
HUGOS_MAIL = "ade6c098-bf1a-45e1-b1c0-87370965cfdc"
NEW_ID, PNG, JSON, CALENDAR = "3f0e8a52-51a5-4d5e-9d5b-6b8f5b2f7c11", "image/png", "application/json", "text/calendar"
PERSON = {"name": "Zoe Nord", "zone": "Europe/Oslo"}

HUGO, TASKS = "hugo@example.com", "django_tasks_database_dbtaskresult"

# Every pattern of the old site map, at least once, by whom it is for.
VISITS: list[Visit] = [
    *_of(
        "",
        ("", "", None),
        ("healthz", "", None, JSON),
        ("safety/",),
        ("safety/how-it-decides/",),
        ("goodbye/",),
        ("look-around/", "", {"email": MAYA}),
        ("lessons/",),
        ("lessons/<slug:slug>/", "lessons/wall-tap/"),
        ("lessons/<slug:slug>/", "lessons/dowel-hinge/"),
        ("lessons/<slug:slug>/practice/", "lessons/pelvic-clock/practice/"),
        ("lessons/<slug:slug>/card.png", "lessons/wall-tap/card.png", None, PNG),
        ("lab/",),
        ("lab/frames.json", "", None, JSON),
        ("lab/figures/",),
        ("call/",),
        ("call/", "call/?zone=Europe/Berlin&start=2026-11-24T18:00Z"),
        ("accounts/login/", "", None, "text/html", True),
        ("accounts/login/code/", "", None, "text/html", True),
        ("accounts/login/code/confirm/", "", None, "text/html", True),
        ("accounts/signup/",),
        ("accounts/confirm-email/", "", None, "text/html", True),
        ("accounts/inactive/",),
        ("accounts/password/reset/", "", None, "text/html", True),
        ("accounts/2fa/authenticate/", "", None, "text/html", True),
        ("accounts/2fa/webauthn/login/", "", None, "text/html", True),
        ("admin/", "", None, "text/html", True),
    ),
    *_of(
        NEWCOMER,
        ("arrive/",),
        ("welcome/",),
        ("welcome/", "", {**PERSON, "consent": "on", "none_of_these": "on"}),
    ),
    *_of(
        MAYA,
        ("arrive/",),
        ("safety/",),
        ("safety/questions/",),
        ("safety/questions/", "", {"none_of_these": "on"}),
        ("me/",),
        ("me/", "", {"name": "Maya", "zone": "America/Chicago"}),
        ("me/pause/", "", {"until": "2026-11-29"}),
        ("me/resume/", "", {}),
        ("me/morning/", "", {"hour": "7"}),
        ("me/erase/", "", {"sure": "on"}),
        ("me/export.json", "", None, JSON),
        ("me/import/",),
        ("tightness/",),
        ("tightness/summary/",),
        ("tightness/export.csv", "", None, "text/csv"),
        ("tightness/new/",),
        ("tightness/new/", "", {"id": NEW_ID, "at": "2026-11-18T10:30", "score": "3"}),
        ("tightness/<uuid:id>/", f"tightness/{ENTRY}/"),
        ("tightness/<uuid:id>/", f"tightness/{ENTRY}/", {"score": "4", "at": "2026-11-17T13:00"}),
        ("tightness/<uuid:id>/delete/", f"tightness/{ENTRY}/delete/", {}),
        ("skills/",),
        ("lessons/",),
        ("lessons/<slug:slug>/practice/", "lessons/leg-slide/practice/"),
        ("practices/<uuid:id>/", f"practices/{PRACTICE}/"),
        ("today/",),
        ("today/check-in/", "", {"id": NEW_ID, "score": "2"}),
        ("today/places/", "", {"spot": "car"}),
        ("today/places/", "", {"not": "chair"}),
        ("today/plan/",),
        ("today/plan/", "", {"chosen": "1"}),
        ("today/plan/drop/", "", {}),
        ("accounts/logout/",),
        ("accounts/logout/", "", {}),
        ("accounts/email/",),
        ("accounts/2fa/",),
        ("accounts/2fa/totp/activate/",),
        ("accounts/2fa/recovery-codes/generate/",),
        ("accounts/2fa/webauthn/",),
        ("accounts/2fa/webauthn/add/",),
        ("accounts/2fa/webauthn/reauthenticate/",),  # she has no passkey, and is asked for a mailed code
    ),
    # Has an app, recovery codes and a passkey; signs in by none of them here.
    *_of(
        RUTH,
        ("accounts/reauthenticate/",),
        ("accounts/2fa/reauthenticate/",),
        ("accounts/2fa/totp/deactivate/",),
        ("accounts/2fa/recovery-codes/",),
        ("accounts/2fa/recovery-codes/download/",),
        ("accounts/2fa/webauthn/keys/<int:pk>/remove/", "accounts/2fa/webauthn/keys/3/remove/"),
        ("accounts/2fa/webauthn/keys/<int:pk>/edit/", "accounts/2fa/webauthn/keys/3/edit/"),
    ),
    *_of(OMAR, ("tightness/<uuid:id>/restore/", f"tightness/{DELETED}/restore/", {})),
    *_of(ANA, ("safety/",), ("today/",), ("safety/cleared/", "", {"cleared": "on"})),
    *_of(
        TRAINER,
        ("arrive/",),
        ("desk/",),
        ("desk/invite/",),
        ("desk/invite/", "", {"email": "new@example.com", "name": "New"}),
        ("desk/clients/<int:id>/", "desk/clients/1/"),
        ("desk/clients/<int:id>/", "desk/clients/4/"),
        ("desk/clients/<int:id>/practices/", "desk/clients/1/practices/"),
        ("desk/clients/<int:id>/place/", "desk/clients/1/place/", {"track": "sit", "lesson": "chair-sit", "note": "x"}),
        ("desk/clients/<int:id>/reopen/", "desk/clients/4/reopen/", {"note": "Seen."}),
        ("desk/clients/<int:id>/notes/", "desk/clients/7/notes/", {"id": NEW_ID, "text": "A note"}),
        ("desk/clients/<int:id>/notes/<uuid:note>/delete/", f"desk/clients/7/notes/{NOTE}/delete/", {}),
        ("desk/clients/<int:id>/messages/", "desk/clients/7/messages/", {"id": NEW_ID, "text": "A word"}),
        ("desk/clients/<int:id>/pause/", "desk/clients/1/pause/", {"until": ""}),
        ("desk/clients/<int:id>/resume/", "desk/clients/10/resume/", {}),
        ("desk/lessons/",),
        ("desk/lessons/<slug:slug>/", "desk/lessons/wall-tap/"),
        ("desk/lessons/<slug:slug>/original/", "desk/lessons/dowel-hinge/original/", {}),
        ("desk/settings/",),
        ("desk/settings/hours/",),
        ("desk/settings/rules/",),
        ("desk/settings/calendars/",),
        ("desk/settings/calendars/", "", {"do": "link"}),
        ("desk/calls/",),
        ("desk/calls/new/",),
        ("desk/calls/mails/", "", {"do": "forget", "mail": HUGOS_MAIL}),
        ("desk/calls/<uuid:id>/move/", f"desk/calls/{VERA}/move/"),
        ("desk/calls/<uuid:id>/cancel/", f"desk/calls/{VERA}/cancel/"),
        ("desk/calls/<uuid:id>/outcome/", f"desk/calls/{QUINN}/outcome/", {"outcome": "talked"}),
        ("admin/",),
    ),
]


def _links(*rows: tuple[Any, ...]) -> list[Visit]:
    """Rows of (pattern, name of the link in the fixture, what follows in its path, data of a POST)."""
    return [Visit(row[0], LINKS[row[1]] + (row[2] if len(row) > 2 else ""), "", *row[3:]) for row in rows]


# Links that stand in mails of the old site, and what the pages behind them send.
LINKED = _links(
    ("invitation/<str:token>/", "invitation"),
    ("invitation/<str:token>/", "invitation", "", {}),
    ("invitation/<str:token>/", "invitation, queued"),
    ("morning/<str:token>/", "morning, answered"),
    ("morning/<str:token>/", "morning, open"),
    ("morning/<str:token>/", "morning, open", "", {"score": "3"}),
    ("morning/<str:token>/", "morning, queued for ruth"),
    ("morning/<str:token>/off/", "morning, open", "off/"),
    ("morning/<str:token>/off/", "no more mornings", "", {"List-Unsubscribe": "One-Click"}),
    ("call/feed/<str:token>.ics", "feed", "", None, CALENDAR),
    ("call/<str:token>/", "call"),
    ("call/<str:token>/", "call, moved"),
    ("call/<str:token>/", "call, cancelled by the trainer"),
    ("call/<str:token>/", "call, to be confirmed"),
    ("call/<str:token>/", "call, missed"),
    ("call/<str:token>/", "call, over"),
    ("call/<str:token>/", "call, of a dead mail"),
    ("call/<str:token>/move/", "call", "move/"),
    ("call/<str:token>/move/", "call", "move/", {"start": "2026-12-01T20:30Z"}),
    ("call/<str:token>/cancel/", "call", "cancel/"),
    ("call/<str:token>/cancel/", "call", "cancel/", {"reason": "A cold."}),
    ("call/<str:token>/restore/", "call, cancelled just now", "restore/", {}),
    ("call/<str:token>/confirm/", "call, to be confirmed", "confirm/", {}),
    ("call/<str:token>/again/", "call, missed", "again/", {"start": "2026-12-01T20:30Z"}),
    ("call/<str:token>/calendar.ics", "call", "calendar.ics", None, CALENDAR),
)
PUBLIC = {visit.pattern for visit in VISITS if not visit.who} | {"accounts/logout/"}
FOR_SOMEBODY = sorted(
    {visit.path for visit in VISITS if visit.who and visit.data is None and visit.pattern not in PUBLIC}
)
COOKIES: Mapping[str, str] = EXPECTED["cookies"]
PEOPLE: Mapping[str, Any] = {
    str(user["email"]): client["id"]
    for client in old_rows("accounts_client")
    for user in old_rows("accounts_user")
    if user["id"] == client["user_id"]
}
"""Every client of the dump: e-mail address and id."""
PAGES_OF_ONE = {
    "today": ("/today/", ""),
    "tightness": ("/tightness/", ""),
    "client": ("/desk/clients/{id}/", TRAINER),
    "practices": ("/desk/clients/{id}/practices/", TRAINER),
}
WORK = ["db_worker", "--batch", "--no-startup-delay", "--no-reload", "--verbosity", "0"]
SEND_AGAIN = {"do": "again", "mail": HUGOS_MAIL}
ACTS: list[Act] = [
    ("migrate --check", "command", {"words": ["migrate", "--check"]}),
    ("check_bookings", "command", {"words": ["check_bookings"]}),
    ("the desk before", "visit", {"path": "/desk/calls/", "who": TRAINER}),
    ("send_reminders", "command", {"words": ["send_reminders"]}),
    ("db_worker", "command", {"words": WORK}),
    ("links", "links", {}),
    *(visit.act for visit in [*VISITS, *LINKED]),
    ("a stranger", "knock", {"paths": FOR_SOMEBODY}),
    *(
        (f"{page} of {email}", "visit", {"path": path.format(id=client), "who": who or email})
        for email, client in PEOPLE.items()
        for page, (path, who) in PAGES_OF_ONE.items()
    ),
    *((f"cookie of {who}", "visit", {"path": "/arrive/", "cookie": cookie}) for who, cookie in COOKIES.items()),
    ("one click", "visit", {"path": LINKS["no more mornings"], "method": "post", "strict": True}),
    (
        "dead mail",
        "visit",
        {"path": "/desk/calls/mails/", "who": TRAINER, "method": "post", "keep": True, "data": SEND_AGAIN},
    ),
    ("db_worker again", "command", {"words": WORK}),
    ("load_curriculum", "command", {"words": ["load_curriculum"]}),
    ("db_worker after the curriculum", "command", {"words": WORK}),  # what the desk shows, by the new release
]


@dataclass(frozen=True)
class Upgraded:
    """The migrated site after all acts: its database, the mails it sent, and the answers by the name of the act."""

    folder: Path
    answers: Mapping[str, Any]

    @property
    def mails(self) -> list[dict[str, str]]:
        sent = [
            {"to": mail["To"], "subject": mail["Subject"], "id": mail["Message-ID"]}
            for mail in mails_in(self.folder / "mails")
        ]
        return sorted(sent, key=lambda mail: (mail["to"], mail["subject"]))

    def read(self, table: str, *columns: str) -> list[Mapping[str, Value]]:
        """Rows by the names that table and columns had in e0c44f4."""
        with closing(sqlite3.connect(self.folder / "site.sqlite3")) as database:
            now = [column_now(table, column) for column in columns]
            return named(columns, read(database.cursor(), table_now(table), now))


@pytest.fixture(scope="module")
def site(upgraded: Path, once: Once) -> Upgraded:
    def act(folder: Path) -> None:
        shutil.copy(upgraded, folder / "site.sqlite3")
        database = f"sqlite:///{folder / 'site.sqlite3'}"
        answers = run(["-m", "tests.upgrade.acts"], folder, database=database, stdin=json.dumps(ACTS))
        (folder / "answers.json").write_text(answers)

    folder = once("acts", act)
    return Upgraded(folder, json.loads((folder / "answers.json").read_text()))


# Mails


def test_the_dump_holds_a_queued_mail_of_every_kind() -> None:
    queued = {row["task_path"] for row in old_rows(TASKS) if row["status"] in {"READY", "RUNNING"}}
    assert queued == set(TASK_PATHS)


def test_what_was_queued_is_sent(site: Upgraded) -> None:
    """The one that a killed worker left, and those that wait for another try, too; to the same Message-IDs."""
    assert [mail for mail in site.mails if mail["to"] != HUGO] == EXPECTED["mails"]


def test_a_dead_mail_is_named_on_the_desk_and_sent_again(site: Upgraded) -> None:
    assert "to Hugo Brand (hugo@example.com), about their call" in site.answers["the desk before"]["words"]
    assert [mail["subject"] for mail in site.mails if mail["to"] == HUGO] == [
        "Booked: your free call with Robin Hale on Wednesday, December 2, 9:00 am"
    ]


def test_nothing_waits_any_more_and_nothing_failed(site: Upgraded) -> None:
    assert Counter(row["status"] for row in site.read(TASKS, "status")).keys() == {"SUCCESSFUL"}


def test_links_in_the_mails_sent_now_lead_somewhere(site: Upgraded) -> None:
    links = site.answers["links"]
    assert {path: answer["status"] for path, answer in links.items() if answer["status"] != 200} == {}
    assert len(links) >= 16


# Paths


@pytest.mark.parametrize("visit", [*VISITS, *LINKED], ids=lambda visit: visit.name)
def test_an_old_path_leads_to_its_page(visit: Visit, site: Upgraded) -> None:
    answer = site.answers[visit.name]
    assert (answer["status"], answer["kind"]) == (visit.status, visit.kind)
    assert (answer["path"] == SIGN_IN) is visit.at_sign_in


def test_a_stranger_is_led_to_sign_in(site: Upgraded) -> None:
    assert site.answers["a stranger"] == dict.fromkeys(FOR_SOMEBODY, SIGN_IN)


def test_the_table_holds_every_old_pattern_once_at_least() -> None:
    patterns = {visit.pattern for visit in [*VISITS, *LINKED]}
    assert len(patterns) == 99


@pytest.mark.parametrize("who", COOKIES)
def test_who_was_signed_in_still_is(who: str, site: Upgraded) -> None:
    answer = site.answers[f"cookie of {who}"]
    assert (answer["status"], answer["path"]) == (200, "/desk/" if who == TRAINER else "/today/")


def test_a_mail_program_still_ends_the_mornings_with_one_click(site: Upgraded) -> None:
    assert (site.answers["one click"]["status"], site.answers["one click"]["first"]) == (200, 200)


def test_what_a_person_might_see_in_the_admin_stays(site: Upgraded) -> None:
    """The trainer of the dump may look at stops and placements by a group, and at verdicts by themselves."""
    (name,) = (visit.name for visit in VISITS if visit.pattern == "admin/" and visit.who == TRAINER)
    models = {link for link in site.answers[name]["links"] if re.fullmatch(r"/admin/\w+/\w+/", link)}
    assert len(models) == 3


@pytest.mark.parametrize("page", PAGES_OF_ONE)
@pytest.mark.parametrize("email", PEOPLE)
def test_the_new_rules_have_an_answer_for_everybody(page: str, email: str, site: Upgraded) -> None:
    """Whatever was decided about them by the rules of e0c44f4, their own pages and the trainer's about them open."""
    answer = site.answers[f"{page} of {email}"]
    path = PAGES_OF_ONE[page][0].format(id=PEOPLE[email])
    assert (answer["status"], answer["path"]) == (200, path)


def test_looking_has_decided_nothing(site: Upgraded) -> None:
    """After visits to all these pages, old verdicts, moves and positions are the only ones."""
    for table in ("lessons_verdict", "lessons_move", "lessons_placement"):
        old = old_tables()[table]
        columns = [column for column in old.columns if column not in old.json_columns]
        stored = Counter(tuple(row[column] for column in columns) for row in named(old.columns, old.rows_now))
        assert Counter(tuple(row[column] for column in columns) for row in site.read(table, *columns)) == stored


# Commands


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_keeps_its_name(name: str) -> None:
    app = get_commands()[name]
    command = app if isinstance(app, BaseCommand) else load_command_class(app, name)
    assert command.create_parser("manage.py", name).format_help().startswith(f"usage: manage.py {name}")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_shows_its_help(name: str, tmp_path: Path) -> None:
    assert name in run(["manage.py", name, "--help"], tmp_path, database=f"sqlite:///{tmp_path / 'none.sqlite3'}")


def test_commands_find_the_old_database_in_order(site: Upgraded) -> None:
    assert site.answers["migrate --check"] == ""
    assert site.answers["check_bookings"].startswith("16 live calls hold 64 cells, none overlaps.")
    assert site.answers["send_reminders"].startswith("0 reminders sent, 0 unconfirmed calls let go, 1 mails taken up.")


def test_a_lesson_in_the_trainers_words_stays_so(site: Upgraded) -> None:
    why = {row["slug"]: str(row["why"]) for row in site.read("lessons_lesson", "slug", "why")}
    assert why["dowel-hinge"].endswith("My clients feel this one in the hips within a week.")
    assert why.keys() >= {row["slug"] for row in old_rows("lessons_lesson")}


def test_the_trainers_words_are_marked_once_the_shipped_text_has_changed(site: Upgraded) -> None:
    """And the new parts of the lesson stay empty, so that nothing is said that the trainer hasn't read."""
    with closing(sqlite3.connect(site.folder / "site.sqlite3")) as database:
        rows = database.execute(
            "SELECT slug, brief, load, shipped_hash NOT IN ('', source_hash) FROM lessons_lesson"
            " WHERE edited_at IS NOT NULL ORDER BY slug"
        ).fetchall()
    assert rows == [("dowel-hinge", "", None, 1)]


def test_a_finished_track_stays_finished_although_it_has_an_extra_now(site: Upgraded) -> None:
    with closing(sqlite3.connect(site.folder / "site.sqlite3")) as database:
        extras = database.execute("SELECT track, slug FROM lessons_lesson WHERE optional").fetchall()
        standing = database.execute(
            "SELECT count(*) FROM lessons_trackposition JOIN lessons_lesson ON lesson_id = lessons_lesson.id"
            " WHERE optional"
        ).fetchone()
    assert (extras, standing) == ([("hinge", "strong-back")], (0,))
    finished = [row["id"] for row in old_rows("lessons_placement") if row["finished"]]
    kept = {row["id"]: row["finished"] for row in site.read("lessons_placement", "id", "finished")}
    assert [kept[key] for key in finished] == [1] * len(finished)


# Export files

History = Mapping[str, Counter[tuple[Any, ...]]]
Rows = Callable[[str], Sequence[Mapping[str, Any]]]


def history(rows: Rows, email: str) -> History:
    """All that an export holds of this person, as stored, with slugs for numbers of lessons; `rows` by old names."""
    (user,) = (row for row in rows("accounts_user") if row["email"] == email)
    (client,) = (row for row in rows("accounts_client") if row["user_id"] == user["id"])
    slugs = {row["id"]: row["slug"] for row in rows("lessons_lesson")}
    slugs[None] = None
    practices = {row["id"] for row in rows("lessons_practice") if row["client_id"] == client["id"]}
    verdicts = {row["id"]: row for row in rows("lessons_verdict") if row["practice_id"] in practices}
    entries = {row["id"] for row in rows("tightness_checkin") if row["deleted_at"] is None}

    def those(table: str, *columns: str) -> Counter[tuple[Any, ...]]:
        mine = (
            row
            for row in rows(table)
            if (row["practice_id"] in practices if table == "lessons_verdict" else row["client_id"] == client["id"])
            and (table != "tightness_checkin" or row["id"] in entries)
        )
        return Counter(
            tuple(
                slugs[row[name]]
                if name in LESSONS
                else _decided(row[name], verdicts)
                if name == "verdict_id"
                else row[name]
                for name in columns
            )
            for row in mine
        )

    person = Counter(
        [
            (
                *(user[name] for name in ("name", "zone")),
                *(client[name] for name in ("joined_at", "consented_at", "morning_hour")),
            )
        ]
    )
    return {"person": person, **{table: those(table, *columns) for table, columns in EXPORTED.items()}}


LESSONS = {"lesson_id", "next_lesson_id", "from_lesson_id", "to_lesson_id"}
EXPORTED = {
    "accounts_screening": ("answered_at", "answers", "level"),
    "accounts_stop": ("cause", "level", "sentence", "stopped_at", "reopened_at", "note"),
    "accounts_pause": ("begins_on", "ends_on"),
    "tightness_checkin": ("id", "at", "local_on", "score", "moment", "situation", "edited_at"),
    "lessons_practice": (
        *("id", "lesson_id", "done_at", "local_on", "before_id", "after_id"),
        *("guess", "passed", "effort", "gentle", "cue", "measure"),
    ),
    "lessons_verdict": (
        *("practice_id", "decision", "reasons", "would_change", "baseline"),
        *("next_lesson_id", "look_again_on", "thresholds", "decided_at"),
    ),
    "lessons_placement": ("track", "lesson_id", "finished", "gentle", "since"),
    "lessons_move": ("track", "from_lesson_id", "to_lesson_id", "moved_at", "verdict_id", "note"),
    "lessons_realplace": ("local_on", "spot"),
    "lessons_plan": ("when", "then", "chosen_at"),
    "lessons_message": ("text", "written_at"),
}


def _decided(verdict: Any, verdicts: Mapping[Any, Mapping[str, Any]]) -> tuple[Any, Any] | None:
    return None if verdict is None else (verdicts[verdict]["practice_id"], verdicts[verdict]["decided_at"])


def _stored_then(table: str) -> list[Mapping[str, Any]]:
    return named(old_tables()[table].columns, old_tables()[table].rows_now)


def _stored_now(table: str) -> list[Mapping[str, Any]]:
    old = old_tables()[table]
    now = {column: column_now(table, column) for column in old.columns}
    with connection.cursor() as cursor:
        json_columns = {now[column] for column in old.json_columns}
        return named(old.columns, read(cursor, table_now(table), now.values(), json_columns=json_columns))


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.usefixtures("curriculum")
def test_an_old_export_file_is_imported_whole(name: str, trainer: Trainer, tmp_path: Path) -> None:
    (tmp_path / "hinge-coach.json").write_bytes(export(name))
    with time_machine.travel(NOW, tick=False):
        call_command("import_client", str(tmp_path / "hinge-coach.json"))
    email = f"{name}@example.com"
    assert history(_stored_now, email) == history(_stored_then, email)
