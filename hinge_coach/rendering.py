"""How forms are drawn, and what every page knows."""

from typing import Any

from django.conf import settings
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest


class HouseRenderer(TemplatesSetting):
    """Fields come as label, hint, control, error: one look for every form."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "DEMO": settings.DEMO,
        "EMERGENCY_NUMBER": settings.EMERGENCY_NUMBER,
        "SITE_URL": settings.SITE_URL,
    }
