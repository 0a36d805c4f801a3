"""Time zones people can choose: IANA names, grouped by region, without the historical aliases."""

from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.forms.boundfield import BoundField

REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def zone_names() -> frozenset[str]:
    """Every IANA name this machine knows; aliases such as ``US/Eastern`` are understood too."""
    return frozenset(available_timezones())


@cache
def zone_choices() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    groups: list[tuple[str, tuple[tuple[str, str], ...]]] = [("", (("UTC", "UTC"),))]
    for region in REGIONS:
        names = sorted(name for name in zone_names() if name.startswith(f"{region}/"))
        groups.append((region, tuple((name, city(name)) for name in names)))
    return tuple(groups)


def city(zone: str) -> str:
    """``America/Argentina/Buenos_Aires`` as people say it: ``Buenos Aires (Argentina)``."""
    parts = zone.replace("_", " ").split("/")
    return parts[-1] if len(parts) < 3 else f"{parts[-1]} ({parts[1]})"


class ZoneSelect(forms.Select):
    """Four hundred options in one template; Django's own would render a template for each."""

    template_name = "forms/zones.html"


class ZoneField(forms.ChoiceField):
    """A time zone by its IANA name; cleans to a ``ZoneInfo``."""

    default_error_messages = {"invalid_choice": "We don't know this time zone. Please choose one from the list."}

    def __init__(self, **kwargs: Any) -> None:
        widget = ZoneSelect(attrs={"data-guess-zone": ""})
        super().__init__(
            **{"choices": zone_choices, "label": "Your time zone", "widget": widget, "initial": "UTC", **kwargs}
        )

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        """A zone known by an older name is offered as well, so that saving the form doesn't change it unseen."""
        bound = super().get_bound_field(form, field_name)
        zone = bound.value()
        groups = zone_choices()
        if self.valid_value(zone) and all(zone != name for _, group in groups for name, _ in group):
            self.choices = [("", [(zone, city(zone))]), *groups]
        return bound

    def valid_value(self, value: Any) -> bool:
        return str(value) in zone_names()

    def clean(self, value: Any) -> ZoneInfo:
        return ZoneInfo(super().clean(value))
