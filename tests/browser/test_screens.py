"""What is asked before and after the movement: one thing a screen, one tap each, and nothing is lost."""

import re

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.browser.conftest import OpenPage, Watch
from tests.browser.walking import HOW_TIGHT, look_around, skip_to_the_end

NEW = "Lee"  # asked for numbers every time
STEADY = "Maya"  # at every third practice; in between, "fine today" is an answer
HOW_HARD, NOW = "How hard was it?", "How tight is it now?"
TIGHTER = """document.querySelector("[data-player]")
    .dispatchEvent(new CustomEvent("player:end", { detail: { how: "tighter" } }))"""
SAVED = re.compile("/practices/")
WIDER_OR_HIGHER = (
    "[document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]"
)


def radio(page: Page, question: str, number: int) -> Locator:
    return page.get_by_role("group", name=question).locator(f"input[value='{number}']")


def open_practice(page: Page, person: str, slug: str = "pelvic-clock") -> None:
    look_around(page, person)
    page.goto(f"/lessons/{slug}/practice/")


def posted(page: Page) -> list[dict[str, str]]:
    """The answers that the page sends from now on, without those left open; one dictionary for each time."""
    sent: list[dict[str, str]] = []

    def keep(request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/practice/"):
            fields = dict(re.findall(r'name="([\w-]+)"\r\n\r\n(.*?)\r\n--', request.post_data or "", re.DOTALL))
            names = ("before", "easier", "mark", "effort", "after", "usual", "stopped")
            sent.append({name: fields[name] for name in names if fields.get(name)})

    page.on("request", keep)
    return sent


def test_the_tap_on_a_number_starts_and_going_back_keeps_the_answers(open_page: OpenPage) -> None:
    page = open_page(reduced_motion="reduce")
    open_practice(page, NEW)
    sent = posted(page)
    radio(page, HOW_TIGHT, 4).click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.get_by_role("group", name=HOW_TIGHT)).to_be_hidden()

    skip_to_the_end(page)
    expect(page.get_by_text("1 of 3")).to_be_visible()
    expect(page.get_by_role("heading", name="Was every roll smooth both ways")).to_be_focused()
    page.get_by_role("radio", name="Most, and I reached the mark").click()
    radio(page, HOW_HARD, 3).click()
    expect(page.get_by_role("heading", name=NOW)).to_be_focused()
    page.get_by_role("button", name="Back").click()
    expect(radio(page, HOW_HARD, 3)).to_be_checked()
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("radio", name="Most, and I reached the mark")).to_be_checked()
    page.get_by_role("button", name="Next").click()
    radio(page, HOW_HARD, 5).click()
    radio(page, NOW, 3).click()
    page.wait_for_url(SAVED)
    assert sent == [{"before": "4", "mark": "reached", "effort": "5", "after": "3"}]


def test_arrows_only_choose_and_enter_goes_on(open_page: OpenPage) -> None:
    page = open_page(reduced_motion="reduce")
    open_practice(page, NEW)
    sent = posted(page)
    page.get_by_role("checkbox", name="Sore today").focus()
    page.keyboard.press("Space")
    radio(page, HOW_TIGHT, 0).focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()
    page.keyboard.press("Enter")
    skip_to_the_end(page)
    for steps in (2, 1):  # in the easier version nobody is asked for the mark
        page.keyboard.press("Tab")
        for _ in range(steps):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Space")
    page.wait_for_url(SAVED)
    assert sent == [{"before": "3", "easier": "yes", "effort": "2", "after": "1"}]


def test_a_failed_save_and_a_missing_answer_are_told_in_place(open_page: OpenPage, watch: Watch) -> None:
    page = open_page(reduced_motion="reduce")
    open_practice(page, NEW)
    watch.expected.add(page.url)
    radio(page, HOW_TIGHT, 4).click()
    skip_to_the_end(page)
    page.get_by_role("radio", name="Yes, all").click()
    radio(page, HOW_HARD, 3).click()
    page.get_by_role("heading", name=NOW).wait_for()
    page.evaluate("document.querySelector('[name=effort]:checked').value = '12'")
    page.route("**/practice/", lambda route: route.abort())
    radio(page, NOW, 3).click()
    expect(page.get_by_role("alert").first).to_have_text(re.compile("Your answers are still here"))

    page.unroute("**/practice/")
    page.get_by_role("button", name="Save this practice").click()
    effort = page.get_by_role("group", name=HOW_HARD)
    expect(effort.get_by_role("alert")).to_have_text("Please choose a whole number from 0 to 10.")
    page.evaluate("document.querySelector('[name=effort]:checked').value = '3'")
    radio(page, HOW_HARD, 2).click()
    page.wait_for_url(SAVED)


