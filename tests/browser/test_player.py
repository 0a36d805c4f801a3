"""The player while it leads: the clock, the sizes, the keys, and the easier version."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.cutting import Line
from tests.browser.walking import look_around

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SIZES = ((320, 568), (375, 667), (844, 390), (1280, 900))
START = """() => {
    const root = document.querySelector("[data-player]");
    for (const name of ["player:easier", "player:end"])
        root.addEventListener(name, (event) => (window.heard ??= []).push([name, event.detail?.how ?? ""]));
    if (document.querySelector("[data-try-files]")) root.querySelector("[data-ask-go]").click();
    else root.dispatchEvent(new CustomEvent("player:start", { detail: { easier: false } }));
}"""
LOADED = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .map(({ name, encodedBodySize }) => [new URL(name).pathname, encodedBodySize])"""


def led(page: Page, slug: str) -> dict[str, Any]:
    """Opens a lesson and begins to be led through it. Time stands still, and passes when the test says so.

    Gives what the page was told of the lesson.
    """
    page.clock.install(time=NOON)
    page.goto(f"/lessons/{slug}/practice/")
    page.clock.pause_at(NOON + timedelta(hours=1))
    page.evaluate(START)
    expect(page.locator("[data-player].is-playing")).to_be_visible()  # to a visitor the player comes only now
    data: dict[str, Any] = json.loads(page.locator("#player-phases").text_content() or "")
    return data


def shown(page: Page) -> list[str]:
    """The number, its unit, and what to do now."""
    parts = ("count", "unit", "say")
    return [page.locator(f"[data-player-{part}]").inner_text() for part in parts]


def skip_to(page: Page, kind: str) -> None:
    root, skip = page.locator("[data-player]"), page.locator("[data-player-control=skip]")
    while root.get_attribute("data-phase") != kind:
        skip.click()


def test_the_clock_is_right_after_a_nap_and_waits_after_a_long_sleep(open_page: OpenPage) -> None:
    page = open_page(reduced_motion="reduce")
    first, second = (phase["seconds"] for phase in led(page, "chair-sit")["full"][:2])
    assert shown(page) == [f"{first}", "sec", "Get set"]
    page.clock.run_for(3_200)
    assert shown(page)[:2] == [f"{first - 3}", "sec"]
    page.clock.fast_forward(15_000)
    left = [f"{first + second - 18}", "sec"]
    assert shown(page)[:2] == left

    page.clock.set_system_time(NOON - timedelta(days=1))  # a clock that is set back takes nothing away
    page.clock.run_for(100)
    assert shown(page)[:2] == left

    page.clock.fast_forward(600_000)
    assert shown(page) == [*left, "Paused"]
    expect(page.locator("[data-player-where]")).to_have_text("Paused while asleep")
    page.get_by_role("button", name="Go on").click()
    page.clock.run_for(1_000)
    assert shown(page)[:2] == [f"{first + second - 19}", "sec"]


def test_repetitions_are_counted_as_they_begin(open_page: OpenPage) -> None:
    page = open_page(reduced_motion="reduce")
    phases = led(page, "chair-sit")["full"]
    set_of_reps = next(phase for phase in phases if phase["kind"] == "reps")
    one = sum(set_of_reps["tempo"]) * 1000
    skip_to(page, "reps")
    root = page.locator("[data-player]")
    for number in range(1, set_of_reps["reps"] + 1):
        page.clock.run_for(100)
        assert shown(page)[:2] == [f"{number}", f"of {set_of_reps['reps']}"]
        page.clock.run_for(one - 200)
        assert shown(page)[0] == root.get_attribute("data-rep") == f"{number}"
        page.clock.run_for(100)
    expect(root).not_to_have_attribute("data-phase", "reps")


def test_the_small_lines_say_which_side_what_to_do_in_a_rest_and_what_comes(open_page: OpenPage) -> None:
    page = open_page(reduced_motion="reduce", viewport={"width": 320, "height": 568})
    where, line = page.locator("[data-player-where]"), page.locator("[data-player-next]")
    look_around(page, "Lee")
    led(page, "leg-slide")
    skip_to(page, "reps")
    page.clock.run_for(41_900)
    expect(where).to_have_text(re.compile("^Right side, set 1 of 2 · "))
    assert where.evaluate("element => element.scrollWidth <= element.clientWidth")
    expect(line).to_have_text("Next: left side, 6 times")
    skip_to(page, "rest")
    page.clock.run_for(1_000)
    expect(where).to_have_text(re.compile("^Rest · "))
    expect(line).to_have_text("Next: right side, 6 times")
    led(page, "wall-tap")
    skip_to(page, "rest")
    page.clock.run_for(12_000)
    expect(line).to_have_text("Move your feet and the chair a thumb’s width farther from the wall. Rest.")
    page.clock.run_for(1_000)
    expect(line).to_have_text("Next: eight more taps, as soft as you can make them.")


