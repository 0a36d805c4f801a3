"""`manage.py draw_icons`: draws the app icons anew from the figure. They are kept with the code."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from lessons.cards import icon

ICONS = {"icon-192.png": 192, "icon-512.png": 512, "apple-touch-icon.png": 180}


class Command(BaseCommand):
    help = "Draw the app icons in static/img from the site's figure."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for name, pixels in ICONS.items():
            path = settings.BASE_DIR / "static/img" / name
            path.write_bytes(icon(pixels))
            self.stdout.write(f"{path.name}: {pixels} x {pixels}, {path.stat().st_size} bytes")
