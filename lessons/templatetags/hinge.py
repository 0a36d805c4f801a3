"""`{% hinge_stills %}`: the first sit-down in three drawings, for pages of other rooms."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lessons.figures.lesson_figure import lesson_figure

register = template.Library()


@register.simple_tag
@cache
def hinge_stills() -> SafeString:
    """Drawn and written once: it is the same for everybody."""
    figure = lesson_figure("high-seat-touch", "right")
    return render_to_string(
        "lessons/figures/_stills.html", {"box": figure.box, "stills": figure.sides[0].stills} if figure else {}
    )
