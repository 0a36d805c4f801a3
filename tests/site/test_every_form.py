"""Every form of the site, found by walking the URL map as each audience: pressed twice, and filled with junk.

A form shown after pressing another one is found too. `FORM_JUNK=100` fills each form a hundred times.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection, transaction
from django.test import Client as Browser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.plugin import DjangoDbBlocker

from hinge_coach.accounts.access import Audience
from hinge_coach.accounts.models import User
from hinge_coach.booking.models import Call
from lessons.models import StartTest
from tests.factories import close_by_answer
from tests.site.forms import Sent, forms_of
from tests.site.pressing import Found, Press, State, asked_links, changed, kind_of_link, send, tables
from tests.test_site import NOW, PAGES, House, build, is_html

pytestmark = [pytest.mark.walk, pytest.mark.django_db]

SHOWN_AT = NOW + timedelta(seconds=30)  # no free time begins between two presses

WORDS = {
    "text": "A few words.",
    "textarea": "A few words.",
    "note": "A few words.",
    "line": "A few words.",
    "about": "A few words.",
    "email": "jo@example.com",
    "tel": "+12025550177",
    "phone": "+12025550177",
    "date": "2026-03-03",
    "datetime-local": "2026-03-03T08:00",
    "until": "2026-03-18",
    "day": "2026-03-10",
    "on": "2026-03-04",
    "when": "I sit down",
    "then": "I fold",
    "number": "3",
    "score": "3",
    "before": "3",
    "after": "2",
    "effort": "4",
    "time": "09:00",
    "url": "https://calendar.example.com/feed.ics",
    "tried": "",  # traps for robots
    "nickname": "",
}
FOR_VIEW = {
    "coaching:tags": {"name": "Golf"},
    "coaching:embed": {"origin": "https://elsewhere.example.com"},
    "coaching:pause": {"until": "2026-03-18"},
}


def practice_is_closed(house: House) -> None:
    close_by_answer(house.maya, NOW)


def call_is_over(house: House) -> None:
    Call.objects.filter(pk=house.call.pk).update(starts_at=NOW - timedelta(hours=2), ends_at=NOW - timedelta(hours=1))


def no_start_test(house: House) -> None:
    StartTest.objects.all().delete()


EVERYBODY = ("visitor", "newcomer", "client", "trainer")
# What a state does to the house, and who walks it.
STATES: dict[str, tuple[Callable[[House], object], tuple[str, ...]]] = {
    "as it is": (lambda house: None, EVERYBODY),
    "practice is closed": (practice_is_closed, ("client", "trainer")),
    "the call is over": (call_is_over, ("visitor", "trainer")),
    "no start test": (no_start_test, ("client",)),
}
WALKED_BY: dict[str, tuple[str, ...]] = {
    Audience.PUBLIC: ("visitor", "client"),
    Audience.TOKEN: ("visitor",),
    Audience.SIGNED_IN: ("newcomer", "client", "trainer"),
    Audience.CLIENT: ("newcomer", "client"),
    Audience.TRAINER: ("trainer",),
}

# What takes a POST and has no form the walk can come to, and why.
WITHOUT_A_FORM = {
    "account_request_login_code": "leads to another page",
    "account_email": "leads to another page",
    "account_reset_password": "leads to another page",
    "mfa_download_recovery_codes": "answers a POST as a GET",
    "mfa_reauthenticate": "leads to another page",
    "mfa_reauthenticate_webauthn": "needs a device",
    "mfa_remove_webauthn": "needs a device",
    "mfa_edit_webauthn": "needs a device",
    "mfa_authenticate": "needs the code of an app",
    "mfa_deactivate_totp": "needs the code of an app",
    "account_reauthenticate": "needs the code of a mail",
    "account_email_verification_sent": "needs the code of a mail",
    "second_step": "where a second step is asked for",
    "mfa_activate_totp": "after a fresh sign-in",
    "mfa_add_webauthn": "after a fresh sign-in",
    "mfa_view_recovery_codes": "after a fresh sign-in",
    "mfa_generate_recovery_codes": "after a fresh sign-in",
    # To do: states that `STATES` doesn't furnish yet.
    "account_signup": "where signing up is allowed",
    "demo:look_around": "in the demo",
    "safety:cleared": "after an answer that a doctor has to clear",
    "lessons:drop_plan": "with a plan",
    "lessons:note_entry": "after a number",
    "booking:mend_asked": "after a call from a frame",
    "booking:confirm": "with a call that waits for its mail",
    "booking:again": "after a missed call",
    "coaching:read_lines": "with lines on the desk",
    "coaching:see_messages": "with unread words of a client",
    "coaching:reset_lesson": "with a lesson that was changed",
    "coaching:ask_all": "with a holiday over a call",
    "coaching:lost_mail": "with a mail that was lost",
    "coaching:no_more_digests": "with an hour for the digest",
}
# What can't be filled in without a device, a mail or a file, or shows a new secret by its nature.
NOT_TO_FILL = {
    "mfa_activate_totp": "needs the code of an app",
    "mfa_add_webauthn": "needs a device",
    "account_confirm_login_code": "needs the code of a mail",
    "account_reauthenticate": "needs the code of a mail",
    "lessons:import": "needs a file",
    "lessons:add_practice": "asks for answers that nobody has given",
    "lessons:add_card": "asks for answers that nobody has given",
    "coaching:hours": "its rows are pressed twice in tests of their own",
}
# What a second press changes, and why that is right.
CHANGED_BY_A_SECOND_PRESS: dict[str, str] = {
    "coaching:calendars": "a new secret address each time, because the old one can't be shown again",
    "coaching:embed": "a site that is in the list already is told so",
    "sign_out_everywhere": "each press ends what was signed in until then",
    "erase": "nobody is signed in anymore, as after any end of a sign-in",
    "account_login": "each press asks for a code of its own; the way back of the first is in the session",
}


class Walk:
    """The forms of all audiences in all states, each with the database it was seen in."""

    def __init__(self, house: House, newcomer: User, press: Press, plain: Path) -> None:
        self.house, self.press = house, press
        self.found: dict[tuple[str, ...], Found] = {}
        self.people = {"newcomer": newcomer, "client": house.maya.user, "trainer": house.trainer.user}
        for live, audiences in STATES.values():
            file = press.keep(plain)
            press.at(file, partial(live, house))
            [browsers] = press.at(file, partial(self.signed_in_each, audiences))
            seen = press.keep(file)
            for audience, browser in browsers.items():
                press.at(file, partial(self.walk, audience, browser, seen))

    def signed_in_each(self, audiences: tuple[str, ...]) -> dict[str, Browser]:
        return {audience: self.signed_in(audience) for audience in audiences}

    def signed_in(self, audience: str) -> Browser:
        browser = Browser()
        if audience in self.people:
            browser.force_login(self.people[audience])
        return browser

    def walk(self, audience: str, browser: Browser, file: Path) -> None:
        urls = deque(self.house.url(page) for page in PAGES if audience in WALKED_BY[page.audience])
        seen: set[tuple[str, ...]] = set()
        while urls:
            url = urls.popleft()
            response = browser.get(url)
            if response.status_code != 200 or not is_html(response):
                continue
            html = response.content.decode()
            self.add(audience, url, html, State(file, deepcopy(browser.cookies)))
            for link in asked_links(html, url):
                kind = kind_of_link(link)
                if kind and kind not in seen:
                    seen.add(kind)
                    urls.append(link)

    def add(self, audience: str, page: str, html: str, state: State, *, anybody: bool = False) -> list[Found]:
        """The forms of a page that weren't found yet: by this audience or, where that is enough, by anybody."""
        known = {name[1:] for name in self.found} if anybody else set()
        new = []
        for form in forms_of(html, page):
            found = Found(audience, page, form, state)
            if found.name not in self.found and found.name[1:] not in known:
                self.found[found.name] = found
                new.append(found)
        return new

    def filled(self, found: Found) -> Sent:
        return found.form.sent({**WORDS, **FOR_VIEW.get(found.form.view, {})})


