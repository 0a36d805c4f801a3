"""Databases after all migrations, made once: migrating takes longer than most drills that want a fresh site."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.postgres import CARELESS, postgres, postgres_programs

ROOT = Path(__file__).resolve().parents[1]
SAME_ON_EACH_DAY = {"migrated-sqlite", "migrated-postgres", "static"}
Once = Callable[[str, Callable[[Path], None]], Path]
Migrated = Callable[[str], None]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Gives the folder of that name, filled by whoever comes first, however many processes run the tests.

    `MADE_ONCE` is a folder in which several runs of the same code share what is the same on each day.
    """
    base = tmp_path_factory.getbasetemp()
    of_this_run = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    of_several = Path(os.environ.get("MADE_ONCE", of_this_run))

    def made(name: str, make: Callable[[Path], None]) -> Path:
        shared = of_several if name in SAME_ON_EACH_DAY else of_this_run
        folder = shared / f"once-{name}"
        with (shared / f"once-{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (folder / "done").exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                make(folder)
                (folder / "done").touch()
        return folder

    return made


@pytest.fixture(scope="session")
def migrated(once: Once) -> Migrated:
    """Fills the empty database at an address with what `migrate` and `createcachetable` make."""

    def fill(url: str) -> None:
        if url.startswith("sqlite:///"):
            template = once("migrated-sqlite", lambda folder: _migrate(f"sqlite:///{folder / 'site.sqlite3'}"))
            shutil.copyfile(template / "site.sqlite3", url.removeprefix("sqlite:///"))
        else:
            template = once("migrated-postgres", _dump)
            _done(postgres_programs() / "psql", "--quiet", "--no-psqlrc", "--file", template / "site.sql", url)

    return fill


def _migrate(url: str) -> None:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    for words in (("createcachetable",), ("migrate", "--verbosity=0")):
        environment = {**inherited, "DEBUG": "1", "DATABASE_URL": url, "CACHE_URL": "db://cache"}
        _done(sys.executable, "manage.py", *words, environment=environment)


def _dump(folder: Path) -> None:
    with postgres(*CARELESS) as url:
        _migrate(url)
        _done(postgres_programs() / "pg_dump", "--no-owner", "--file", folder / "site.sql", url)


def _done(*command: str | Path, environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
