"""Parts of pages that are kept in memory by all that they show: `{% kept "a/_part.html" name=value %}`.

A part is drawn once for each set of values, and given out again where the same values come again. Nothing has to be
told when something changes, because then the values are others. It sees its values alone, so that it can't hold what is
somebody's or of one request: no user, no CSRF token. What differs each time stands in a gap: `{% kept ... gap_id=id %}`
gives the part `id` as a mark, which is filled in afterwards; so the part may only show it as text or in an attribute.
"""

import secrets
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Model
from django.template import Context, Library
from django.template.loader import get_template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone_name

register = Library()

IN_A_GAP = "gap_"

_MARK = secrets.token_hex(16)  # nobody can write it into what a part shows

MOST_PARTS = 1024
"""Kept in one process; the ones not asked for longest go first. Figures are the largest, with up to 20 kB."""


@register.simple_tag(takes_context=True, name="kept")
def kept_part(context: Context, template: str, **values: Any) -> SafeString:
    """The template with these values and nothing else.

    The values are compared with those of earlier calls, and must be of types that can't change: words, numbers, frozen
    values and tuples of them. Raises TypeError for others, for a row of the database, which is equal to what it was
    before it changed, and for an instant, which is equal in any zone but isn't shown alike.
    """
    if any(isinstance(value, datetime | Model) for value in values.values()):
        raise TypeError("give a part that is kept its rows and instants in words and numbers")
    gaps = {name.removeprefix(IN_A_GAP): value for name, value in values.items() if name.startswith(IN_A_GAP)}
    values = {name: value for name, value in values.items() if not name.startswith(IN_A_GAP)}
    types = tuple(type(value) for value in values.values())  # 1 and True are equal, but are not shown alike
    way = (get_current_timezone_name(), context.use_l10n)
    part = _part(template, tuple(values.items()), types, tuple(gaps), way)
    for name, value in gaps.items():
        part = SafeString(part.replace(gap_mark(name), conditional_escape(value)))
    return part


def gap_mark(name: str) -> str:
    """What stands for the value of a gap in a part until it is filled in; also in a value that the part shows."""
    return f"{_MARK}-{name}-{_MARK}"


@lru_cache(maxsize=MOST_PARTS)
def _part(
    template: str,
    values: tuple[tuple[str, Any], ...],
    types: tuple[type, ...],
    gaps: tuple[str, ...],
    way: tuple[str, bool | None],
) -> SafeString:
    backend: Any = get_template(template)
    marks = {name: gap_mark(name) for name in gaps}
    part: str = backend.template.render(Context({**dict(values), **marks}, use_l10n=way[1]))
    return SafeString(part)
