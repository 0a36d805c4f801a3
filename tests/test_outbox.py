"""Mails through the real worker to a real mail server on loopback, which behaves badly in every way we know."""

import email
import re
import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from datetime import time as wall_time
from email.message import EmailMessage as EmailBody
from email.policy import default as modern
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import transaction
from django.test import Client as Browser
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from icalendar import Calendar
from pytest_django import Settings

from hinge_coach import outbox
from hinge_coach.accounts import joining
from hinge_coach.accounts.adapter import send_late
from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.booking.calls import changing, mending, reminders, reserving
from hinge_coach.booking.calls.mail import send_missed_mail, send_reminder_mail, send_trainer_mail, send_visitor_mail
from hinge_coach.booking.models import Call, Hours
from hinge_coach.coaching.calls.lost_mails import lost_mails
from hinge_coach.safety import closing
from hinge_coach.safety.models import Closure
from hinge_coach.safety.screening import Level
from hinge_coach.worker.running import SteadyWorker
from lessons.messages.sending import send
from lessons.models import Lesson, MorningMail
from lessons.practice import recording
from tests import factories
from tests.conftest import SignIn

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
MESSAGE_ID = "<one.mail@127.0.0.1>"
Answer = Callable[[SMTP, Session, Envelope], str]


@outbox.mail_task(about=lambda to: f"to {to}, a test")
def one_mail(to: str) -> None:
    EmailMessage("Booked", "Your call", to=[to], headers={"Message-ID": MESSAGE_ID}).send()


class Server:
    """A mail server. It keeps what it took, by Message-ID and whole, and answers the next mails as told; then well."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.mails: list[EmailBody] = []
        self.next: list[str] = []

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        behaviour = self.next[0] if self.next else ""
        if behaviour.startswith(("4", "5")):
            return self.next.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        behaviour = self.next.pop(0) if self.next else "take"
        if "take" in behaviour:
            content = envelope.content or b""
            assert isinstance(content, bytes)
            mail = email.message_from_bytes(content, policy=modern)
            assert isinstance(mail, EmailBody)
            self.mails.append(mail)
            self.taken.append(mail["Message-ID"])
        if "delay" in behaviour:
            time.sleep(0.5)
        if "drop" in behaviour:
            assert server.transport is not None
            server.transport.close()
        return "250 fine"


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    handler = Server()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.EMAIL_TIMEOUT = 0.25
    yield handler
    controller.stop()


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    """How often somebody asked for a code is counted in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def kept_tasks(db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    # As Django's own test client does: the worker would close a connection that is within the test's transaction.
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def clock(kept_tasks: None) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def work() -> None:
    """Lets the worker do all that is due now."""
    SteadyWorker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="tests",
        excluded_queue_names=[],
    ).run()


