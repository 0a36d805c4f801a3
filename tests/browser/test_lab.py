"""The hinge lab and the moving figures: by mouse, by finger, by keyboard, by ear, and without a script."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from lessons.body.animation.movements import MOVEMENTS
from lessons.body.drawing.blending import blend_weights
from lessons.body.drawing.people import PEOPLE
from lessons.figures.lesson_figure import MovementDrawing, lesson_figure, within_budget
from lessons.figures.persons import person_of
from tests.browser.conftest import OpenPage

DESK = {"width": 1280, "height": 900}
LEAST_TARGET = 44


def depth_of(page: Page) -> int:
    return int(page.get_by_label("How deep").input_value())


def middle(locator: Locator) -> tuple[float, float]:
    box = locator.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def trunk(page: Page) -> str:
    return page.locator("[data-lab-body] [data-part=spine]").get_attribute("d") or ""


def opened_lab(page: Page, query: str = "") -> Page:
    page.goto(f"/lab/{query}")
    expect(page.locator("[data-lab].is-live")).to_be_visible()
    return page


def test_the_figure_is_pulled_with_the_mouse_and_words_and_bars_follow(open_page: OpenPage) -> None:
    page = opened_lab(open_page(viewport=DESK))
    before, stood = trunk(page), page.locator("[data-lab-fold]").inner_text()
    x, y = middle(page.locator(".stage__reach"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 90, steps=6)
    page.mouse.up()
    assert depth_of(page) > 85
    assert trunk(page) != before
    expect(page.locator("[data-lab-fold]")).not_to_have_text(stood)
    deep = trunk(page)
    page.mouse.move(x, y)
    assert trunk(page) == deep


def test_a_finger_pulls_the_figure_without_moving_the_page_and_targets_are_large(open_page: OpenPage) -> None:
    page = opened_lab(open_page(has_touch=True, is_mobile=True))
    x, y = middle(page.locator(".stage__reach"))
    touch = page.context.new_cdp_session(page)
    points = [(x + 3 * step, y + 6 * step) for step in range(12)]
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for px, py in points:
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": px, "y": py}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert depth_of(page) > 75
    assert page.evaluate("scrollY") == 0
    small = []
    for target in (
        page.locator(".stage__reach"),
        *page.locator(".chip").all(),
        *page.locator("input[type=range]").all(),
    ):
        box = target.bounding_box()
        assert box is not None
        if min(box["width"], box["height"]) < LEAST_TARGET:
            small.append((target.text_content(), box))
    assert small == []


def test_arrow_keys_bend_the_figure_and_a_screen_reader_hears_where_it_rests(open_page: OpenPage) -> None:
    page = opened_lab(open_page(viewport=DESK))
    slider, said = page.get_by_label("How deep"), page.locator("[data-lab-says]")
    slider.focus()
    before = trunk(page)
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(slider).to_have_value("65")
    assert trunk(page) != before
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^65 of 100\. The hips bend \d+°"))
    expect(said).to_have_text(re.compile(r"^The hips do .* of the work here.*The hips bend \d+°"))
    page.keyboard.press("Home")
    expect(said).to_have_text(re.compile(r"^Standing: "))


def test_choices_fetch_another_strip_and_leave_a_ghost_to_compare(open_page: OpenPage) -> None:
    page = opened_lab(open_page(viewport=DESK))
    hips_first = page.locator("[data-lab-body] [data-part=spine]").get_attribute("d")
    with page.expect_response(re.compile(r"/lab/frames\.json\?.*lead=knees")):
        page.get_by_role("radio", name="Knees").check()
    expect(page.locator("[data-lab-lead]")).to_contain_text("Knees first")
    assert page.locator("[data-lab-ghost] [data-part=spine]").get_attribute("d") == hips_first
    with page.expect_response(re.compile(r"/lab/frames\.json\?.*load=20")):
        page.get_by_label("Weight in the hands").fill("20")
    expect(page.locator("[data-part=dumbbell]").last).to_be_attached()
    expect(page.locator("[data-lab-together]")).to_contain_text("times the work")


def test_deeper_than_anybody_can_stand_is_said_kindly(open_page: OpenPage) -> None:
    page = opened_lab(open_page(viewport=DESK), "?lead=knees&load=20&hold=reached&depth=50")
    page.get_by_label("How deep").fill("100")
    expect(page.locator("[data-lab-limit]")).to_contain_text("would tip over")


def test_without_a_script_the_form_draws_what_is_chosen(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/lab/")
    before = trunk(page)
    page.get_by_role("radio", name="Squat").check()
    page.get_by_role("button", name="Draw the figure").click()
    expect(page).to_have_url(re.compile(r"move=squat"))
    assert trunk(page) != before


def test_the_small_lab_on_the_home_page_bends_and_leads_to_the_large_one(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/")
    expect(page.locator("[data-lab].is-live")).to_be_visible()
    before = trunk(page)
    page.get_by_label("How deep?").fill("20")
    assert trunk(page) != before
    page.get_by_role("button", name="Try knees first, or a weight, in the hinge lab").click()
    expect(page).to_have_url(re.compile(r"/lab/\?depth=20$"))


def test_a_lessons_figures_move_rest_on_the_button_and_rest_for_less_motion(open_page: OpenPage) -> None:
    page = open_page(viewport=DESK)
    page.goto("/lessons/wall-tap/")
    moving = page.locator("[data-side=right] svg").first.locator("[data-part=spine]")
    first = moving.get_attribute("d")
    page.wait_for_function("d => document.querySelector('[data-part=spine]').getAttribute('d') !== d", arg=first)
    page.get_by_role("button", name="Pause the figures").click()
    rested = moving.get_attribute("d")
    page.wait_for_timeout(300)
    assert moving.get_attribute("d") == rested

    calm = open_page(viewport=DESK, reduced_motion="reduce")
    calm.goto("/lessons/wall-tap/")
    expect(calm.get_by_role("button", name="Play the figures")).to_be_visible()
    still = calm.locator("[data-part=spine]").first
    start = still.get_attribute("d")
    calm.wait_for_timeout(500)
    assert still.get_attribute("d") == start
    expect(calm.locator(".figures__still")).to_have_count(6)
    expect(calm.locator(".figures__still").nth(2)).to_be_visible()


def test_a_page_draws_every_frame_as_the_server_does(open_page: OpenPage) -> None:
    """Curves through points and frames are made twice, by the same rules: here, and by the page's script."""
    page = open_page(viewport=DESK, reduced_motion="reduce")
    page.goto("/lessons/floor-lift/")
    figure = lesson_figure("floor-lift")
    assert figure is not None
    moving = within_budget(MovementDrawing(MOVEMENTS["floor-lift"], PEOPLE[person_of("floor-lift").person]))
    frames = moving.frames["right"]
    shown = page.evaluate(
        """async (pack) => {
          const { Strip } = await import("/static/js/strip.js");
          const text = await (await fetch(location)).text();
          const svg = new DOMParser().parseFromString(text, "text/html").querySelector("[data-side=right] svg");
          const strip = new Strip(svg, pack);
          const paths = [...svg.querySelectorAll("[data-part]")];
          const seen = (path) => ["data-part", "d", "transform"].map((name) => path.getAttribute(name) ?? "");
          const drawn = pack.seconds.map((_, frame) => {
            strip.show(frame);
            return paths.map(seen);
          });
          const between = pack.seconds.slice(1).flatMap((_, frame) => [0, 0.3, 0.8].map((share) => [frame, share]));
          return { drawn, blended: between.map(([frame, share]) => [frame, share, strip.weights(frame, share)]) };
        }""",
        figure.data["right"],
    )
    seconds = [frame.seconds for frame in frames]
    keys = {index for index, frame in enumerate(frames) if frame.keyframe is not None}
    assert len(shown["blended"]) == 3 * (len(frames) - 1)
    for index, share, weights in shown["blended"]:
        assert weights == pytest.approx(blend_weights(seconds, keys, index, share), abs=1e-9)
    assert len(shown["drawn"]) == len(frames)
    for parts, frame in zip(shown["drawn"], frames, strict=True):
        assert [part for part, _, _ in parts] == list(frame.parts)
        for part, d, transform in parts:
            shape = frame.parts[part]
            assert numbers(transform) == pytest.approx(numbers(shape.place.transform) if shape.place else [], abs=0.01)
            # Each handle is rounded once more in the path of the server.
            assert absolute(d) == pytest.approx(absolute(shape.path), abs=1.06), (part, d, shape.path)


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?[\d.]+", text)]


def absolute(d: str) -> list[float]:
    """The points and handles of a path one after the other, whether its commands are relative or not."""
    x = y = 0.0
    found: list[float] = []
    for command, rest in re.findall(r"([McsClSL])([^McsClSLz]*)", d):
        each = numbers(rest)
        size = {"c": 6, "s": 4}.get(command.lower(), 2)
        for start in range(0, len(each), size):
            at = each[start : start + size]
            if command.islower():
                at = [value + (x, y)[place % 2] for place, value in enumerate(at)]
            found += at
            x, y = at[-2:]
    return found
