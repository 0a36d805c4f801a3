"""Every page of every audience, light and dark: nothing for axe to find, no sideways scroll, room for a thumb."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Watch
from tests.browser.running import Site
from tests.browser.walking import EMAIL, free_times, look_around, type_like_a_person

WIDTHS = (320, 390, 768, 1280)
AXE = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"target-size": {"enabled": True}},
}
BY_THUMB = 44
# What a thumb has to hit, as boxes: too small is less than 44 CSS pixels either way. A chip or a number on the
# scale is its label, which holds the input.
TOO_SMALL = """
least => [...document.querySelectorAll(".button, .scale__item, .chip, .time, .nav a, .more > summary")]
    .filter(one => one.checkVisibility({visibilityProperty: true, opacityProperty: true}))
    .filter(one => !one.closest(".visually-hidden"))
    .map(one => [one, one.getBoundingClientRect()])
    .filter(([one, box]) => box.width + 0.5 < least || box.height + 0.5 < least)
    .map(([one, box]) =>
        `${one.className || one.tagName} “${one.innerText.trim().slice(0, 30)}” ` +
        `${Math.round(box.width)}x${Math.round(box.height)}`)
"""
OVERHANG = """
() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const wide = [...document.querySelectorAll("body *")]
        .filter(one => one.getBoundingClientRect().right > root.clientWidth + 1);
    return wide.slice(-3).map(one => `${one.tagName}.${one.getAttribute("class")} “${one.textContent.slice(0, 30)}”`);
}
"""
MOVING = """
() => document.getAnimations().length + [...document.querySelectorAll("body *")]
    .filter(one => parseFloat(getComputedStyle(one).transitionDuration) > 0).length