def due() -> list[timedelta]:
    """How long until each mail that waits to be tried again."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY).order_by("run_after")
    return [task.run_after - datetime.now(UTC) for task in waiting]


def test_a_mail_is_kept_with_what_it_speaks_of_and_sent_by_the_worker(
    clock: time_machine.Traveller, server: Server
) -> None:
    with transaction.atomic():
        outbox.enqueue(one_mail, "maya@example.com")
        assert DBTaskResult.objects.count() == 1  # already, for the process may be killed after the commit
    work()
    assert server.taken == [MESSAGE_ID]


def test_what_is_rolled_back_leaves_no_mail(clock: time_machine.Traveller, server: Server) -> None:
    with transaction.atomic():
        User.objects.create_user("maya@example.com")
        outbox.enqueue(one_mail, "maya@example.com")
        transaction.set_rollback(True)
    work()
    assert (server.taken, DBTaskResult.objects.count(), User.objects.count()) == ([], 0, 0)


@pytest.mark.parametrize(
    ("behaviour", "taken"),
    [
        ("451 come back later", 1),
        ("drop", 1),
        ("delay", 1),
        # The server has it, but nobody knows: it comes twice, under one name.
        ("take and drop", 2),
        ("take and delay", 2),
    ],
)
def test_a_mail_that_failed_is_sent_a_minute_later_under_the_same_name(
    clock: time_machine.Traveller, server: Server, behaviour: str, taken: int
) -> None:
    server.next = [behaviour]
    outbox.enqueue(one_mail, "maya@example.com")
    work()
    assert due() == [timedelta(minutes=1)]
    clock.shift(timedelta(minutes=1))
    work()
    assert server.taken == [MESSAGE_ID] * taken
    assert (due(), list(outbox.failed())) == ([], [])


def test_the_waits_grow_and_then_the_mail_is_given_up_and_kept(clock: time_machine.Traveller, server: Server) -> None:
    server.next = ["451 never"] * 7
    outbox.enqueue(one_mail, "maya@example.com")
    waits = []
    work()
    while due():
        waits += due()
        clock.shift(waits[-1])
        work()
    assert waits == [timedelta(minutes=m) for m in (1, 5, 30, 120, 480, 960)]
    (failed,) = outbox.failed()
    assert (failed.args_kwargs["args"], "451, b'never'" in failed.traceback) == (["maya@example.com"], True)


def test_a_server_that_is_not_there_is_tried_again(
    clock: time_machine.Traveller, server: Server, settings: Settings
) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    outbox.enqueue(one_mail, "maya@example.com")
    work()
    settings.EMAIL_PORT = port
    clock.shift(timedelta(minutes=1))
    work()
    assert server.taken == [MESSAGE_ID]


def test_an_address_that_takes_no_mail_is_given_up_at_once(clock: time_machine.Traveller, server: Server) -> None:
    server.next = ["550 nobody here"]
    outbox.enqueue(one_mail, "nobody@example.com")
    work()
    assert (due(), outbox.failed().count(), server.taken) == ([], 1, [])


def test_a_failed_mail_can_be_sent_again_or_taken_off(clock: time_machine.Traveller, server: Server) -> None:
    server.next = ["550 nobody here", "550 nobody here"]
    for name in ("maya", "lee"):
        outbox.enqueue(one_mail, f"{name}@example.com")
    work()
    first, second = outbox.failed().values_list("pk", flat=True)
    assert [outbox.send_again(first), outbox.send_again(first), outbox.forget(second), outbox.forget(second)] == [
        True,
        False,
        True,
        False,
    ]
    work()
    assert (server.taken, outbox.failed().count()) == ([MESSAGE_ID], 0)


def test_a_failed_mail_carries_its_description(clock: time_machine.Traveller, server: Server, maya: Client) -> None:
    server.next = ["550 nobody here", "550 nobody here"]
    outbox.enqueue(one_mail, "maya@example.com")
    outbox.enqueue(send_late, "Your code", "ABC-DEF", "lee@example.com", MESSAGE_ID, f"{NOW + timedelta(days=1)}")
    work()
    # Both were put there in the same instant: no order is promised.
    assert sorted(outbox.describe(mail) for mail in outbox.failed()) == [
        "to lee@example.com, about signing in",
        "to maya@example.com, a test",
    ]
    DBTaskResult.objects.update(task_path="hinge_coach.booking.mail.a_function_that_is_gone")
    assert {outbox.describe(mail) for mail in outbox.failed()} == {"to somebody"}


def test_every_mail_about_a_call_names_the_caller(call: Call) -> None:
    for mail in (send_visitor_mail, send_reminder_mail, send_missed_mail, send_trainer_mail):
        outbox.enqueue(mail, str(call.pk), "booked", "visitor", 0)
    words = [
        "to Maya (maya@example.com), about their call",
        "to Maya (maya@example.com), a reminder of their call",
        "to Maya (maya@example.com), about another time",
        "to you, about the call with Maya (maya@example.com)",
    ]
    assert sorted(outbox.describe(mail) for mail in DBTaskResult.objects.all()) == sorted(words)
    Call.objects.all().delete()
    assert "to somebody, about their call" in {outbox.describe(mail) for mail in DBTaskResult.objects.all()}


def test_what_a_killed_worker_left_half_done_is_taken_up_again(clock: time_machine.Traveller, server: Server) -> None:
    outbox.enqueue(one_mail, "maya@example.com")
    DBTaskResult.objects.get().claim("a worker that is killed now")
    work()
    assert (server.taken, outbox.requeue_stuck(datetime.now(UTC))) == ([], 0)
    clock.shift(timedelta(minutes=16))
    assert outbox.requeue_stuck(datetime.now(UTC)) == 1
    work()
    assert server.taken == [MESSAGE_ID]


def test_mails_that_nobody_sends_are_noticed(clock: time_machine.Traveller, server: Server) -> None:
    server.next = ["451 later"]
    outbox.enqueue(one_mail, "maya@example.com")
    clock.shift(timedelta(minutes=9))
    assert outbox.overdue(datetime.now(UTC)).count() == 0
    clock.shift(timedelta(minutes=2))
    assert outbox.overdue(datetime.now(UTC)).count() == 1
    work()  # fails, and waits for its time
    assert outbox.overdue(datetime.now(UTC)).count() == 0


def test_a_word_is_told_once_ten_minutes_later_by_a_real_server(
    clock: time_machine.Traveller, server: Server, maya: Client, trainer: Trainer
) -> None:
    for text in ("Take the chair.", "And keep the heels heavy."):
        send(maya, by=trainer, id=uuid4(), text=text, at=NOW)
    work()
    assert server.mails == []
    clock.shift(timedelta(minutes=10))
    server.next = ["take and drop"]
    work()
    clock.shift(timedelta(minutes=1))
    work()  # nobody knows whether it went out, so it comes again as the same mail
    (told, again) = server.mails
    assert (told["Subject"], told["Message-ID"]) == ("A word from Robin is waiting", again["Message-ID"])
    assert "chair" not in text_of(told)


def test_without_a_worker_mail_goes_at_once_but_not_before_the_commit(
    db: None, mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        outbox.enqueue(one_mail, "maya@example.com")
        assert mailoutbox == []
    assert [mail.to for mail in mailoutbox] == [["maya@example.com"]]


# Every sender of the site, each mail taken by a server that then drops the line.


def text_of(mail: EmailBody) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@pytest.fixture
def call(clock: time_machine.Traveller, trainer: Trainer) -> Call:
    """Maya's call on Friday at ten in New York; its own mails are out of the way."""
    Hours.objects.create(trainer=trainer, weekday=4, starts=wall_time(9), ends=wall_time(12))
    request = reserving.BookingRequest(
        id=uuid4(),
        name="Maya",
        email="maya@example.com",
        phone="+12025550143",
        about="",
        zone=ZoneInfo("America/Chicago"),
        starts_at=datetime(2026, 3, 6, 15, tzinfo=UTC),
    )
    booked = reserving.reserve(request, trainer, now=NOW)
    DBTaskResult.objects.all().delete()
    return booked


