"""`manage.py draw_figures`: the contact sheet of all lessons as one picture, docs/figures.svg."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from lessons.figures.contact_sheet import contact_sheet_svg


class Command(BaseCommand):
    help = "Draw docs/figures.svg: every lesson, right and fault, three frames each, in light and in dark."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        drawing = contact_sheet_svg()
        (settings.BASE_DIR / "docs/figures.svg").write_text(drawing)
        self.stdout.write(f"docs/figures.svg: {len(drawing)} bytes")
