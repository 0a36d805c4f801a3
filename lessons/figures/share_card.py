"""Share cards and app icons: SVG templates that hold the figure and the mark of the pages, rendered to PNG by resvg.

What a card looks like is in `templates/lessons/figures/share_card.svg`; the figure's strokes and fills are the rules of
`static/css/figure.css`, every color is the light value of `hinge_coach.palette`. Letters come from the two fonts in
`lessons/figures/fonts` alone (Latin, Greek, Cyrillic), so a card looks the same on every machine. What a font lacks is
drawn without its accents or left out; a title that would lose half of its letters is replaced by the lesson's track.
"""

import hashlib
import io
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from math import dist
from typing import NamedTuple

import resvg_py
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from PIL import Image, ImageFont

from hinge_coach.accounts.drawn_as import DrawnAs
from hinge_coach.palette import LIGHT, in_light
from lessons.body.drawing.frames import Frame
from lessons.body.drawing.shapes import UNITS_PER_M, to_svg_units
from lessons.body.drawing.vignettes import room_behind
from lessons.figures.lesson_figure import FigureStill, ends_of, outline_of, paths_of
from lessons.figures.persons import LESSON_DRAWN_AS, person_of
from lessons.figures.smallest_circle import smallest_circle
from lessons.figures.vignette_picture import layer_paths
from lessons.lab.poses import Setting, frame_at, moment_at
from lessons.models import Lesson

TEXT_WIDTH = 516
"""Pixels of a card from the left end of its lines to the right one."""
FONTS = {"Card Serif": "card-serif-bold.ttf", "Card Sans": "card-sans.ttf"}
"""Family, as the file names itself and as the template asks for it -> file."""

_FONT_FOLDER = settings.BASE_DIR / "lessons/figures/fonts"


# Cards


def card(lesson: Lesson) -> bytes:
    """The lesson's share card, a PNG of 1200 x 630. Drawn once for each content, then stored in the site's files."""
    name = f"cards/{card_hash(lesson)}.png"
    if default_storage.exists(name):
        with default_storage.open(name) as file:
            return bytes(file.read())
    drawing = draw_share_card(lesson)
    default_storage.save(name, ContentFile(drawing))
    return drawing


def card_hash(lesson: Lesson) -> str:
    """20 hexadecimal digits that change with anything that a card is drawn from."""
    return _digest(_shown(lesson))


def draw_share_card(lesson: Lesson) -> bytes:
    return _png(card_svg(lesson), 1200)


def card_svg(lesson: Lesson) -> str:
    return _svg(_shown(lesson))


class _Shown(NamedTuple):
    """What a card is drawn from. The site's own has no slug and no track."""

    place: str
    title: str
    summary: str
    slug: str
    track: str


def site_card() -> bytes:
    """The card of the site itself."""
    shown = _Shown("Low-back tightness", "Hips first. Then sit.", "Short lessons that teach your hips to lead.", "", "")
    return _png(_svg(shown), 1200)


def _shown(lesson: Lesson) -> _Shown:
    return _Shown(
        f"{lesson.track_name} · {lesson.number}", lesson.title, lesson.summary, lesson.slug, str(lesson.track)
    )


@lru_cache(maxsize=64)
def _digest(shown: _Shown) -> str:
    digest = hashlib.sha256(_svg(shown).encode())
    digest.update(resvg_py.__version__.encode())
    for file in FONTS.values():
        digest.update((_FONT_FOLDER / file).read_bytes())
    return digest.hexdigest()[:20]


PANEL = (535, 540)
"""Pixels of a card for its figure."""


