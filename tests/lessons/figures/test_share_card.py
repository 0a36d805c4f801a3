"""Share cards and icons: always 1200 x 630, whatever the title, drawn once, and with the colors of the pages."""

import io
import re
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client as Browser
from PIL import Image, ImageChops

from hinge_coach.palette import LIGHT, in_light
from lessons.body.drawing.frames import PART_ROLES
from lessons.figures import share_card
from lessons.figures.persons import person_of
from lessons.figures.share_card import FONTS, TEXT_WIDTH, fitted, shortened, width_of, wrapped, writable
from lessons.management.commands.draw_icons import ICONS
from lessons.models import Lesson

pytestmark = pytest.mark.walk

SERIF, SANS = FONTS
TITLES = [
    "W",
    "Wall tap with a stick, a wall, a chair and everything else there is",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen",
    "Ёлка у стены",
    "髋关节铰链",
    "الحوض أولا",
    "🙂🙂🙂",
    "\x00\n\t ‮",
    "\ud800 tap",
    "</text><script>\"&amp;'",
    "var(--coral) {{ colors.coral }}",
    "",
]


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def rgb(name: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(LIGHT[name][1:]))


class TestText:
    @pytest.mark.parametrize("title", TITLES)
    def test_every_line_fits(self, title: str) -> None:
        size, lines = fitted(writable(title, SERIF) or "Hinge · 2", SERIF, ((76, 2), (50, 2)))
        assert 1 <= len(lines) <= 2
        assert [line for line in lines if width_of(line, SERIF, size) > TEXT_WIDTH] == []

    def test_a_short_text_has_the_largest_size(self) -> None:
        assert fitted("Wall tap", SERIF, ((88, 2), (54, 3))) == (88, ["Wall tap"])

    def test_a_long_text_is_shortened_after_a_whole_word_in_the_smallest_size(self) -> None:
        size, lines = fitted("one line and another one " * 9, SERIF, ((88, 2), (54, 3)))
        assert (size, len(lines)) == (54, 3)
        assert re.fullmatch(r"(one|line|and|another)( one| line| and| another)*…", lines[-1])

    def test_a_short_text_is_left_alone(self) -> None:
        assert shortened("Wall tap", SERIF, 40) == "Wall tap"

    def test_a_single_word_is_cut_where_it_must(self) -> None:
        assert re.fullmatch("A+…", shortened("A" * 99, SERIF, 40))

    def test_lines_hold_whole_words(self) -> None:
        text = "a wall, a chair and all that there is"
        lines = wrapped(text, SERIF, 76)
        assert len(lines) > 1
        assert " ".join(lines) == text

    def test_a_text_that_the_font_cannot_write_is_given_up(self) -> None:
        assert writable("\x00\x01🙂", SERIF) == ""

    def test_letters_the_font_lacks_are_left_out(self) -> None:
        assert writable("Wall\x00 tap 🙂", SERIF) == "Wall tap"

    def test_accents_the_font_lacks_are_left_out(self) -> None:
        assert writable("ẘall tằp", SERIF) == "wall tap"

    @pytest.mark.parametrize("family", FONTS)
    @pytest.mark.parametrize("text", ["Sit – café", "Žluťoučký kůň", "Σκύψε από τη μέση", "Ёлка у стены", "“½” → ’"])
    def test_latin_greek_and_cyrillic_are_written_as_they_stand(self, family: str, text: str) -> None:
        assert writable(text, family) == text


def test_every_role_that_is_drawn_has_its_paint() -> None:
    style = share_card.figure_style("person--man skin--deep")
    rules = dict(re.findall(r"^\s*\.figure__([\w-]+) \{([^}]*)\}", style, re.MULTILINE))
    assert {role for role in PART_ROLES.values() if "#" not in rules[role]} == set()
    assert "var(" not in style


