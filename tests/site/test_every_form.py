"""Every form of the site, found by walking the URL map as each audience: pressed twice, and filled with junk.

A form shown after pressing another one is found too. `FORM_JUNK=100` fills each form a hundred times.
"""

import os
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.db import connection, transaction
from django.test import Client as Browser
from django.test import override_settings
from django_tasks_db.models import DBTaskResult
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.plugin import DjangoDbBlocker

from hinge_coach import outbox
from hinge_coach.accounts.access import Audience
from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.booking.calls.mail import send_visitor_mail
from hinge_coach.booking.calls.reserving import BookingRequest, reserve
from hinge_coach.booking.models import Call, CallEvent, DateRule
from hinge_coach.coaching.models import DeskLine
from hinge_coach.safety.screening import Level
from lessons.models import Lesson, Plan, StartTest
from lessons.summary.refreshing import refresh_stale
from tests.factories import close_by_answer
from tests.site.forms import Sent, filled_in, forms_of
from tests.site.pressing import Found, Press, State, asked_links, changed, kind_of_link, send, tables
from tests.test_site import NOW, PAGES, House, build, is_html

pytestmark = [pytest.mark.walk, pytest.mark.django_db]

# No free time begins between two presses; and nobody fills in a form in two seconds.
SHOWN_AT, PRESSED_AT = NOW + timedelta(seconds=20), NOW + timedelta(seconds=30)


def practice_is_closed(house: House) -> None:
    close_by_answer(house.maya, NOW, Level.REFER)  # a level that clients may lift themselves


def the_call_is_over(house: House, status: Call.Status = Call.Status.BOOKED) -> None:
    begun = NOW - timedelta(hours=2)
    Call.objects.filter(pk=house.call.pk).update(starts_at=begun, ends_at=begun + timedelta(hours=1), status=status)


def much_waits_for_the_trainer(house: House) -> None:
    """A call without its outcome, two on a day off, a lost mail, words of a client, and a lesson that was changed."""
    the_call_is_over(house)
    for hour, name in enumerate(["Uma", "Wim"], start=14):
        wish = BookingRequest(
            id=uuid.uuid4(),
            name=name,
            email=f"{name.lower()}@example.com",
            phone=f"+120255501{hour}",
            about="Stiff.",
            zone=ZoneInfo("America/New_York"),
            starts_at=datetime(2026, 3, 9, hour, tzinfo=UTC),
        )
        reserve(wish, house.trainer, now=NOW, by=CallEvent.By.TRAINER)
    DateRule.objects.create(trainer=house.trainer, on=date(2026, 3, 9))
    with override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}):
        outbox.enqueue(send_visitor_mail, str(house.call.pk), "booked", "visitor", 0)
        lost = DBTaskResult.objects.get()
        lost.claim("tests")
        lost.set_failed(OSError("550 nobody here"))
    DeskLine.objects.create(kind=DeskLine.Kind.ERASED, at=NOW)
    house.maya.messages.create(text="It is easier today.", written_at=NOW)
    Lesson.objects.filter(slug="high-seat-touch").update(edited_at=NOW)


def all_is_open_to_visitors(house: House) -> None:
    """Their call was missed, anybody may sign up, and the trainer gets a digest, with a link that ends it."""
    the_call_is_over(house, Call.Status.MISSED)
    Trainer.objects.update(allow_signup=True, digest_hour=8)


def the_call_waits_for_its_mail(house: House) -> None:
    Call.objects.filter(pk=house.call.pk).update(confirm_by=NOW + timedelta(hours=1))


def with_a_plan_and_no_start_test(house: House) -> None:
    Plan.objects.create(client=house.maya, when="I sit down", then="I fold", chosen_at=NOW)
    StartTest.objects.all().delete()


def with_ten_days_behind_them(house: House) -> None:
    Client.objects.update(joined_at=NOW - timedelta(days=10))
    for client in Client.objects.all():
        with transaction.atomic():
            client.lock()
    refresh_stale()


