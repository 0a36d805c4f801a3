"""What stops the site at start, with a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import Error
from django.core.management import call_command
from django.test import override_settings
from pytest_django import Settings

from hinge_coach.accounts.checks import demo_people_only_in_development, the_cache_has_its_table

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(("demo", "debug", "refused"), [(1, 0, True), (1, 1, False), (0, 0, False), (0, 1, False)])
def test_the_demo_people_go_only_with_development(demo: int, debug: int, refused: bool) -> None:
    with override_settings(DEMO=bool(demo), DEBUG=bool(debug)):
        found = demo_people_only_in_development()
    assert [problem.id for problem in found if isinstance(problem, Error)] == (["accounts.E001"] if refused else [])


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


def check(**environment: str) -> subprocess.CompletedProcess[str]:
    """`manage.py check` in an environment that holds nothing else."""
    known = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**known, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_missing_secret_key_is_told_in_one_line() -> None:
    ended = check()
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.count("\n") == 1
    assert ended.stderr.startswith('A setting is missing or wrong: Environment variable "SECRET_KEY" not set')
    assert "README.md" in ended.stderr


@pytest.mark.walk
def test_the_demo_does_not_start_without_debug() -> None:
    ended = check(DEMO="1", SECRET_KEY="s" * 60, ALLOWED_HOSTS="coach.example")
    assert ended.returncode == 1
    assert "DEMO=1 lets anybody sign in as anybody, so it goes only with DEBUG=1." in ended.stderr