def invite(call: Call) -> None:
    joining.invite(trainer=call.trainer, email="nia@example.com", name="Nia", at=NOW)


def move(call: Call) -> None:
    changing.move(call, call.starts_at + timedelta(minutes=30), now=NOW)


def cancel(call: Call) -> None:
    changing.cancel(call, now=NOW)


def remind(call: Call) -> None:
    with time_machine.travel(call.starts_at - timedelta(hours=20), tick=False):
        reminders.send_due(datetime.now(UTC))


def miss(call: Call) -> None:
    changing.note_outcome(call, Call.Status.MISSED, now=call.ends_at)


def mend(call: Call) -> None:
    mending.mend(call, name="Maya", email="maya@example.org", phone=call.phone, extension="12", now=NOW)


def ask_for_the_link(call: Call) -> None:
    mending.send_link_again(call, now=NOW)


@pytest.mark.parametrize(
    ("act", "count"),
    [(invite, 1), (move, 2), (cancel, 2), (remind, 1), (miss, 1), (mend, 2), (ask_for_the_link, 1)],
)
def test_each_mail_is_the_same_mail_when_it_comes_twice(
    clock: time_machine.Traveller, server: Server, call: Call, act: Callable[[Call], None], count: int
) -> None:
    server.next = ["take and drop"] * count
    act(call)
    if act is remind:
        clock.move_to(call.starts_at - timedelta(hours=20))
    work()
    clock.shift(timedelta(minutes=1))
    work()
    first, again = server.mails[:count], server.mails[count:]
    assert [mail["Message-ID"] for mail in again] == [mail["Message-ID"] for mail in first]
    assert len({mail["Message-ID"] for mail in first}) == count
    assert [text_of(mail) for mail in again] == [text_of(mail) for mail in first]  # the links in it, too
    assert list(outbox.failed()) == []


