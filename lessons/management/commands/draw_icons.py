"""`manage.py draw_icons`: redraws the app icons and the site's share card in static/img."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from lessons.figures.share_card import icon, site_card

ICONS = {
    "icon-192.png": (192, False),
    "icon-512.png": (512, False),
    "icon-maskable-192.png": (192, True),
    "icon-maskable-512.png": (512, True),
    "apple-touch-icon.png": (180, True),
}
"""File -> its pixels, and whether the system cuts it into a shape of its own, as an iPhone does."""


class Command(BaseCommand):
    help = "Draw the app icons and the site's share card in static/img from the figure."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for name, drawing in {
            **{name: icon(pixels, is_maskable=is_maskable) for name, (pixels, is_maskable) in ICONS.items()},
            "card.png": site_card(),
        }.items():
            (settings.BASE_DIR / "static/img" / name).write_bytes(drawing)
            self.stdout.write(f"{name}: {len(drawing)} bytes")
