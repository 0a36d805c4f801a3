"""What must be true before the site starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def demo_people_only_in_development(**kwargs: Any) -> list[CheckMessage]:
    if settings.DEMO and not settings.DEBUG:
        sentence = "DEMO=1 lets anybody sign in as anybody, so it goes only with DEBUG=1."
        return [Error(sentence, hint="Unset DEMO, or set DEBUG=1.", id="accounts.E001")]
    return []
