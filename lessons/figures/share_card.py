"""Pictures drawn with Pillow from the same frames as the pages: share cards and app icons.

Colours and line widths are read from static/css/figure.css, so a card looks as the page does in the light.

Letters: a serif font of the machine where there is one (DejaVu, Liberation and Noto cover Latin, Greek and Cyrillic),
else the font inside Pillow, which has plain Latin letters. What a font lacks is drawn without its accents or left
out; a title that would lose half of itself gives way to its place in its track.
"""

import hashlib
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import atan2, cos, pi, sin

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw, ImageFont

from lessons.body.drawing import Frame
from lessons.figures.lesson_figure import FigurePath, ends_of, paths_of
from lessons.lab.poses import Setting, frame_at, moment_at
from lessons.models import Lesson

SIZE = (1200, 630)

PANEL = (620, 45, 1155, 585)

TEXT_LEFT, TEXT_WIDTH = 64, 516

FINE = 3
"""Figures are drawn this much larger and then made smaller, which smooths their edges."""

LOOK = "1"
"""Goes into the name of a stored card; a new one when cards are drawn differently."""

PAPER, INK, QUIET, TEAL, TEAL_SOFT, CORAL = "#fbf6ec", "#16302b", "#6b6455", "#2f7f79", "#e1efeb", "#c43d20"

BOLD = ("DejaVuSerif-Bold.ttf", "LiberationSerif-Bold.ttf", "NotoSerif-Bold.ttf")

PLAIN = ("DejaVuSans.ttf", "LiberationSans-Regular.ttf", "NotoSans-Regular.ttf")

Point = tuple[float, float]

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True, slots=True)
class Paint:
    """How a role is painted; colours as #rrggbb, width in path units."""

    fill: str | None
    stroke: str | None
    width: float


@cache
def paints() -> dict[str, Paint]:
    """Role -> Paint, as figure.css has it for light pages."""
    text = (settings.BASE_DIR / "static/css/figure.css").read_text()
    colours = dict(re.findall(r"(--figure-[\w-]+):\s*(#[0-9a-f]{6})", text.split("@media")[0]))
    found = {}
    for role, body in re.findall(r"^\s*\.figure__([\w-]+)\s*\{([^}]*)\}", text, re.MULTILINE):
        said = {name.strip(): value.strip() for name, _, value in (rule.partition(":") for rule in body.split(";"))}
        fill, stroke = (
            colours.get(said.get(name, "none").removeprefix("var(").removesuffix(")")) for name in ("fill", "stroke")
        )
        found[role] = Paint(fill, stroke, float(said.get("stroke-width", 0)))
    return found


_STEP = re.compile(r"([Mcslaz])([^Mcslaz]*)")

_NUMBER = re.compile(r"-?\d+")

_PIECES = 10


def outlines(d: str) -> Iterator[list[Point]]:
    """The lines of a path as points, curves cut into short pieces. Commands as lessons.body.outline writes them."""
    line: list[Point] = []
    x = y = hx = hy = 0.0
    for command, rest in _STEP.findall(d):
        n = [float(number) for number in _NUMBER.findall(rest)]
        if command == "M":
            if line:
                yield line
            x, y = n
            line = [(x, y)]
        for i in range(0, len(n), {"c": 6, "s": 4, "l": 2, "a": 7}.get(command, len(n) or 1)):
            if command == "l":
                x, y = x + n[i], y + n[i + 1]
                line.append((x, y))
            elif command in "cs":
                first = (x + n[i], y + n[i + 1]) if command == "c" else (2 * x - hx, 2 * y - hy)
                i += 2 if command == "c" else 0
                hx, hy = x + n[i], y + n[i + 1]
                end = (x + n[i + 2], y + n[i + 3])
                line += _cubic((x, y), first, (hx, hy), end)
                x, y = end
            elif command == "a":
                end = (x + n[i + 5], y + n[i + 6])
                line += _half_circle((x, y), end)
                x, y = end
    if line:
        yield line


def _cubic(a: Point, b: Point, c: Point, d: Point) -> Iterator[Point]:
    for step in range(1, _PIECES + 1):
        t = step / _PIECES
        u = 1 - t
        yield (
            u * u * u * a[0] + 3 * u * u * t * b[0] + 3 * u * t * t * c[0] + t * t * t * d[0],
            u * u * u * a[1] + 3 * u * u * t * b[1] + 3 * u * t * t * c[1] + t * t * t * d[1],
        )


