"""Every movement on one sheet, a track at a time."""

from functools import lru_cache
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hinge_coach.accounts.access import SiteRequest, public
from hinge_coach.kept_pages import same_for_everybody
from lessons.body.animation.movements import HINGE_MOVEMENTS, NEUTRAL_MOVEMENTS, SIT_MOVEMENTS
from lessons.body.drawing.frames import contact_sheet
from lessons.figures.lesson_figure import FigureStill, paths_of
from lessons.models import Track


@require_safe
@same_for_everybody
@public
def contact_sheet_page(request: SiteRequest) -> HttpResponse:
    """The contact sheet, a track at a time: every movement, right and fault, three frames each."""
    name = request.GET.get("track", "")
    track = Track(name) if name in Track.values else Track.NEUTRAL
    context = {"rows": sheet_rows(track), "track": track, "tracks": list(Track), "nav": "lab"}
    return render(request, "lessons/figures/contact_sheet.html", context)


SHEETS = {Track.NEUTRAL: NEUTRAL_MOVEMENTS, Track.HINGE: HINGE_MOVEMENTS, Track.SIT: SIT_MOVEMENTS}


@lru_cache(maxsize=len(SHEETS))
def sheet_rows(track: Track) -> list[dict[str, Any]]:
    return [
        {
            "slug": row.slug,
            "title": row.title,
            "box": " ".join(map(str, row.viewbox)),
            "is_wide": row.viewbox[2] > 1.6 * row.viewbox[3],
            "sides": [
                (
                    way,
                    [
                        FigureStill(
                            "",
                            still.text or "",
                            paths_of(still),
                            still.mark if way == "fault" and still.marked else None,
                        )
                        for still in stills
                    ],
                )
                for way, stills in (("right", row.right), ("fault", row.fault))
            ],
        }
        for row in contact_sheet(SHEETS[track])
    ]