MEASURE = """([width, height]) => {
    const wrong = new Set();
    const root = document.querySelector("[data-player]");
    const at = (name) => root.querySelector(`[data-player-${name}]`);
    root.dispatchEvent(new CustomEvent("player:start", { detail: { easier: false } }));
    const pen = document.createElement("canvas").getContext("2d");
    const { fontWeight, fontSize, fontFamily } = getComputedStyle(at("count"));
    pen.font = `${fontWeight} ${fontSize} ${fontFamily}`;
    const digit = pen.measureText("7").actualBoundingBoxAscent / Math.min(width, height);
    if (digit < 0.31 || digit > 0.35) wrong.add(`digits are ${digit} of the short side`);
    const words = ["count", "unit", "line"];
    const controls = ["back", "easier", "pause", "stop", "skip"].map((name) => `control=${name}`);
    let over = false;
    root.addEventListener("player:end", () => (over = true), { once: true });
    while (!over) {
        const where = ["count", "unit", "say"].map((name) => at(name).textContent).join(" ");
        const box = Object.fromEntries([...words, ...controls].map((name) => [name, at(name).getBoundingClientRect()]));
        const overlap = (one, other) =>
            one.left < other.right && other.left < one.right && one.top < other.bottom - 8 && other.top < one.bottom;
        for (const [name, { left, top, right, bottom }] of Object.entries(box))
            if (left < 0 || top < 0 || right > width || bottom > height) wrong.add(`${where}: ${name} is cut off`);
        for (const name of controls.filter((name) => !at(name).hidden)) {
            if (Math.min(box[name].width, box[name].height) < 44) wrong.add(`${where}: ${name} is small`);
            for (const other of words)
                if (at(other).textContent && overlap(box[name], box[other])) wrong.add(`${where}: ${name} is on it`);
        }
        if (at("line").scrollWidth > at("line").clientWidth) wrong.add(`${where}: the words are cut off`);
        at("control=skip").click();
    }
    return [...wrong];
}"""


def test_every_lesson_shows_count_words_and_controls_at_every_size(open_page: OpenPage) -> None:
    page = open_page(reduced_motion="reduce")
    look_around(page, "Maya")
    page.goto("/lessons/")
    links = page.locator("a[href^='/lessons/']").evaluate_all("links => links.map((link) => link.pathname)")
    slugs = sorted({found[1] for link in links if (found := re.fullmatch(r"/lessons/([a-z-]+)/", link))})
    assert len(slugs) == 24
    wrong = {}
    for slug in slugs:
        led(page, slug)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            if problems := page.evaluate(MEASURE, [width, height]):
                wrong[slug, width, height] = problems
    assert wrong == {}


def test_the_keyboard_does_everything(open_page: OpenPage) -> None:
    page = open_page(reduced_motion="reduce")
    led(page, "chair-sit")
    pause = page.locator("[data-player-control=pause]")
    expect(pause).to_be_focused()
    page.keyboard.press("Space")
    expect(pause).to_have_accessible_name("Go on")
    assert shown(page)[2] == "Paused"
    page.keyboard.press("Space")
    expect(pause).to_have_accessible_name("Pause")

    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-player]")).to_have_attribute("data-phase", "position")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-player]")).to_have_attribute("data-phase", "ready")

    page.keyboard.press("s")
    sheet = page.get_by_role("dialog", name="Stopped. What is it?")
    expect(sheet).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(pause).to_be_focused()
    assert shown(page)[2] == "Paused"

    skip = page.locator("[data-player-control=skip]")
    expect(skip).to_have_accessible_name("Start")
    skip.click()  # after a tap Space pauses, wherever the focus was left
    expect(pause).to_have_accessible_name("Pause")
    page.keyboard.press("Space")
    expect(skip).to_be_focused()
    expect(pause).to_have_accessible_name("Go on")
    page.locator("[data-player-leave]").press("Enter")
    expect(page.get_by_role("dialog", name="Leave this practice?")).to_be_visible()
    expect(page.get_by_role("button", name="Too hard")).to_be_hidden()


