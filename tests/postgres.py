"""A PostgreSQL server that lives as long as a test, or as a command: `python -m tests.postgres COMMAND ...`.

The command finds its address in `DATABASE_URL`.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

FIND_POSTGRES = Path(__file__).with_name("find_postgres")
# Nothing in it outlives a crash, nor needs to.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")


@cache
def postgres_programs() -> Path:
    """The folder with `postgres`, `psql` and `pg_dump`. Without PostgreSQL the test is skipped."""
    search = subprocess.run([FIND_POSTGRES], capture_output=True, text=True, timeout=300)
    if search.returncode:
        pytest.skip(search.stderr.strip().splitlines()[-1])
    return Path(search.stdout.strip())


@contextmanager
def postgres(*settings: str) -> Iterator[str]:
    """The address of a server in a temporary folder, on a socket in it, run by somebody who is not root.

    `settings` are those of its configuration file, as `name=value`. Without PostgreSQL the test is skipped.
    """
    programs, folder = postgres_programs(), Path(tempfile.mkdtemp(prefix="hinge-pg-"))
    user = None
    if os.getuid() == 0:
        names = {entry.pw_name for entry in pwd.getpwall()}
        user = "postgres" if "postgres" in names else "nobody"
        shutil.chown(folder, user)
    data = folder / "data"
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "coach", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
        check=True,
        capture_output=True,
        user=user,
        cwd=folder,
    )
    options = [word for setting in ("listen_addresses=", "max_connections=100", *settings) for word in ("-c", setting)]
    server = subprocess.Popen(
        [programs / "postgres", "-D", data, "-k", folder, *options],
        user=user,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            if (folder / ".s.PGSQL.5432").exists() and not _refuses(folder):
                break
            time.sleep(0.1)
        yield f"postgres://coach@{quote(str(folder), safe='')}/postgres"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)
        shutil.rmtree(folder)


def _refuses(folder: Path) -> bool:
    try:
        psycopg.connect(host=str(folder), user="coach", dbname="postgres").close()
    except psycopg.OperationalError:
        return True
    return False


def main(*command: str) -> int:
    try:
        with postgres(*CARELESS) as url:
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode
    except pytest.skip.Exception as problem:
        print(problem, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