def test_a_mail_program_finds_the_invitation_in_what_a_real_server_took(
    clock: time_machine.Traveller, server: Server, call: Call
) -> None:
    call.about = "Больно, “here;\r\nand there” " + "and so on, " * 100  # 8 bits, and more than a mail's line holds
    call.save()
    mend(call)
    work()
    to_visitor, to_trainer = server.mails
    assert [(taken["To"], taken["Reply-To"]) for taken in server.mails] == [
        ("maya@example.org", "trainer@example.com"),
        ("trainer@example.com", "maya@example.org"),
    ]
    for taken, method in ((to_visitor, "REQUEST"), (to_trainer, "PUBLISH")):
        alternatives, file = taken.iter_parts()
        calendar = list(alternatives.iter_parts())[-1]
        assert (calendar.get_content_type(), calendar["Content-Type"].params["method"]) == ("text/calendar", method)
        content = calendar.get_content()
        (event,) = Calendar.from_ical(content).walk("VEVENT")
        assert (str(event["UID"]), event["SEQUENCE"]) == (call.uid, 1)
        assert Calendar.from_ical(file.get_content()).walk("VEVENT") == [event]


def test_an_invitation_that_came_twice_opens_the_door_by_either_mail(
    clock: time_machine.Traveller, server: Server, call: Call
) -> None:
    server.next = ["take and drop"]
    invite(call)
    work()
    clock.shift(timedelta(minutes=1))
    work()
    links = [re.findall(r"/invitation/([\w-]+)/", text_of(mail))[0] for mail in server.mails]
    emails = [joining.find_invitation(link, now=NOW).email for link in links]
    assert emails == ["nia@example.com", "nia@example.com"]


def test_a_sign_in_code_goes_out_without_a_worker_and_is_tried_again_by_one(
    clock: time_machine.Traveller, server: Server, maya: Client
) -> None:
    EmailAddress.objects.create(user=maya.user, email=maya.user.email, verified=True, primary=True)
    Browser().post("/accounts/login/", {"email": "maya@example.com"})
    assert (len(server.mails), DBTaskResult.objects.count()) == (1, 0)
    server.next = ["take and drop"]
    browser = Browser()
    asked = browser.post("/accounts/login/", {"email": "maya@example.com"})
    assert asked.headers["Location"].startswith("/accounts/login/code/confirm/")
    work()
    (_, first, again) = server.mails
    assert (again["Message-ID"], text_of(again)) == (first["Message-ID"], text_of(first))
    (code,) = re.findall(r"^([A-Z0-9]{3,}-[A-Z0-9]{3,})\r?$", text_of(again), re.MULTILINE)
    assert browser.post(asked.headers["Location"], {"code": code}).status_code == 302
    assert "_auth_user_id" in browser.session


def test_a_sign_in_code_is_not_tried_longer_than_it_is_good(
    clock: time_machine.Traveller, server: Server, maya: Client, trainer: Trainer
) -> None:
    server.next = ["451 later"] * 4
    Browser().post("/accounts/login/", {"email": "maya@example.com"})
    work()
    while due():
        clock.shift(due()[0])
        work()
    assert (server.mails, len(server.next), lost_mails(trainer, now=datetime.now(UTC))) == ([], 0, ())


def test_a_code_for_an_address_that_takes_no_mail_is_let_go(
    clock: time_machine.Traveller, server: Server, maya: Client
) -> None:
    server.next = ["550 nobody here"]
    assert Browser().post("/accounts/login/", {"email": "maya@example.com"}).status_code == 302
    assert (due(), outbox.failed().count(), server.taken) == ([], 0, [])


@pytest.fixture
def asked_for_mail(clock: time_machine.Traveller, curriculum: None, maya: Client) -> None:
    """Maya practised last night, and it is her hour."""
    lesson, at = Lesson.objects.get(slug="pelvic-clock"), NOW - timedelta(hours=14)
    answers = {"before": 3, "after": 2, "guess": "clean", "passed": True, "effort": 4}
    recording.record(id=uuid4(), client=maya, lesson=lesson, at=at, **answers)  # type: ignore[arg-type]
    Client.objects.update(morning_hour=9)


def test_a_morning_mail_that_was_dropped_comes_again_with_the_same_name_and_link(
    clock: time_machine.Traveller, server: Server, asked_for_mail: None
) -> None:
    server.next = ["take and drop"]
    for minutes in (0, 1, 5):
        call_command("send_mornings", verbosity=0)
        work()
        clock.move_to(NOW + timedelta(minutes=minutes + 1), tick=False)
    first, again = server.mails
    assert first["Message-ID"] == again["Message-ID"]
    assert text_of(first) == text_of(again)
    assert MorningMail.objects.get().get_absolute_url() in text_of(again)