@pytest.mark.django_db
@pytest.mark.usefixtures("curriculum")
class TestCards:
    @pytest.mark.parametrize("title", TITLES)
    def test_any_title_makes_a_card_of_1200_by_630(self, title: str) -> None:
        lesson = Lesson.objects.get(slug="wall-tap")
        lesson.title, lesson.summary = title, f"{title} {title}"
        image = Image.open(io.BytesIO(share_card.draw_share_card(lesson)))
        assert (image.format, image.size) == ("PNG", (1200, 630))
        assert len(share_card.card_hash(lesson)) == 20

    def test_every_lesson_has_words_and_a_figure_in_the_colors_of_the_pages(self) -> None:
        for lesson in Lesson.objects.all():
            image = opened(share_card.draw_share_card(lesson))
            words, panel = (
                {color for _, color in image.crop(box).getcolors(99999) or ()}
                for box in ((64, 130, 590, 600), (640, 60, 1140, 570))
            )
            assert {rgb(name) for name in ("paper", "ink", "teal", "quiet")} - words == set(), lesson.slug
            body = "fill: var(--figure-skin) var(--figure-hair) var(--figure-top) var(--figure-trousers)"
            own = re.findall("#([0-9a-f]{6})", in_light(body, person_of(lesson.slug).classes))
            assert {tuple(bytes.fromhex(color)) for color in own} - panel == set(), lesson.slug
            assert {rgb("teal-soft"), rgb("figure-spine")} - panel == set(), lesson.slug

    def test_markup_in_a_title_is_written_as_text(self) -> None:
        lesson = Lesson.objects.get(slug="wall-tap")
        lesson.title, lesson.summary = "Tip <b>&", "</text></svg>"
        svg = ET.fromstring(share_card.card_svg(lesson))
        assert [line.text for line in svg.iter("{http://www.w3.org/2000/svg}tspan")] == [
            "Hinge · 2",
            "Tip <b>&",
            "</text></svg>",
        ]

    def test_a_title_that_cannot_be_written_gives_way_to_its_place(self) -> None:
        lesson = Lesson.objects.get(slug="wall-tap")
        lesson.title = lesson.summary = "الحوض أولا"
        assert re.findall(r"<tspan[^>]*>([^<]*)<", share_card.card_svg(lesson)) == ["Hinge · 2", "Hinge · 2"]

    def test_the_figure_is_the_one_of_the_page(self) -> None:
        page = Browser().get("/lessons/wall-tap/").content.decode()
        lesson = Lesson.objects.get(slug="wall-tap")
        svg = share_card.card_svg(lesson)
        *_, end = re.findall(r"<svg viewBox.*?</svg>", page.partition("figures__side--fault")[0], re.DOTALL)
        paths = re.findall(r"<path class=[^>]*>", end)
        assert len(paths) > 25
        # The page's drawing is a stamp; the card's has fine lines, too, fibers in its muscles, and a room for a floor.
        assert [path for path in paths if path not in svg and "figure__muscle" not in path] == [
            path for path in paths if "figure__floor" in path
        ]

    def test_nothing_is_written_outside_the_card_or_into_the_figure(self) -> None:
        lesson = Lesson.objects.get(slug="bathroom-seat")
        lesson.title, lesson.summary = "An extraordinarily long title for one lesson", "wide words " * 40
        image = opened(share_card.draw_share_card(lesson))
        paper = image.getpixel((5, 5))
        rims = [(0, 0, 1200, 20), (0, 600, 1200, 630), (0, 0, 40, 630), (586, 0, 618, 630), (1160, 0, 1200, 630)]
        assert [image.crop(rim).getcolors(9999) for rim in rims] == [
            [((right - left) * (bottom - top), paper)] for left, top, right, bottom in rims
        ]

    def test_is_drawn_once_for_what_it_shows(self) -> None:
        lesson = Lesson.objects.get(slug="wall-tap")
        first = Browser().get("/lessons/wall-tap/card.png")
        name = f"cards/{share_card.card_hash(lesson)}.png"
        with default_storage.open(name) as file:
            assert file.read() == first.content
        default_storage.delete(name)
        default_storage.save(name, io.BytesIO(b"stored"))
        assert Browser().get("/lessons/wall-tap/card.png").content == b"stored"
        default_storage.delete(name)

    def test_the_same_card_is_the_same_file(self) -> None:
        lesson = Lesson.objects.get(slug="wall-tap")
        assert share_card.draw_share_card(lesson) == share_card.draw_share_card(lesson)

    @pytest.mark.parametrize("field", ["title", "summary", "number", "slug", "track"])
    def test_what_is_shown_makes_a_new_card(self, field: str) -> None:
        lesson = Lesson.objects.get(slug="wall-tap")
        before = share_card.card_hash(lesson)
        new = {"title": "Wall touch", "summary": "Touch it.", "number": 3, "slug": "dowel-hinge", "track": "sit"}
        setattr(lesson, field, new[field])
        assert share_card.card_hash(lesson) != before

    @pytest.mark.parametrize(
        ("source", "look"),
        [
            ("share_card.figure_style", lambda classes: "path { fill: #111111; }"),
            ("share_card._colors", lambda: {"paper": "#eeeeee"}),
            ("share_card.FONTS", {"Card Serif": "card-sans.ttf", "Card Sans": "card-sans.ttf"}),
            ("share_card.resvg_py.__version__", "99.0"),
        ],
    )
    def test_a_new_look_makes_new_cards(self, source: str, look: object, monkeypatch: pytest.MonkeyPatch) -> None:
        digest = share_card._digest.__wrapped__
        shown = share_card._Shown("Hinge · 2", "Wall tap", "Tap it.", "wall-tap", "hinge")
        before = digest(shown)
        monkeypatch.setattr(f"lessons.figures.{source}", look)
        assert digest(shown) != before

    def test_the_page_names_its_card_with_an_absolute_address(self) -> None:
        page = Browser().get("/lessons/wall-tap/").content.decode()
        lesson = Lesson.objects.get(slug="wall-tap")
        assert re.findall(r'property="og:image" content="([^"]+)"', page) == [
            f"http://127.0.0.1:8000/lessons/wall-tap/card.png?v={share_card.card_hash(lesson)}"
        ]
        assert '<meta name="twitter:card" content="summary_large_image">' in page

    def test_an_unknown_lesson_has_no_card(self) -> None:
        assert Browser().get("/lessons/swim/card.png").status_code == 404

    def test_a_card_stays_under_150_kb(self) -> None:
        sizes = {lesson.slug: len(share_card.draw_share_card(lesson)) for lesson in Lesson.objects.filter(number=4)}
        assert {slug: size for slug, size in sizes.items() if size > 150_000} == {}