def test_too_hard_goes_on_in_the_easier_version(open_page: OpenPage) -> None:
    page = open_page(reduced_motion="reduce")
    data = led(page, "chair-sit")
    root, easier = page.locator("[data-player]"), page.locator("[data-player-control=easier]")
    skip_to(page, "reps")
    page.keyboard.press("e")  # by mistake: before its work begins, the same key takes it back
    expect(easier).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("e")
    expect(easier).to_have_attribute("aria-pressed", "false")
    expect(root).to_have_attribute("data-phase", "reps")
    assert page.evaluate("window.heard ?? []") == []

    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Too hard").click()
    expect(easier).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("window.heard") == [["player:easier", ""]]
    expect(root).to_have_attribute("data-phase", "ready")
    lead = data["easier"][data["easier_from"][0]]
    page.clock.run_for(lead["seconds"] * 1000 + 100)  # by itself, no button to press
    expect(root).not_to_have_attribute("data-phase", "ready")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Too hard")).to_be_hidden()
    page.get_by_role("button", name="Getting tighter").click()
    assert page.evaluate("window.heard") == [["player:easier", ""], ["player:end", "tighter"]]
    expect(page.locator("[data-player-stage]")).to_be_hidden()


def test_a_visitors_page_loads_little_and_a_press_waits_for_the_player(open_page: OpenPage) -> None:
    page = open_page(has_touch=True)
    held: list[Route] = []
    page.route("**/player/player.js", lambda route: held.append(route), times=1)
    page.goto("/lessons/wall-tap/practice/")
    page.wait_for_load_state("networkidle")
    files = dict(page.evaluate(LOADED))
    assert (len(files) <= 12, sum(files.values()) <= 50_000) == (True, True), files
    assert {name for name in files if "/sound/script" in name or "/player/player" in name} == set()

    page.get_by_text("Sore today").tap()
    page.get_by_role("button", name="Start").tap()
    stage, waiting = page.locator("[data-player-stage]"), page.get_by_role("button", name="Fetching it…")
    expect(waiting).to_be_visible()
    waiting.tap()
    expect(stage).to_be_hidden()
    held.pop().continue_()
    expect(stage).to_be_visible()
    expect(page.get_by_role("button", name="Easier", pressed=True)).to_be_visible()
    assert stage.evaluate("stage => stage.contains(document.activeElement)")

    skip_to(page, "reps")
    where = page.locator("[data-player-where]").inner_text().partition(" · ")[0]
    page.reload()
    expect(page.locator("[data-player].is-paused")).to_be_visible()
    expect(page.get_by_role("button", name="Go on")).to_be_visible()
    page.get_by_role("button", name="Go on").tap()
    expect(page.locator("[data-player-where]")).to_have_text(re.compile(f"^{where} · "))


def test_a_player_that_does_not_come_says_so_and_the_next_press_fetches_it(open_page: OpenPage, line: Line) -> None:
    page = open_page(base_url=line.url)
    page.goto("/lessons/wall-tap/practice/")
    page.wait_for_load_state("networkidle")
    line.cut()
    start, problem = page.get_by_role("button", name="Start"), page.locator("[data-try-problem]")
    start.click()
    expect(problem).to_have_text("The player could not be fetched. Check your connection, and press Start again.")
    expect(start).to_be_visible()
    with page.expect_event("requestfailed"):
        page.mouse.move(0, 0)
        start.hover()
    page.wait_for_load_state("networkidle")
    expect(problem).to_have_text(re.compile("^The player could not be fetched"))
    line.mend()
    start.click()
    expect(page.locator("[data-player-stage]")).to_be_visible()
    expect(problem).to_be_empty()


def test_the_place_is_kept_from_the_first_second_on(open_page: OpenPage) -> None:
    page = open_page(reduced_motion="reduce")
    led(page, "wall-tap")  # time stands still
    (draft,) = page.evaluate("Object.values(sessionStorage).map((text) => JSON.parse(text))")
    assert (draft["steps"], draft["place"]["version"], draft["place"]["index"]) == ("Step 1 of 8", "full", 0)