def test_a_morning_mail_that_comes_too_late_stays_at_home(
    clock: time_machine.Traveller, server: Server, asked_for_mail: None
) -> None:
    server.next = ["451 come back later"] * 5
    call_command("send_mornings", verbosity=0)
    work()
    while due():
        clock.shift(due()[0])
        work()
    assert (server.taken, list(outbox.failed())) == ([], [])


def test_a_morning_mail_to_an_address_that_takes_none_is_on_the_desk(
    clock: time_machine.Traveller, server: Server, asked_for_mail: None, trainer: Trainer
) -> None:
    server.next = ["550 nobody here"]
    call_command("send_mornings", verbosity=0)
    work()
    (lost,) = lost_mails(trainer, now=datetime.now(UTC))
    assert (lost.about, lost.call_id) == ("to maya@example.com, the morning question", None)


# Closures: from the form with the safety questions to the trainer's mailbox.


def subjects(server: Server) -> list[tuple[str, str]]:
    return [(mail["To"], mail["Subject"]) for mail in server.mails]


def test_a_red_flag_at_sign_up_reaches_the_trainer(
    clock: time_machine.Traveller, server: Server, newcomer: User, trainer: Trainer, sign_in: SignIn
) -> None:
    factories.answer_safety(sign_in(newcomer), "saddle")
    assert server.mails == []
    work()
    assert subjects(server) == [("trainer@example.com", "Practice is closed for Nina")]
    (mail,) = server.mails
    assert (mail["Reply-To"], mail.get_content_type()) == ("nina@example.com", "multipart/alternative")
    assert "a safety answer asks for help at once" in text_of(mail)
    (path,) = re.findall(r"http://127\.0\.0\.1:8000(/\S+)", text_of(mail))
    assert sign_in(trainer).get(path).status_code == 200


def test_a_red_flag_later_on_reaches_the_trainer_and_a_more_urgent_one_again(
    clock: time_machine.Traveller, server: Server, maya: Client, trainer: Trainer, sign_in: SignIn
) -> None:
    browser, closed = sign_in(maya), ("trainer@example.com", "Practice is closed for Maya")
    sent = []
    for codes in (
        (),
        ("night",),
        ("night", "weight"),
        (),
        ("feverish",),
        ("night",),
    ):
        browser.post("/safety/questions/", factories.safety_answers(*codes))
        work()
        sent.append(len(server.mails))
    assert sent == [0, 1, 1, 1, 2, 2]
    assert subjects(server) == [closed, ("trainer@example.com", "More urgent now: practice is closed for Maya")]
    assert len(set(server.taken)) == 2


def test_a_closure_by_a_rule_reaches_the_trainer(
    clock: time_machine.Traveller, server: Server, maya: Client, trainer: Trainer
) -> None:
    sentence = "Your low back was 9 on three days."
    closing.close_practice(client=maya, cause=Closure.Cause.RULE, level=Level.REFER, sentence=sentence, at=NOW)
    work()
    (mail,) = server.mails
    assert ("the coaching rules stopped practice" in text_of(mail), sentence in mail.as_string()) == (True, False)


def test_a_sign_up_that_is_rolled_back_mails_nobody(
    clock: time_machine.Traveller, server: Server, newcomer: User, trainer: Trainer, sign_in: SignIn
) -> None:
    with transaction.atomic():
        factories.answer_safety(sign_in(newcomer), "saddle")
        assert (Closure.objects.count(), DBTaskResult.objects.count()) == (1, 1)
        transaction.set_rollback(True)
    work()
    assert (server.mails, Closure.objects.count()) == ([], 0)


def test_looking_at_the_questions_mails_nobody(
    clock: time_machine.Traveller, server: Server, maya: Client, newcomer: User, trainer: Trainer, sign_in: SignIn
) -> None:
    new = sign_in(newcomer)
    factories.begin_welcome(new)
    for browser, page in (
        (new, "/welcome/safety/"),
        (sign_in(maya), "/safety/questions/"),
        (sign_in(maya), "/safety/"),
    ):
        for ask in (browser.get, browser.head):
            assert ask(page, factories.safety_answers("saddle")).status_code == 200
    work()
    assert (server.mails, Closure.objects.count(), DBTaskResult.objects.count()) == ([], 0, 0)


