"""Every page of every audience, light and dark: nothing for axe to find, no sideways scroll, room for a thumb."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Watch
from tests.browser.running import Site, text_of
from tests.browser.walking import (
    EMAIL,
    answer_none_of_these,
    begin_welcome,
    free_times,
    join_with_a_mailed_code,
    link_in,
    look_around,
    sign_in_with_a_mailed_code,
    skip_to_the_end,
    type_like_a_person,
)

WIDTHS = (320, 390, 768, 1280)
AXE = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    # What is said aloud to press a button is what stands on it.
    "rules": {"target-size": {"enabled": True}, "label-content-name-mismatch": {"enabled": True}},
}
# Only the colours are others in the dark.
AXE_IN_THE_DARK = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
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
    """Who looks, and at which pages. `arrive` signs in and may add addresses that only exist then."""

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
    return (page.url, f"{page.url}mend/", f"{page.url}move/", f"{page.url}cancel/")


def as_person(person: str) -> Callable[[Page, Site], tuple[str, ...]]:
    def arrive(page: Page, site: Site) -> tuple[str, ...]:
        look_around(page, person)
        return ()

    return arrive


def by_mail(address: str) -> Callable[[Page, Site], tuple[str, ...]]:
    """A demo person for whom the sign-in page has no button."""

    def arrive(page: Page, site: Site) -> tuple[str, ...]:
        sign_in_with_a_mailed_code(page, site, address)
        return ()

    return arrive


def take_start_test(page: Page) -> str:
    """The address of a result."""
    page.goto("/start-test/")
    for test in ("chair", "wall", "bow"):
        page.locator(f"[name={test}]").first.check(force=True)
    page.get_by_role("button", name="Save this test").click()
    expect(page).to_have_url(re.compile(r"/start-test/[0-9a-f-]{36}/$"))
    return page.url


def as_maya(page: Page, site: Site) -> tuple[str, ...]:
    look_around(page, "Maya")
    page.get_by_text("Last time: ").get_by_role("link").first.click()
    expect(page.get_by_text("Decided on")).to_be_visible()
    verdict = page.url
    start_test = take_start_test(page)
    page.goto("/tightness/?page=1")
    found = (verdict, start_test, page.get_by_role("link", name="Edit").last.get_attribute("href") or "")
    page.goto("/tightness/?page=1")
    page.get_by_role("button", name="Delete").first.click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    undo = page.url
    page.goto("/practices/")
    page.get_by_role("button", name="Delete").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Deleted")
    return (*found, undo, f"{verdict}edit/", page.url)


MORNINGS = """
from django.utils import timezone
from hinge_coach.accounts.models import Client
from lessons.models import MorningMail
now = timezone.now()
for email in ("maya@example.com", "sam@example.com"):
    client = Client.objects.select_related("user").get(user__email=email)
    client.check_ins.filter(moment="morning", local_on=client.today(now)).delete()
    print(MorningMail.begin(client, client.today(now), at=now).get_absolute_url())
