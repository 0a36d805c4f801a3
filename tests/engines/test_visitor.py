"""A visitor, in every engine: reads, plays with the lab, books a call."""

from selenium.webdriver import Keys

from tests.browser.cutting import line_to
from tests.browser.running import Site
from tests.engines.browser import Browser
from tests.engines.people import SKIP, STAGE, START


def test_a_visitor_reads_a_lesson_and_bends_the_figure_by_hand_and_by_key(browser: Browser) -> None:
    browser.open("/lessons/")
    browser.click("High-seat touch")
    browser.wait_for("h1", "High-seat touch")
    browser.open("/lab/")
    browser.wait_for("[data-lab].is-live")
    spine = "() => document.querySelector('[data-lab-body] [data-part=spine]').getAttribute('d')"
    deep = "() => Number(document.querySelector('[data-lab] input[type=range]').value)"
    stood, at_first = browser.evaluate(spine), browser.evaluate(deep)
    x, y = browser.find(".stage__reach")
    browser.drag((x, y), (x + 30, y + 60))
    browser.wait_until(f"at_first => ({deep})() > at_first", at_first)
    assert browser.evaluate(spine) != stood

    browser.evaluate("() => document.querySelector('[data-lab] input[type=range]').focus()")
    browser.press(Keys.HOME)
    browser.press(Keys.ARROW_RIGHT * 5)
    browser.wait_until(f"() => ({deep})() === 5")
    browser.wait_for("[data-lab-says]", "The hips bend")


def test_a_visitor_books_a_call_and_sees_the_receipt(browser: Browser, site: Site) -> None:
    browser.open("/")
    browser.click("Book a free call", within="Hips first.")
    browser.wait_for("h1", "A free call with Robin Hale")
    browser.wait_until("() => document.querySelector('[name=zone]').value === 'America/Chicago'")
    browser.wait_for("fieldset", "Chicago time (UTC")
    browser.click(":", within="Chicago time (UTC")
    browser.type("Your name", "Kim Rai")
    browser.type("E-mail", "kim@example.com")
    browser.type("Phone", "(202) 555-0143")
    browser.click("Book the call")
    browser.wait_for("h1", "Your call is booked")
    browser.wait_for("main", "+1 202-555-0143")
    assert site.mail("kim@example.com", "Booked: ")["Subject"].startswith("Booked: your free call with Robin Hale on ")


def test_a_visitor_tries_a_lesson_whose_player_comes_with_the_second_press(browser: Browser, site: Site) -> None:
    with line_to(int(site.url.rpartition(":")[2])) as line:
        browser.go(f"{line.url}/lessons/wall-tap/practice/")
        browser.wait_for(START)
        line.cut()
        browser.click("Start")
        browser.wait_for("[data-try-problem]", "The player could not be fetched.")
        line.mend()
        browser.click("Start")
        browser.wait_for(STAGE)
        browser.click_on(SKIP)
        browser.wait_until("() => document.querySelector('[data-player]').dataset.phase !== 'ready'")
