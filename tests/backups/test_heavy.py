"""Backups of a site while others write into it, and the way back, on SQLite and on PostgreSQL."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.booking.test_heavy import ROOT
from tests.drills import rounds
from tests.migrated import Migrated
from tests.postgres import postgres, postgres_programs

pytestmark = pytest.mark.heavy

BACKUPS = rounds(30, in_the_suite=2)
WRITERS = 3
NO_SERVER = "postgres://nobody@127.0.0.1:1/nothing"

# Writes on until its input ends, and tells of each write once it is committed.
WRITE = """
import sys, threading, time
from hinge_coach.accounts.models import User
done = []
threading.Thread(target=lambda: (sys.stdin.read(), done.append(1)), daemon=True).start()
number, name = 0, sys.argv[-1]
while not done:
    email = f"{name}-{number}@example.com"
    User.objects.create(email=email)
    print("WRITTEN", time.time(), email, flush=True)
    number += 1
    time.sleep(0.005)  # leaves some of the processor to the backup
"""

EMAILS = "from hinge_coach.accounts.models import User; print('FOUND', *User.objects.values_list('email', flat=True))"


@dataclass(frozen=True)
class Machine:
    """A machine with a site: its settings, and the folders for its media and its backups."""

    folder: Path
    database: str

    @property
    def environment(self) -> dict[str, str]:
        inherited = {name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ}
        media = str(self.folder / "media")
        path = f"{postgres_programs()}:{os.environ['PATH']}"
        return {**inherited, "PATH": path, "DEBUG": "1", "DATABASE_URL": self.database, "MEDIA_ROOT": media}

    def manage(self, *words: str, typed: str = "") -> "subprocess.CompletedProcess[str]":
        return self.run(sys.executable, "manage.py", *words, typed=typed)

    def run(self, *command: str, typed: str = "") -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            command,
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            input=typed,
            check=False,
        )

    def done(self, *words: str) -> str:
        finished = self.manage(*words)
        assert finished.returncode == 0, finished.stdout + finished.stderr
        return finished.stdout

    def emails(self) -> set[str]:
        found = next(line for line in self.done("shell", "-c", EMAILS).splitlines() if line.startswith("FOUND"))
        return set(found.split()[1:])

    @property
    def archives(self) -> list[Path]:
        return sorted((self.folder / "backups").glob("*.tar.gz"))

    @contextmanager
    def written_into(self) -> Iterator[list[tuple[float, str]]]:
        """Several write on inside the block; afterwards the list holds when each write was acknowledged."""
        written: list[tuple[float, str]] = []
        writers = []
        for number in range(WRITERS):
            with (self.folder / f"writer{number}").open("w") as output:
                writers.append(
                    subprocess.Popen(
                        [sys.executable, "-c", f"import django; django.setup(){WRITE}", f"writer{number}"],
                        cwd=ROOT,
                        env={**self.environment, "DJANGO_SETTINGS_MODULE": "hinge_coach.settings"},
                        stdin=subprocess.PIPE,
                        stdout=output,
                    )
                )
        while not all((self.folder / f"writer{number}").stat().st_size for number in range(WRITERS)):
            time.sleep(0.1)
        try:
            yield written
        finally:
            for writer in writers:
                writer.communicate()
        for number in range(WRITERS):
            rows = [line.split() for line in (self.folder / f"writer{number}").read_text().splitlines()]
            written += [(float(at), email) for _, at, email in rows]


@contextmanager
def machine_with(database: str, folder: Path, migrated: Migrated) -> Iterator[Machine]:
    (folder / "backups").mkdir()
    (folder / "media" / "cards").mkdir(parents=True)
    (folder / "media" / "cards" / "hinge.png").write_bytes(b"a card")
    migrated(database)
    yield Machine(folder, database)


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_a_backup_under_load_comes_back_with_every_acknowledged_write(
    engine: str, tmp_path: Path, migrated: Migrated
) -> None:
    database = postgres() if engine == "postgres" else nullcontext(f"sqlite:///{tmp_path / 'site.sqlite3'}")
    with database as url, machine_with(url, tmp_path, migrated) as machine:
        with machine.written_into() as written:
            for _ in range(BACKUPS):
                machine.done("backup", str(tmp_path / "backups"), "--keep", str(BACKUPS))
            running = machine.manage("restore", str(machine.archives[0]), "--yes")
        assert (running.returncode, "The site is running." in running.stderr) == (1, True)
        assert machine.emails() == {email for _, email in written}
        (tmp_path / "media/cards/hinge.png").write_bytes(b"another")
        (tmp_path / "media/cards/squat.png").write_bytes(b"a new one")
        assert len(machine.archives) == BACKUPS
        for archive in machine.archives:
            machine.done("restore", str(archive), "--yes")
            taken_at = datetime.strptime(archive.name, "hinge-coach-%Y-%m-%dT%H%M%SZ.tar.gz").replace(tzinfo=UTC)
            before = {email for at, email in written if at < taken_at.timestamp()}
            assert len(before) > 0
            assert before - machine.emails() == set()
            media = {path.name: path.read_bytes() for path in (tmp_path / "media").rglob("*") if path.is_file()}
            assert media == {"hinge.png": b"a card"}
        assert machine.manage("migrate", "--check").returncode == 0


def test_what_cant_be_done_is_said_in_one_sentence_and_changes_nothing(tmp_path: Path, migrated: Migrated) -> None:
    with machine_with(f"sqlite:///{tmp_path / 'site.sqlite3'}", tmp_path, migrated) as machine:
        machine.done("backup", str(tmp_path / "backups"))
        (archive,) = machine.archives
        (damaged := tmp_path / "damaged.tar.gz").write_bytes(archive.read_bytes()[:-5_000])
        (tmp_path / "media" / "large").write_bytes(os.urandom(3_000_000))
        before = (machine.emails(), sorted((tmp_path / "backups").iterdir()))
        small_disk = f"ulimit -f 1500; exec {sys.executable} manage.py backup {tmp_path / 'backups'} --keep 1"
        cases = {
            "It is damaged or cut off": machine.manage("restore", str(damaged), "--yes"),
            "It is of a site on sqlite": Machine(tmp_path, NO_SERVER).manage("restore", str(archive), "--yes"),
            "No such file or directory": machine.manage("restore", str(tmp_path / "nothing"), "--yes"),
            "Nothing was replaced.": machine.manage("restore", str(archive), typed="no\n"),
            "is no folder": machine.manage("backup", str(tmp_path / "nowhere")),
            "is inside MEDIA_ROOT": machine.manage("backup", str(tmp_path / "media")),
            "Nothing was backed up, and nothing removed.": machine.run("bash", "-c", small_disk),
        }
        assert {words: words in done.stderr for words, done in cases.items()} == dict.fromkeys(cases, True)
        assert [(done.returncode, done.stderr.count("\n")) for done in cases.values()] == [(1, 1)] * len(cases)
        assert (machine.emails(), sorted((tmp_path / "backups").iterdir())) == before
