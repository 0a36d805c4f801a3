"""System checks of the cache table."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import BaseDatabaseCache
from django.core.checks import WARNING, CheckMessage, Tags, register
from django.db import connections


@register(Tags.database)
def the_cache_has_its_table(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Checks only where Django allows queries: at `migrate`, and at `check --database default`."""
    table = settings.CACHES["default"].get("LOCATION", "")
    is_checkable = isinstance(caches["default"], BaseDatabaseCache) and "default" in (databases or ())
    if not is_checkable or table in connections["default"].introspection.table_names():
        return []
    sentence = "Nobody can sign in or book: the table in which limits are counted is missing."
    return [CheckMessage(WARNING, sentence, hint="Run manage.py createcachetable.", id="accounts.W001")]
