"""The form field of a time zone. It offers the IANA names in use, by region, and accepts old names, too."""

from copy import copy
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from timezone_field import TimeZoneFormField

from hinge_coach.accounts.zones.table import names_in_use, old_names

REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def zone_names() -> frozenset[str]:
    """Every IANA name this machine knows, including aliases such as `US/Eastern`."""
    return frozenset(available_timezones())


@cache
def zone_choices() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Choices of a form field: (region, ((name, city), ...)), sorted by name, after UTC without a region."""
    groups: list[tuple[str, tuple[tuple[str, str], ...]]] = [("", (("UTC", "UTC"),))]
    for region in REGIONS:
        names = sorted(name for name in names_in_use() & zone_names() if name.startswith(f"{region}/"))
        groups.append((region, tuple((name, city(name)) for name in names)))
    return tuple(groups)


def city(zone: str | ZoneInfo) -> str:
    """The place of a zone in words: `Buenos Aires (Argentina)` for `America/Argentina/Buenos_Aires`."""
    parts = str(zone).replace("_", " ").split("/")
    return parts[-1] if len(parts) < 3 else f"{parts[-1]} ({parts[1]})"


@cache
def _options() -> str:
    """The four hundred options as HTML, none selected. `data-also` holds the old names that a browser may report."""
    older, html = old_names(), ""
    for region, group in zone_choices():
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((name, _also(older.get(name, ())), words) for name, words in group),
        )
        html += format_html('<optgroup label="{}">{}</optgroup>', region, options) if region else options
    return html


def _also(older: tuple[str, ...]) -> str:
    names = [name for name in older if name.split("/")[0] in REGIONS]
    return format_html(' data-also="{}"', " ".join(names)) if names else ""


class ZoneSelect(forms.Select):
    """Offers the names in use, and the selected name even if it is an old one."""

    template_name = "forms/zones.html"

    def __deepcopy__(self, memo: dict[int, Any]) -> "ZoneSelect":
        """The widget of one form, with the choices of all."""
        widget = copy(self)
        widget.attrs = self.attrs.copy()
        return widget

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = forms.Widget.get_context(self, name, value, attrs)
        chosen, options = str(value), _options()
        if chosen not in zone_names():
            chosen = "UTC"
        marked = options.replace(f'value="{chosen}"', f'value="{chosen}" selected', 1)
        if marked == options:
            marked = format_html('<option value="{}" selected>{}</option>', chosen, city(chosen)) + options
        context["widget"]["options"] = mark_safe(marked)  # noqa: S308 - joined from escaped parts above
        return context


class ZoneField(TimeZoneFormField):  # type: ignore[misc]
    """A time zone by its IANA name; cleans to a `ZoneInfo`."""

    default_error_messages = {"invalid_choice": "We don't know this time zone. Please choose one from the list."}

    def __init__(self, **kwargs: Any) -> None:
        widget = ZoneSelect(attrs={"data-guess-zone": ""})
        defaults = {"choices": zone_choices(), "label": "Your time zone", "widget": widget, "initial": "UTC"}
        super().__init__(use_pytz=False, **{**defaults, **kwargs})

    def __deepcopy__(self, memo: dict[int, Any]) -> "ZoneField":
        """The field of one form, with the choices of all: copying hundreds of zones takes a fifth of a page."""
        memo[id(self.choices)] = self.choices
        field: ZoneField = super().__deepcopy__(memo)
        return field

    def valid_value(self, value: Any) -> bool:
        """Accepts old names, too."""
        return str(value) in zone_names()
