"""The break counts down once it is asked to, can be paused, and is heard; without a script it can be read."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage


def opened(page: Page) -> Page:
    page.clock.install()
    page.goto("/break/")
    return page


def left(page: Page) -> str:
    return page.locator("[data-break-left]").inner_text()


def test_it_counts_three_parts_down_and_says_each_once_asked(open_page: OpenPage) -> None:
    page = opened(open_page())
    says = page.locator("[data-break-says]")
    page.clock.run_for(5_000)
    assert (left(page), says.inner_text()) == ("", "")
    page.get_by_role("button", name="Start the break").click()
    expect(says).to_have_text("Front of the hip, 20 seconds.")
    assert left(page) == "20"
    # On a phone one part at a time.
    expect(page.get_by_role("heading", name="Front of the hip")).to_be_visible()
    expect(page.get_by_role("heading", name="Walk")).to_be_hidden()
    page.clock.run_for(5_000)
    assert left(page) == "15"
    page.clock.run_for(5_200)
    expect(says).to_have_text("Now the other leg.")
    page.clock.run_for(10_000)
    expect(says).to_have_text("Hinge, 20 seconds.")
    expect(page.locator("[aria-current=step]")).to_contain_text("Do four, slowly.")
    page.clock.run_for(20_400)
    expect(says).to_have_text("Walk, 20 seconds.")
    page.clock.run_for(20_400)
    expect(says).to_have_text("Done. Back to your chair, hips first.")
    assert left(page) == ""
    expect(page.locator("[aria-current=step]")).to_have_count(0)
    expect(page.get_by_role("heading", name="Front of the hip")).to_be_visible()
    page.get_by_role("button", name="Do it again").click()
    expect(says).to_have_text("Front of the hip, 20 seconds.")


def test_it_waits_while_it_is_paused_and_can_start_over(open_page: OpenPage) -> None:
    page = opened(open_page(reduced_motion="reduce"))
    page.get_by_role("button", name="Start the break").click()
    page.clock.run_for(7_000)
    page.get_by_role("button", name="Pause").click()
    page.clock.run_for(60_000)
    assert left(page) == "13"
    page.get_by_role("button", name="Continue").click()
    page.clock.run_for(3_000)
    assert left(page) == "10"
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Start over").click()
    assert left(page) == "20"


def test_it_is_worked_by_the_keyboard_and_sends_nothing(open_page: OpenPage) -> None:
    page = opened(open_page(viewport={"width": 1280, "height": 900}))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.get_by_role("button", name="Start the break").focus()
    page.keyboard.press("Enter")
    page.clock.run_for(61_500)
    expect(page.locator("[data-break-says]")).to_have_text("Done. Back to your chair, hips first.")
    assert [url for url in sent if "/static/" not in url] == []
    # At a desk all three parts stay in sight.
    for part in ("Front of the hip", "Hinge,", "Walk"):
        expect(page.get_by_role("heading", name=part)).to_be_visible()


def test_without_a_script_the_three_parts_are_there_to_read(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/break/")
    expect(page.get_by_role("button", name="Start the break")).to_be_hidden()
    for part in ("Front of the hip, 20 seconds", "Hinge, 20 seconds", "Walk, 20 seconds"):
        expect(page.get_by_role("heading", name=part)).to_be_visible()
    expect(page.locator(".still svg")).to_have_count(3)