EVERYBODY = ("visitor", "newcomer", "client", "trainer")
# What a state does to the house, and who walks it.
STATES: dict[str, tuple[Callable[[House], object], tuple[str, ...]]] = {
    "as it is": (with_ten_days_behind_them, EVERYBODY),
    "practice is closed": (practice_is_closed, ("client", "trainer")),
    "much waits for the trainer": (much_waits_for_the_trainer, ("trainer",)),
    "all is open to visitors": (all_is_open_to_visitors, ("visitor",)),
    "the call waits for its mail": (the_call_waits_for_its_mail, ("visitor",)),
    "with a plan and no start test": (with_a_plan_and_no_start_test, ("client",)),
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
    "accounts:invitation_opened": "told by a script of its page",
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
    "second_step": "where a second step is asked for",
    "mfa_activate_totp": "after a fresh sign-in",
    "mfa_add_webauthn": "after a fresh sign-in",
    "mfa_view_recovery_codes": "after a fresh sign-in",
    "mfa_generate_recovery_codes": "after a fresh sign-in",
}
# What can't be filled in without a device, a mail or a file, or shows a new secret by its nature.
NOT_TO_FILL = {
    "mfa_activate_totp": "needs the code of an app",
    "mfa_add_webauthn": "needs a device",
    "account_confirm_login_code": "needs the code of a mail",
    "account_email_verification_sent": "needs the code of a mail",
    "account_reauthenticate": "needs the code of a mail",
    "lessons:import": "needs a file",
    "coaching:hours": "its rows are pressed twice in tests of their own",
}
# What stores something although it is refused, and why that is right.
STORES_WHAT_IS_GOOD = {"lessons:add_card": "each good row is stored, and each bad one comes back with its sentence"}
# What a second press changes, and why that is right.
CHANGED_BY_A_SECOND_PRESS: dict[str, str] = {
    "coaching:calendars": "a new secret address each time, because the old one can't be shown again",
    "coaching:embed": "a site that is in the list already is told so",
    "sign_out_everywhere": "each press ends what was signed in until then",
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


@pytest.fixture(scope="module")
def walk(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: Any) -> Iterator[Walk]:
    with (
        django_db_blocker.unblock(),
        override_settings(DEMO=True),
        time_machine.travel(NOW, tick=False) as clock,
    ):
        press = Press(tmp_path_factory.mktemp("forms"), PRESSED_AT)
        connection.ensure_connection()
        file = press.keep(connection.connection)
        [(house, newcomer)] = press.at(file, lambda: (build(NOW), User.objects.create_user("nina@example.com")))
        clock.move_to(SHOWN_AT)
        walk = Walk(house, newcomer, press, file)
        clock.move_to(PRESSED_AT)
        yield walk
        press.close()


def test_a_form_pressed_twice_stores_once_and_answers_alike(walk: Walk) -> None:
    """One after the other with a second between, and at once; and no view that takes a POST was left out."""
    wrong: list[str] = []
    waiting = deque(walk.found.values())
    while waiting:
        found = waiting.popleft()
        sent, view = filled_in(found.form), found.form.view
        first, second, after_one, after_two, between = walk.press.twice_in_a_row(found, sent)
        where = f"{found.audience} on {found.page}: {view} {found.form.button or ''}"
        waiting.extend(walk.add(found.audience, first.page or found.form.action, first.html, between, anybody=True))
        errors = [first.error, second.error]
        if found.form.by_script:
            part, after_part = walk.press.by_script(found, sent)
            waiting.extend(walk.add(found.audience, found.page, part.html, after_part, anybody=True))
            errors.append(part.error)
        if any(errors):
            wrong.append(f"{where}: {errors}")
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
        wrong |= walk.press.at(file, partial(junk_in, found, filled_in(found.form), others))[0]
        file.unlink()
    assert wrong == {}, "\n".join(f"{where}: {told}" for where, told in wrong.items())


def junk_in(found: Found, filled: Sent, others: tuple[str, ...]) -> dict[str, str]:
    """What goes wrong with junk in one form; each time is taken back."""
    sent = {name: [""] for name in found.form.fields} | filled
    where = f"{found.audience} on {found.page}: {found.form.view} {found.form.button or ''}"
    wrong, before, stores_a_part = {}, tables(), found.form.view in STORES_WHAT_IS_GOOD

    def attack(filled: Sent) -> None:
        mail.outbox = []
        with transaction.atomic():
            answer = send(found.state.browser(), found, filled)
            if answer.status >= 500:
                wrong[where] = f"{filled} {answer.error}"[:900]
            elif answer.is_refused and not stores_a_part and (stored := changed(before, tables())):
                wrong[where] = f"{filled} {answer.status} {stored}"[:900]
            transaction.set_rollback(True)

    times = settings(max_examples=TIMES if sent else 1, database=None, suppress_health_check=list(HealthCheck))
    times(given(junk(sent, others))(attack))()
    return wrong
