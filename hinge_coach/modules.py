"""The site's own ES modules: a hash in the name of each, and pages that name all that they load.

`STORAGES` names the storage, and templates load the tag: `{% load modules %}{% module "js/lab.js" %}`.
"""

import re
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

register = template.Library()

_IMPORT = r"""(?m)^(?P<matched>(?P<words>import\s*|(?:import|export)\b[^;'"]*\bfrom\s*)["'](?P<url>\.[^"']+)["'];)"""
"""A statement that loads another module of ours. It begins a line, and ends with a semicolon."""

_LATER = r"""(?P<matched>\bimport\("(?P<url>\.[^"']+)"\))"""
"""An expression that loads one when it is needed: no page names it."""


class HashedModulesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashes the imports of the modules below `static/js` as well, so that a module and what it imports fit together.

    Django can do that for all scripts (`support_js_module_import_aggregation`), and then stops at one of django-htmx
    that names a file which doesn't come with it.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", ((_IMPORT, '%(words)s"%(url)s";'), (_LATER, 'import("%(url)s")'))),
    )
    max_post_process_passes = 20  # more than the longest chain of imports


def imported(name: str) -> tuple[str, ...]:
    """What a module loads with it, directly or through others, as names below `static/`, each once."""
    found: dict[str, None] = {}
    _collect(name, found)
    del found[name]
    return tuple(found)


def _collect(name: str, found: dict[str, None]) -> None:
    if name in found:
        return
    found[name] = None
    path = settings.BASE_DIR / "static" / name
    for relative in _imports(path, path.stat().st_mtime_ns):
        _collect(normpath(join(dirname(name), relative)), found)


@cache
def _imports(path: Path, changed_at: int) -> tuple[str, ...]:
    """The imports of one file as they are written in it. `changed_at` lets a file be read again once it has changed."""
    return tuple(found["url"] for found in re.finditer(_IMPORT, path.read_text(encoding="utf-8")))


@register.simple_tag
def module(name: str) -> SafeString:
    """The script tag of an ES module, after links by which the browser fetches all of its imports at once."""
    return _tags(name) if settings.WHITENOISE_AUTOREFRESH else _tags_of_a_release(name)


@cache
def _tags_of_a_release(name: str) -> SafeString:
    return _tags(name)


def _tags(name: str) -> SafeString:
    links = format_html_join("\n", '<link rel="modulepreload" href="{}">', ((static(each),) for each in imported(name)))
    return format_html('{}\n<script type="module" src="{}"></script>', links, static(name))


@register.simple_tag
def module_files(name: str, *, beside: str) -> str:
    """The addresses of a module and its imports, with spaces, for a script that imports it when it is needed.

    What `beside`, the module of that script, loads already is left out.
    """
    here = {beside, *imported(beside)}
    return " ".join(static(each) for each in (name, *imported(name)) if each not in here)
