"""The people of the tests, the day they live in, and how to sign them in."""

import gc
import os
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid5

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client as Browser
from hypothesis import settings as hypothesis_settings
from pytest_django import Settings
from pytest_django.plugin import DjangoDbBlocker

from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.kept_pages import forget_pages
from hinge_coach.tightness.models import CheckIn
from lessons.curriculum.loading import load
from lessons.models import Lesson
from tests.migrated import migrated as migrated
from tests.migrated import once as once

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)  # a Wednesday: 09:00 in Chicago, 10:00 in New York, 16:00 in Berlin
hypothesis_settings.register_profile("quick", max_examples=30, deadline=None, derandomize=True)
hypothesis_settings.register_profile("thorough", max_examples=1000, deadline=None)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
NAMESPACE = UUID("0c8f1d8e-3b7a-4c55-9f5d-6a2f4a1b7e00")
SignIn = Callable[[Client | Trainer | User], Browser]
LiveOnce = Callable[[Callable[[Client, Trainer], str]], str]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a second database only those tests are worth their time that ask one."""
    if "ONLY_WITH_DATABASE" in os.environ:
        without = [item for item in items if not _asks_the_database(item)]
        items[:] = [item for item in items if _asks_the_database(item)]
        config.hook.pytest_deselected(items=without)


def _asks_the_database(item: pytest.Item) -> bool:
    names: list[str] = getattr(item, "fixturenames", [])
    return item.get_closest_marker("django_db") is not None or not {"db", "transactional_db", "live_once"}.isdisjoint(
        names
    )


def pytest_collection_finish() -> None:
    """Thousands of tests and modules stay to the end, so the garbage collector need not go through them again."""
    gc.collect()
    gc.freeze()


def entered(client: Client, at: datetime, score: int, moment: str = "any", situation: str = "") -> CheckIn:
    """One check-in; the same client, instant and moment make the same id."""
    made = uuid5(NAMESPACE, f"{client.pk} {at} {moment}")
    return CheckIn.record(id=made, client=client, at=at, score=score, moment=moment, situation=situation)


@pytest.fixture(autouse=True)
def no_kept_pages() -> None:
    """Pages are drawn anew in each test, which may have settings of its own."""
    forget_pages()


@pytest.fixture
def now() -> datetime:
    return NOW


def _trainer() -> Trainer:
    user = User.objects.create_user("trainer@example.com", name="Robin Hale", zone="America/New_York", is_staff=True)
    return Trainer.objects.create(user=user, phone="+1 212 555 0147", bio="I coach the hinge.")


def _maya() -> Client:
    user = User.objects.create_user("maya@example.com", name="Maya", zone="America/Chicago")
    return Client.objects.create(user=user, joined_at=NOW, consented_at=NOW)


@pytest.fixture
def trainer(db: None) -> Trainer:
    return _trainer()


@pytest.fixture
def maya(db: None) -> Client:
    return _maya()


@pytest.fixture
def other_client(db: None) -> Client:
    user = User.objects.create_user("lee@example.com", name="Lee", zone="Europe/Berlin")
    return Client.objects.create(user=user, joined_at=NOW, consented_at=NOW)


@pytest.fixture
def newcomer(db: None) -> User:
    """Signed up, but has not answered the first questions yet."""
    return User.objects.create_user("nina@example.com")


@pytest.fixture
def counted_in_a_table(db: None, settings: Settings) -> None:
    """Limits are counted as on a real site: in a table of the database."""
    backend = "django.core.cache.backends.db.DatabaseCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "cache"}}
    call_command("createcachetable")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The lessons are read once; each test finds them and leaves them as they were."""
    with django_db_blocker.unblock():
        load()


@pytest.fixture(scope="session")
def live_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> LiveOnce:
    """What Maya and her trainer have lived, told in words; the rows are taken back, so that many tests can share it."""

    def told(live: Callable[[Client, Trainer], str]) -> str:
        with django_db_blocker.unblock(), transaction.atomic():
            if not Lesson.objects.exists():
                load()
            words = live(_maya(), _trainer())
            transaction.set_rollback(True)
        return words

    return told


@pytest.fixture
def real_file(tmp_path: Path, db: None) -> Iterator[None]:
    """What the database holds now, for threads. It comes after the fixtures whose rows a test needs.

    On SQLite the threads share a copy in a file: tests' own database lives in memory, where locks work otherwise.
    """
    if connection.vendor != "sqlite":
        yield
        return
    name, path = connection.settings_dict["NAME"], tmp_path / "race.sqlite3"
    connection.ensure_connection()
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy)
        # As every site's file is: nobody waits for the change to it, so of several at once some would be refused.
        copy.execute("PRAGMA journal_mode = WAL")
    connection.settings_dict["NAME"] = str(path)
    yield
    connection.settings_dict["NAME"] = name


@pytest.fixture
def curriculum(db: None) -> None:
    if not Lesson.objects.exists():  # a test with real transactions has emptied the tables before
        load()


@pytest.fixture
def no_lessons(db: None) -> None:
    Lesson.objects.all().delete()


@pytest.fixture
def clock_stands_still(now: datetime) -> Iterator[None]:
    """It is now, and nobody has asked for a sign-in code yet: how often somebody did is counted in the cache."""
    cache.clear()
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def sign_in() -> SignIn:
    """A browser signed in as this person; without a fixture `client` of pytest-django in the way."""

    def signed_in(person: Client | Trainer | User) -> Browser:
        browser = Browser()
        browser.force_login(person if isinstance(person, User) else person.user)
        return browser

    return signed_in