def test_stopped_because_it_gets_tighter_asks_one_number(open_page: OpenPage) -> None:
    page = open_page(reduced_motion="reduce")
    open_practice(page, NEW)
    sent = posted(page)
    radio(page, HOW_TIGHT, 4).click()
    page.evaluate(TIGHTER)
    radio(page, NOW, 6).click()
    page.wait_for_url(SAVED)
    assert sent == [{"before": "4", "after": "6", "stopped": "tighter"}]


@pytest.mark.parametrize("ends_fine", [True, False])
def test_somebody_steady_begins_as_usual_and_a_number_at_the_end_asks_for_the_first(
    open_page: OpenPage, ends_fine: bool
) -> None:
    page = open_page(reduced_motion="reduce")
    open_practice(page, STEADY, "rock-back")
    sent = posted(page)
    page.get_by_role("button", name="As usual").click()
    skip_to_the_end(page)
    page.get_by_role("radio", name=re.compile("^8 of 8")).click()
    radio(page, HOW_HARD, 3).click()
    if ends_fine:
        page.get_by_role("radio", name="Fine today, as usual").click()
    else:
        radio(page, NOW, 2).click()
        radio(page, "And before you began?", 3).click()
    page.wait_for_url(SAVED)
    scores = {"usual": "fine"} if ends_fine else {"before": "3", "after": "2"}
    assert sent == [{"mark": "8", "effort": "3", **scores}]


def test_a_first_number_that_means_rest_is_met_before_the_movement(open_page: OpenPage) -> None:
    page = open_page(reduced_motion="reduce")
    open_practice(page, NEW)
    keep = page.get_by_role("button", name="Save this number")
    radio(page, HOW_TIGHT, 9).click()
    expect(keep).to_be_visible()
    radio(page, HOW_TIGHT, 9).press("ArrowLeft")
    radio(page, HOW_TIGHT, 8).press("ArrowLeft")
    expect(keep).to_be_hidden()
    radio(page, HOW_TIGHT, 9).click()
    keep.click()
    expect(page.get_by_text("We rest until a number is 7 or below").first).to_be_visible()


def test_in_forced_colors_a_chosen_number_looks_chosen(open_page: OpenPage) -> None:
    page = open_page(forced_colors="active")
    open_practice(page, NEW)
    page.goto("/tightness/new/")
    scale = page.get_by_role("group", name="How tight")
    scale.get_by_role("radio", name="3", exact=True).check()
    looks = scale.locator(".scale__cell").evaluate_all(
        "cells => cells.map(cell => [getComputedStyle(cell).backgroundColor, getComputedStyle(cell).outlineStyle])"
    )
    assert [looks.count(look) for look in looks] == [10, 10, 10, 1, *[10] * 7]
    expect(scale.get_by_role("radio", name="0, not tight at all", exact=True)).to_have_count(1)
    expect(scale.get_by_role("radio", name="10, as tight as it gets", exact=True)).to_have_count(1)


@pytest.mark.parametrize("size", [(320, 568), (375, 667)])
def test_every_screen_fits_on_a_small_phone(open_page: OpenPage, size: tuple[int, int]) -> None:
    page = open_page(reduced_motion="reduce", viewport={"width": size[0], "height": size[1]})
    open_practice(page, STEADY, "rock-back")
    too_large = [page.evaluate(WIDER_OR_HIGHER)]
    page.get_by_role("button", name="As usual").click()
    skip_to_the_end(page)
    for answer in ("[name=mark][value='8']", "[name=effort][value='3']", "[name=after][value='2']"):
        too_large.append(page.evaluate(WIDER_OR_HIGHER))
        page.locator(answer).click()
    too_large.append(page.evaluate(WIDER_OR_HIGHER))
    assert too_large == [[0, 0]] * 5