"""


@dataclass(frozen=True)
class Audience:
    """Who looks, and at which pages. ``arrive`` signs in and may add addresses that only exist then."""

    name: str
    arrive: Callable[[Page, Site], tuple[str, ...]]
    paths: tuple[str, ...]


def nobody(page: Page, site: Site) -> tuple[str, ...]:
    return ()


def with_a_call(page: Page, site: Site) -> tuple[str, ...]:
    """Somebody who has booked: their receipt, and moving and cancelling it."""
    page.goto("/call/")
    free_times(page).first.check()
    type_like_a_person(page.get_by_label("Your name"), "Nora Kingi of the long and winding road")
    type_like_a_person(page.get_by_label("E-mail"), "nora@example.com")
    type_like_a_person(page.get_by_label("Phone"), "+1 202 555 0143")
    page.get_by_role("button", name="Book the call").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your call is booked")
    return (page.url, f"{page.url}move/", f"{page.url}cancel/")


def as_person(person: str) -> Callable[[Page, Site], tuple[str, ...]]:
    def arrive(page: Page, site: Site) -> tuple[str, ...]:
        look_around(page, person)
        return ()

    return arrive


def as_maya(page: Page, site: Site) -> tuple[str, ...]:
    look_around(page, "Maya")
    page.get_by_role("link", name="The whole reason").click()
    expect(page.get_by_role("heading", name="Why")).to_be_visible()
    verdict = page.url
    page.goto("/tightness/?page=1")
    found = (verdict, page.get_by_role("link", name="Edit").last.get_attribute("href") or "")
    page.goto("/tightness/?page=1")
    page.get_by_role("button", name="Delete").first.click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    return (*found, page.url)


def as_the_trainer(page: Page, site: Site) -> tuple[str, ...]:
    with_a_call(page, site)
    look_around(page, "The trainer")
    clients = [page.get_by_role("link", name=name).get_attribute("href") or "" for name in ("Maya", "Ana", "Lee", "Jo")]
    page.goto("/desk/calls/")
    call = [page.get_by_role("link", name=name).first.get_attribute("href") or "" for name in ("Move it", "Cancel it")]
    return (*clients, f"{clients[0]}practices/", *call)


AUDIENCES = (
    Audience(
        "anonymous",
        nobody,
        (
            "/",
            "/lessons/",
            "/lessons/high-seat-touch/",
            "/lessons/floor-lift/",
            "/lessons/pelvic-clock/practice/",
            "/safety/",
            "/call/",
            "/accounts/login/",
            "/accounts/signup/",
            "/goodbye/",
        ),
    ),
    Audience("visitor", with_a_call, ()),
    Audience(
        "Maya",
        as_maya,
        (
            "/today/",
            "/tightness/",
            "/tightness/new/",
            "/lessons/",
            "/lessons/high-seat-touch/practice/",
            "/me/",
            "/safety/",
            "/safety/questions/",
            "/call/",
        ),
    ),
    Audience("Lee", as_person("Lee"), ("/today/", "/tightness/", "/lessons/", "/lessons/pelvic-clock/practice/")),
    Audience("Ana", as_person("Ana"), ("/today/", "/safety/", "/tightness/", "/lessons/")),
    Audience(
        "trainer",
        as_the_trainer,
        (
            "/desk/",
            "/desk/invite/",
            "/desk/calls/",
            "/desk/lessons/",
            "/desk/lessons/wall-tap/",
            "/desk/settings/",
            "/desk/settings/hours/",
        ),
    ),
)


def faults(page: Page, axe: Axe) -> list[str]:
    """What is wrong with the page that is open, at a phone's width first and then at the others."""
    found = []
    headings = page.get_by_role("heading", level=1).all_inner_texts()
    if len(headings) != 1:
        found.append(f"first-level headings: {headings}")
    if moving := page.evaluate(MOVING):
        found.append(f"{moving} things move for somebody who asked for less motion")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        found += [f"at {width} px wider than the page: {what}" for what in page.evaluate(OVERHANG)]
        found += [f"at {width} px small for a thumb: {what}" for what in page.evaluate(TOO_SMALL, BY_THUMB)]
        if width == 390:
            for violation in axe.run(page, options=AXE).response["violations"]:
                where = [f"{node['target'][0]} {node['failureSummary']}" for node in violation["nodes"][:3]]
                found.append(f"axe: {violation['id']} x{len(violation['nodes'])}: {' | '.join(where)}")
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("audience", AUDIENCES, ids=lambda audience: audience.name)
def test_every_page_is_open_to_everybody(audience: Audience, scheme: str, open_page: OpenPage, site: Site) -> None:
    # On the trainer's own clock the page of the call has no reason to fetch its times again.
    page = open_page(color_scheme=scheme, reduced_motion="reduce", timezone_id="America/New_York")
    axe = Axe()
    addresses = (*audience.paths, *audience.arrive(page, site))
    found: dict[str, list[str]] = {}
    for address in addresses:
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(address)
        page.evaluate("for (const more of document.querySelectorAll('details')) more.open = true")
        if wrong := faults(page, axe):
            found[address] = wrong
    assert found == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_a_real_site_shows_is_open_to_everybody(
    scheme: str, open_page: OpenPage, live_url: str, watch: Watch
) -> None:
    """Without DEBUG and DEMO: the page for a wrong address, a lost cookie, and signing in."""
    page = open_page(base_url=live_url, color_scheme=scheme, reduced_motion="reduce")
    axe = Axe()
    page.goto("/accounts/login/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert faults(page, axe) == []
    page.context.clear_cookies()
    watch.expected.add(page.url)
    page.get_by_role("textbox", name=EMAIL).fill("maya@example.com")
    page.get_by_role("button", name="Mail me a code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Please send it again")
    assert faults(page, axe) == []
    for address in ("/lessons/no-such-lesson/", "/invitation/used-long-ago/", "/call/no-such-call/"):
        watch.expected.add(f"{live_url}{address}")
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("There is nothing here|has ended"))
        assert faults(page, axe) == []


def test_a_lesson_prints_without_menus_and_with_its_words(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 794, "height": 1123})
    page.goto("/lessons/high-seat-touch/")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_role("contentinfo")).to_have_count(0)
    expect(page.get_by_role("link", name="Practise, ")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("heading", name="On paper", include_hidden=True)).to_be_visible()
    assert page.evaluate(OVERHANG) == []
