"""Share cards and icons: always 1200 x 630, whatever the title, drawn once, and with the colours of the pages."""

import io
import re

import pytest
from django.core.files.storage import default_storage
from django.test import Client as Browser
from PIL import Image

from lessons.body.drawing import ROLES
from lessons.figures import share_card
from lessons.figures.share_card import BOLD, TEXT_WIDTH, font, outlines, paints, shortened, wrapped, writable
from lessons.models import Lesson

pytestmark = pytest.mark.walk

TITLES = [
    "W",
    "Wall tap with a stick, a wall, a chair and everything else there is",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen",
    "Ёлка у стены",
    "髋关节铰链",
    "الحوض أولا",
    "🙂🙂🙂",
    "\x00\n\t ‮",
    "",
]


class TestText:
    @pytest.mark.parametrize("title", TITLES)
    def test_a_shortened_line_fits(self, title: str) -> None:
        face = font(BOLD, 76)
        text = writable(title, BOLD) or "Hinge · 2"
        assert [
            line
            for line in wrapped(text, face, TEXT_WIDTH)
            if face.getlength(shortened(line, face, TEXT_WIDTH)) > TEXT_WIDTH
        ] == []

    def test_a_short_text_is_left_alone(self) -> None:
        assert shortened("Wall tap", font(BOLD, 40), TEXT_WIDTH) == "Wall tap"

    def test_a_text_that_the_font_cannot_write_is_given_up(self) -> None:
        assert writable("\x00\x01🙂", BOLD) == ""

    def test_letters_the_font_lacks_are_left_out(self) -> None:
        assert writable("Wall\x00 tap 🙂", BOLD) == "Wall tap"

    def test_without_a_font_on_the_machine_pillows_own_serves(self) -> None:
        nowhere = ("no-such-font.ttf",)
        assert writable("Sit down – café", nowhere) in ("Sit down – cafe", "Sit down - cafe", "Sit down – café")


class TestPaths:
    def test_curves_end_where_the_path_says(self) -> None:
        (line,) = outlines("M10 20c0 0 5 5 10 10s5 5 10-10z")
        assert (line[0], line[10], line[-1]) == ((10, 20), (20, 30), (30, 20))

    def test_dashes_are_lines_of_their_own(self) -> None:
        assert list(outlines("M0 0l5 0M10 0l5 0")) == [[(0, 0), (5, 0)], [(10, 0), (15, 0)]]

    def test_two_half_circles_come_back_to_their_start(self) -> None:
        (line,) = outlines("M-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z")
        assert line[-1] == pytest.approx((-3, 0))
        assert max(abs((x * x + y * y) ** 0.5 - 3) for x, y in line) < 1e-9

    def test_every_role_that_is_drawn_has_its_paint_in_the_style_sheet(self) -> None:
        assert {role for role in ROLES.values() if role not in paints()} == set()
        assert [role for role in set(ROLES.values()) if not (paints()[role].fill or paints()[role].stroke)] == []


@pytest.mark.django_db
@pytest.mark.usefixtures("curriculum")
class TestCards:
    @pytest.mark.parametrize("title", TITLES)
    def test_any_title_makes_a_card_of_1200_by_630(self, title: str) -> None:
        lesson = Lesson.objects.get(slug="wall-tap")
        lesson.title, lesson.summary = title, f"{title} {title}"
        image = Image.open(io.BytesIO(share_card.draw_card(lesson)))
        assert (image.format, image.size) == ("PNG", (1200, 630))

    def test_nothing_is_written_outside_the_card_or_into_the_figure(self) -> None:
        lesson = Lesson.objects.get(slug="bathroom-seat")
        lesson.title, lesson.summary = "An extraordinarily long title for one lesson", "wide words " * 40
        image = Image.open(io.BytesIO(share_card.draw_card(lesson))).convert("RGB")
        paper = image.getpixel((5, 5))
        rims = [(0, 0, 1200, 20), (0, 600, 1200, 630), (0, 0, 40, 630), (586, 0, 618, 630), (1160, 0, 1200, 630)]
        assert [image.crop(rim).getcolors(9999) for rim in rims] == [
            [((right - left) * (bottom - top), paper)] for left, top, right, bottom in rims
        ]

    def test_is_drawn_once_for_what_it_shows(self, monkeypatch: pytest.MonkeyPatch) -> None:
        lesson = Lesson.objects.get(slug="wall-tap")
        first = Browser().get("/lessons/wall-tap/card.png")
        name = f"cards/{share_card.card_hash(lesson)}.png"
        with default_storage.open(name) as kept:
            assert kept.read() == first.content
        default_storage.delete(name)
        default_storage.save(name, io.BytesIO(b"kept"))
        assert Browser().get("/lessons/wall-tap/card.png").content == b"kept"
        default_storage.delete(name)

    def test_a_new_title_is_a_new_card(self) -> None:
        lesson = Lesson.objects.get(slug="wall-tap")
        before = share_card.card_hash(lesson)
        lesson.title = "Wall touch"
        assert share_card.card_hash(lesson) != before

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
        sizes = {lesson.slug: len(share_card.draw_card(lesson)) for lesson in Lesson.objects.filter(number=4)}
        assert {slug: size for slug, size in sizes.items() if size > 150_000} == {}


@pytest.mark.parametrize("pixels", [180, 192, 512])
def test_icons_are_square_and_keep_the_figure_inside_the_round_mask(pixels: int) -> None:
    image = Image.open(io.BytesIO(share_card.icon(pixels))).convert("RGB")
    assert image.size == (pixels, pixels)
    ground = image.getpixel((2, 2))
    assert image.crop((0, 0, pixels, pixels // 12)).getcolors() == [(pixels * (pixels // 12), ground)]
