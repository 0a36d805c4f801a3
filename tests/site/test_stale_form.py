"""The page of a form whose token is stale: it keeps what was typed, and offers to send it again."""

import re
import uuid
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.accounts.whose import mark_of
from hinge_coach.booking.models import Call
from lessons.models import Message
from tests.conftest import SignIn
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still")]
STALE = "x" * 64
FROM_HERE = {"Origin": "http://testserver", "Referer": "http://testserver/me/"}
STORY = 'Two lines,\n  "quoted" <b>& more</b> — since 1987…\n' + "a long one " * 100
OFFER, PLAIN = "Send it again</button>", "Open the page again</a>"

Careful = Callable[[Client | Trainer | User], Browser]


@pytest.fixture
def careful(sign_in: SignIn) -> Careful:
    """A browser that is signed in, and whose token is checked."""

    def signed_in(person: Client | Trainer | User) -> Browser:
        browser = Browser(enforce_csrf_checks=True)
        browser.cookies = sign_in(person).cookies
        return browser

    return signed_in


def send(browser: Browser, path: str, sent: dict[str, Any], **headers: str) -> Any:
    return browser.post(path, {"csrfmiddlewaretoken": STALE, **sent}, headers={**FROM_HERE, **headers})


def fields(response: Any) -> tuple[str, list[tuple[str, str]]]:
    """Where the form of the page leads, and its fields."""
    html = response.content.decode()
    form = re.search(r'<form class="card stack" method="post" action="([^"]*)".*?</form>', html, re.DOTALL)
    assert form
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form[0], re.DOTALL)
    return unescape(form[1]), [(unescape(name), unescape(value)) for name, value in found]


def answers(response: Any) -> list[tuple[str, list[str]]]:
    html = response.content.decode()
    rows = re.findall(r"<dt>(.*?)</dt>(.*?)</div>", html, re.DOTALL)
    return [
        (unescape(label), [unescape(value) for value in re.findall(r'<dd dir="auto">(.*?)</dd>', values, re.DOTALL)])
        for label, values in rows
    ]


def test_what_was_typed_is_shown_and_can_be_sent_again_as_it_was(
    maya: Client, trainer: Trainer, careful: Careful
) -> None:
    browser, path = careful(trainer), f"/desk/clients/{maya.pk}/messages/?from=desk"
    response = send(browser, path, {"id": str(uuid.uuid4()), "text": STORY})
    assert response.status_code == 403
    assert answers(response) == [("What you wrote", [STORY])]
    assert "You are signed in as Robin Hale" in words_of(response)
    action, again = fields(response)
    assert (action, dict(again)["text"], [name for name, _ in again]) == (
        path,
        STORY,
        ["csrfmiddlewaretoken", "id", "text"],
    )
    assert not Message.objects.exists()
    for _ in range(2):
        browser.post(action, dict(again), headers=FROM_HERE)
    assert [message.text for message in Message.objects.all()] == [STORY.strip()]


def test_the_labels_are_those_of_the_form_and_choices_are_in_words(maya: Client, careful: Careful) -> None:
    sent = {"name": "Jo", "zone": "America/New_York", "day_begins": "14", "weight_unit": "kg"}
    assert answers(send(careful(maya), "/me/", sent)) == [
        ("What should we call you?", ["Jo"]),
        ("Your time zone", ["New York"]),
        ("When does your day begin?", ["2 pm"]),
        ("Kilograms or pounds?", ["Kilograms (kg)"]),
    ]


@pytest.mark.parametrize(
    ("zone", "time"),
    [
        ("Europe/Berlin", "Friday, March 6, 4:00 pm, Europe/Berlin"),
        ("Moon/Base", "Friday, March 6, 3:00 pm, UTC"),
        ("../../etc/passwd", "Friday, March 6, 3:00 pm, UTC"),
    ],
)
def test_a_chosen_time_is_told_in_the_zone_that_was_chosen_with_it(db: None, zone: str, time: str) -> None:
    sent = {"opened": "1", "zone": zone, "start": "2026-03-06T15:00Z", "name": "Jo", "about": "Tight.", "tried": "x"}
    response = send(Browser(enforce_csrf_checks=True), "/call/", sent)
    assert ("The time you chose", [time]) in answers(response)
    assert dict(fields(response)[1])["start"] == "2026-03-06T15:00Z"


def test_a_check_box_is_a_yes_and_several_values_stay_several(maya: Client, careful: Careful) -> None:
    response = send(careful(maya), "/me/variations/", {"variations": ["tall", "floor"]})
    assert [len(values) for _, values in answers(response)] == [2]
    assert fields(response)[1][1:] == [("variations", "tall"), ("variations", "floor")]
    assert answers(send(careful(maya), "/me/erase/", {"sure": "on"}))[0][1] == ["Yes"]


def test_what_nobody_typed_is_sent_again_and_not_shown(maya: Client, careful: Careful) -> None:
    sent = {"id": str(uuid.uuid4()), "for": mark_of(maya), "on": "2026-03-04", "score": "4", "situation": ""}
    response = send(careful(maya), "/today/check-in/", sent)
    assert answers(response) == [("How tight is your low back now?", ["4"])]
    assert fields(response)[1][1:] == list(sent.items())


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://elsewhere.example", "Referer": ""},
        {"Origin": "null"},
        {"Origin": "http://testserver.elsewhere.example"},
        {"Origin": "http://["},
        {"Origin": "", "Referer": "http://elsewhere.example/http://testserver/"},
        {"Origin": "", "Referer": "http://testserver@elsewhere.example/"},
        {"Origin": "", "Referer": ""},
        {"Origin": "https://testserver"},
    ],
)
def test_what_another_site_had_sent_gets_the_plain_page(
    maya: Client, careful: Careful, headers: dict[str, str]
) -> None:
    response = send(careful(maya), "/me/", {"name": "Forged", "zone": "UTC"}, **headers)
    html = response.content.decode()
    assert (response.status_code, OFFER in html, PLAIN in html, "Forged" in html) == (403, False, True, False)


