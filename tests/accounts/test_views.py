"""First entry, the safety questions, one's own page, invitation, and the sign-in by mailed code, end to end."""

import re
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.test import Client as Browser
from django.test import override_settings
from django.urls import NoReverseMatch, reverse

from hinge_coach.accounts import joining
from hinge_coach.accounts.models import Client, Invitation, Trainer, User
from hinge_coach.safety import closing
from hinge_coach.safety.models import Closure, Screening, active_closure
from hinge_coach.safety.screening import ADVICE, Level
from hinge_coach.tightness.models import CheckIn
from lessons.models import Lesson
from lessons.practice import recording

SignIn = Callable[[Any], Browser]
TO_TODAY = [("/arrive/", 302), ("/today/", 302)]
WELCOME = {"name": "Nina", "zone": "Europe/Lisbon", "consent": "on", "none_of_these": "on"}
UNWRITABLE = "This holds a character that can&#x27;t be written down. Please type it again."


@pytest.fixture(autouse=True)
def _the_clock_stands_still(now: datetime) -> Iterator[None]:
    cache.clear()  # how often somebody asked for a code is counted there
    with time_machine.travel(now, tick=False):
        yield


def told(response: Any) -> str:
    """What the page says, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode())).strip()


# Where a sign-in ends


def test_a_sign_in_ends_where_the_person_has_something_to_do(
    trainer: Trainer, maya: Client, newcomer: User, sign_in: SignIn
) -> None:
    ends = [sign_in(person).get("/arrive/").headers["Location"] for person in (trainer, maya, newcomer)]
    assert ends == ["/desk/", "/today/", "/welcome/"]


# Welcome


def test_the_first_entry_makes_a_client(newcomer: User, sign_in: SignIn, now: datetime) -> None:
    response = sign_in(newcomer).post("/welcome/", WELCOME)
    newcomer.refresh_from_db()
    assert response.headers["Location"] == "/today/"
    assert (newcomer.name, newcomer.zone.key) == ("Nina", "Europe/Lisbon")
    assert (newcomer.client.consented_at, newcomer.client.screenings.get().level) == (now, Level.CLEAR)


def test_the_first_entry_asks_everything_at_once(newcomer: User, sign_in: SignIn) -> None:
    page = sign_in(newcomer).get("/welcome/")
    asked = re.findall(r' name="(\w+)"', page.content.decode())
    assert {"name", "zone", "consent", "emergency", "today", "refer", "none_of_these"} <= set(asked)
    assert "data-guess-zone" in page.content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Please tell us what to call you."),
        ({"name": " \t "}, "Please tell us what to call you."),
        ({"name": "N" * 10_000}, "Please use at most 80 letters."),
        ({"name": "Ni\0na"}, UNWRITABLE),
        ({"zone": ""}, "This field is required."),
        ({"zone": "Mars/Olympus"}, "We don&#x27;t know this time zone. Please choose one from the list."),
        ({"zone": "Europe/Lisbon\0"}, "We don&#x27;t know this time zone. Please choose one from the list."),
        ({"consent": ""}, "Without this we can&#x27;t keep your reports."),
        ({"none_of_these": ""}, "Please tick what is true for you, or tick this box."),
        ({"refer": "age"}, "You ticked something above as well. Please untick one or the other."),
        ({"emergency": "nothing"}, "Select a valid choice."),
        ({"emergency": "sad\0dle"}, "Select a valid choice."),
    ],
)
def test_what_is_missing_or_wrong_is_said_beside_it_and_nothing_is_stored(
    newcomer: User, sign_in: SignIn, wrong: dict[str, str], sentence: str
) -> None:
    response = sign_in(newcomer).post("/welcome/", {**WELCOME, **wrong})
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert "Almost there." in told(response)
    newcomer.refresh_from_db()
    assert (newcomer.name, newcomer.zone.key, Client.objects.count(), Screening.objects.count()) == ("", "UTC", 0, 0)


def test_what_was_typed_is_kept(newcomer: User, sign_in: SignIn) -> None:
    typed = {"name": "Ni<na", "zone": "Europe/Lisbon", "emergency": ["saddle"], "refer": ["age", "weight"]}
    html = sign_in(newcomer).post("/welcome/", typed).content.decode()
    assert 'value="Ni&lt;na"' in html
    assert '<option value="Europe/Lisbon" selected' in html
    assert len(re.findall(r'value="(?:saddle|age|weight)"[^>]* checked', html)) == 3
    assert html.count(" checked") == 3


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("💺 Nina 🏓", "💺 Nina 🏓"),
        ("نينا", "نينا"),
        ("\u202eaniN", "aniN"),
        ("Nina\r\nBcc: all@example.com", "Nina Bcc: all@example.com"),
        ("  Ni   na ", "Ni na"),
        ("<script>", "<script>"),
    ],
)
def test_a_name_in_any_script_is_kept_on_one_line_and_shown_as_text(
    newcomer: User, sign_in: SignIn, typed: str, kept: str
) -> None:
    browser = sign_in(newcomer)
    browser.post("/welcome/", {**WELCOME, "name": typed})
    newcomer.refresh_from_db()
    assert newcomer.name == kept
    shown = kept.replace("<", "&lt;").replace(">", "&gt;")
    assert f"Signed in as <bdi>{shown}</bdi>" in browser.get("/safety/").content.decode()


@pytest.mark.parametrize(
    ("answers", "level", "heading"),
    [
        ({"emergency": ["saddle"], "refer": ["age"]}, Level.EMERGENCY, "Please get help now"),
        ({"today": ["fever"]}, Level.TODAY, "Please speak to a doctor today"),
        ({"refer": ["age"]}, Level.REFER, "Please talk to somebody first"),
    ],
)
def test_a_yes_leads_to_the_stop_screen_and_closes_practice(
    curriculum: None,
    trainer: Trainer,
    newcomer: User,
    sign_in: SignIn,
    answers: dict[str, list[str]],
    level: Level,
    heading: str,
) -> None:
    browser = sign_in(newcomer)
    response = browser.post("/welcome/", {**WELCOME, "none_of_these": "", **answers}, follow=True)
    assert response.redirect_chain == [("/safety/", 302)]
    assert heading in told(response)
    assert ADVICE[level] in told(response)
    assert ("911 or 112" in told(response).split("When not to practise")[1]) == (level == Level.EMERGENCY)
    assert ("Open practice again" in told(response)) == (level == Level.REFER)
    assert browser.get("/lessons/high-seat-touch/practice/").headers["Location"] == "/safety/"
    assert browser.get("/lessons/high-seat-touch/").status_code == 200


def test_the_first_entry_sent_twice_makes_one_client(newcomer: User, sign_in: SignIn) -> None:
    browser = sign_in(newcomer)
    browser.post("/welcome/", WELCOME)
    again = browser.post("/welcome/", {**WELCOME, "name": "Another"})
    newcomer.refresh_from_db()
    assert again.headers["Location"] == "/arrive/"
    assert (newcomer.name, Client.objects.count(), Screening.objects.count()) == ("Nina", 1, 1)


# The safety page, and opening practice again


def test_the_safety_page_is_for_everybody(db: None) -> None:
    page = told(Browser().get("/safety/"))
    assert "When not to practise" in page
    assert "Emergency number: 911 or 112" in page
    assert "Practice is closed" not in page


def test_the_stop_screen_shows_what_was_ticked_for_this_stop_and_nothing_older(
    maya: Client, trainer: Trainer, sign_in: SignIn, now: datetime
) -> None:
    closing.record_screening(client=maya, answers=["weight"], at=now)
    assert "Losing weight without trying?" in told(sign_in(maya).get("/safety/"))
    closing.record_screening(client=maya, answers=["saddle"], at=now)
    closing.record_screening(client=maya, answers=["age"], at=now)
    page = told(sign_in(maya).get("/safety/"))
    assert "Does wiping feel different?" in page
    assert "Are you under 18" not in page
    stop = active_closure(maya)
    assert stop is not None
    stop.lift(by=trainer.user, note="Seen a doctor.", at=now)
    closing.close_practice(client=maya, cause=Closure.Cause.RULE, level=Level.REFER, sentence="It rose to 8.", at=now)
    page = told(sign_in(maya).get("/safety/"))
    assert "It rose to 8." in page
    assert "What you ticked" not in page


def test_having_seen_somebody_opens_practice_again(maya: Client, sign_in: SignIn, now: datetime) -> None:
    stop = closing.close_practice(
        client=maya, cause=Closure.Cause.ANSWERS, level=Level.REFER, sentence="See somebody.", at=now
    )
    browser = sign_in(maya)
    unticked = browser.post("/safety/cleared/")
    assert "Please tick this once you have been." in told(unticked)
    assert active_closure(maya) == stop
    assert browser.post("/safety/cleared/", {"cleared": "on"}, follow=True).redirect_chain == TO_TODAY
    stop.refresh_from_db()
    assert (stop.lifted_at, stop.lifted_by) == (now, maya.user)
    assert browser.post("/safety/cleared/", {"cleared": "on"}, follow=True).redirect_chain == TO_TODAY


@pytest.mark.parametrize(
    ("cause", "level"),
    [
        (Closure.Cause.ANSWERS, Level.TODAY),
        (Closure.Cause.ANSWERS, Level.EMERGENCY),
        (Closure.Cause.RULE, Level.REFER),
    ],
)
def test_what_only_the_trainer_may_open_stays_closed(
    maya: Client, sign_in: SignIn, cause: str, level: Level, now: datetime
) -> None:
    stop = closing.close_practice(client=maya, cause=cause, level=level, sentence="Closed.", at=now)
    response = sign_in(maya).post("/safety/cleared/", {"cleared": "on"}, follow=True)
    assert response.redirect_chain == [("/safety/", 302)]
    assert "until your trainer has talked with you and opens it again" in told(response)
    assert active_closure(maya) == stop


# The questions again


def test_the_questions_can_be_answered_again(maya: Client, sign_in: SignIn, now: datetime) -> None:
    browser = sign_in(maya)
    clear = browser.post("/safety/questions/", {"none_of_these": "on"}, follow=True)
    assert clear.redirect_chain == TO_TODAY
    assert "Nothing you answered stands in the way of practising." in told(clear)
    grave = browser.post("/safety/questions/", {"today": ["one-leg"]}, follow=True)
    assert "Please speak to a doctor today" in told(grave)
    assert [screening.level for screening in maya.screenings.all()] == [Level.TODAY, Level.CLEAR]


def test_no_answer_is_not_an_answer(maya: Client, sign_in: SignIn) -> None:
    response = sign_in(maya).post("/safety/questions/")
    assert "Please tick what is true for you, or tick this box." in told(response)
    assert maya.screenings.count() == 0


def test_none_of_these_doesn_t_lift_a_stop(maya: Client, sign_in: SignIn, now: datetime) -> None:
    closing.record_screening(client=maya, answers=["fever"], at=now)
    response = sign_in(maya).post("/safety/questions/", {"none_of_these": "on"}, follow=True)
    assert response.redirect_chain == [("/safety/", 302)]
    assert active_closure(maya) is not None


# One's own page


def test_a_client_corrects_name_and_zone(maya: Client, sign_in: SignIn) -> None:
    browser = sign_in(maya)
    page = browser.get("/me/").content.decode()
    assert 'value="Maya"' in page
    assert '<option value="America/Chicago" selected' in page
    saved = browser.post("/me/", {"name": "Maya R.", "zone": "Europe/Madrid"}, follow=True)
    maya.user.refresh_from_db()
    assert "Saved." in told(saved)
    assert (maya.user.name, maya.user.zone.key) == ("Maya R.", "Europe/Madrid")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": "M" * 10_240}, "Please use at most 80 letters."),
        ({"name": "\0"}, UNWRITABLE),
        ({"zone": "Nowhere"}, "We don&#x27;t know this time zone."),
    ],
)
def test_a_wrong_name_or_zone_changes_nothing(
    maya: Client, sign_in: SignIn, wrong: dict[str, str], sentence: str
) -> None:
    response = sign_in(maya).post("/me/", {"name": "Maya R.", "zone": "Europe/Madrid", **wrong})
    maya.user.refresh_from_db()
    assert sentence in response.content.decode()
    assert (maya.user.name, maya.user.zone.key) == ("Maya", "America/Chicago")


def test_saving_the_page_leaves_a_zone_with_an_older_name_as_it_is(maya: Client, sign_in: SignIn) -> None:
    User.objects.filter(pk=maya.user.pk).update(zone="US/Central")
    page = sign_in(maya).get("/me/").content.decode()
    assert re.findall(r'<option value="([^"]+)" selected', page) == ["US/Central", "off"]


# Erasing


def test_erasing_needs_the_tick(maya: Client, sign_in: SignIn) -> None:
    response = sign_in(maya).post("/me/erase/")
    assert "Please tick this, so that nobody erases by a slip." in told(response)
    assert 'value="Maya"' in response.content.decode()
    assert Client.objects.filter(pk=maya.pk).exists()


def test_erasing_removes_everything_about_one_and_nothing_of_others(
    curriculum: None, trainer: Trainer, maya: Client, other_client: Client, sign_in: SignIn, now: datetime
) -> None:
    lesson = Lesson.objects.get(slug="high-seat-touch")
    for client in (maya, other_client):
        EmailAddress.objects.create(user=client.user, email=client.user.email, verified=True, primary=True)
        Invitation.objects.create(
            email=client.user.email, token_hash=client.user.email, invited_by=trainer, accepted_at=now
        )
        for days in (3, 2, 1):
            at = now - timedelta(days=days)
            recording.record(
                id=uuid.uuid4(),
                client=client,
                lesson=lesson,
                before=2,
                after=2,
                guess="clean",
                passed=True,
                effort=3,
                at=at,
            )
        client.messages.create(by=trainer, text="Well done.", written_at=now)
        client.notes.create(by=trainer, text="Likes the wall.", written_at=now)
        closing.record_screening(client=client, answers=["age"], at=now)
    browser = sign_in(maya)
    response = browser.post("/me/erase/", {"sure": "on"}, follow=True)

    assert response.redirect_chain == [("/goodbye/", 302)]
    assert "Everything is erased" in told(response)
    assert browser.get("/today/").headers["Location"].startswith("/accounts/login/")
    left = {
        model._meta.label: [row for row in model._default_manager.values() if "maya" in repr(row).lower()]
        for model in apps.get_models()
    }
    assert {label: rows for label, rows in left.items() if rows} == {}
    assert list(Client.objects.all()) == [other_client]
    assert CheckIn.objects.count() == other_client.check_ins.count() == 6
    assert browser.post("/me/erase/", {"sure": "on"}).headers["Location"].startswith("/accounts/login/")


# The invitation's page


@pytest.fixture
def link(trainer: Trainer, now: datetime, django_capture_on_commit_callbacks: Callable[..., Any]) -> str:
    with django_capture_on_commit_callbacks(execute=True):
        joining.invite(trainer=trainer, email="nina@example.com", name="Nina", at=now)
    return str(re.findall(r"(/invitation/[\w-]+/)", str(mail.outbox[-1].body))[0])


def test_somebody_else_who_opens_a_used_link_is_told_kindly(link: str) -> None:
    Browser().post(link)
    for response in (Browser().get(link), Browser().post(link)):
        assert response.status_code == 404
        assert "It was used already, or it is older than two weeks." in told(response)
    assert User.objects.filter(email="nina@example.com").count() == 1


def test_pressing_the_button_twice_just_goes_on(link: str) -> None:
    browser = Browser()
    browser.post(link)
    assert browser.post(link).headers["Location"] == "/arrive/"
    assert browser.get(link).headers["Location"] == "/arrive/"


def test_an_old_link_is_told_kindly(link: str, now: datetime) -> None:
    with time_machine.travel(now + timedelta(days=14), tick=False):
        response = Browser().get(link)
    assert (response.status_code, "This invitation has ended" in told(response)) == (404, True)


def test_a_link_used_by_somebody_signed_in_as_another_signs_in_the_invited(
    link: str, maya: Client, sign_in: SignIn
) -> None:
    browser = sign_in(maya)
    page = browser.post(link, follow=True)
    assert "Signed in as Nina" in told(page)
    assert Client.objects.count() == 1


# Inviting, at the desk


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"email": ""}, "Please type their e-mail address."),
        ({"email": "nina"}, "This does not look like an e-mail address."),
        ({"email": "nina\0@example.com"}, UNWRITABLE),
        ({"email": "n" * 10_000 + "@example.com"}, "This is too long for an e-mail address."),
        ({"email": "MAYA@example.com"}, "This person is your client already."),
        ({"email": "trainer@example.com"}, "This is the trainer&#x27;s own address."),
        ({"name": "N" * 10_000}, "Please use at most 80 letters."),
        ({"name": "\0"}, UNWRITABLE),
    ],
)
def test_a_wrong_invitation_is_not_sent(
    trainer: Trainer, maya: Client, sign_in: SignIn, typed: dict[str, str], sentence: str
) -> None:
    response = sign_in(trainer).post("/desk/invite/", {"email": "nina@example.com", "name": "Nina", **typed})
    assert sentence in response.content.decode()
    assert (Invitation.objects.count(), mail.outbox) == (0, [])


# Looking around


def test_looking_around_is_for_the_demo_only(maya: Client) -> None:
    browser = Browser()
    assert browser.post("/look-around/", {"email": "maya@example.com"}).status_code == 404
    assert "sessionid" not in browser.cookies
    assert "Look around" not in told(browser.get("/accounts/login/"))


@override_settings(DEMO=True)
def test_in_the_demo_one_click_signs_in_as_a_demo_person_and_as_nobody_else(maya: Client) -> None:
    User.objects.create_user("real@person.example")
    browser = Browser()
    assert "Maya, getting easier" in told(browser.get("/accounts/login/"))
    for email in ("real@person.example", "lee@example.com", "", "\0", "x" * 10_000):
        assert browser.post("/look-around/", {"email": email}).status_code == 404
    assert browser.post("/look-around/", {"email": "maya@example.com"}).headers["Location"] == "/arrive/"
    assert "Signed in as Maya" in told(browser.get("/"))


# Signing in with a mailed code


@pytest.fixture
def confirmed_maya(maya: Client) -> Client:
    """As everybody is who came by an invitation or the open door."""
    EmailAddress.objects.create(user=maya.user, email=maya.user.email, verified=True, primary=True)
    return maya


def code_in(message: Any) -> str:
    return str(re.findall(r"^([A-Z0-9]{3,}-?[A-Z0-9]+)$", str(message.body), flags=re.MULTILINE)[0])


def test_a_mailed_code_signs_in_and_leads_where_one_wanted_to_go(confirmed_maya: Client) -> None:
    browser = Browser()
    sign_in_page = browser.get("/tightness/?situation=sport").headers["Location"]
    assert "No password" in told(browser.get(sign_in_page))
    confirm = browser.post(sign_in_page, {"email": "MAYA@example.com"}).headers["Location"]
    assert confirm.startswith("/accounts/login/code/confirm/")
    assert "a code is on its way there" in told(browser.get(confirm))
    (message,) = mail.outbox
    assert (message.subject, message.to) == ("Your sign-in code", ["maya@example.com"])
    assert "http://127.0.0.1:8000" in str(message.body)
    arrived = browser.post(confirm, {"code": code_in(message)})
    assert arrived.headers["Location"] == "/tightness/?situation=sport"
    assert "Signed in as Maya" in told(browser.get("/me/"))


def test_an_address_nobody_knows_gets_the_same_page_and_a_mail_that_says_so(maya: Client) -> None:
    pages = []
    for email in ("maya@example.com", "who@example.com"):
        browser = Browser()
        page = browser.post("/accounts/login/", {"email": email}, follow=True)
        pages.append(told(page).replace(email, "…"))
    assert pages[0] == pages[1]
    unknown = mail.outbox[1]
    assert (unknown.subject, unknown.to) == ("About signing in to Hinge Coach", ["who@example.com"])
    assert "We don't know it yet." in str(unknown.body)
    assert "http://127.0.0.1:8000/call/" in str(unknown.body)
    assert not User.objects.filter(email="who@example.com").exists()


def test_three_wrong_codes_end_the_try_with_a_sentence(maya: Client) -> None:
    browser = Browser()
    confirm = browser.post("/accounts/login/", {"email": "maya@example.com"}).headers["Location"]
    code = code_in(mail.outbox[0])
    for wrong in ("\0", "WRONG-1"):
        page = browser.post(confirm, {"code": wrong})
        assert page.status_code == 200
    assert "This is not the code. Please look at the newest mail again." in told(page)
    assert 'value="WRONG-1"' in page.content.decode()
    ended = browser.post(confirm, {"code": "WRONG-2"}, follow=True)
    assert ended.redirect_chain[-1][0] == "/accounts/login/"
    assert "That was one try too many. Please ask for a new code in a few minutes." in told(ended)
    late = browser.post(confirm, {"code": code}, follow=True)
    assert late.redirect_chain[-1][0] == "/accounts/login/"
    assert "_auth_user_id" not in browser.session


def test_a_code_is_good_for_ten_minutes(maya: Client, now: datetime) -> None:
    browser = Browser()
    confirm = browser.post("/accounts/login/", {"email": "maya@example.com"}).headers["Location"]
    with time_machine.travel(now + timedelta(minutes=10, seconds=1), tick=False):
        late = browser.post(confirm, {"code": code_in(mail.outbox[0])}, follow=True)
    assert late.redirect_chain[-1][0] == "/accounts/login/"
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/"])
def test_e_mail_is_written_as_everywhere_else(trainer: Trainer, path: str) -> None:
    Trainer.objects.update(allow_signup=True)
    shown = told(Browser().post(path, {"email": "maya"}))
    assert ("E-mail" in shown, "This does not look like an e-mail address." in shown) == (True, True)
    assert re.findall(r"\b[Ee]mail\b", shown) == []


@pytest.mark.parametrize("email", ["", "maya", "maya\0@example.com", "m" * 10_000 + "@example.com", "💺", "\u202e"])
def test_what_is_no_address_gets_a_sentence_and_no_mail(maya: Client, email: str) -> None:
    response = Browser().post("/accounts/login/", {"email": email})
    assert response.status_code == 200
    assert 'class="field__error"' in response.content.decode()
    assert mail.outbox == []


def test_asking_for_codes_again_and_again_is_held_up_with_a_page(maya: Client) -> None:
    answers = [Browser().post("/accounts/login/", {"email": "maya@example.com"}) for _ in range(25)]
    held = [answer for answer in answers if answer.status_code != 302]
    assert len(mail.outbox) < 25
    assert {"one try too many" in told(answer) or "One moment, please" in told(answer) for answer in held} == {True}


def test_a_stranger_who_asks_for_my_code_again_and_again_does_not_keep_me_out(maya: Client, now: datetime) -> None:
    own = Browser(REMOTE_ADDR="198.51.100.4")
    for minute in range(10):
        with time_machine.travel(now + timedelta(minutes=minute), tick=False):
            for email in ["maya@example.com", "Maya@Example.com", " MAYA@example.com "] * 3:
                Browser(REMOTE_ADDR="192.0.2.7").post("/accounts/login/", {"email": email})
    assert len(mail.outbox) == 6
    with time_machine.travel(now + timedelta(minutes=9, seconds=1), tick=False):
        confirm = own.post("/accounts/login/", {"email": "maya@example.com"}).headers["Location"]
    assert "a code is on its way there" in told(own.get(confirm))
    assert len(mail.outbox) == 7


def test_a_passkey_that_is_none_leads_back_with_a_sentence(db: None) -> None:
    for credential in (
        "",
        "{}",
        "[1]",
        "\0",
        "x" * 10_000,
        '{"id": "a"}',
        '{"id": 1, "rawId": [], "type": "public-key"}',
    ):
        response = Browser().post("/accounts/2fa/webauthn/login/", {"credential": credential}, follow=True)
        assert response.redirect_chain == [("/accounts/login/", 302)]
        assert "This passkey is not known here, or your browser could not show it." in told(response)


def test_signing_out_leads_home_and_takes_a_button(maya: Client, sign_in: SignIn) -> None:
    browser = sign_in(maya)
    assert "Sign out?" in told(browser.get("/accounts/logout/"))
    assert browser.post("/accounts/logout/").headers["Location"] == "/"
    assert browser.get("/me/").headers["Location"] == "/accounts/login/?next=/me/"


# Joining through the open door


def test_where_the_door_is_closed_joining_says_so(trainer: Trainer) -> None:
    browser = Browser()
    for response in (browser.get("/accounts/signup/"), browser.post("/accounts/signup/", {"email": "a@example.com"})):
        assert "Coaching here is by invitation" in told(response)
    assert (User.objects.count(), mail.outbox) == (1, [])


@pytest.fixture
def allow_signup(trainer: Trainer) -> Trainer:
    trainer.allow_signup = True
    trainer.save()
    return trainer


def test_where_the_door_is_open_a_mailed_code_makes_a_user_who_is_asked_the_first_questions(
    allow_signup: Trainer,
) -> None:
    browser = Browser()
    asked = browser.post("/accounts/signup/", {"email": "Nina@Example.com"}, follow=True)
    assert asked.redirect_chain == [("/accounts/confirm-email/", 302)]
    assert "A mail is on its way to nina@example.com" in told(asked)
    (message,) = mail.outbox
    assert (message.subject, message.to) == ("Your code to join Hinge Coach", ["nina@example.com"])
    wrong = browser.post("/accounts/confirm-email/", {"code": "WRONG-1"})
    assert "This is not the code." in told(wrong)
    arrived = browser.post("/accounts/confirm-email/", {"code": code_in(message)}, follow=True)
    assert arrived.redirect_chain[-1] == ("/welcome/", 302)
    user = User.objects.get(email="nina@example.com")
    assert EmailAddress.objects.get(user=user).verified is True
    assert not user.has_usable_password()


def test_an_address_that_has_joined_is_not_given_away_and_gets_a_mail(allow_signup: Trainer, maya: Client) -> None:
    EmailAddress.objects.create(user=maya.user, email="maya@example.com", verified=True, primary=True)
    pages = [
        told(Browser().post("/accounts/signup/", {"email": email}, follow=True)).replace(email, "…")
        for email in ("maya@example.com", "nina@example.com")
    ]
    assert pages[0] == pages[1]
    assert (mail.outbox[0].subject, mail.outbox[0].to) == ("You have joined Hinge Coach already", ["maya@example.com"])
    assert "http://127.0.0.1:8000/accounts/login/" in str(mail.outbox[0].body)


# What django-allauth could lead to


@pytest.mark.parametrize("name", ["account_change_password", "account_set_password", "account_reset_password_done"])
def test_pages_about_passwords_are_not_there(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_looking_for_one_s_address_or_the_code_page_leads_on(maya: Client, sign_in: SignIn) -> None:
    browser = sign_in(maya)
    assert browser.get("/accounts/email/", follow=True).redirect_chain[-1][0] == "/today/"
    assert browser.get("/accounts/confirm-email/", follow=True).redirect_chain[-1][0] == "/today/"
    assert Browser().get("/accounts/confirm-email/").headers["Location"] == "/accounts/login/"
    assert Browser().get("/accounts/login/code/confirm/", follow=True).redirect_chain[-1][0] == "/accounts/login/"
