"""The old database, brought up to date once for all tests here, however many processes run them."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.upgrade.old_site import make_old_database, run

Once = Callable[[str, Callable[[Path], None]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Gives the folder of that name, filled by whoever comes first."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def made(name: str, make: Callable[[Path], None]) -> Path:
        folder = shared / f"upgrade-{name}"
        with (shared / f"upgrade-{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (folder / "done").exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                make(folder)
                (folder / "done").touch()
        return folder

    return made


@pytest.fixture(scope="session")
def upgraded(once: Once) -> Path:
    """A SQLite file as e0c44f4 left it, after today's `migrate`. To be read only."""

    def migrate(folder: Path) -> None:
        make_old_database(folder / "site.sqlite3")
        run(["manage.py", "migrate", "--verbosity", "0"], folder, database=f"sqlite:///{folder / 'site.sqlite3'}")

    return once("migrated", migrate) / "site.sqlite3"