def _svg(shown: _Shown) -> str:
    drawn_as = person_of(shown.slug) if shown.slug else LESSON_DRAWN_AS
    start, end, (x, y, width, height) = _figure(shown.slug, drawn_as)
    space = 0.07 * max(width, height)
    below = max(0.6 * space, 0.4 * (width - height))  # centers a body that lies down
    wide, high = width + 2 * space, height + space + below
    unit = max(wide / PANEL[0], high / PANEL[1])
    # All of the panel, the body in its middle and at its bottom.
    left, top = x - space - (PANEL[0] * unit - wide) / 2, y - space - (PANEL[1] * unit - high)
    wide, high = PANEL[0] * unit, PANEL[1] * unit
    meters = (number / UNITS_PER_M for number in (left, -top - high, left + wide, -top))
    wall = end.parts.get("wall")
    room = room_behind(
        shown.track,
        *meters,
        is_court="paddle" in end.parts,
        wall_left=wall.extent[0] / UNITS_PER_M if wall else None,
    )
    context = {
        "colors": _colors(),
        "figure_style": figure_style(drawn_as.classes),
        "box": f"{left:.0f} {top:.0f} {wide:.0f} {high:.0f}",
        "layers": layer_paths(room),
        "ghost": FigureStill("", "", outline_of(start), None),
        "still": FigureStill("", "", tuple(path for path in paths_of(end) if path.part != "floor"), None),
        "texts": tuple(_texts(shown.place, shown.title, shown.summary)),
    }
    return render_to_string("lessons/figures/share_card.svg", context)


def _figure(slug: str, drawn_as: DrawnAs) -> tuple[Frame, Frame, tuple[int, int, int, int]]:
    """Start and end of the right version, and their view box; a plain hinge where the lesson has no figure."""
    if ends := ends_of(slug, drawn_as):
        return *ends[0], ends[1]
    setting = Setting()
    start, end = (frame_at(setting, moment_at(setting, depth)) for depth in (0, 78))
    return start, end, (-230, -850, 660, 870)


@cache
def figure_style(classes: str) -> str:
    """The rules of figure.css without layers and variables, which resvg doesn't know, for a person of these classes."""
    css = (settings.BASE_DIR / "static/css/figure.css").read_text()
    return in_light(css.partition("@layer components {")[2].rpartition("}")[0], classes)


def _colors() -> dict[str, str]:
    """The palette by names that templates can write."""
    return {name.replace("-", "_"): value for name, value in LIGHT.items()}


# Text


@dataclass(frozen=True, slots=True)
class _Text:
    """Lines in one size. `lines`: baseline y and text, both in pixels of the card and ready to draw."""

    kind: str
    size: int
    lines: tuple[tuple[int, str], ...]


def _texts(place: str, title: str, summary: str) -> Iterator[_Text]:
    """Place, title and summary from top to bottom, each in the largest size that fits its number of lines."""
    y = 150.0
    heading = writable(title, "Card Serif") or writable(place, "Card Serif")
    for kind, text, family, sizes, leading in (
        ("place", writable(place, "Card Sans"), "Card Sans", ((32, 1), (26, 1)), 1.25),
        ("title", heading, "Card Serif", ((88, 2), (76, 2), (66, 2), (54, 3)), 1.08),
        ("summary", writable(summary, "Card Sans"), "Card Sans", ((34, 3), (32, 4), (28, 4)), 1.3),
    ):
        size, lines = fitted(text, family, sizes)
        yield _Text(kind, size, tuple((round(y + size * (0.9 + leading * i)), line) for i, line in enumerate(lines)))
        y += size * leading * len(lines) + 22


def fitted(text: str, family: str, sizes: tuple[tuple[int, int], ...]) -> tuple[int, list[str]]:
    """The first of `sizes` (pixels, most lines) that holds the text, and its lines; shortened in the last one."""
    for size, most in sizes:
        lines = wrapped(text, family, size)
        if len(lines) <= most and all(width_of(line, family, size) <= TEXT_WIDTH for line in lines):
            return size, lines
    lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return size, [shortened(line, family, size) for line in lines if line]


def wrapped(text: str, family: str, size: int) -> list[str]:
    """Lines that are as full as whole words allow. A single word may be wider than its line."""
    lines: list[str] = []
    for word in text.split():
        if lines and width_of(f"{lines[-1]} {word}", family, size) <= TEXT_WIDTH:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def shortened(text: str, family: str, size: int) -> str:
    """The text, or as many whole words as fit before an ellipsis, or what fits of a single word."""
    if width_of(text, family, size) <= TEXT_WIDTH:
        return text
    head = text
    while width_of(f"{head}…", family, size) > TEXT_WIDTH:
        head = head[:-1]
    return (head.rpartition(" ")[0] or head).rstrip(" ,.;:–—-") + "…"


def width_of(text: str, family: str, size: int) -> float:
    """Width in pixels before kerning, which only makes it smaller."""
    return font(family).getlength(text) * size / _MEASURED_AT


