"""The whole site map, walked by every audience: who sees what, what it costs, what it weighs, what it promises.

A new URL is walked as soon as it is in the map; one with an argument needs a line in `House.arguments`.
"""

import functools
import gzip
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from html.parser import HTMLParser
from pathlib import PurePosixPath
from posixpath import normpath
from typing import Any, cast
from urllib.parse import quote
from zoneinfo import ZoneInfo

import brotli  # type: ignore[import-untyped]
import pytest
import time_machine
from django.apps import apps
from django.contrib.staticfiles import finders
from django.core import mail
from django.core.cache import cache
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.test import Client as Browser
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

from hinge_coach.accounts import joining
from hinge_coach.accounts.access import Audience
from hinge_coach.accounts.models import Client, Look, Trainer, User
from hinge_coach.accounts.second_step import TAKEN
from hinge_coach.accounts.sessions import SessionStore
from hinge_coach.booking.calls import reserving
from hinge_coach.booking.calls.mending import proof_of
from hinge_coach.booking.models import Call, CallRules, EmbedOrigin, Feed, Hours
from hinge_coach.coaching.models import Digest, Note
from hinge_coach.coaching.told.digest import digest_token
from hinge_coach.tightness.models import CheckIn, Situation
from lessons.curriculum.loading import load
from lessons.models import Lesson, Message, MessageMail, MorningMail, Practice, StartTest, Talk
from lessons.practice import recording
from lessons.rules.values import TalkCode
from lessons.start_test.placing import StartAnswers
from lessons.start_test.taking import take_start_test
from lessons.summary.refreshing import refresh_stale

pytestmark = pytest.mark.walk

NOW = datetime(2026, 3, 4, 15, tzinfo=UTC)  # a Wednesday morning in New York and Chicago
KILOBYTE = 1000
BLOG = "https://blog.example.com"  # of the trainer's, where the form of a call may stand in a frame
NOWHERE = uuid.UUID("00000000-0000-4000-8000-000000000000")

# Views that are not ours say nothing about their audience, so this table does.
OPEN_TO_ALL = {
    "account_login",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_signup",
    "account_email_verification_sent",
    "account_logout",
    "sign_out_everywhere",
    "account_inactive",
    "account_reset_password",
    "mfa_authenticate",
    "mfa_login_webauthn",
}
SIGNED_IN = {
    "account_email",
    "account_reauthenticate",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
}


# What the browser of the tests hands back: an `HttpResponse` with a little more.
Answer = HttpResponse | Any


@dataclass(frozen=True)
class Page:
    """One URL of the map: its name with namespace, its route, and the audience it states."""

    name: str
    route: str
    audience: str

    @property
    def has_argument(self) -> bool:
        return "<" in self.route

    def url(self, arguments: dict[str, Any]) -> str:
        return "/" + re.sub(r"<\w+:(\w+)>", lambda found: quote(str(arguments[found[1]])), self.route)


def walk(resolver: URLResolver, route: str = "", namespace: str = "") -> Iterator[Page]:
    for entry in resolver.url_patterns:
        longer = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walk(entry, longer, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern) and not longer.startswith("admin/"):
            name = f"{namespace}{entry.name}"
            yield Page(name, longer, stated_audience(name, entry.callback))


def stated_audience(name: str, view: Callable[..., Any]) -> str:
    if name in OPEN_TO_ALL:
        return Audience.PUBLIC
    return Audience.SIGNED_IN if name in SIGNED_IN else getattr(view, "audience", "nobody said")


PAGES = tuple(walk(get_resolver()))
OURS = tuple(page for page in PAGES if page.name not in OPEN_TO_ALL | SIGNED_IN)


@dataclass(frozen=True)
class House:
    """Everything on the site once: what maya has, what the other client has, and a call."""

    trainer: Trainer
    maya: Client
    other: Client
    call: Call
    invitation: str
    invitation_id: int
    feed: str
    digest: str
    morning: MorningMail
    message_mail: MessageMail
    things: dict[int, tuple[CheckIn, Practice, Note, Talk, StartTest]]

    def arguments(self, page: Page, owner: Client) -> dict[str, Any]:
        check_in, practice, note, talk, start_test = self.things[owner.pk]
        by_route: dict[str, dict[str, Any]] = {
            "lessons/": {"slug": "high-seat-touch"},
            "practices/": {"id": practice.pk},
            "tightness/": {"id": check_in.pk},
            "invitation/": {"token": self.invitation},
            "start-test/": {"id": start_test.pk},
            "morning/": {"token": self.morning.token},
            "digest/": {"token": self.digest},
            "messages/mail/": {"token": self.message_mail.token},
            "call/feed/": {"token": self.feed},
            "call/mend/": {"proof": proof_of(self.call)},
            "call/": {"token": self.call.token},
            "desk/clients/": {"id": owner.pk, "note": note.pk, "talk": talk.pk},
            "desk/invitations/": {"id": self.invitation_id},
            "desk/lessons/": {"slug": "high-seat-touch"},
            "desk/calls/": {"id": self.call.pk, "note": note.pk},
            "desk/settings/hours/": {"id": 1},
            "accounts/2fa/": {"pk": 1},
        }
        return next((found for route, found in by_route.items() if page.route.startswith(route)), {})

    def url(self, page: Page, owner: Client | None = None) -> str:
        return page.url(self.arguments(page, owner or self.maya))


