"""System checks of what a server needs: settings, the cache table, files, a second factor, and a worker."""

from collections.abc import Sequence
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import BaseDatabaseCache
from django.core.checks import ERROR, WARNING, CheckMessage, Tags, register
from django.core.files.storage import InvalidStorageError, storages
from django.db import connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from hinge_coach import outbox
from hinge_coach.accounts.models import Trainer
from hinge_coach.accounts.resealing import unreadable_second_steps


@register(Tags.database)
def the_cache_has_its_table(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Checks only where Django allows queries: at `migrate`, and at `check --database default`."""
    table = settings.CACHES["default"].get("LOCATION", "")
    is_checkable = isinstance(caches["default"], BaseDatabaseCache) and "default" in (databases or ())
    if not is_checkable or table in connections["default"].introspection.table_names():
        return []
    sentence = "Nobody can sign in or book: the table in which limits are counted is missing."
    return [CheckMessage(WARNING, sentence, hint="Run manage.py createcachetable.", id="accounts.W001")]


@register()
def files_have_a_storage(**kwargs: Any) -> list[CheckMessage]:
    try:
        assert storages["default"]
    except (InvalidStorageError, TypeError) as problem:
        hint = "Look at MEDIA_STORAGE, which is the dotted path of a class, and at MEDIA_STORAGE_OPTIONS."
        return [CheckMessage(ERROR, f"Share cards can't be stored: {problem}.", hint=hint, id="accounts.E001")]
    return []


@register(deploy=True)
def mail_has_a_real_sender(**kwargs: Any) -> list[CheckMessage]:
    if not settings.DEFAULT_FROM_EMAIL.rstrip(">").endswith("@example.com"):
        return []
    sentence = "Mails would come from example.com, and most mail servers throw them away."
    return [CheckMessage(WARNING, sentence, hint='Set FROM_EMAIL="Your Name <hello@your.site>".', id="accounts.W002")]


@register(deploy=True)
def visitors_have_addresses_of_their_own(**kwargs: Any) -> list[CheckMessage]:
    if not settings.SECURE_PROXY_SSL_HEADER or settings.CLIENT_ADDRESS_HEADER:
        return []
    sentence = "All visitors seem to come from the proxy, so the limits of one hold for everybody."
    hint = "Set CLIENT_ADDRESS_HEADER to the header in which the proxy passes their address, such as X-Real-IP."
    return [CheckMessage(WARNING, sentence, hint=hint, id="accounts.W003")]


@register(Tags.database, deploy=True)
def the_trainer_has_a_second_factor(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    if "default" not in (databases or ()) or not _is_migrated():
        return []
    trainer = Trainer.objects.select_related("user").first()
    if trainer is None or is_mfa_enabled(trainer.user):
        return []
    sentence = "Whoever reads the trainer's mail could sign in as the trainer, who has no second step yet."
    return [CheckMessage(WARNING, sentence, hint="Sign in as the trainer and add one.", id="accounts.W004")]


@register(Tags.database, deploy=True)
def a_worker_sends_the_mail(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    if "default" not in (databases or ()) or not _is_migrated() or not outbox.overdue(timezone.now()).exists():
        return []
    sentence = "Mails wait for longer than ten minutes."
    return [CheckMessage(WARNING, sentence, hint="Run manage.py db_worker beside the site.", id="accounts.W005")]


@register(deploy=True)
def second_steps_have_a_key_of_their_own(**kwargs: Any) -> list[CheckMessage]:
    if settings.SECRETS_KEY:
        return []
    sentence = "Second steps are encrypted with SECRET_KEY, so whoever changes that key locks their owners out."
    hint = "Set SECRETS_KEY to another long random text, and keep a copy of it."
    return [CheckMessage(WARNING, sentence, hint=hint, id="accounts.W006")]


@register(Tags.database, deploy=True)
def second_steps_can_be_read(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    if "default" not in (databases or ()) or not _is_migrated():
        return []
    locked_out = unreadable_second_steps()
    if not locked_out:
        return []
    sentence = f"No known key opens the second steps of {', '.join(locked_out)}: they can't sign in."
    hint = "Put the old key after the new one, with a comma, in SECRETS_KEY; or run manage.py remove_second_step."
    return [CheckMessage(WARNING, sentence, hint=hint, id="accounts.W007")]


def _is_migrated() -> bool:
    """Whether the tables that these checks read are there: `migrate` runs them, too, on an empty database."""
    tables = set(connections["default"].introspection.table_names())
    return {model._meta.db_table for model in (Trainer, Authenticator, DBTaskResult)} <= tables
