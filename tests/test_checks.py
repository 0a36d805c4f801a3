"""What stops the site at start, with a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from hinge_coach.accounts.checks import the_cache_has_its_table

ROOT = Path(__file__).resolve().parent.parent


def test_a_missing_table_for_the_limits_is_told(db: None, settings: Settings) -> None:
    backend = "django.core.cache.backends.db.DatabaseCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "cache"}}
    (found,) = the_cache_has_its_table(databases=["default"])
    assert (found.id, found.hint) == ("accounts.W001", "Run manage.py createcachetable.")
    assert the_cache_has_its_table(databases=None) == []  # nobody said that the database may be asked
    call_command("createcachetable")
    assert the_cache_has_its_table(databases=["default"]) == []


def test_a_cache_elsewhere_needs_no_table(db: None) -> None:
    assert the_cache_has_its_table(databases=["default"]) == []


def run_python(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs it in an environment that holds nothing else."""
    known = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**known, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_missing_secret_key_is_told_in_one_line() -> None:
    ended = run_python("manage.py", "check")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.count("\n") == 1
    assert ended.stderr.startswith('A setting is missing or wrong: Environment variable "SECRET_KEY" not set')
    assert "README.md" in ended.stderr


DEMO_REFUSED = "DEMO=1 lets anybody sign in as anybody, so it goes only with DEBUG=1."


@pytest.mark.walk
@pytest.mark.parametrize("command", [["manage.py", "check"], ["-c", "import hinge_coach.wsgi"]])
def test_the_demo_does_not_start_without_debug(command: list[str]) -> None:
    """Nor under gunicorn, which imports `wsgi` and runs no system checks."""
    ended = run_python(*command, DEMO="1", SECRET_KEY="s" * 60, ALLOWED_HOSTS="coach.example")
    assert (ended.returncode, DEMO_REFUSED in ended.stderr) == (1, True)


@pytest.mark.walk
def test_the_demo_starts_with_debug_and_the_site_without_the_demo() -> None:
    served = "import hinge_coach.wsgi"
    site = run_python("-c", served, SECRET_KEY="s" * 60, ALLOWED_HOSTS="coach.example")
    assert [site.returncode, run_python("-c", served, DEMO="1", DEBUG="1").returncode] == [0, 0]
