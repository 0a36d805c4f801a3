"""The renderer of all forms, and the context that every page gets."""

from typing import Any

from django.conf import settings
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest


class HouseRenderer(TemplatesSetting):
    """Renders the fields of every form alike: label, hint, control, error."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "DEMO": settings.DEMO,
        "EMERGENCY_NUMBER": settings.EMERGENCY_NUMBER,
        "SITE_URL": settings.SITE_URL,
    }
