"""The lab's pages: any query draws something and says what it drew; the strip holds what the page shows."""

import json
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client as Browser

from lessons.body.drawing.frames import PART_ROLES
from lessons.lab.poses import Setting, frame_at, moment_at
from lessons.lab.strip import lab_strip
from tests.lessons.body.drawing.delta_decoder import decode_parts

pytestmark = pytest.mark.django_db


def page_of(**query: str) -> str:
    answer = Browser().get(f"/lab/?{urlencode(query)}")
    assert answer.status_code == 200
    return answer.content.decode()


def frames_of(**query: str) -> dict[str, Any]:
    answer = Browser().get(f"/lab/frames.json?{urlencode(query)}")
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.content)
    return found


def drawn_in(page: str) -> list[str]:
    """The body's paths in a page, ghosts left out."""
    body = page[page.index("data-lab-body") : page.index("data-lab-grip")]
    return re.findall(r' d="([^"]+)"', body)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"depth": "140"}, "It goes from 0 to 100; 100 is drawn."),
        ({"depth": "-3"}, "It goes from 0 to 100; 0 is drawn."),
        ({"stature": "99999999999999999999"}, "It goes from 140 to 210 cm; 210 cm is drawn."),
        ({"load": "21"}, "It goes from 0 to 20 kg; 20 kg is drawn."),
        ({"load": "nan"}, "Please give a whole number from 0 to 20."),
        ({"depth": "deep"}, "Please give a whole number from 0 to 100."),
        ({"depth": "1e3"}, "Please give a whole number from 0 to 100."),
        ({"depth": "9" * 5000}, "Please give a whole number from 0 to 100."),
        ({"lead": "elbows"}, "Please choose one of these: hips, knees, low back."),
        ({"move": "🙂"}, "Please choose one of these: hinge, squat."),
    ],
)
def test_what_cannot_be_drawn_is_said_beside_its_slider(query: dict[str, str], sentence: str) -> None:
    page = page_of(**query)
    assert re.findall(r'<div class="field__error"[^>]*>\s*<p>(.*?)</p>', page) == [sentence]
    assert len(drawn_in(page)) > 15


@pytest.mark.walk
class TestThePage:
    def test_draws_the_pose_that_is_asked_without_a_script(self) -> None:
        setting = Setting(move="squat", lead="knees", sex="m", stature_cm=180, load_kg=8, hold="reached")
        page = page_of(move="squat", lead="knees", sex="m", stature="180", load="8", hold="reached", depth="70")
        moment = moment_at(setting, 70)
        assert drawn_in(page) == [shape.path for shape in frame_at(setting, moment).parts.values()]
        assert moment.work in page
        assert [int(each) for each in re.findall(r'max="100" value="(\d+)" aria-hidden', page)] == [
            round(100 * share) for share in moment.shares
        ]

    def test_names_the_shaded_muscles_for_those_who_cannot_see_the_shades(self) -> None:
        assert re.findall(r"data-lab-muscles>([^<]+)<", page_of(depth="90")) == [
            "hamstrings most, glutes much, back extensors much"
        ]

    def test_asks_the_database_only_whether_what_is_kept_still_holds_and_sets_no_cookie(
        self, django_assert_num_queries: Any
    ) -> None:
        with django_assert_num_queries(1):
            answer = Browser().get("/lab/")
        assert dict(answer.cookies) == {}

    def test_names_no_newtons_and_says_what_it_cannot_know(self) -> None:
        text = re.sub(r"<[^>]+>", " ", page_of())
        assert "newton" not in text.lower()
        assert "How the numbers are made" in text
        assert "What it can’t know" in text

    @pytest.mark.parametrize("name", ["depth", "lead", "move", "load", "hold", "stature", "sex"])
    @pytest.mark.parametrize(
        "value", ["", "\x00", "nan", "inf", "-inf", "1e400", "'; DROP", "‮٣", "x" * 10_000, "🙂", "0x10", "-0", "٣"]
    )
    def test_no_value_breaks_the_page_or_the_strip(self, name: str, value: str) -> None:
        assert len(drawn_in(page_of(**{name: value}))) > 15
        assert len(frames_of(**{name: value})["work"]) == 21

    def test_a_depth_nobody_can_hold_is_drawn_at_the_nearest_and_said_kindly(self) -> None:
        page = page_of(lead="knees", load="20", hold="reached", depth="100")
        end = lab_strip(Setting(lead="knees", load_kg=20, hold="reached"))["deepest"]
        assert (
            f"Deeper than {end} this body with 20 kg reached out would tip over, so {end} is as deep as it goes."
            in page
        )

    def test_what_was_sent_twice_counts_once(self) -> None:
        assert Browser().get("/lab/?depth=10&depth=20&lead=hips&lead=knees").status_code == 200


@pytest.mark.walk
class TestTheStrip:
    def test_unpacks_to_what_is_drawn_at_each_depth(self) -> None:
        setting = Setting(lead="back", load_kg=4)
        found = frames_of(lead="back", load="4")
        pack = found["strip"]
        frames = [frame_at(setting, moment_at(setting, depth)) for depth in pack["seconds"]]
        assert [each[:4] for each in found["order"]] == [
            [part, PART_ROLES[part], shape.path, shape.place.transform if shape.place else ""]
            for part, shape in frames[0].parts.items()
        ]
        assert decode_parts(frames[0].parts, pack) == [dict(frame.parts) for frame in frames]

    def test_has_a_sentence_and_bars_for_every_frame(self) -> None:
        found = frames_of()
        assert [len(found[name]) for name in ("bars", "work", "fold", "together", "muscles", "grip")] == [21] * 6
        assert (found["deepest"], found["limit"]) == (100, "")

    @pytest.mark.parametrize("query", [{}, {"move": "squat", "load": "20", "hold": "reached", "stature": "210"}])
    def test_weighs_at_most_30_kb(self, query: dict[str, str]) -> None:
        assert len(Browser().get("/lab/frames.json", query).content) <= 30_000

    def test_may_be_kept_by_anybody_for_an_hour(self) -> None:
        answer = Browser().get("/lab/frames.json")
        assert answer.headers["Cache-Control"] == "public, max-age=3600"
        assert answer.headers["Content-Type"] == "application/json"

    def test_posting_is_refused(self) -> None:
        assert [Browser().post(path).status_code for path in ("/lab/", "/lab/frames.json", "/lab/figures/")] == [
            405
        ] * 3


@pytest.mark.walk
class TestTheSmallSister:
    def test_stands_on_the_home_page_with_two_ghosts_and_a_way_into_the_lab(self) -> None:
        page = Browser().get("/").content.decode()
        assert page.count('class="figure__ghost"') == 2
        assert '<form class="hero__lab stack stack--tight" action="/lab/" method="get" data-lab>' in page

    def test_the_home_page_stays_light_with_three_queries_and_no_cookie(
        self, django_assert_max_num_queries: Any
    ) -> None:
        Browser().get("/")
        with django_assert_max_num_queries(3):
            answer = Browser().get("/", headers={"accept-encoding": "gzip"})
        assert dict(answer.cookies) == {}
        assert len(answer.content) < 20_000
