"""What stops the site at start, with a sentence."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from hinge_coach.accounts import checks
from hinge_coach.accounts.models import Trainer

ROOT = Path(__file__).resolve().parent.parent


def test_a_missing_table_for_the_limits_is_told(db: None, settings: Settings) -> None:
    backend = "django.core.cache.backends.db.DatabaseCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "cache"}}
    (found,) = checks.the_cache_has_its_table(databases=["default"])
    assert (found.id, found.hint) == ("accounts.W001", "Run manage.py createcachetable.")
    assert checks.the_cache_has_its_table(databases=None) == []  # nobody said that the database may be asked
    call_command("createcachetable")
    assert checks.the_cache_has_its_table(databases=["default"]) == []


def test_a_cache_elsewhere_needs_no_table(db: None) -> None:
    assert checks.the_cache_has_its_table(databases=["default"]) == []


@pytest.mark.walk
def test_files_go_into_the_storage_that_the_settings_name_or_the_site_says_why_not(tmp_path: Path) -> None:
    store = """import django; django.setup()
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
print(default_storage.save("cards/one.png", ContentFile(b"one")))"""
    site = {
        "DJANGO_SETTINGS_MODULE": "hinge_coach.settings",
        "DEBUG": "1",
        "MEDIA_STORAGE": "django.core.files.storage.FileSystemStorage",
    }
    options = json.dumps({"location": str(tmp_path), "file_permissions_mode": 0o600})
    stored = run_python("-c", store, **site, MEDIA_STORAGE_OPTIONS=options)
    assert (stored.stdout, (tmp_path / "cards/one.png").read_bytes()) == ("cards/one.png\n", b"one")
    unknown = run_python("manage.py", "check", **(site | {"MEDIA_STORAGE": "storages.backends.nowhere.Storage"}))
    mistyped = run_python("manage.py", "check", **site, MEDIA_STORAGE_OPTIONS='{"place": "here"}')
    assert [(done.returncode, "accounts.E001" in done.stderr) for done in (unknown, mistyped)] == [(1, True)] * 2


@pytest.mark.parametrize(
    ("sender", "ids"),
    [
        ("Hinge Coach <hello@example.com>", ["accounts.W002"]),
        ("hello@example.com", ["accounts.W002"]),
        ("Robin <robin@coach.example>", []),
    ],
)
def test_a_sender_that_is_an_example_is_told(sender: str, ids: list[str], settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = sender
    assert [found.id for found in checks.mail_has_a_real_sender()] == ids


@pytest.mark.parametrize(
    ("proxy", "header", "ids"),
    [(None, "", []), (("X", "https"), "", ["accounts.W003"]), (("X", "https"), "X-Real-IP", [])],
)
def test_a_proxy_that_hides_the_visitors_is_told(
    proxy: tuple[str, str] | None, header: str, ids: list[str], settings: Settings
) -> None:
    settings.SECURE_PROXY_SSL_HEADER, settings.CLIENT_ADDRESS_HEADER = proxy, header
    assert [found.id for found in checks.visitors_have_addresses_of_their_own()] == ids


def test_a_trainer_without_a_second_factor_is_told(trainer: Trainer) -> None:
    assert [found.id for found in checks.the_trainer_has_a_second_factor(["default"])] == ["accounts.W004"]
    Authenticator.objects.create(user=trainer.user, type=Authenticator.Type.TOTP, data={})
    assert checks.the_trainer_has_a_second_factor(["default"]) == []
    assert checks.the_trainer_has_a_second_factor(None) == []  # nobody said that the database may be asked


def test_mail_that_waits_for_a_worker_is_told(db: None) -> None:
    assert checks.a_worker_sends_the_mail(["default"]) == []
    task = DBTaskResult.objects.create(task_path="a.b", args_kwargs={"args": [], "kwargs": {}}, backend_name="default")
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=timezone.now() - timedelta(hours=1))
    assert [found.id for found in checks.a_worker_sends_the_mail(["default"])] == ["accounts.W005"]


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


@pytest.mark.walk
def test_a_database_that_cant_be_reached_is_told_in_one_line_and_people_are_asked_to_come_back() -> None:
    dead = {"DEBUG": "1", "DATABASE_URL": "postgres://hinge@127.0.0.1:1/hinge"}
    for command in ("retain", "migrate"):
        ended = run_python("manage.py", command, **dead)
        assert (ended.returncode, ended.stdout.count("Traceback"), ended.stderr.count("\n")) == (1, 0, 1), command
        assert ended.stderr.startswith("The database can't be used: connection failed")
    visit = """from hinge_coach.wsgi import application
from django.test import Client
for path in ("/", "/call/", "/healthz"):
    answer = Client(raise_request_exception=False).get(path, headers={"host": "127.0.0.1"})
    print(answer.status_code, answer.headers.get("Retry-After"))"""
    served = {"SECRET_KEY": "s" * 60, "ALLOWED_HOSTS": "127.0.0.1", "DATABASE_URL": dead["DATABASE_URL"]}
    assert run_python("-c", visit, **served).stdout == "503 60\n503 60\n503 None\n"


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
