"""The renderer of all forms, and the context that every page gets."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.safestring import SafeString

MOST_WIDGETS = 512
"""Widgets kept in one process; a scale takes 4 kB, and the others far less."""

_PLAIN = frozenset({str, SafeString, int, float, bool, type(None)})

Frozen = tuple[Any, Any]
"""A type, and a value of it that can't change."""


class HouseRenderer(TemplatesSetting):
    """Renders the fields of every form alike: label, hint, control, error.

    A widget is kept by all that it shows, because a scale of eleven buttons takes as long as the rest of a page.
    """

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if request is None and context.keys() == {"widget"} and context["widget"].get("type") != "hidden":
            try:
                return _kept_widget(template_name, _frozen(context["widget"]))
            except _NotPlainError:
                pass
        return str(super().render(template_name, context, request))


class _NotPlainError(Exception):
    """A value of a widget that may change, or be shown in more than one way."""


@lru_cache(maxsize=MOST_WIDGETS)
def _kept_widget(template_name: str, widget: Frozen) -> str:
    return str(TemplatesSetting().render(template_name, {"widget": _thawed(widget)}))


def _frozen(value: Any) -> Frozen:
    """The value with its type, because 1 and True are equal, as are safe words and others, but aren't shown alike."""
    if type(value) in _PLAIN:
        return (type(value), value)
    if isinstance(value, dict):
        return (dict, tuple((name, _frozen(each)) for name, each in value.items()))
    if type(value) in (list, tuple):
        return (type(value), tuple(map(_frozen, value)))
    raise _NotPlainError


def _thawed(frozen: Frozen) -> Any:
    kind, value = frozen
    if kind is dict:
        return {name: _thawed(each) for name, each in value}
    if kind in (list, tuple):
        return kind(map(_thawed, value))
    return value


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "DEMO": settings.DEMO,
        "EMERGENCY_NUMBER": settings.EMERGENCY_NUMBER,
        "SITE_URL": settings.SITE_URL,
    }