def writable(text: str, family: str) -> str:
    """The part of a text that the font can write, without missing accents and letters; empty where half is missing.

    Control characters and halves of surrogate pairs, which XML does not allow, are in no font.
    """
    shown = unicodedata.normalize("NFC", " ".join(text.split()))[:400]
    drawn = "".join(_in_font(letter, family) for letter in shown)
    return " ".join(drawn.split()) if 2 * len(drawn.replace(" ", "")) > len(shown.replace(" ", "")) else ""


@lru_cache(maxsize=4096)
def _in_font(letter: str, family: str) -> str:
    if letter == " " or _has(letter, family):
        return letter
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if _has(part, family))


def _has(letter: str, family: str) -> bool:
    # Pillow has no call for the letters of a font, but a font draws every letter that it lacks as the same empty box.
    face = font(family)
    return letter.isprintable() and bytes(face.getmask(letter)) != bytes(face.getmask("\uffff"))


_MEASURED_AT = 100


@cache
def font(family: str) -> ImageFont.FreeTypeFont:
    # The basic layout is the same on every machine; another one depends on libraries that may be missing.
    return ImageFont.truetype(_FONT_FOLDER / FONTS[family], _MEASURED_AT, layout_engine=ImageFont.Layout.BASIC)


# Icons

_ICON_DEPTH = 88
_ICON_PARTS = frozenset(
    {
        *("leg_far", "bun", "neck", "head", "cheek", "hair", "ear", "eye", "face"),
        *("trunk", "leg", "belt", "arm", "hand", "sleeve"),
    }
)
"""What 48 pixels can show: one arm, and the mark's coral hip instead of muscles and spine."""
_ICON_HIP = 34
"""Radius of the hip's mark, units."""


def icon(pixels: int, *, is_maskable: bool) -> bytes:
    """The app icon, a PNG: a hinge from the knees up, its hip marked, on a colored ground.

    `is_maskable`: the ground fills the square, and all but the legs keeps inside the circle of 80 % that every mask
    leaves. Otherwise the figure is larger, and the corners are round and clear.
    """
    setting = Setting()
    frame = frame_at(setting, moment_at(setting, _ICON_DEPTH))
    hip = to_svg_units(frame.skeleton["hip"])
    # Arm and legs run out of the picture.
    points = [point for part in _ICON_PARTS for point in frame.parts[part].points]
    circle = smallest_circle((x, y) for x, y in points if y < hip[1] + _ICON_HIP)
    half = circle.radius / (0.78 if is_maskable else 0.94)
    context = {
        "colors": _colors(),
        "figure_style": figure_style(LESSON_DRAWN_AS.classes),
        "is_maskable": is_maskable,
        "paths": tuple(path for path in paths_of(frame) if path.part in _ICON_PARTS),
        "hip": hip,
        "hip_radius": _ICON_HIP,
        "left": round(circle.x - half),
        "top": round(circle.y - (1.0 if is_maskable else 0.9) * half),
        "side": round(2 * half),
        "corner": round(0.45 * half),
    }
    drawing = _png(render_to_string("lessons/figures/app_icon.svg", context), pixels)
    return _in_few_colors(drawing) if is_maskable else drawing


def _in_few_colors(png: bytes) -> bytes:
    """The picture in its 64 commonest colors, at a third of its bytes: every page of the site names an icon.

    Pillow's own choice of the nearest color is a near one, and would shift the ground.
    """
    image = Image.open(io.BytesIO(png)).convert("RGB")
    numbers = iter(image.tobytes())
    pixels = list(zip(numbers, numbers, numbers, strict=True))
    common = [color for color, _ in Counter(pixels).most_common(64)]
    nearest = {color: min(range(len(common)), key=lambda at: dist(common[at], color)) for color in set(pixels)}
    few = Image.frombytes("P", image.size, bytes(nearest[color] for color in pixels))
    few.putpalette(b"".join(bytes(color) for color in common))
    drawing = io.BytesIO()
    few.save(drawing, "PNG", optimize=True)
    return drawing.getvalue()


def _png(svg: str, width: int) -> bytes:
    files = [str(_FONT_FOLDER / file) for file in FONTS.values()]
    return resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True, font_files=files)
