"""Figures on the pages: what a page's script unpacks is what was drawn, and a page stays light."""

import gzip
import json
import re

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client as Browser

from hinge_coach.accounts.drawn_as import DrawnAs, PersonName, Skin
from lessons.body.animation.movements import MOVEMENTS
from lessons.body.drawing.figure import SMALL_PARTS
from lessons.body.drawing.frames import Way
from lessons.body.drawing.people import PEOPLE
from lessons.figures.lesson_figure import (
    WAYS,
    MovementDrawing,
    figure_changes,
    lesson_figure,
    paths_of,
    within_budget,
)
from lessons.figures.persons import person_of
from lessons.models import Lesson, Track
from tests.lessons.body.drawing.delta_decoder import decode_parts

pytestmark = pytest.mark.walk

# A movement may come before the text of its lesson.
SLUGS = sorted(slug for slug in MOVEMENTS if (settings.BASE_DIR / f"lessons/curriculum/{slug}.md").exists())


def words_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def drawing_of(slug: str, person: PersonName = PersonName.WOMAN) -> MovementDrawing:
    return MovementDrawing(MOVEMENTS[slug], PEOPLE[person])


class TestData:
    @pytest.mark.parametrize("way", WAYS)
    @pytest.mark.parametrize("slug", ["wall-tap", "pelvic-clock", "court-speed"])
    def test_unpacked_in_the_page_the_frames_are_the_frames(self, slug: str, way: Way) -> None:
        drawn_as = DrawnAs(PersonName.MAN, Skin.DEEP)
        figure = lesson_figure(slug, drawn_as=drawn_as)
        assert figure is not None
        pack = json.loads(json.dumps(figure.data[way]))
        side = next(side for side in figure.sides if side.way == way)
        moving = within_budget(drawing_of(slug, drawn_as.person)).frames[way]
        assert [(path.part, path.d, path.transform) for path in side.stills[0].paths] == [
            (part, shape.path, shape.place.transform if shape.place else "") for part, shape in moving[0].parts.items()
        ]
        assert decode_parts(moving[0].parts, pack) == [dict(frame.parts) for frame in moving]

    def test_the_moving_figure_keeps_within_10_mm_of_the_movement(self) -> None:
        """Four have many things and keyframes: they go without lines too fine for a stamp."""
        kept = {slug: within_budget(drawing_of(slug, person_of(slug).person)) for slug in SLUGS}
        assert {slug: moving.within_mm for slug, moving in kept.items() if moving.within_mm > 10} == {}
        plain = {slug for slug, moving in kept.items() if not moving.drawing.is_fine}
        assert plain == {"bathroom-seat", "court-speed", "hinge-or-squat", "lift-a-child-or-bag"}

    def test_small_stills_have_the_shape_of_a_working_muscle_and_no_lines_too_fine_to_be_seen(self) -> None:
        figure = lesson_figure("wall-tap")
        assert figure is not None
        first, middle, _ = figure.sides[0].stills
        small = {path.part for path in middle.paths}
        assert SMALL_PARTS & {path.part for path in first.paths}
        assert SMALL_PARTS & small == set()
        assert next(path.d for path in middle.paths if path.part == "glutes").count("M") == 1
        assert all(path.opacity > 0 for path in middle.paths)

    def test_somebody_is_drawn_as_they_want_and_else_as_the_person_of_the_lesson(self) -> None:
        own, chosen = (
            lesson_figure("wall-tap"),
            lesson_figure("wall-tap", drawn_as=DrawnAs(PersonName.WOMAN, Skin.DEEP)),
        )
        assert own is not None is not chosen
        assert (own.classes, chosen.classes) == (person_of("wall-tap").classes, "person--woman skin--deep")
        assert own.sides[0].stills[0].paths != chosen.sides[0].stills[0].paths

    def test_skin_changes_nothing_but_colors(self) -> None:
        light, deep = (
            lesson_figure("wall-tap", drawn_as=DrawnAs(PersonName.MAN, skin)) for skin in (Skin.LIGHT, Skin.DEEP)
        )
        assert light is not None is not deep
        assert [side is other for side, other in zip(light.sides, deep.sides, strict=True)] == [True, True]

    def test_a_ring_is_only_on_the_fault_and_not_before_it_begins(self) -> None:
        figure = lesson_figure("wall-tap")
        assert figure is not None
        right, fault = figure.sides
        assert [still.mark for still in right.stills] == [None, None, None]
        assert [still.mark is not None for still in fault.stills] == [False, True, True]
        drawing = drawing_of("wall-tap")
        assert "mark" not in figure_changes(drawing.movement, "right", drawing.frames("right")[:2])

    def test_no_path_ends_in_an_empty_command(self) -> None:
        loose = [
            (slug, path.part)
            for slug in SLUGS
            for way in WAYS
            for frame in drawing_of(slug).stills(way)
            for path in paths_of(frame)
            if re.search(r"[Mcsla]\s*$", path.d)
        ]
        assert loose == []

    def test_a_lesson_without_a_movement_has_no_figure(self) -> None:
        assert lesson_figure("swim") is None