"""


def with_a_morning_mail(page: Page, site: Site) -> tuple[str, ...]:
    """Nobody is signed in: the question, switching it off, and a very high answer."""
    said, _ = site.manage("shell", "--verbosity", "0", "--command", MORNINGS).communicate(timeout=60)
    question, answered = re.findall(r"^/morning/.+/$", said, re.MULTILINE)
    page.goto(answered)
    page.get_by_role("button", name="9", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Noted: 9")
    return (question, f"{question}off/", answered)


# Fine, closed, new, paused, a talk open, a new usual, eased.
CLIENTS = ("Maya", "Ana", "Lee", "Jo", "Priya", "Ruth", "Sam")


def as_the_trainer(page: Page, site: Site) -> tuple[str, ...]:
    with_a_call(page, site)
    look_around(page, "The trainer")
    names = [re.compile(f"^{name} ") for name in CLIENTS]  # and not "Call Ana"
    clients = [page.get_by_role("link", name=name).get_attribute("href") or "" for name in names]
    page.goto("/desk/calls/")
    call = [
        page.get_by_role("link", name=name).first.get_attribute("href") or ""
        for name in ("Move the call", "Cancel the call", "Wrong address or number?")
    ]
    about_maya = ("plan", "thread", "practices", "tags", "as-client", "as-client/tightness", "summary", "ending")
    notes = call[0].replace("/move/", "/notes/")
    of_clients = (*clients, *(f"{clients[0]}{page}/" for page in about_maya))
    return (*of_clients, *call, notes, *invite_somebody(page, site))


def invite_somebody(page: Page, site: Site) -> tuple[str, ...]:
    """The pages that correct and withdraw an invitation, and the one that its mail leads to."""
    page.goto("/desk/invite/")
    page.get_by_label("Their e-mail address").fill("nora.kingi@example.com")
    page.get_by_label("Their name, if you know it").fill("Nora Kingi of the long and winding road")
    page.get_by_role("button", name="Send the invitation").click()
    acts = [page.get_by_role("link", name=name).first.get_attribute("href") or "" for name in ("Correct", "Withdraw")]
    return (*acts, link_in(text_of(site.mail("nora.kingi@example.com", "Robin Hale invites you"))))


def half_way_in(page: Page, site: Site) -> tuple[str, ...]:
    """Somebody who has asked for a code and looks for it."""
    page.goto("/accounts/signup/")
    page.get_by_role("textbox", name=EMAIL).fill(f"half.way.{uuid4().hex[:8]}@example.com")
    page.get_by_role("button", name="Mail me a code").click()
    expect(page.get_by_label("Code")).to_be_visible()
    return (page.url,)


def a_newcomer(page: Page, site: Site) -> tuple[str, ...]:
    join_with_a_mailed_code(page, site, f"new.{uuid4().hex[:8]}@example.com")
    begin_welcome(page, "Nina")
    return ()


def before_the_numbers(page: Page, site: Site) -> tuple[str, ...]:
    a_newcomer(page, site)
    answer_none_of_these(page)
    page.get_by_role("button", name="Next").click()
    return (page.url,)


AUDIENCES = (
    Audience("half-way", half_way_in, ()),
    Audience("newcomer", a_newcomer, ("/welcome/", "/welcome/safety/")),
    Audience("almost in", before_the_numbers, ()),
    Audience(
        "anonymous",
        nobody,
        (
            "/",
            "/lessons/",
            "/lessons/high-seat-touch/",
            "/lessons/floor-lift/",
            "/lessons/pelvic-clock/practice/",
            "/lessons/loaded-hinge/practice/",
            "/safety/",
            "/privacy/",
            "/safety/bad-day/",
            "/safety/how-it-decides/",
            "/lab/",
            "/lab/figures/",
            "/cards/",
            "/why-tight/",
            "/break/",
            "/call/",
            "/call/embed/",
            "/accounts/login/",
            "/accounts/signup/",
            "/goodbye/",
        ),
    ),
    Audience("visitor", with_a_call, ()),
    Audience("morning", with_a_morning_mail, ()),
    Audience(
        "Maya",
        as_maya,
        (
            "/today/",
            "/tightness/",
            "/tightness/new/",
            "/tightness/summary/",
            "/skills/",
            "/start-test/",
            "/today/plan/",
            "/cards/",
            "/break/",
            "/lessons/",
            "/lessons/high-seat-touch/practice/",
            "/me/",
            "/me/looks/",
            "/me/import/",
            "/waiting/",
            "/practices/",
            "/practices/new/",
            "/practices/new/?lesson=pelvic-clock",
            "/practices/card/",
            "/messages/",
            "/practices/card/?lesson=wall-tap",
            "/safety/",
            "/safety/questions/",
            "/safety/bad-day/",
            "/call/",
            "/accounts/2fa/",
            "/accounts/email/",
            "/accounts/logout/",
            "/accounts/logout/everywhere/",
        ),
    ),
    Audience(
        "Lee", as_person("Lee"), ("/today/", "/tightness/", "/skills/", "/lessons/", "/lessons/pelvic-clock/practice/")
    ),
    Audience("Ana", as_person("Ana"), ("/today/", "/safety/", "/safety/bad-day/", "/tightness/", "/lessons/")),
    Audience(
        "Sam",
        as_person("Sam"),
        (
            *("/today/", "/safety/bad-day/", "/tightness/", "/tightness/summary/"),
            *("/lessons/rock-back/", "/lessons/rock-back/practice/"),
        ),
    ),
    Audience("Jo", by_mail("jo@example.com"), ("/today/", "/tightness/")),
    Audience("Omar", by_mail("omar@example.com"), ("/today/", "/lessons/wall-tap/practice/")),
    Audience("Priya", by_mail("priya@example.com"), ("/today/", "/lessons/pelvic-clock/")),
    Audience("Ruth", by_mail("ruth@example.com"), ("/today/", "/tightness/")),
    Audience(
        "trainer",
        as_the_trainer,
        (
            "/desk/",
            "/desk/clients/",
            "/desk/clients/?which=silent&q=nobody",
            "/desk/write/",
            "/desk/invite/",
            "/desk/invite/several/",
            "/desk/invitations/",
            "/desk/calls/",
            "/desk/exports/",
            "/desk/lessons/",
            "/desk/lessons/wall-tap/",
            "/desk/settings/",
            "/desk/settings/hours/",
            "/desk/settings/rules/",
            "/desk/settings/review/",
            "/desk/settings/calendars/",
            "/desk/settings/embed/",
            "/desk/calls/new/",
        ),
    ),
)


# Django's own desk, and pages of django-allauth that need a fresh code or an account in a rare state.
OTHERS = re.compile("/admin/|/accounts/(?!login/$|signup/$|logout/$|email/$|2fa/$)")


def addresses_of_the_site(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses_of_the_site(pattern.url_patterns, before + str(pattern.pattern))
        else:
            yield before + str(pattern.pattern)


@pytest.mark.parametrize("person", ["Maya", "The trainer", "nobody"])
def test_no_page_is_forgotten(person: str, open_page: OpenPage) -> None:
    """What answers somebody with a page is on a list above; those with a name or number come through `arrive`."""
    page = open_page()
    if person != "nobody":
        look_around(page, person)
    fixed = {path for path in addresses_of_the_site(get_resolver().url_patterns) if "<" not in path}
    looked_at = {path for audience in AUDIENCES for path in audience.paths}
    unseen = {path for path in fixed - looked_at if not OTHERS.match(path)}
    answers = {path: page.request.get(path, max_redirects=0) for path in sorted(unseen)}
    assert [path for path, answer in answers.items() if answer.ok and "html" in answer.headers["content-type"]] == []


def faults(page: Page) -> list[str]:
    """What is wrong with the page that is open: at every width, and to axe on a phone, by day and in the dark."""
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
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate(Axe().axe_script)
    found += [f"axe: {what}" for what in violations(page, AXE)]
    page.emulate_media(color_scheme="dark")
    found += [f"axe, dark: {what}" for what in violations(page, AXE_IN_THE_DARK)]
    page.emulate_media(color_scheme="light")
    return found


def violations(page: Page, options: dict[str, Any]) -> Iterator[str]:
    # Only what is wrong comes back: the tests that were passed are long to tell.
    for violation in page.evaluate("async options => (await axe.run(options)).violations", options):
        where = [f"{node['target'][0]}: {node['failureSummary']}" for node in violation["nodes"][:3]]
        yield f"{violation['id']} x{len(violation['nodes'])}, {' | '.join(where)}"


@pytest.mark.parametrize("audience", AUDIENCES, ids=lambda audience: audience.name)
def test_every_page_is_open_to_everybody(audience: Audience, open_page: OpenPage, site: Site) -> None:
    # On the trainer's own clock the page of the call has no reason to fetch its times again.
    page = open_page(color_scheme="light", reduced_motion="reduce", timezone_id="America/New_York")
    found: dict[str, list[str]] = {}
    of_their_own = audience.arrive(page, site)
    for address in (*audience.paths, *of_their_own):
        page.goto(address)
        page.evaluate("for (const more of document.querySelectorAll('details')) more.open = true")
        if wrong := faults(page):
            found[address] = wrong
    assert found == {}


def test_text_of_double_size_fits_the_calls_and_settings_on_a_small_phone(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 320, "height": 700})
    look_around(page, "The trainer")
    found = {}
    for address in ("/desk/", "/desk/calls/", "/desk/calls/new/", "/desk/settings/", "/desk/settings/calendars/"):
        page.goto(address)
        page.evaluate("for (const more of document.querySelectorAll('details')) more.open = true")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        found[address] = page.evaluate(OVERHANG)
    assert {address: wide for address, wide in found.items() if wide} == {}


def test_every_screen_of_a_practice_is_open_to_everybody(open_page: OpenPage) -> None:
    """One page, many screens; nothing is saved, since the last question stays open."""
    page = open_page(color_scheme="light", reduced_motion="reduce")
    look_around(page, "Lee")
    page.goto("/lessons/tall-kneel-hinge/practice/")
    found: dict[str, list[str]] = {}

    def look(screen: str) -> None:
        if wrong := faults(page):
            found[screen] = wrong

    page.locator("[data-player-screen=start] .scale__item").nth(3).click()
    pause = page.get_by_role("button", name="Pause")
    expect(pause).to_be_visible()
    look("get set")
    page.get_by_role("button", name="Stop", exact=True).click()
    look("stop sheet")
    page.get_by_role("button", name="Go on", exact=True).last.click()
    page.get_by_role("button", name="Sound", exact=True).click()
    look("sound sheet")
    page.get_by_role("button", name="Done", exact=True).click()
    expect(pause).to_be_visible()
    skip_to_the_end(page)
    for screen in ("mark", "effort", "after"):
        question = page.locator(f"[data-player-screen={screen}]")
        expect(question).to_be_visible()
        look(screen)
        if screen != "after":
            page.wait_for_timeout(400)
            question.locator("label").first.click()
    assert found == {}


def test_what_a_real_site_shows_is_open_to_everybody(open_page: OpenPage, live_url: str, watch: Watch) -> None:
    """Without DEBUG and DEMO: the page for a wrong address, a lost cookie, and signing in."""
    page = open_page(base_url=live_url, color_scheme="light", reduced_motion="reduce")
    page.goto("/accounts/login/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert faults(page) == []
    page.context.clear_cookies()
    watch.expected.add(page.url)
    page.get_by_role("textbox", name=EMAIL).fill("maya@example.com")
    page.get_by_role("button", name="Mail me a code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Please send it again")
    assert faults(page) == []
    for address in ("/lessons/no-such-lesson/", "/invitation/used-long-ago/", "/call/no-such-call/"):
        watch.expected.add(f"{live_url}{address}")
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("There is nothing here|has ended"))
        assert faults(page) == []


def test_a_lesson_prints_without_menus_and_with_its_words(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 794, "height": 1123})
    page.goto("/lessons/high-seat-touch/")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_role("contentinfo")).to_have_count(0)
    expect(page.get_by_role("link", name="Practice, ")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("heading", name="On paper", include_hidden=True)).to_be_visible()
    assert page.evaluate(OVERHANG) == []


def test_the_page_for_a_doctor_prints_on_one_sheet(open_page: OpenPage) -> None:
    page = open_page()
    look_around(page, "Maya")
    page.goto("/tightness/summary/")
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1
