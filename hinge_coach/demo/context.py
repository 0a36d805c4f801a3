"""What templates know about the demo."""

from django.conf import settings
from django.http import HttpRequest

from hinge_coach.demo.personas import DEMO_PEOPLE


def demo_people(request: HttpRequest) -> dict[str, tuple[tuple[str, str], ...]]:
    """E-mail address and words of those one can look around as; nobody where this is not a demo."""
    return {"demo_people": DEMO_PEOPLE if settings.DEMO else ()}
