"""The 60-second break after long sitting: three parts, each with its seconds and a figure. Nothing is stored."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hinge_coach.accounts.access import SiteRequest, public, reader_of
from hinge_coach.kept_pages import same_for_everybody
from hinge_coach.safety.models import active_closure
from lessons.figures.still_figure import card_figure


@dataclass(frozen=True)
class BreakPart:
    """`half_way` is what changes after half of the seconds; empty where nothing does."""

    figure: str
    title: str
    text: str
    half_way: str = ""
    seconds: int = 20


BREAK_PARTS = (
    BreakPart(
        "break-hip-front",
        "Front of the hip",
        "Stand up, one hand on the desk or a counter. Step one foot back, heel up. Tuck your tailbone under until you "
        "feel a mild stretch at the front of that hip.",
        half_way="Now the other leg.",
    ),
    BreakPart(
        "break-hinge",
        "Hinge",
        "Feet side by side, knees a little bent. Hips back, hands sliding down your thighs, then stand tall. Do four, "
        "slowly.",
    ),
    BreakPart("break-walk", "Walk", "Walk tall and let your arms swing. To the window and back is far enough."),
)


@require_safe
@same_for_everybody
@public
def sitting_break(request: SiteRequest) -> HttpResponse:
    client = reader_of(request)
    drawn_as = client.to_draw if client else None
    context = {
        "parts": [(part, card_figure(part.figure, drawn_as)) for part in BREAK_PARTS],
        "seconds": sum(part.seconds for part in BREAK_PARTS),
        "closure": active_closure(client) if client else None,
        "nav": "today" if client else "lessons",
    }
    return render(request, "lessons/today/sitting_break.html", context)
