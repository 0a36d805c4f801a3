"""Every mail of the site, once: whom an answer goes to. A new kind of mail that is missing here fails a test."""

import ast
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client as Browser

from hinge_coach.accounts import joining
from hinge_coach.accounts.adapter import send_late, send_notice
from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.booking.calls import mail as call_mails
from hinge_coach.booking.calls.reserving import BookingRequest, reserve
from hinge_coach.booking.models import Call, CallRules, Hours, Reminder
from hinge_coach.coaching.ending import archiving
from hinge_coach.coaching.models import Digest
from hinge_coach.coaching.told.digest import send_digest_mail
from hinge_coach.safety.models import Closure
from hinge_coach.safety.trainer_mail import send_closure_mail
from lessons.messages.mail import send_message_mail
from lessons.models import Message, MessageMail, MorningMail, Talk
from lessons.practice.talk_mail import send_talk_mail
from lessons.rules.upgrade_mail import send_upgrade_mail
from lessons.rules.values import TalkCode
from lessons.today.morning_mail import send_morning_mail
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("curriculum", "clock_stands_still")]

NO_MAIL = {"refresh_a_batch"}  # a task that sends nothing
TRAINER, MAYA, LEE, VIC = "trainer@example.com", "maya@example.com", "lee@example.com", "vic@example.com"
Send = Callable[[Trainer, Client, Client, datetime], object]


def _call(trainer: Trainer, now: datetime) -> Call:
    CallRules.objects.create(trainer=trainer)
    Hours.objects.create(
        trainer=trainer,
        weekday=4,
        starts=time(9),
        ends=time(12),
    )
    request = BookingRequest(
        id=uuid4(),
        name="Vic",
        email=VIC,
        phone="+12025550143",
        about="",
        zone=ZoneInfo("Europe/Paris"),
        starts_at=datetime(2026, 3, 6, 15, tzinfo=UTC),
    )
    return reserve(request, trainer, now=now)


def _about_a_call(task: str) -> Send:
    def send_it(trainer: Trainer, maya: Client, lee: Client, now: datetime) -> None:
        call = _call(trainer, now)
        match task:
            case "send_visitor_mail" | "send_trainer_mail":
                getattr(call_mails, task).call(str(call.pk), "booked", "visitor", 0)
            case "send_link_mail":
                call_mails.send_link_mail.call(str(call.pk), 0, now.isoformat())
            case "send_reminder_mail":
                call_mails.send_reminder_mail.call(str(call.pk), Reminder.Kind.DAY, call.starts_at.isoformat())
            case "send_missed_mail":
                Call.objects.update(status=Call.Status.MISSED)
                call_mails.send_missed_mail.call(str(call.pk))
            case "send_ask_to_move_mail":
                Call.objects.update(move_asked_at=now)
                call_mails.send_ask_to_move_mail.call(str(call.pk), now.isoformat())

    return send_it


def _invitation(trainer: Trainer, maya: Client, lee: Client, now: datetime) -> None:
    invitation = joining.invite(trainer=trainer, email=VIC, name="Vic", at=now)
    joining.send_invitation.call(invitation.pk)


def _code(trainer: Trainer, maya: Client, lee: Client, now: datetime) -> None:
    Browser().post("/accounts/login/", {"email": MAYA})


def _late_code(trainer: Trainer, maya: Client, lee: Client, now: datetime) -> None:
    send_late.call("Your code", "1234", MAYA, "<code@127.0.0.1>", (now + timedelta(minutes=3)).isoformat())


def _notice(trainer: Trainer, maya: Client, lee: Client, now: datetime) -> None:
    send_notice.call("A passkey was added", "A passkey was added.", MAYA, "passkey.notice")


def _closure(trainer: Trainer, maya: Client, lee: Client, now: datetime) -> None:
    closure = factories.close_by_answer(maya, now)
    assert isinstance(closure, Closure)
    send_closure_mail.call(closure.pk, closure.level, False)


def _talk(client: Client, now: datetime) -> Talk:
    return Talk.objects.create(
        client=client,
        code=TalkCode.WORSE_TWO_WEEKS,
        trainer_sentence="Two weeks at 7.",
        opened_at=now,
        opened_on=date(2026, 3, 4),
    )


def _talk_mail(trainer: Trainer, maya: Client, lee: Client, now: datetime) -> None:
    send_talk_mail.call(_talk(maya, now).pk)