def _half_circle(a: Point, b: Point) -> Iterator[Point]:
    x, y = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
    start, radius = atan2(a[1] - y, a[0] - x), ((a[0] - x) ** 2 + (a[1] - y) ** 2) ** 0.5
    for step in range(1, 2 * _PIECES + 1):
        turn = start - pi * step / (2 * _PIECES)
        yield x + radius * cos(turn), y + radius * sin(turn)


Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture to draw paths on: `box` (x, y, width, height in path units) fitted into it, its floor at the bottom."""

    image: Image.Image
    box: Box

    @property
    def scale(self) -> float:
        return min(self.image.width / self.box[2], self.image.height / self.box[3])

    def place(self, point: Point, shift: float = 0.0) -> Point:
        left, top, width, height = self.box
        x = self.image.width / 2 + (point[0] + shift - left - width / 2) * self.scale
        return x, self.image.height + (point[1] - top - height) * self.scale

    def draw(self, paths: Sequence[FigurePath], *, ghost: str | None = None, shift: float = 0.0) -> None:
        """All paths in order; as a `ghost` in that one colour, without its details."""
        pen = ImageDraw.Draw(self.image, "RGBA")
        for path in paths:
            paint = paints()[path.role]
            if ghost:
                if paint.fill is None or path.role == "muscle":
                    continue
                paint = Paint(ghost, None, 0)
            for line in outlines(path.d):
                points = [self.place(point, shift) for point in line]
                if paint.fill and len(points) > 2:
                    shade = 1.0 if path.shade is None else path.shade
                    pen.polygon(points, fill=(*_rgb(paint.fill), round(255 * shade)))
                if paint.stroke:
                    closed = points + points[:1] if paint.fill else points
                    self._stroke(pen, closed, paint.stroke, paint.width * self.scale)

    def _stroke(self, pen: ImageDraw.ImageDraw, points: Sequence[Point], colour: str, width: float) -> None:
        pen.line(list(points), fill=colour, width=max(1, round(width)), joint="curve")
        r = width / 2
        for x, y in (points[0], points[-1]):
            pen.ellipse((x - r, y - r, x + r, y + r), fill=colour)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _sheet(size: tuple[int, int], colour: str, box: Box) -> Sheet:
    return Sheet(Image.new("RGB", (size[0] * FINE, size[1] * FINE), colour), box)


def _smaller(sheet: Sheet, size: tuple[int, int]) -> Image.Image:
    return sheet.image.resize(size, Image.Resampling.LANCZOS)


def card(lesson: Lesson) -> bytes:
    """The lesson's share card, a PNG. Drawn once for what it shows, then kept in the site's files."""
    name = f"cards/{card_hash(lesson)}.png"
    if default_storage.exists(name):
        with default_storage.open(name) as kept:
            return bytes(kept.read())
    drawing = draw_card(lesson)
    default_storage.save(name, ContentFile(drawing))
    return drawing


def card_hash(lesson: Lesson) -> str:
    """Changes when anything on the card does."""
    shown = [LOOK, lesson.title, lesson.summary, lesson.track_name, str(lesson.number), _figure_hash(lesson.slug)]
    return hashlib.sha256("\0".join(shown).encode(errors="replace")).hexdigest()[:20]


@lru_cache(maxsize=64)
def _figure_hash(slug: str) -> str:
    found = ends_of(slug)
    drawn = "".join(path.d for frame in found[0] for path in paths_of(frame)) if found else ""
    return hashlib.sha256(drawn.encode()).hexdigest()


def draw_card(lesson: Lesson) -> bytes:
    place = f"{lesson.track_name} · {lesson.number}"
    return _draw(place, lesson.title, lesson.summary, lesson.slug)


def site_card() -> bytes:
    """The card of the site itself."""
    return _draw("Low-back tightness", "Hips first. Then sit.", "Short lessons that teach your hips to lead.", "")


def _draw(place: str, title: str, summary: str, slug: str) -> bytes:
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    left, top, right, bottom = PANEL
    picture, mask = _panel(slug, (right - left, bottom - top))
    image.paste(picture, (left, top), mask)
    y = _write(pen, 150.0, place, PLAIN, (30, 26), 1, TEAL)
    y = _write(pen, y + 14, title, BOLD, (76, 66, 58, 50), 2, INK, instead=place)
    _write(pen, y + 26, summary, PLAIN, (32, 28), 4, QUIET)
    _mark(image, (TEXT_LEFT, 52))
    pen.text((TEXT_LEFT + 58, 54), "Hinge Coach", font=font(BOLD, 34), fill=INK)
    return _png(image)


def _panel(slug: str, size: tuple[int, int]) -> tuple[Image.Image, Image.Image]:
    """The end of the right version, and where it began as a ghost, on a rounded card."""
    found = ends_of(slug)
    frames, (x, y, width, height) = found or (_bow(), _BOW_BOX)
    space = 0.07 * max(width, height)
    below = max(0.6 * space, 0.4 * (width - height))  # somebody lying down lies in the middle
    sheet = _sheet(size, TEAL_SOFT, (x - space, y - space, width + 2 * space, height + space + below))
    for frame in frames[:-1]:
        sheet.draw([path for path in paths_of(frame) if path.role not in _AROUND], ghost=GHOST)
    sheet.draw(paths_of(frames[-1]))
    mask = Image.new("L", sheet.image.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, mask.width - 1, mask.height - 1), 36 * FINE, fill=255)
    return _smaller(sheet, size), mask.resize(size, Image.Resampling.LANCZOS)


GHOST = "#d3cdb9"

_AROUND = frozenset({"wall", "mat", "china", "china-edge", "cushion", "bag", "can", "towel", "ball", "paddle", "beam"})

_BOW_BOX: Box = (-230, -850, 660, 870)


@cache
def _bow() -> tuple[Frame, ...]:
    """A hinge, for what has no figure of its own."""
    setting = Setting()
    return tuple(frame_at(setting, moment_at(setting, depth)) for depth in (0, 78))


def _write(
    pen: ImageDraw.ImageDraw,
    y: float,
    text: str,
    names: tuple[str, ...],
    sizes: tuple[int, ...],
    most_lines: int,
    colour: str,
    *,
    instead: str = "",
) -> float:
    """Writes `text` in the largest size that fits, else shortened in the smallest; -> where the next line goes."""
    text = writable(text, names) or instead
    lines: list[str] = []
    for size in sizes:
        face = font(names, size)
        lines = wrapped(text, face, TEXT_WIDTH)
        if len(lines) <= most_lines and all(face.getlength(line) <= TEXT_WIDTH for line in lines):
            break
    if len(lines) > most_lines:
        lines = [*lines[: most_lines - 1], shortened(" ".join(lines[most_lines - 1 :]), face, TEXT_WIDTH)]
    for line in lines:
        pen.text((TEXT_LEFT, y), shortened(line, face, TEXT_WIDTH), font=face, fill=colour)
        y += round(size * 1.22)
    return y


def wrapped(text: str, face: Font, width: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def shortened(text: str, face: Font, width: float) -> str:
    """The text, or as much of it as fits before an ellipsis."""
    if face.getlength(text) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if face.getlength(text[:middle].rstrip() + "...") <= width else (low, middle - 1)
    return text[:low].rstrip() + "..."


def writable(text: str, names: tuple[str, ...]) -> str:
    """What the font can write of it: without accents it lacks, without letters it lacks; empty if that loses half."""
    wanted = " ".join(text.split())[:400]
    kept = "".join(_in_font(letter, names) for letter in wanted)
    letters = sum(not letter.isspace() for letter in wanted)
    return kept.strip() if 2 * sum(not letter.isspace() for letter in kept) > letters else ""


@lru_cache(maxsize=4096)
def _in_font(letter: str, names: tuple[str, ...]) -> str:
    if letter.isspace():
        return " "
    if _has(letter, names):
        return letter
    plain = unicodedata.normalize(
        "NFKD", {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "·": "-"}.get(letter, letter)
    )
    return "".join(part for part in plain if not unicodedata.combining(part) and _has(part, names))


def _has(letter: str, names: tuple[str, ...]) -> bool:
    if not letter.isprintable():
        return False
    face = font(names, 40)
    return bytes(face.getmask(letter)) != bytes(face.getmask("\uffff"))


@cache
def font(names: tuple[str, ...], size: int) -> Font:
    for name in names:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)


def _mark(image: Image.Image, at: tuple[int, int]) -> None:
    """The hinge of the masthead, 48 pixels."""
    unit = 48 * FINE / 32
    fine = Image.new("RGB", (48 * FINE, 48 * FINE), PAPER)
    pen = ImageDraw.Draw(fine)

    def disc(x: float, y: float, r: float, colour: str) -> None:
        pen.ellipse(tuple(unit * each for each in (x - r, y - r, x + r, y + r)), fill=colour)

    corners = [(7, 27), (7, 15.5), (21, 9)]
    pen.line([(x * unit, y * unit) for x, y in corners], fill=INK, width=round(4 * unit), joint="curve")
    for x, y in corners:
        disc(x, y, 2, INK)
    disc(7, 15.5, 4.2, CORAL)
    disc(26, 6.5, 3.6, INK)
    image.paste(fine.resize((48, 48), Image.Resampling.LANCZOS), at)


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def icon(pixels: int) -> bytes:
    """The app icon: a hinge on its coloured ground, with the margin that round masks cut away."""
    sheet = _sheet((pixels, pixels), TEAL_SOFT, _ICON_BOX)
    sheet.draw(paths_of(_bow()[-1]))
    return _png(_smaller(sheet, (pixels, pixels)))


_ICON_BOX: Box = (-410, -805, 960, 960)
