"""Figures on the pages: what a page's script unpacks is what was drawn, and a page stays light."""

import gzip
import json
import re

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client as Browser

from lessons.body.animation.movements import MOVEMENTS
from lessons.body.drawing.frames import Way
from lessons.figures.lesson_figure import (
    figure_changes,
    lesson_figure,
    lesson_frames,
    moving_frames,
    paths_of,
    thinned,
)
from lessons.models import Lesson, Track
from tests.lessons.body.drawing.delta_decoder import decode_path

pytestmark = pytest.mark.walk

WAYS: tuple[Way, Way] = ("right", "fault")
# A movement may come before the text of its lesson.
SLUGS = sorted(slug for slug in MOVEMENTS if (settings.BASE_DIR / f"lessons/curriculum/{slug}.md").exists())


def words_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


class TestData:
    @pytest.mark.parametrize("way", WAYS)
    @pytest.mark.parametrize("slug", ["wall-tap", "pelvic-clock", "court-speed"])
    def test_unpacked_in_the_page_the_frames_are_the_frames(self, slug: str, way: Way) -> None:
        movement = MOVEMENTS[slug]
        moving = moving_frames(movement, way)
        figure = lesson_figure(slug)
        assert figure is not None
        data = json.loads(json.dumps(figure.data[way]))
        side = next(side for side in figure.sides if side.way == way)
        start = {path.part: path.d for path in side.stills[0].paths}
        count = len(data["seconds"])
        for part in moving[0].parts:
            drawn = [frame.parts[part].removesuffix(" s") for frame in moving]
            found = (
                decode_path(start[part], data["changes"][part], count)
                if part in data["changes"]
                else [start[part]] * count
            )
            assert found == drawn

    def test_keys_are_always_among_the_frames_that_travel(self) -> None:
        for movement in MOVEMENTS.values():
            for way in WAYS:
                every = lesson_frames(movement, way)
                keys = [frame for frame in every if frame.keyframe is not None]
                assert [frame for frame in thinned(every, 7) if frame.keyframe is not None] == keys

    def test_every_movement_keeps_at_least_nine_frames(self) -> None:
        assert {slug: n for slug in SLUGS if (n := len(moving_frames(MOVEMENTS[slug], "right"))) < 9} == {}

    def test_a_ring_is_only_on_the_fault_and_not_before_it_begins(self) -> None:
        figure = lesson_figure("wall-tap")
        assert figure is not None
        right, fault = figure.sides
        assert [still.mark for still in right.stills] == [None, None, None]
        assert [still.mark is not None for still in fault.stills] == [False, True, True]
        assert "mark" not in figure_changes(
            MOVEMENTS["wall-tap"], "right", lesson_frames(MOVEMENTS["wall-tap"], "right")
        )

    def test_no_path_ends_in_an_empty_command(self) -> None:
        loose = [
            (slug, path.part)
            for slug in SLUGS
            for way in WAYS
            for frame in lesson_frames(MOVEMENTS[slug], way)
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

    def test_a_track_nobody_knows_shows_the_first_sheet(self) -> None:
        page = Browser().get("/lab/figures/?track=swim%00").content.decode()
        assert 'id="sheet-pelvic-clock"' in page
