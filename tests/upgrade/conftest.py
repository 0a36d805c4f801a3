"""The old database, brought up to date once for all tests here."""

from pathlib import Path

import pytest

from tests.migrated import Once
from tests.upgrade.old_site import make_old_database, run


@pytest.fixture(scope="session")
def upgraded(once: Once) -> Path:
    """A SQLite file as e0c44f4 left it, after today's `migrate`. To be read only."""

    def migrate(folder: Path) -> None:
        make_old_database(folder / "site.sqlite3")
        run(["manage.py", "migrate", "--verbosity", "0"], folder, database=f"sqlite:///{folder / 'site.sqlite3'}")

    return once("upgraded", migrate) / "site.sqlite3"