@pytest.fixture(scope="module")
def the_house(django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    """Built once, in a transaction around all tests of this file; each test is rolled back to here."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        yield build(NOW)
        transaction.set_rollback(True)


@pytest.fixture
def house(the_house: House, db: None) -> Iterator[House]:
    cache.clear()  # how often somebody asked for a code is counted there
    with time_machine.travel(NOW, tick=False):
        yield the_house


def build(now: datetime) -> House:
    load()
    owner = User.objects.create_user("trainer@example.com", name="Robin Hale", zone="America/New_York", is_staff=True)
    trainer = Trainer.objects.create(user=owner, phone="+1 212 555 0147", bio="I coach the hinge.")
    maya, other_client = (
        Client.objects.create(user=User.objects.create_user(email, name=name, zone=zone), consented_at=now)
        for email, name, zone in [
            ("maya@example.com", "Maya", "America/Chicago"),
            ("lee@example.com", "Lee", "Europe/Berlin"),
        ]
    )
    CallRules.objects.create(trainer=trainer)
    EmbedOrigin.objects.create(trainer=trainer, origin=BLOG)
    Hours.objects.bulk_create([Hours(trainer=trainer, weekday=day, starts=time(9), ends=time(12)) for day in range(5)])
    lesson = Lesson.objects.get(slug="high-seat-touch")
    things = {}
    for client in (maya, other_client):
        for days in range(6, 0, -1):
            at = now - timedelta(days=days)
            calm = {"before": 3, "after": 2, "guess": "clean", "passed": days < 4, "effort": 3}
            practice = recording.record(id=uuid.uuid4(), client=client, lesson=lesson, at=at, **calm)  # type: ignore[arg-type]
            check_in = CheckIn.record(
                id=uuid.uuid4(), client=client, at=at + timedelta(hours=5), score=days % 5, situation=Situation.SITTING
            )
        note = Note.objects.create(client=client, by=trainer, text="Likes the wall.", written_at=now)
        Message.objects.create(client=client, by=trainer, text="Well done.", written_at=now)
        talk = Talk.objects.create(
            client=client,
            code=TalkCode.WEEK_UP,
            client_sentence="A week above your usual.",
            trainer_sentence="A week up.",
            opened_at=now,
            opened_on=client.today(now),
        )
        test = take_start_test(id=uuid.uuid4(), client=client, answers=StartAnswers.of(chair=2, wall=1, bow=2))
        assert test is not None
        things[client.pk] = (check_in, practice, note, talk, test)
    wish = reserving.BookingRequest(
        id=uuid.uuid4(),
        name="Vic",
        email="vic@example.com",
        phone="+12025550143",
        about="Tight after driving.",
        zone=ZoneInfo("Europe/Paris"),
        starts_at=datetime(2026, 3, 6, 15, tzinfo=UTC),
    )
    call = reserving.reserve(wish, trainer, now=now)
    invitation = joining.invite(trainer=trainer, email="new@example.com", name="Nia", at=now)
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        mail.outbox = []
        joining.send_invitation.func(invitation.pk)
    token = re.findall(r"/invitation/([\w-]+)/", str(mail.outbox[-1].body))[0]
    Client.objects.filter(pk=maya.pk).update(morning_hour=9)
    morning = MorningMail.begin(maya, maya.today(now), at=now)
    waiting = MessageMail.begin(maya.user, at=now, due_at=now + timedelta(minutes=10))
    digest = digest_token(Digest.objects.create(on=now.date(), at=now))
    refresh_stale()  # as after each post, so that the first post of a test changes nothing else
    feed = Feed.make(trainer, at=now)
    return House(trainer, maya, other_client, call, token, invitation.pk, feed, digest, morning, waiting, things)


@pytest.fixture
def browsers(house: House, sign_in: Callable[[Any], Browser]) -> dict[str, Browser]:
    return {
        Audience.PUBLIC: Browser(),
        Audience.TOKEN: Browser(),
        Audience.SIGNED_IN: sign_in(house.maya),
        Audience.CLIENT: sign_in(house.maya),
        Audience.TRAINER: sign_in(house.trainer),
    }


def ask(browser: Browser, url: str) -> Answer:
    """GET, or POST where the page is only a button."""
    response = browser.get(url)
    return browser.post(url) if response.status_code == 405 else response


def everything_stored() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables but sessions, which are the browser's, and looks, which reading is there to add."""
    apart = {"django_session", "accounts_look"}
    models = [m for m in apps.get_models(include_auto_created=True) if m._meta.db_table not in apart]
    return {m._meta.label: list(m._default_manager.order_by("pk").values_list()) for m in models}


def everything_but_looks() -> dict[str, list[tuple[Any, ...]]]:
    """What no GET changes. That the trainer opened a client's file is written down, so that the client can read it."""
    return {name: rows for name, rows in everything_stored().items() if name != "accounts.Look"}


def told(response: Answer) -> str:
    """What the page says, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode()))


# Who sees what


def test_every_url_states_its_audience() -> None:
    assert [page.name for page in PAGES if page.audience not in set(Audience)] == []
    assert sorted((OPEN_TO_ALL | SIGNED_IN) - {page.name for page in PAGES}) == []


def test_nobody_meets_a_page_about_passwords() -> None:
    about_passwords = [page.route for page in PAGES if re.search(r"password|phone|3rdparty|social", page.route)]
    assert about_passwords == ["accounts/password/reset/"]
    response = Browser().get("/accounts/password/reset/?next=/today/")
    assert response.headers["Location"] == "/accounts/login/?next=/today/"


def test_a_visitor_sees_what_is_public_and_is_led_to_the_sign_in_elsewhere(house: House) -> None:
    wrong = {}
    for page in PAGES:
        response = Browser().get(house.url(page))
        is_open = page.audience in (Audience.PUBLIC, Audience.TOKEN)
        to_sign_in = response.status_code == 302 and response.headers["Location"].startswith("/accounts/login/")
        shown = response.status_code in (200, 405) or (page.name in OPEN_TO_ALL and response.status_code == 302)
        if not (shown if is_open else to_sign_in):
            wrong[page.name] = response.status_code
    assert wrong == {}


def test_a_client_finds_nothing_on_the_trainers_pages(house: House, browsers: dict[str, Browser]) -> None:
    before = everything_stored()
    desk = [page for page in PAGES if page.audience == Audience.TRAINER]
    met = {page.name: ask(browsers[Audience.CLIENT], house.url(page)).status_code for page in desk}
    assert met == dict.fromkeys(met, 404)
    assert len(met) > 10
    assert everything_stored() == before


def test_the_trainer_finds_nothing_on_the_clients_pages(house: House, browsers: dict[str, Browser]) -> None:
    before = everything_stored()
    own = [page for page in PAGES if page.audience == Audience.CLIENT]
    met = {page.name: ask(browsers[Audience.TRAINER], house.url(page)).status_code for page in own}
    assert met == dict.fromkeys(met, 404)
    assert len(met) > 10
    assert everything_stored() == before


def test_what_belongs_to_another_client_is_not_there(house: House, browsers: dict[str, Browser]) -> None:
    before = everything_stored()
    own = [page for page in PAGES if page.audience == Audience.CLIENT and page.has_argument]
    met = {}
    for page in own:
        url = house.url(page, owner=house.other)
        browser = browsers[Audience.CLIENT]
        met[page.name] = {browser.get(url).status_code, browser.post(url).status_code} - {405}
    assert [name for name, met_there in met.items() if met_there != {404}] == []
    assert {"lessons:verdict", "lessons:entry", "lessons:delete_entry"} <= set(met)
    assert everything_stored() == before


def test_somebody_without_answers_yet_is_led_to_the_first_questions(
    house: House, newcomer: User, sign_in: Callable[[Any], Browser]
) -> None:
    browser = sign_in(newcomer)
    own = [page for page in PAGES if page.audience == Audience.CLIENT]
    led = {page.name: ask(browser, house.url(page)).headers.get("Location") for page in own}
    assert led == dict.fromkeys(led, "/welcome/")


ADMIN = ("/admin/", "/admin/accounts/user/", "/admin/accounts/client/1/change/", "/admin/nothing/")


def short_sign_in(browser: Browser, *, is_done: bool) -> Browser:
    """The sign-in of somebody who can see clients, with the second step or without."""
    session = cast("SessionStore", browser.session)
    session.be_short(NOW)
    session[TAKEN] = is_done
    session.save()
    return browser


def test_no_page_of_the_trainer_opens_before_the_second_step(
    house: House, browsers: dict[str, Browser], settings: Settings
) -> None:
    settings.TRAINER_SECOND_FACTOR = True
    before, browser = everything_stored(), short_sign_in(browsers[Audience.TRAINER], is_done=False)
    closed = (Audience.TRAINER, Audience.CLIENT, Audience.SIGNED_IN)
    own = [page for page in OURS if page.audience in closed and not page.route.startswith("accounts/")]
    urls = [*(house.url(page) for page in own), *ADMIN]
    met = {f"{how} {url}": getattr(browser, how)(url) for url in urls for how in ("get", "head", "post")}
    assert {ask: response.headers.get("Location") for ask, response in met.items()} == dict.fromkeys(
        met, "/accounts/second-step/"
    )
    assert {page.name for page in own} >= {"coaching:client", "coaching:desk", "arrive", "me"}
    fragment = browser.post("/desk/settings/hours/", headers={"HX-Request": "true"})
    assert (fragment.headers["HX-Redirect"], fragment.content) == ("/accounts/second-step/", b"")
    assert everything_stored() == before


def test_the_pages_of_the_trainer_open_after_the_second_step_and_to_no_sign_in_from_before_that_rule(
    house: House, browsers: dict[str, Browser], settings: Settings
) -> None:
    settings.TRAINER_SECOND_FACTOR = True
    desk = [page for page in PAGES if page.audience == Audience.TRAINER]
    browser = short_sign_in(browsers[Audience.TRAINER], is_done=True)
    led = {page.name: browser.get(house.url(page)).headers.get("Location", "") for page in desk}
    assert [name for name, location in led.items() if location.startswith("/accounts/")] == []
    assert browser.get("/admin/").status_code == 200
    for url in ("/desk/", *ADMIN):
        old = Browser()
        old.force_login(house.trainer.user)
        assert old.get(url, follow=True).redirect_chain[-1][0].startswith("/accounts/login/?next=")
        assert "_auth_user_id" not in old.session


def test_the_admin_site_has_no_door_of_its_own(house: House, browsers: dict[str, Browser]) -> None:
    for url in ADMIN:
        assert Browser().get(url, follow=True).redirect_chain[-1][0].startswith("/accounts/login/?next=")
        refused = browsers[Audience.CLIENT].get(url, follow=True)
        assert refused.status_code == 403
        assert "This page is not for you" in told(refused)
    assert browsers[Audience.TRAINER].get("/admin/").status_code == 200
    assert browsers[Audience.TRAINER].get("/admin/accounts/user/").status_code == 403


# What reading changes, and what bad addresses do


# The pages of the trainer that show a client's file, and write down that they did.
SHOW_A_FILE = {
    "coaching:client",
    "coaching:plan",
    "coaching:practices",
    "coaching:thread",
    "coaching:today_as_client",
    "coaching:tightness_as_client",
    "coaching:summary",
}
TABLES_OF_CLIENTS = {"coaching:clients_table"}


def test_no_get_or_head_changes_anything(house: House, browsers: dict[str, Browser]) -> None:
    before = everything_stored()
    sent = len(mail.outbox)
    changed: list[str] = []
    looked: set[str] = set()
    for audience in (Audience.PUBLIC, Audience.CLIENT, Audience.TRAINER):
        for page in PAGES:
            if page.audience == audience:
                browsers[audience].head(house.url(page))
        if everything_stored() != before:
            changed.append(f"{audience}, by HEAD")
    for audience in (Audience.PUBLIC, Audience.CLIENT, Audience.TRAINER):
        for page in PAGES:
            looks = Look.objects.count()
            browsers[audience].get(house.url(page))
            looked |= {page.name} if Look.objects.count() > looks else set()
        if everything_but_looks() != {name: rows for name, rows in before.items() if name != "accounts.Look"}:
            changed.append(audience)
    assert changed == []
    assert len(mail.outbox) == sent
    assert looked - TABLES_OF_CLIENTS == SHOW_A_FILE


def test_a_page_that_shows_a_file_says_nothing_to_a_browser_that_only_fetches_it_ahead(
    house: House, browsers: dict[str, Browser]
) -> None:
    before = everything_stored()
    for page in (page for page in PAGES if page.name in SHOW_A_FILE):
        response = browsers[Audience.TRAINER].get(house.url(page), headers={"Sec-Purpose": "prefetch;prerender"})
        assert (page.name, response.status_code, response.content) == (page.name, 503, b"")
        assert "no-store" in response.headers["Cache-Control"]
    assert everything_stored() == before


def test_a_file_is_not_shown_where_the_look_can_not_be_written(house: House, browsers: dict[str, Browser]) -> None:
    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith('INSERT INTO "accounts_look"'):
            raise OperationalError("disk full")
        return execute(sql, params, many, context)

    for page in (page for page in PAGES if page.name in SHOW_A_FILE):
        with transaction.atomic(), connection.execute_wrapper(refuse):
            response = browsers[Audience.TRAINER].get(house.url(page))
        assert (page.name, response.status_code) == (page.name, 503)
        assert "This can’t be shown right now" in told(response)
        assert "Maya" not in told(response)


UNKNOWN: dict[str, list[Any]] = {
    "slug": ["nowhere", "x" * 300],
    "id": [NOWHERE, 999999, 10**30],
    "note": [NOWHERE],
    "talk": [999999, 10**30],
    "proof": ["nowhere", "x" * 9000, "\0", "💺.abc", f"{NOWHERE}.abc"],
    "token": ["nowhere", "x" * 9000, "\0", "💺", "\u202eabc"],
    "pk": [999999, 10**30],
}


def test_an_unknown_address_is_not_there(house: House, browsers: dict[str, Browser]) -> None:
    met = {}
    for page in (page for page in PAGES if page.has_argument):
        known = house.arguments(page, house.maya)
        last = re.findall(r"<\w+:(\w+)>", page.route)[-1]
        for value in UNKNOWN[last]:
            if last == "id" and (page.route.count("<uuid:id>") != isinstance(value, uuid.UUID)):
                continue
            url = page.url({**known, last: value})
            met[url] = ask(browsers[page.audience], url).status_code
    gone = {url: status for url, status in met.items() if not url.endswith(("/delete/", "/original/"))}
    assert {url: status for url, status in gone.items() if status != 404} == {}
    assert len(gone) > 40
    assert set(met.values()) <= {302, 404}


def test_a_page_that_is_not_there_says_so(house: House, browsers: dict[str, Browser]) -> None:
    for browser in browsers.values():
        response = browser.get("/nowhere/at/all/")
        assert response.status_code == 404
        assert "The address is wrong, or it is not yours to see." in told(response)


def test_a_broken_query_never_breaks_a_page(house: House, browsers: dict[str, Browser]) -> None:
    names = ["zone", "first", "day", "from", "start", "page", "situation", "window", "next", "email", "name", "months"]
    names += ["days", "q", "score", "on", "at", "track", "which", "place", "tag", "sort"]
    junk = ["\0", "💺\u202e" * 500, "99999999999999999999", "2026-13-45"]
    for turn in (0, 1):
        query = {name: junk[(turn + place) % len(junk)] for place, name in enumerate(names)}
        for page in OURS:
            assert browsers[page.audience].get(house.url(page), query).status_code < 500, (page.name, query)


def test_a_broken_post_never_breaks_a_page_and_stores_no_unwritable_character(
    house: House, browsers: dict[str, Browser]
) -> None:
    """Every field that any form of the site shows, sent to every address, filled with junk."""
    shown_pages = [response.content.decode() for _, response in shown(house, browsers) if is_html(response)]
    names = {name for html in shown_pages for name in re.findall(r'\bname="([\w-]+)"', html)}
    names -= {"viewport", "description", "theme-color", "htmx-config", "csrfmiddlewaretoken"}
    assert {"name", "zone", "score", "email", "phone", "text"} <= names
    last = ("account_logout", "erase")
    for page in sorted(PAGES, key=lambda page: page.name in last):
        for value in ("a\0b", "💺\u202e" * 500):
            response = browsers[page.audience].post(house.url(page), dict.fromkeys(names, value))
            assert response.status_code < 500, (page.name, value)
    assert "\\x00" not in repr(everything_stored())


# A mail program presses these, and has no cookie (RFC 8058); whoever can has the address out of the mail. A frame on
# another site has none either.
WITHOUT_COOKIE = {
    *("lessons:no_more_mornings", "lessons:no_more_message_mails", "coaching:no_more_digests"),
    "booking:embed",
}


def test_a_lost_cookie_gets_a_page_that_says_how_to_go_on(house: House, browsers: dict[str, Browser]) -> None:
    before = everything_stored()
    for page in PAGES:
        if page.name in WITHOUT_COOKIE:
            continue
        careful = Browser(enforce_csrf_checks=True)
        careful.cookies = browsers[page.audience].cookies
        response = careful.post(house.url(page), {"name": "Ann"}, headers={"Referer": "http://testserver/safety/"})
        assert (page.name, response.status_code) == (page.name, 403)
        assert "Nothing was stored." in told(response)
        assert 'href="http://testserver/safety/"' in response.content.decode()
    assert everything_stored() == before


def test_the_way_back_from_a_lost_cookie_never_leads_to_another_site() -> None:
    careful = Browser(enforce_csrf_checks=True)
    response = careful.post("/look-around/", headers={"Referer": "http://elsewhere.example/"})
    assert '<a class="button" href="/">Open the page again</a>' in response.content.decode()


# What every page carries


def shown(house: House, browsers: dict[str, Browser], **extra: Any) -> Iterator[tuple[Page, Answer]]:
    """Every page that opens with 200 for its own audience."""
    for page in PAGES:
        response = browsers[page.audience].get(house.url(page), **extra)
        if response.status_code == 200:
            yield page, response


def is_html(response: Answer) -> bool:
    return response.headers["Content-Type"].startswith("text/html")


LOADED_ELSEWHERE = ("lessons:card",)  # the picture beside a shared link


def test_every_answer_carries_the_security_headers(house: House, browsers: dict[str, Browser]) -> None:
    for page in PAGES:
        headers = browsers[page.audience].get(house.url(page)).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, page.name
        assert "unsafe" not in policy, page.name
        assert headers.get("X-Frame-Options") == (None if page.name == "booking:embed" else "DENY"), page.name
        assert re.findall("frame-ancestors ([^;]*)", policy) == [BLOG if page.name == "booking:embed" else "'none'"]
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "camera=()" in headers["Permissions-Policy"]
        loaded = "cross-origin" if page.name in LOADED_ELSEWHERE else "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == loaded, page.name
        assert "HX-Request" in headers["Vary"]


def test_what_is_personal_is_kept_by_no_cache(house: House, browsers: dict[str, Browser]) -> None:
    for page, response in shown(house, browsers):
        if page in OURS and page.audience != Audience.PUBLIC:
            assert "no-store" in response.headers["Cache-Control"], page.name
            assert "private" in response.headers["Cache-Control"], page.name
        if page.audience != Audience.PUBLIC and is_html(response) and page.audience != Audience.TOKEN:
            assert "Cookie" in response.headers["Vary"], page.name


def test_a_signed_in_page_leaves_nothing_in_the_history_cache(house: House, browsers: dict[str, Browser]) -> None:
    for page, response in shown(house, browsers):
        if is_html(response):
            signed_in = page.audience not in (Audience.PUBLIC, Audience.TOKEN)
            body = response.content.decode().partition("<body")[2].partition(">")[0]
            assert ('hx-history="false"' in body) == signed_in, page.name


def test_a_public_page_sets_a_cookie_only_where_it_holds_a_form(house: House) -> None:
    set_for_nothing = {
        page.name
        for page in PAGES
        if page.audience == Audience.PUBLIC
        and (response := Browser().get(house.url(page))).cookies
        and "csrfmiddlewaretoken" not in response.content.decode()
        and response.status_code == 200
    }
    assert set_for_nothing == set()
    assert dict(Browser().get("/").cookies) == {}
    assert dict(Browser().get("/lessons/high-seat-touch/").cookies) == {}


class Reading(HTMLParser):
    """What a page is made of: headings, ids, fields and their labels, and anything written inline."""

    def __init__(self, response: Answer) -> None:
        super().__init__()
        self.headings = 0
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.fields: list[str] = []
        self.inline: list[str] = []
        self.inside: list[str] = []
        # What lies in a template is no part of the page until a script takes it out, one at a time.
        self.feed(re.sub(r"<template.*?</template>", "", response.content.decode(), flags=re.DOTALL))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        self.headings += tag == "h1"
        self.ids += [has["id"]] if "id" in has else []
        self.inline += [f"{tag} {name}" for name in has if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in has and has.get("type") != "application/json"):
            self.inline.append(tag)
        if tag == "label":
            self.inside.append(tag)
            self.labelled |= {has["for"]} if "for" in has else set()
        visible = tag in ("select", "textarea") or (
            tag == "input" and has.get("type") not in ("hidden", "submit", "button")
        )
        if visible and not self.inside and "aria-label" not in has and "aria-labelledby" not in has:
            self.fields.append(has.get("id", has.get("name", "?")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self.inside.pop()

    @property
    def unlabelled(self) -> list[str]:
        return [field for field in self.fields if field not in self.labelled]


def test_every_page_has_one_heading_a_label_on_each_field_and_nothing_inline(
    house: House, browsers: dict[str, Browser]
) -> None:
    for page, response in shown(house, browsers):
        if not is_html(response):
            continue
        read = Reading(response)
        twice = {each for each in read.ids if read.ids.count(each) > 1}
        assert (page.name, read.headings, read.unlabelled, read.inline, twice) == (page.name, 1, [], [], set())
        assert "· Hinge Coach</title>" in response.content.decode() or page.name == "home", page.name


# htmx


def test_a_sign_in_that_ended_leads_a_fragment_request_to_the_whole_sign_in_page(house: House) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/tightness/?situation=sport"}
    response = Browser().post("/today/check-in/", {"score": "3"}, headers=headers)
    assert (response.status_code, response.headers["HX-Redirect"], response.content) == (
        200,
        "/accounts/login/?next=%2Ftightness%2F%3Fsituation%3Dsport",
        b"",
    )
    assert "HX-Request" in response.headers["Vary"]


@pytest.mark.parametrize("page", ["", "http://[", "//elsewhere.example/", "https://elsewhere.example/today/"])
def test_a_forged_page_address_breaks_nothing_and_leads_nowhere_else(house: House, page: str) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": page}
    response = Browser().post("/today/check-in/", headers=headers)
    assert re.fullmatch(r"/accounts/login/\?next=%2F(today%2F)?", response.headers["HX-Redirect"])


# What it costs


# Queries of each page in the house above: the session, the person, and what the page shows. A page may become
# cheaper; one that becomes dearer changes its number here, and never above five for the public, sixteen for others.
# Of a first visit. A page that is the same for everybody is kept then, and takes one query from there on.
QUERIES_OF_THE_PUBLIC = {
    "lessons:lab": 1,
    "lessons:carry_over_cards": 3,
    "lessons:why_tight": 1,
    "lessons:sitting_break": 1,
    "lessons:contact_sheet": 1,
    "home": 3,
    "accounts:invitation": 1,
    "safety:safety": 3,
    "retention:privacy": 2,
    "erased": 0,
    "lessons:lessons": 2,
    "lessons:lesson": 2,
    "lessons:practice": 2,
    "lessons:how_it_decides": 2,
    "lessons:bad_day": 1,
    "lessons:morning": 2,
    "lessons:no_more_mornings": 1,
    "lessons:no_more_message_mails": 3,
    "coaching:no_more_digests": 2,
    "booking:call": 5,
    "booking:embed": 5,
    "booking:receipt": 2,
    "booking:move": 5,
    "booking:mend": 1,
    "booking:mend_asked": 1,
    "booking:cancel": 1,
    "account_login": 0,
    "account_signup": 1,
    "account_inactive": 0,
}
QUERIES_OF_THE_SIGNED_IN = {
    "lessons:lab": 2,
    "lessons:carry_over_cards": 5,
    "lessons:why_tight": 2,
    "lessons:sitting_break": 3,
    "lessons:contact_sheet": 2,
    "home": 4,
    "accounts:invitation": 3,
    "retention:privacy": 3,
    "safety:safety": 5,
    "safety:questions": 2,
    "me": 6,
    "looks": 4,
    "erased": 2,
    "lessons:new_entry": 2,
    "lessons:entry": 3,
    "lessons:lessons": 6,
    "lessons:lesson": 16,
    "lessons:practice": 16,
    "lessons:skills": 5,
    "lessons:start_test": 15,
    "lessons:start_test_result": 4,
    "lessons:import": 2,
    "lessons:choose_plan": 3,
    "lessons:summary": 14,
    "lessons:progress": 11,
    "lessons:waiting": 2,
    "lessons:practices": 4,
    "lessons:add_practice": 6,
    "lessons:add_card": 6,
    "lessons:mend_practice": 15,
    "lessons:deleted_practice": 3,
    "lessons:verdict": 16,
    "lessons:today": 15,
    "lessons:how_it_decides": 3,
    "lessons:bad_day": 13,
    "lessons:morning": 4,
    "lessons:no_more_mornings": 3,
    "lessons:no_more_message_mails": 5,
    "coaching:no_more_digests": 4,
    "lessons:messages": 7,
    "coaching:thread": 7,
    "coaching:write_to_many": 3,
    "booking:call": 7,
    "booking:embed": 5,
    "booking:receipt": 4,
    "booking:move": 7,
    "booking:mend": 3,
    "booking:mend_asked": 3,
    "booking:cancel": 3,
    "account_logout": 2,
    "account_inactive": 2,
    "account_reauthenticate": 3,
    "sign_out_everywhere": 2,
    "mfa_index": 4,
    "mfa_activate_totp": 10,
    "mfa_generate_recovery_codes": 6,
    "mfa_list_webauthn": 3,
    "mfa_add_webauthn": 11,
    "coaching:desk": 16,
    "coaching:clients": 13,
    "coaching:tags": 4,
    "coaching:invite": 2,
    "coaching:invite_several": 2,
    "coaching:invitations": 3,
    "coaching:mend_invitation": 3,
    "coaching:withdraw_invitation": 3,
    "coaching:client": 16,
    "coaching:plan": 16,
    "coaching:practices": 7,
    "coaching:today_as_client": 16,
    "coaching:tightness_as_client": 13,
    "coaching:summary": 16,
    "coaching:end_coaching": 3,
    "coaching:exports": 3,
    "coaching:lessons": 3,
    "coaching:edit_lesson": 3,
    "coaching:settings": 3,
    "coaching:hours": 7,
    "coaching:rules": 10,
    "coaching:review": 3,
    "coaching:calls": 10,
    "coaching:call_notes": 4,
    "coaching:calendars": 4,
    "coaching:embed": 3,
    "coaching:book_call": 8,
    "coaching:move_call": 8,
    "coaching:mend_call": 3,
    "coaching:cancel_call": 3,
}


def counted(house: House, browser: Browser, pages: Iterator[Page]) -> dict[str, int]:
    assert connection.features.supports_json_field  # Django asks SQLite once a process, on whichever page comes first
    found = {}
    for page in pages:
        with CaptureQueriesContext(connection) as queries:
            response = browser.get(house.url(page))
        if response.status_code == 200 and is_html(response):
            found[page.name] = len(queries)
    return found


def dearer(found: dict[str, int], known: dict[str, int]) -> dict[str, tuple[int, int | None]]:
    return {name: (number, known.get(name)) for name, number in found.items() if number > known.get(name, -1)}


def test_a_public_page_needs_at_most_five_queries(house: House) -> None:
    pages = (page for page in PAGES if page.audience in (Audience.PUBLIC, Audience.TOKEN))
    found = counted(house, Browser(), pages)
    assert dearer(found, QUERIES_OF_THE_PUBLIC) == {}
    assert max(QUERIES_OF_THE_PUBLIC.values()) <= 5


def test_a_signed_in_page_needs_at_most_sixteen_queries(house: House, browsers: dict[str, Browser]) -> None:
    clients = counted(house, browsers[Audience.CLIENT], (p for p in PAGES if p.audience != Audience.TRAINER))
    trainers = counted(house, browsers[Audience.TRAINER], (p for p in PAGES if p.audience == Audience.TRAINER))
    found = clients | trainers
    assert dearer(found, QUERIES_OF_THE_SIGNED_IN) == {}
    assert max(QUERIES_OF_THE_SIGNED_IN.values()) <= 16


def linked(path: str) -> Iterator[str]:
    """A static file and what it loads in turn, as paths below static/."""
    yield path
    text = files(path).decode(errors="replace")
    loads = re.findall(r"""(?:from|import)\s*["'](\.[^"']+)["']|url\(["']?(?!data:|#)([^"')]+)""", text)
    if path.endswith((".js", ".css")) and not path.startswith("django_htmx/"):
        for found in loads:
            yield from linked(normpath(PurePosixPath(path).parent / (found[0] or found[1])))


def files(path: str) -> bytes:
    found = finders.find(path)
    assert isinstance(found, str), f"{path} is linked and not there"
    with open(found, "rb") as file:
        return file.read()


@functools.cache
def weight(path: str) -> int:
    """Bytes of a static file on the wire, as whitenoise compresses it."""
    return min(len(raw := files(path)), len(brotli.compress(raw)))


LATER = re.compile(r'<audio\b[^>]* preload="none"[^>]*>')
"""What a browser fetches only when it is played."""


def page_load(response: Answer) -> tuple[int, int]:
    """Bytes on the wire and number of a page and all it loads by itself."""
    html = response.content if response.headers.get("Content-Encoding") == "gzip" else gzip.compress(response.content)
    text = LATER.sub("", gzip.decompress(html).decode())
    paths = {path for first in re.findall(r'(?:src|href)="/static/([^"?#]+)"', text) for path in linked(first)}
    # Asked for where a page is put on a home screen.
    installed = set(re.findall(r'rel="(?:apple-touch-icon|manifest)" href="/static/([^"?#]+)"', text))
    return len(html) + sum(map(weight, paths)), 1 + len(paths - installed)


def test_every_public_page_is_at_most_fifty_kilobytes_in_twelve_files(house: House) -> None:
    pages = [page for page in PAGES if page.audience in (Audience.PUBLIC, Audience.TOKEN)]
    ours = {house.url(page) for page in pages}
    # Each lesson has figures and steps of its own.
    of_lessons = {
        page.url({"slug": slug})
        for page in pages
        if page.name in ("lessons:lesson", "lessons:practice")
        for slug in Lesson.objects.values_list("slug", flat=True)
    }
    loads = {}
    for url in sorted(ours | of_lessons):
        response = Browser().get(url, headers={"Accept-Encoding": "gzip"})
        if response.status_code == 200 and is_html(response):
            loads[url] = page_load(response)
    assert {url: told for url, told in loads.items() if told[0] > 50 * KILOBYTE or told[1] > 12} == {}
    assert {"/", "/call/", "/accounts/login/", *of_lessons} <= set(loads)


# When it breaks


@override_settings(ALLOWED_HOSTS=["coach.example"])
def test_a_host_that_is_not_ours_gets_a_page_and_not_the_site() -> None:
    response = Browser().get("/", headers={"Host": "elsewhere.example"})
    assert response.status_code == 400
    assert "We could not read that" in told(response)


def test_health_is_told_as_json(db: None) -> None:
    response = Browser().get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
