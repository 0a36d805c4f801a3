"""Every movement on one sheet, a track at a time; and all of them as one picture for the documentation."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from hinge_coach.accounts.access import SiteRequest, public
from hinge_coach.kept_pages import same_for_everybody
from hinge_coach.palette import END_OF_COLORS, FIGURE_COLORS, PERSON_COLORS, SITE_COLORS, color_rules
from lessons.body.animation.movements import HINGE_MOVEMENTS, NEUTRAL_MOVEMENTS, SIT_MOVEMENTS
from lessons.figures.lesson_figure import FigureStill, LessonFigure, lesson_figure
from lessons.models import Track

SHEETS = {Track.NEUTRAL: NEUTRAL_MOVEMENTS, Track.HINGE: HINGE_MOVEMENTS, Track.SIT: SIT_MOVEMENTS}


class SheetRow(NamedTuple):
    slug: str
    title: str
    figure: LessonFigure


@require_safe
@same_for_everybody
@public
def contact_sheet_page(request: SiteRequest) -> HttpResponse:
    """The contact sheet, a track at a time: every movement, right and fault, three frames each."""
    name = request.GET.get("track", "")
    track = Track(name) if name in Track.values else Track.NEUTRAL
    context = {"rows": sheet_rows(track), "track": track, "tracks": list(Track), "nav": "lab"}
    return render(request, "lessons/figures/contact_sheet.html", context)


@cache
def sheet_rows(track: Track) -> tuple[SheetRow, ...]:
    drawn = ((movement, lesson_figure(movement.slug)) for movement in SHEETS[track])
    return tuple(SheetRow(movement.slug, movement.title, figure) for movement, figure in drawn if figure)


_CELL, _GAP, _HEADING = 240, 16, 34
"""Pixels of the picture: the width and height of a frame, between two, and above a row."""


def contact_sheet_svg() -> str:
    """All lessons, right and fault, three frames each and from above, in light and in dark, as one SVG."""
    rows = [row for track in Track for row in sheet_rows(track)]
    high = _CELL + _HEADING
    return render_to_string(
        "lessons/figures/contact_sheet.svg",
        {
            "colors": color_rules(FIGURE_COLORS, PERSON_COLORS),
            "style": (settings.BASE_DIR / "static/css/figure.css").read_text().partition(END_OF_COLORS)[2],
            "schemes": [
                ("light", 0, SITE_COLORS["card"][0], SITE_COLORS["ink"][0]),
                ("dark", len(rows) * high + _GAP, SITE_COLORS["card"][1], SITE_COLORS["ink"][1]),
            ],
            "rows": [
                {
                    "title": row.title,
                    "figure": row.figure,
                    "y": number * high + _HEADING,
                    "drawings": [
                        (_GAP + place * (_CELL + _GAP), still, box) for place, (still, box) in enumerate(_drawings(row))
                    ],
                }
                for number, row in enumerate(rows)
            ],
            "cell": _CELL,
            "height": len(rows) * high + _GAP,
            "full_height": 2 * (len(rows) * high + _GAP),
            "width": 8 * (_CELL + _GAP) + _GAP,
        },
    )


def _drawings(row: SheetRow) -> Iterator[tuple[FigureStill, str]]:
    """All of a lesson, each with its view box."""
    figure = row.figure
    yield from ((still, figure.box) for side in figure.sides for still in side.stills)
    if figure.above:
        yield from ((still, figure.above.box) for still in figure.above.stills)