@pytest.fixture(scope="module")
def walk(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: Any) -> Iterator[Walk]:
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False) as clock:
        press = Press(tmp_path_factory.mktemp("forms"), SHOWN_AT)
        connection.ensure_connection()
        file = press.keep(connection.connection)
        [(house, newcomer)] = press.at(file, lambda: (build(NOW), User.objects.create_user("nina@example.com")))
        clock.move_to(SHOWN_AT)
        yield Walk(house, newcomer, press, file)
        press.close()


def test_a_form_pressed_twice_stores_once_and_answers_alike(walk: Walk) -> None:
    """One after the other with a second between, and at once; and no view that takes a POST was left out."""
    wrong: list[str] = []
    waiting = deque(walk.found.values())
    while waiting:
        found = waiting.popleft()
        sent, view = walk.filled(found), found.form.view
        first, second, after_one, after_two, between = walk.press.twice_in_a_row(found, sent)
        where = f"{found.audience} on {found.page}: {view} {found.form.button or ''}"
        waiting.extend(walk.add(found.audience, first.page or found.form.action, first.html, between, anybody=True))
        if max(first.status, second.status) >= 500:
            wrong.append(f"{where}: {first.error or second.error}")
        if view in NOT_TO_FILL:
            continue
        if first.is_refused:
            wrong.append(f"{where}: not filled in well: {sent}, {first.status}")
            continue
        if view in CHANGED_BY_A_SECOND_PRESS:
            continue
        answers, at_once = walk.press.twice_at_once(found, sent)
        number = {name: (len(rows), len(at_once[name])) for name, rows in after_one.items()}
        wrong += [f"{where}: at once {name} {rows}" for name, rows in number.items() if rows[0] != rows[1]]
        if len({(each.status, each.path) for each in answers}) > 1 or answers[0].status >= 500:
            wrong.append(f"{where}: at once {[(each.status, each.location, each.error) for each in answers]}")
        wrong += [f"{where}: in a row {name} {rows}" for name, rows in changed(after_one, after_two).items()]
        if (first.status, first.location, first.words) != (second.status, second.location, second.words):
            wrong.append(f"{where}: {first.status} {first.location} and {second.status} {second.location}")
    views = {found.form.view for found in walk.found.values()} | set(WITHOUT_A_FORM)
    missed = [page for page in PAGES if page.name not in views and takes_posts(walk, page)]
    wrong += [f"no form of {page.name} was found" for page in missed]
    assert wrong == [], "\n".join(wrong)


