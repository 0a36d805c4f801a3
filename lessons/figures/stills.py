"""The first sit-down in three drawings, as one picture for pages of other rooms.

A picture of its own, because those pages show it only to whoever asks for it.
"""

from base64 import b64encode
from functools import cache
from hashlib import sha256

from django.conf import settings
from django.template.loader import render_to_string

from lessons.figures.lesson_figure import lesson_figure

SLUG = "high-seat-touch"
GAP = 40


@cache
def stills_svg() -> str:
    """The picture, in the colors of the scheme that its reader has; empty where the lesson has no figure."""
    figure = lesson_figure(SLUG, "right")
    if figure is None:
        return ""
    width, height = (int(float(number)) for number in figure.box.split()[2:])
    stills = figure.sides[0].stills
    return render_to_string(
        "lessons/figures/stills.svg",
        {
            "style": (settings.BASE_DIR / "static/css/figure.css").read_text(),
            "box": figure.box,
            "stills": [(number * (width + GAP), still) for number, still in enumerate(stills)],
            "width": width,
            "height": height,
            "classes": figure.classes,
            "full_width": len(stills) * (width + GAP) - GAP,
        },
    )


def style_hash(picture: str) -> str:
    """The SHA-256 of its style sheet in base64, by which a Content-Security-Policy allows it."""
    style = picture.partition("<style>")[2].partition("</style>")[0]
    return b64encode(sha256(style.encode()).digest()).decode()