def _upgrade(trainer: Trainer, maya: Client, lee: Client, now: datetime) -> None:
    send_upgrade_mail.call([_talk(maya, now).pk], [])


def _morning(trainer: Trainer, maya: Client, lee: Client, now: datetime) -> None:
    factories.practice_once(maya, now - timedelta(hours=14))
    Client.objects.filter(pk=maya.pk).update(morning_hour=9)
    send_morning_mail.call(str(MorningMail.begin(maya, maya.today(now), at=now).pk))


def _digest(trainer: Trainer, maya: Client, lee: Client, now: datetime) -> None:
    Trainer.objects.update(digest_hour=10)
    send_digest_mail.call(Digest.objects.create(on=now.date(), at=now).pk)


def _word_to(reader: str, *writers: str) -> Send:
    def send_it(trainer: Trainer, maya: Client, lee: Client, now: datetime) -> None:
        clients = {MAYA: maya, LEE: lee}
        user = User.objects.get(email=reader)
        waiting = MessageMail.begin(user, at=now, due_at=now)
        for writer in writers:
            by, client = (trainer, maya) if writer == TRAINER else (None, clients[writer])
            Message.objects.create(id=uuid4(), client=client, by=by, text="Hello.", written_at=now)
        send_message_mail.call(str(waiting.pk))

    return send_it


def _ending(trainer: Trainer, maya: Client, lee: Client, now: datetime) -> None:
    deed = archiving.archive(maya, by=trainer, on=maya.today(now), line="", at=now)
    assert deed is not None
    archiving.send_ending_mail.call(str(deed.pk))


# The task; to whom; to whom an answer goes. People answer the trainer, whose mailbox is read. What the trainer gets
# about one person is answered to that person, and what is about nobody in particular comes back to the trainer: nobody
# reads the address that the site sends from.
MAILS: tuple[tuple[str, Send, str, str], ...] = (
    ("send_visitor_mail", _about_a_call("send_visitor_mail"), VIC, TRAINER),
    ("send_trainer_mail", _about_a_call("send_trainer_mail"), TRAINER, VIC),
    ("send_link_mail", _about_a_call("send_link_mail"), VIC, TRAINER),
    ("send_reminder_mail", _about_a_call("send_reminder_mail"), VIC, TRAINER),
    ("send_missed_mail", _about_a_call("send_missed_mail"), VIC, TRAINER),
    ("send_ask_to_move_mail", _about_a_call("send_ask_to_move_mail"), VIC, TRAINER),
    ("send_invitation", _invitation, VIC, TRAINER),
    ("send_mail", _code, MAYA, TRAINER),
    ("send_late", _late_code, MAYA, TRAINER),
    ("send_notice", _notice, MAYA, TRAINER),
    ("send_closure_mail", _closure, TRAINER, MAYA),
    ("send_talk_mail", _talk_mail, TRAINER, MAYA),
    ("send_upgrade_mail", _upgrade, TRAINER, TRAINER),
    ("send_morning_mail", _morning, MAYA, TRAINER),
    ("send_digest_mail", _digest, TRAINER, TRAINER),
    ("send_message_mail", _word_to(MAYA, TRAINER), MAYA, TRAINER),
    ("send_message_mail", _word_to(TRAINER, MAYA), TRAINER, MAYA),
    ("send_message_mail", _word_to(TRAINER, MAYA, LEE), TRAINER, TRAINER),
    ("send_ending_mail", _ending, MAYA, TRAINER),
)


def _mail_tasks() -> set[str]:
    """The functions of the site that are mail tasks, and the one of the sign-in, which sends at once."""
    found = {"send_mail"}
    for path in [*Path("hinge_coach").rglob("*.py"), *Path("lessons").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and any("mail_task" in ast.unparse(d) for d in node.decorator_list):
                found.add(node.name)
    return found


def test_no_kind_of_mail_is_missing_here() -> None:
    assert {name for name, *_ in MAILS} == _mail_tasks() - NO_MAIL


@pytest.mark.parametrize(("name", "send_it", "to", "answer"), MAILS)
def test_an_answer_reaches_somebody_who_reads_it(
    trainer: Trainer, maya: Client, other_client: Client, now: datetime, name: str, send_it: Send, to: str, answer: str
) -> None:
    mail.outbox.clear()
    send_it(trainer, maya, other_client, now)
    assert [(message.to, message.reply_to) for message in mail.outbox] == [([to], [answer])]
