"""``{% hinge_stills %}``: the first sit-down in three drawings, for pages of other rooms."""

from typing import Any

from django import template

from lessons.figures import lesson_figure

register = template.Library()


@register.inclusion_tag("lessons/_stills.html")
def hinge_stills() -> dict[str, Any]:
    figure = lesson_figure("high-seat-touch", "right")
    return {"box": figure.box, "stills": figure.sides[0].stills} if figure else {}