@pytest.mark.django_db
@pytest.mark.usefixtures("curriculum")
class TestOnPages:
    def test_every_lesson_shows_three_stills_of_each_version_with_their_texts(self) -> None:
        for slug in SLUGS:
            page = Browser().get(f"/lessons/{slug}/").content.decode()
            lesson = Lesson.objects.get(slug=slug)
            assert page.count('class="figures__still"') == 6
            text = words_of(page).replace("&#x27;", "'").replace("&quot;", '"')
            movement = MOVEMENTS[slug]
            wanted = [keyframe.text for variant in movement.variants for keyframe in variant.keyframes]
            wanted += [lesson.right_label, lesson.fault_label]
            assert [each for each in wanted if re.sub(r"\s+", " ", each) not in text] == []

    @pytest.mark.parametrize("slug", SLUGS)
    def test_a_lesson_page_grows_by_at_most_15_kb(self, slug: str) -> None:
        page = Browser().get(f"/lessons/{slug}/").content.decode()
        lesson = Lesson.objects.get(slug=slug)
        shown = {"figure": lesson_figure(slug), "right_label": lesson.right_label, "fault_label": lesson.fault_label}
        fragment = render_to_string("lessons/figures/_figure.html", shown)
        assert fragment.strip()[:60] in page
        without = page.replace(fragment, "").replace(fragment.strip(), "")
        assert len(without) < len(page) / 2
        assert len(gzip.compress(page.encode(), 6)) - len(gzip.compress(without.encode(), 6)) <= 15_000

    def test_the_work_is_named_on_the_right_and_the_difference_on_the_fault(self) -> None:
        page = words_of(Browser().get("/lessons/waiters-bow/").content.decode())
        assert "At work: hips and backs of the thighs lead, the low back steadies." in page
        assert "Compared with the right way: hips less, the low back bends." in page

    def test_where_nothing_works_to_speak_of_nothing_is_named(self) -> None:
        page = words_of(Browser().get("/lessons/rock-back/").content.decode())
        assert "At work" not in page
        assert "Compared with the right way: the low back bends." in page

    def test_the_contact_sheet_shows_all_movements_right_and_fault(self) -> None:
        pages = [Browser().get(f"/lab/figures/?track={track}").content.decode() for track in Track.values]
        assert sorted(slug for page in pages for slug in re.findall(r'id="sheet-([a-z-]+)"', page)) == sorted(MOVEMENTS)
        assert sum(page.count("<svg viewBox=") - page.count('class="wordmark"') for page in pages) == 6 * len(MOVEMENTS)

    def test_a_lesson_shows_from_above_what_the_side_cannot_show(self) -> None:
        page = words_of(Browser().get("/lessons/lift-a-child-or-bag/").content.decode())
        seen = page.partition("From above; dashes show the feet.")[2].partition("The brighter a muscle")[0]
        right, fault = MOVEMENTS["lift-a-child-or-bag"].above
        assert seen.split() == f"The right way: {right.text} A fault: {fault.text}".split()
        assert "From above" not in words_of(Browser().get("/lessons/wall-tap/").content.decode())

    def test_a_track_nobody_knows_shows_the_first_sheet(self) -> None:
        page = Browser().get("/lab/figures/?track=swim%00").content.decode()
        assert 'id="sheet-pelvic-clock"' in page