def test_a_mail_about_a_closure_that_was_dropped_is_the_same_mail_again(
    clock: time_machine.Traveller, server: Server, maya: Client, trainer: Trainer
) -> None:
    server.next = ["take and drop"]
    closing.record_screening(client=maya, answers=["fever"], at=NOW)
    work()
    clock.shift(timedelta(minutes=1))
    work()
    first, again = server.mails
    assert (again["Message-ID"], text_of(again)) == (first["Message-ID"], text_of(first))
    assert (due(), list(outbox.failed())) == ([], [])


def test_of_two_levels_only_the_last_is_mailed_once_the_server_is_back(
    clock: time_machine.Traveller, server: Server, maya: Client, trainer: Trainer
) -> None:
    server.next = ["451 come back later"]
    closing.record_screening(client=maya, answers=["age"], at=NOW)
    work()
    closing.record_screening(client=maya, answers=["saddle"], at=NOW)
    clock.shift(timedelta(minutes=1))
    work()
    assert subjects(server) == [("trainer@example.com", "More urgent now: practice is closed for Maya")]
    assert due() == []


def test_a_mail_about_a_closure_that_the_server_refused_is_on_the_desk_and_can_be_sent_again(
    clock: time_machine.Traveller, server: Server, maya: Client, trainer: Trainer, sign_in: SignIn
) -> None:
    server.next = ["550 mailbox is full"]
    closing.record_screening(client=maya, answers=["fever"], at=NOW)
    work()
    (lost,) = lost_mails(trainer, now=datetime.now(UTC))
    assert lost.about == "to you, that practice is closed for Maya (maya@example.com)"
    clock.shift(timedelta(days=3))
    sign_in(trainer).post("/desk/calls/mails/", {"do": "again", "mail": str(lost.id)})
    work()
    assert subjects(server) == [("trainer@example.com", "Practice is closed for Maya")]
    assert "When: Wednesday, March 4, 10:00 am, New York time." in text_of(server.mails[0])


def test_a_site_without_a_trainer_mails_nobody_of_a_closure(
    clock: time_machine.Traveller, server: Server, newcomer: User, sign_in: SignIn
) -> None:
    factories.answer_safety(sign_in(newcomer), "saddle")
    work()
    assert (server.mails, Closure.objects.count(), due(), list(outbox.failed())) == ([], 1, [], [])


# What a client types on Today, as far as the trainer's mailbox


def tell(browser: Browser, score: int) -> None:
    response = browser.post("/today/check-in/", {"id": str(uuid4()), "score": str(score)})
    assert response.status_code == 302


def test_three_days_at_nine_told_on_today_reach_the_trainer_at_once(
    clock: time_machine.Traveller, server: Server, maya: Client, trainer: Trainer, sign_in: SignIn
) -> None:
    for days in range(12, 2, -1):
        factories.report(maya, NOW - timedelta(days=days), 3)
    sent = []
    for days in (2, 1, 0):
        clock.move_to(NOW - timedelta(days=days))
        tell(sign_in(maya), 9)
        work()
        sent.append(len(server.mails))
    assert sent == [0, 0, 1]
    (mail,) = server.mails
    assert (mail["To"], mail["Subject"]) == ("trainer@example.com", "Practice is closed for Maya")
    assert "the coaching rules stopped practice" in text_of(mail)
    assert re.search(r"\b(?:9|3|back|tight)\b", text_of(mail)) is None


def test_two_weeks_at_six_told_on_today_reach_the_trainer_at_once_and_once(
    clock: time_machine.Traveller, server: Server, maya: Client, trainer: Trainer, sign_in: SignIn
) -> None:
    for days in range(27, 7, -1):
        factories.report(maya, NOW - timedelta(days=days), 3 if days > 13 else 6)
    sent = []
    for days in range(7, -1, -1):
        clock.move_to(NOW - timedelta(days=days))
        tell(sign_in(maya), 6)
        work()
        sent.append(len(server.mails))
    assert sent == [0] * 7 + [1]
    (mail,) = server.mails
    assert (mail["To"], mail["Subject"]) == ("trainer@example.com", "Please talk with Maya")
    assert re.search(r"\b(?:6|3|back|tight)\b", text_of(mail)) is None
    assert not maya.closures.exists()