def takes_posts(walk: Walk, page: Any) -> bool:
    """Whether a page answers its own audience's POST by anything but 405."""
    file = walk.press.keep(walk.found[next(iter(walk.found))].state.file)

    def posted() -> int:
        browser = walk.signed_in(WALKED_BY[page.audience][-1 if page.audience != Audience.PUBLIC else 0])
        return browser.post(walk.house.url(page)).status_code

    return bool(walk.press.at(file, posted) != [405])


# Junk

JUNK = st.sampled_from([
    "", " ", "\0", "a\0b", "\ud800", "💺" * 300, "\u202eabc\u2066", "x" * 100_000, "-1", "0", "1e999", "NaN", "９",
    "99999999999999999999", str(2**31), str(2**63), "0001-01-01", "9999-12-31", "2026-02-30", "9999-12-31T23:59",
    "0001-01-01T00:00", "2026-03-05T15:00Z",
    "00000000-0000-4000-8000-000000000000", "not-a-uuid", "../../etc/passwd",
    "Moon/Base", "//elsewhere.example/", "http://[", "none", "null", "on", "[]", '{"a": 1}', "<script>", "%00",
    "\r\nX: y",
    "1", "2", "3", "jo@example.com", "a@" + "b" * 300 + ".com", "+12025550177", "'; drop table x", "٣",
])  # fmt: skip


@st.composite
def junk(draw: st.DrawFn, sent: Sent, others: tuple[str, ...]) -> Sent:
    """What the page would send, with one to three fields left out, sent twice or filled with junk."""
    filled = dict(sent)
    values = JUNK | st.sampled_from(others) | st.text(max_size=30)
    for name in draw(st.lists(st.sampled_from(sorted(sent)), min_size=1, max_size=3)) if sent else []:
        filled[name] = draw(st.lists(values, max_size=2))
    return filled


TIMES = int(os.environ.get("FORM_JUNK", "4"))


def test_junk_in_a_form_breaks_nothing_and_where_it_is_refused_stores_nothing(walk: Walk) -> None:
    wrong: dict[str, str] = {}
    others = tuple(str(thing.pk) for thing in walk.house.things[walk.house.other.pk])
    for found in walk.found.values():
        file = walk.press.fresh(found)
        wrong |= walk.press.at(file, partial(junk_in, found, walk.filled(found), others))[0]
        file.unlink()
    assert wrong == {}, "\n".join(f"{where}: {told}" for where, told in wrong.items())


def junk_in(found: Found, filled: Sent, others: tuple[str, ...]) -> dict[str, str]:
    """What goes wrong with junk in one form; each time is taken back."""
    sent = {name: [""] for name in found.form.fields} | filled
    where = f"{found.audience} on {found.page}: {found.form.view} {found.form.button or ''}"
    wrong, before = {}, tables()

    def attack(filled: Sent) -> None:
        mail.outbox = []
        with transaction.atomic():
            answer = send(found.state.browser(), found, filled)
            if answer.status >= 500:
                wrong[where] = f"{filled} {answer.error}"[:900]
            elif answer.is_refused and (stored := changed(before, tables())):
                wrong[where] = f"{filled} {answer.status} {stored}"[:900]
            transaction.set_rollback(True)

    times = settings(max_examples=TIMES if sent else 1, database=None, suppress_health_check=list(HealthCheck))
    times(given(junk(sent, others))(attack))()
    return wrong