def test_an_old_browser_that_names_no_origin_is_known_by_its_referer(maya: Client, careful: Careful) -> None:
    assert OFFER in send(careful(maya), "/me/", {"name": "Jo"}, Origin="").content.decode()


@pytest.mark.parametrize(
    ("path", "secret"),
    [
        ("/accounts/login/code/confirm/", "code"),
        ("/accounts/2fa/authenticate/", "credential"),
        ("/me/", "new_password1"),
    ],
)
def test_a_secret_is_neither_shown_nor_sent_again(maya: Client, careful: Careful, path: str, secret: str) -> None:
    html = send(careful(maya), path, {secret: "SESAME", "name": "Jo"}).content.decode()
    assert (OFFER in html, PLAIN in html, "SESAME" in html) == (False, True, False)


def test_a_file_is_named_as_one_that_cannot_be_kept(maya: Client, careful: Careful) -> None:
    file = SimpleUploadedFile("hinge-coach.json", b"{}", "application/json")
    assert OFFER not in send(careful(maya), "/me/import/", {"file": file}).content.decode()
    file.seek(0)
    response = send(careful(maya), "/me/import/", {"file": file, "name": "Jo"})
    assert "Your file hinge-coach.json can’t be kept here." in words_of(response)
    assert fields(response)[1][1:] == [("name", "Jo")]


def test_what_somebody_else_filled_in_is_not_shown(maya: Client, other_client: Client, careful: Careful) -> None:
    response = send(careful(maya), "/today/check-in/", {"for": mark_of(other_client), "score": "9"})
    assert response.status_code == 409
    assert "This belongs to somebody else" in words_of(response)


SIGN_IN_FIRST = "Sign in first, in another tab. Then come back here, and send it."


def test_a_visitor_is_not_told_to_sign_in(db: None) -> None:
    sent = {"opened": "1", "name": "Jo", "about": STORY, "tried": "", "start": ""}
    visitor = send(Browser(enforce_csrf_checks=True), "/call/", sent)
    assert SIGN_IN_FIRST not in words_of(visitor)
    assert answers(visitor) == [("Your name", ["Jo"]), ("What is going on?", [STORY])]
    assert not Call.objects.exists()


@pytest.mark.parametrize("checks", [False, True])
def test_what_was_typed_outlasts_the_sign_in(maya: Client, sign_in: SignIn, checks: bool) -> None:
    """Whether the token still fits, as it does where a sign-in has ended by its time, or not."""
    sent = {"name": "Jo", "zone": "America/Chicago", "day_begins": "4"}
    response = send(Browser(enforce_csrf_checks=checks), "/me/", sent)
    assert response.status_code == 403
    assert "You were signed out meanwhile" in words_of(response)
    assert SIGN_IN_FIRST in words_of(response)
    action, again = fields(response)
    assert sign_in(maya).post(action, dict(again)).headers["Location"] == "/me/"
    assert Client.objects.get().user.name == "Jo"


def test_a_word_to_the_trainer_outlasts_the_sign_in_and_is_stored_once(
    maya: Client, trainer: Trainer, sign_in: SignIn
) -> None:
    key = str(uuid.uuid4())
    sent = {"id": key, "next": "today", "practice": key, "seen": key, "news_since": "", "text": STORY}
    response = send(Browser(), "/messages/send/", sent)
    assert (response.status_code, answers(response)) == (403, [("What you wrote", [STORY])])
    action, again = fields(response)
    for _ in range(2):
        assert sign_in(maya).post(action, dict(again)).headers["Location"] == "/today/#messages"
    assert [message.text for message in Message.objects.from_client()] == [STORY.strip()]


@pytest.mark.parametrize(
    ("sent", "headers"),
    [
        ({}, {}),
        ({"name": ""}, {}),
        ({"name": "Jo"}, {"Origin": "http://elsewhere.example"}),
        ({"name": "Jo"}, {"Accept": "application/json"}),
        ({"code": "SESAME"}, {}),
    ],
)
def test_other_forms_of_nobody_lead_to_the_sign_in_page(
    db: None, sent: dict[str, str], headers: dict[str, str]
) -> None:
    response = send(Browser(), "/me/", sent, **headers)
    assert response.headers["Location"] == "/accounts/login/?next=/me/"


def test_a_practice_of_nobody_leads_to_the_sign_in_page_because_the_device_keeps_it(curriculum: None) -> None:
    path = "/lessons/high-seat-touch/practice/"
    response = send(Browser(), path, {"before": "4", "after": "3", "effort": "3"})
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/")


def test_a_button_alone_can_be_pressed_again(maya: Client, careful: Careful) -> None:
    browser = careful(maya)
    response = send(browser, "/accounts/logout/", {})
    assert "It can be sent from here" in words_of(response)
    action, again = fields(response)
    assert browser.post(action, dict(again), headers=FROM_HERE).headers["Location"] == "/"


def test_the_page_is_kept_by_no_cache_and_fits_into_another_page(maya: Client, careful: Careful) -> None:
    response = send(careful(maya), "/me/", {"name": "Jo"}, **{"HX-Request": "true"})
    assert "no-store" in response.headers["Cache-Control"]
    main = re.findall(r'<main id="main".*?</main>', response.content.decode(), re.DOTALL)
    assert len(main) == 1
    assert OFFER in main[0]
    assert "hx-" not in main[0]
