"""`{% hinge_stills %}`: three drawings of the first sit-down, for pages of other rooms."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lessons.figures.lesson_figure import lesson_figure

register = template.Library()


@register.simple_tag
@cache
def hinge_stills() -> SafeString:
    """The drawings as HTML, rendered once because they are the same for everybody."""
    figure = lesson_figure("high-seat-touch", "right")
    return render_to_string(
        "lessons/figures/_stills.html", {"box": figure.box, "stills": figure.sides[0].stills} if figure else {}
    )
