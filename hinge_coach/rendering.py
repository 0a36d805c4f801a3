"""How forms are drawn, and what every page knows."""

from typing import Any

from django.conf import settings
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

DEMO_PEOPLE = (
    ("trainer@example.com", "The trainer"),
    ("maya@example.com", "Maya, getting easier"),
    ("sam@example.com", "Sam, flared after pickleball"),
    ("lee@example.com", "Lee, brand new"),
    ("ana@example.com", "Ana, stopped"),
    ("tom@example.com", "Tom, silent for two weeks"),
)


class HouseRenderer(TemplatesSetting):
    """Fields come as label, hint, control, error: one look for every form."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "DEMO": settings.DEMO,
        "demo_people": DEMO_PEOPLE if settings.DEMO else (),
        "EMERGENCY_NUMBER": settings.EMERGENCY_NUMBER,
        "SITE_URL": settings.SITE_URL,
    }