def places_of(name: str, image: Image.Image) -> list[tuple[int, int]]:
    """Pixels of this color."""
    width, height = image.size
    return [(x, y) for x in range(width) for y in range(height) if image.getpixel((x, y)) == rgb(name)]


@pytest.mark.parametrize("pixels", [180, 192, 512])
def test_an_icon_that_is_cut_keeps_all_but_arm_and_legs_inside_the_round_mask(pixels: int) -> None:
    image = opened(share_card.icon(pixels, is_maskable=True))
    assert image.size == (pixels, pixels)
    middle = (pixels - 1) / 2

    def is_cut(x: int, y: int) -> bool:
        return (x - middle) ** 2 + (y - middle) ** 2 > (0.4 * pixels) ** 2

    hip, hair, shirt = (places_of(name, image) for name in ("coral", "figure-hair", "figure-top"))
    assert [len(places) > pixels for places in (hip, hair, shirt)] == [True] * 3
    assert [place for places in (hip, hair, shirt) for place in places if is_cut(*place)] == []
    under_the_hip = max(y for _, y in hip)
    cut = {image.getpixel((x, y)) for x in range(pixels) for y in range(under_the_hip) if is_cut(x, y)}
    assert cut == {rgb("teal-soft")}


def test_an_icon_that_nobody_cuts_has_round_corners_of_its_own_and_a_larger_figure() -> None:
    image = Image.open(io.BytesIO(share_card.icon(380, is_maskable=False))).convert("RGBA")
    assert [image.getpixel(corner) for corner in ((0, 0), (379, 0), (0, 379), (379, 379))] == [(0, 0, 0, 0)] * 4
    assert image.getpixel((190, 5)) == (*rgb("teal-soft"), 255)
    own, cut = (opened(share_card.icon(380, is_maskable=is_cut)) for is_cut in (False, True))
    assert len(places_of("figure-top", own)) > 1.3 * len(places_of("figure-top", cut))


def test_an_icon_shows_a_hinge_that_forty_eight_pixels_can_hold() -> None:
    """The head ahead of the hip and above it, the hip in coral as in the mark of the site."""
    image = opened(share_card.icon(48, is_maskable=False))
    (hip_x, hip_y), (head_x, head_y) = (
        [sum(numbers) / len(numbers) for numbers in zip(*places_of(name, image), strict=True)]
        for name in ("coral", "figure-hair")
    )
    assert (hip_x < 20, head_x > 28, head_y < 20, hip_y > 24) == (True,) * 4


@pytest.mark.parametrize("file", [*ICONS, "card.png"])
def test_the_pictures_that_ship_are_fresh(file: str) -> None:
    pixels, is_maskable = ICONS.get(file, (0, False))
    drawn = opened(share_card.icon(pixels, is_maskable=is_maskable) if pixels else share_card.site_card())
    shipped = opened((settings.BASE_DIR / "static/img" / file).read_bytes())
    differences = ImageChops.difference(drawn, shipped).convert("L").histogram()
    assert sum(differences[16:]) == 0, "Run make palette."


def test_nothing_is_loaded_before_a_card_is_wanted() -> None:
    code = (
        "import django; django.setup(); from lessons.figures import share_card; "
        "print(share_card.font.cache_info().currsize)"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True, cwd=settings.BASE_DIR).strip() == "0"
