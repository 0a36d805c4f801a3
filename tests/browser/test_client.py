"""A new client: from a mailed code to a verdict with its reason, and to the chart that shows it."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.running import Site
from tests.browser.walking import (
    HOW_TIGHT,
    WHY,
    answer_none_of_these,
    choose,
    entries,
    join_with_a_mailed_code,
    look_around,
    open_the_scale,
    sign_in_with_a_mailed_code,
    welcome,
)

NINA = "nina@example.com"


def a_client(page: Page, site: Site, address: str) -> None:
    """Each test has an address of its own: one is mailed only so many codes a minute."""
    join_with_a_mailed_code(page, site, address)
    welcome(page, "Nina")


def test_the_first_questions_come_back_with_sentences_and_what_was_typed(open_page: OpenPage, site: Site) -> None:
    page = open_page(timezone_id="Europe/Lisbon")
    join_with_a_mailed_code(page, site, NINA)
    name = page.get_by_label("What should we call you?")
    zone = page.get_by_label("Your time zone")
    expect(zone).to_have_value("Europe/Lisbon")
    name.fill("Nina Pérez")
    page.get_by_role("button", name="Next").click()

    expect(page.get_by_role("alert")).to_have_text("Almost there. Please look at what is marked below.")
    expect(name).to_have_value("Nina Pérez")
    expect(zone).to_have_value("Europe/Lisbon")
    consent = page.get_by_label("I agree that this site keeps")
    expect(consent).to_have_accessible_description(re.compile("Without this we can't keep your reports"))
    expect(consent).to_be_focused()
    zone.select_option("Europe/Madrid")
    consent.check()
    page.get_by_role("button", name="Next").click()

    groups = page.get_by_role("group").filter(has=page.get_by_role("checkbox", name="None of these"))
    expect(groups).to_have_count(5)  # four of safety, and what matters for it on the feet
    groups.first.get_by_role("checkbox", name="None of these").check()
    page.get_by_role("button", name="Next").click()
    expect(groups.first.get_by_role("checkbox", name="None of these")).to_be_checked()
    for group in groups.all()[1:]:
        expect(group).to_have_accessible_description(re.compile("Please check what is true for you"))
    expect(groups.nth(1).get_by_role("checkbox").first).to_be_focused()
    expect(groups.nth(1).get_by_text("Please check what is true for you")).to_be_in_viewport()
    answer_none_of_these(page)
    page.get_by_role("button", name="Back").click()
    expect(consent).to_be_checked()
    expect(zone).to_have_value("Europe/Madrid")
    page.get_by_role("button", name="Next").click()
    for group in groups.all():
        expect(group.get_by_role("checkbox", name="None of these")).to_be_checked()
    page.get_by_role("button", name="Next").click()
    choose(page, "And yesterday?", "I don't remember")
    page.reload()
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    page.get_by_role("navigation").get_by_role("link", name="Me").click()
    expect(zone).to_have_value("Europe/Madrid")
    page.get_by_role("button", name="Sign out").click()
    sign_in_with_a_mailed_code(page, site, NINA)
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")


def test_a_practice_runs_by_the_clock_and_ends_in_a_verdict(open_page: OpenPage, site: Site) -> None:
    page = open_page(reduced_motion="reduce")  # the figures rest: a clock turned by hand gives them no frames
    a_client(page, site, "nina.practising@example.com")
    page.clock.install()
    page.get_by_role("link", name="Practice Pelvic clock").click()

    page.get_by_role("button", name="Start the movement").click()
    expect(page.get_by_role("alert")).to_have_text("Please choose a number from 0 to 10.")
    choose(page, HOW_TIGHT, "4")
    page.get_by_role("button", name="Start the movement").click()

    movement = page.get_by_role("region", name="The movement")
    steps = movement.get_by_role("listitem").filter(has_text="seconds")
    expect(steps).to_have_count(1)
    words = steps.inner_text()
    seconds = int(re.findall(r"(\d+) seconds$", words)[0])
    page.get_by_role("button", name="Pause").click()
    page.clock.run_for(seconds * 1000)
    expect(steps).to_have_text(re.compile(re.escape(words.split("\n")[0])))
    page.get_by_role("button", name="Continue").click()
    page.clock.run_for(seconds * 1000)
    expect(steps).not_to_have_text(re.compile(re.escape(words.split("\n")[0])))
    expect(movement.get_by_role("status")).to_contain_text(steps.inner_text().split("\n")[0])
    while page.get_by_role("button", name="Skip").is_visible():
        page.get_by_role("button", name="Skip").click()

    choose(page, "Did you reach the pass mark?", "Yes")
    page.get_by_role("button", name="Save this practice").click()
    expect(page.get_by_role("alert").first).to_have_text("Almost there. Please look at what is marked below.")
    expect(page.get_by_role("group", name="How hard was it?")).to_contain_text("Please choose a number from 0 to 10.")
    expect(page.get_by_role("group", name=HOW_TIGHT).get_by_role("radio", name="4", exact=True)).to_be_checked()
    page.get_by_role("radio", name="Yes, all").check()
    choose(page, "How hard was it?", "3")
    choose(page, "And how tight is your low back after it?", "3")
    page.get_by_role("button", name="Save this practice").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Same lesson next time")
    expect(page.get_by_label("Tightness before and after this practice")).to_have_text(
        re.compile("before 4.*after 3", re.DOTALL)
    )
    expect(page.get_by_role("region", name="Why").get_by_role("listitem")).to_have_text(WHY)
    page.get_by_role("link", name="Done for today").click()
    expect(page.get_by_text("Last time: “Pelvic clock”, today.")).to_be_visible()


KNEES = "How far did both knees straighten"


def begin_as_maya(page: Page) -> None:
    """Seat neutral, which asks on the way how far the knees straightened. Every third time she gives numbers."""
    look_around(page, "Maya")
    page.goto("/lessons/seat-neutral/practice/")
    if page.get_by_role("group", name=HOW_TIGHT).is_visible():
        choose(page, HOW_TIGHT, "2")
    page.clock.install()
    page.get_by_role("button", name="Start the movement").click()


def answer_how_it_was(page: Page) -> None:
    choose(page, "How hard was it?", "3")
    if page.get_by_role("radio", name="Fine today, as usual").is_visible():
        page.get_by_role("radio", name="Fine today, as usual").check()
    else:
        choose(page, "And how tight is your low back after it?", "2")


def test_a_step_that_asks_takes_the_answer_and_the_end_does_not_ask_again(open_page: OpenPage, site: Site) -> None:
    page = open_page(reduced_motion="reduce")
    begin_as_maya(page)
    movement = page.get_by_role("region", name="The movement")
    question = movement.get_by_role("group", name=KNEES)
    while not question.is_visible():
        movement.get_by_role("button", name="Skip").click()

    page.clock.run_for(60_000)
    expect(question).to_be_visible()  # its time is over, and it waits
    expect(movement.get_by_role("button", name="Pause")).to_be_hidden()
    question.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    expect(question.get_by_role("radio").nth(1)).to_be_checked()
    expect(movement.get_by_role("button", name="Next")).to_be_visible()
    page.keyboard.press("Enter")

    while page.get_by_role("button", name="Skip").is_visible():
        page.get_by_role("button", name="Skip").click()
    asked_again = page.get_by_role("group", name=KNEES)
    expect(asked_again).to_be_hidden()
    page.get_by_role("button", name="Change what you noted").click()
    expect(asked_again.get_by_role("radio").nth(1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_have_text("Almost there. Please look at what is marked below.")
    expect(page.get_by_role("group", name="How hard was it?")).to_contain_text("Please choose a number from 0 to 10.")
    expect(asked_again.get_by_role("radio").nth(2)).to_be_checked()
    answer_how_it_was(page)
    page.keyboard.press("Enter")
    expect(page.get_by_text("You answered:")).to_be_visible()


def test_an_answer_left_out_on_the_way_is_asked_at_the_end(open_page: OpenPage, site: Site) -> None:
    page = open_page(reduced_motion="reduce")
    begin_as_maya(page)
    while page.get_by_role("button", name="Skip").is_visible():
        page.get_by_role("button", name="Skip").click()
    expect(page.get_by_role("group", name=KNEES)).to_be_visible()
    expect(page.get_by_role("button", name="Change what you noted")).to_be_hidden()
    answer_how_it_was(page)
    page.get_by_role("button", name="Save this practice").click()
    expect(page.get_by_role("group", name=KNEES)).to_contain_text("Please choose one.")


def test_the_version_that_is_chosen_is_the_one_that_is_led(open_page: OpenPage, site: Site) -> None:
    page = open_page(reduced_motion="reduce")
    led = {}
    for version in ("Full version", "Easier version"):
        page.goto("/lessons/wall-tap/practice/")
        page.get_by_role("radio", name=version).check()
        page.get_by_role("button", name="Start the movement").click()
        movement = page.get_by_role("region", name="The movement")
        whole = page.get_by_role("progressbar", name="Practice so far")
        step = movement.get_by_role("listitem").filter(has_text="seconds")
        seconds = []
        while movement.is_visible():
            expect(step).to_have_count(1)
            seconds.append(int(re.findall(r"(\d+) seconds$", step.inner_text())[0]))
            led[version] = (sum(seconds), int(whole.evaluate("bar => bar.max")))
            page.get_by_role("button", name="Skip").click()
    assert led["Full version"][0] == led["Full version"][1]
    assert led["Easier version"][0] == led["Easier version"][1]
    assert led["Easier version"][0] < led["Full version"][0]


def test_a_first_number_that_means_rest_is_met_before_the_movement(open_page: OpenPage, site: Site) -> None:
    page = open_page(reduced_motion="reduce")
    a_client(page, site, "nina.resting@example.com")
    page.get_by_role("link", name="Practice Pelvic clock").click()
    choose(page, HOW_TIGHT, "9")
    page.get_by_role("button", name="Start the movement").click()
    keep = page.get_by_role("button", name="Save this number")
    expect(keep).to_be_visible()
    expect(page.get_by_role("region", name="The movement")).to_be_hidden()
    expect(page.get_by_role("button", name="Start the movement")).to_be_hidden()
    choose(page, HOW_TIGHT, "5")
    expect(keep).to_be_hidden()
    expect(page.get_by_role("button", name="Start the movement")).to_be_visible()
    choose(page, HOW_TIGHT, "9")
    page.get_by_role("button", name="Start the movement").click()
    keep.click()

    expect(page.get_by_role("region", name="Rest for now")).to_contain_text("We rest until a number is 7 or below")
    page.get_by_role("group", name=HOW_TIGHT).get_by_role("radio", name="6", exact=True).click()
    expect(page.get_by_role("region", name="Noted: 6")).to_be_focused()
    expect(page.get_by_role("region", name="Rest for now")).to_have_count(0)
    expect(page.get_by_role("link", name="Practice Pelvic clock")).to_be_visible()


def test_somebody_steady_says_fine_today_in_one_tap(open_page: OpenPage, site: Site) -> None:
    page = open_page(reduced_motion="reduce")
    look_around(page, "Maya")
    expect(
        page.get_by_text("so we ask for numbers at every third practice. You can always save a number here")
    ).to_be_visible()
    links = page.get_by_role("link", name=re.compile("^Practice "))
    for path in [link.get_attribute("href") for link in links.all()]:
        page.goto(path or "")
        if page.get_by_text("Today one tap at the end is enough.").is_visible():
            break
    page.get_by_role("button", name="Start the movement").click()
    while page.get_by_role("button", name="Skip").is_visible():
        page.get_by_role("button", name="Skip").click()

    in_words = page.get_by_role("radio", name="Yes, all")
    if in_words.is_visible():
        in_words.check()
        choose(page, "Did you reach the pass mark?", "Yes")
    else:
        page.locator("[name=answer]").last.check()
    choose(page, "How hard was it?", "3")
    scale = page.get_by_role("group", name="How tight was it before?")
    expect(scale).to_be_hidden()
    page.get_by_role("radio", name="Not as usual").check()
    expect(scale).to_be_visible()
    page.get_by_role("radio", name="Fine today, as usual").check()
    expect(scale).to_be_hidden()
    page.get_by_role("button", name="Save this practice").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Same lesson next time")
    expect(page.get_by_text("Fine today", exact=True)).to_be_visible()
    expect(page.get_by_label("Tightness before and after this practice")).to_have_count(0)


def test_one_tap_is_shown_put_right_deleted_and_brought_back(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    a_client(page, site, "nina.reporting@example.com")
    open_the_scale(page)
    page.get_by_role("group", name=HOW_TIGHT).get_by_role("radio", name="6", exact=True).click()
    noted = page.get_by_role("region", name="Noted: 6")
    expect(noted).to_be_focused()
    expect(noted.get_by_role("status")).to_contain_text("Thank you.")

    noted.get_by_role("link", name="Is it helping?").click()
    expect(page.get_by_role("img", name=re.compile("tight", re.IGNORECASE)).first).to_be_visible()
    assert entries(page) == ["6"]
    page.get_by_role("link", name="Edit").click()
    choose(page, "How tight was your low back?", "5")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Fixed: 5 on ")
    assert entries(page) == ["5"]

    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Deleted: the 5 of ")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Back on your chart: 5 on ")
    assert entries(page) == ["5"]


def test_arrow_keys_only_choose_and_enter_sends(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    a_client(page, site, "nina.keyboard@example.com")
    open_the_scale(page)
    scale = page.get_by_role("group", name=HOW_TIGHT)
    scale.get_by_role("radio", name="0", exact=True).focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(scale.get_by_role("radio", name="3", exact=True)).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Noted: 3")).to_be_focused()
