"""The mail that says a word is waiting, and nothing of what it says."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from hinge_coach import outbox
from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.wording import first_name
from lessons.messages.mail_schedule import after_the_night, is_quiet, mail_due_at
from lessons.models import Message, MessageMail

# A mail that nobody has sent by then was lost with its task, as where an operator emptied the tasks.
LOST_AFTER = timedelta(days=2)


def announce(message: Message) -> None:
    """Enqueues the mail about a word that arrived just now. In the transaction that stores the word.

    None is enqueued where one that is still to come tells of this word, too, or its reader wants none.
    """
    reader = _reader_of(message)
    if reader is None or not wants_mail(reader) or outbox.is_muted():
        return
    at = message.arrived_at
    pending = MessageMail.objects.select_for_update().filter(reader=reader, done_at=None).first()
    if pending is not None:
        if pending.due_at > at - LOST_AFTER:
            return
        pending.done_at = at
        pending.save(update_fields=["done_at"])
    try:
        with transaction.atomic():
            mail = MessageMail.begin(reader, at=at, due_at=mail_due_at(at, reader.tz))
    except IntegrityError:  # a word of another client has just begun the trainer's mail
        return
    outbox.enqueue(send_message_mail, str(mail.pk), run_after=mail.due_at)


def wants_mail(reader: User) -> bool:
    """Whether the client or the trainer wants a mail when a word waits. None comes once coaching has ended."""
    client = _client_of(reader)
    ending = client.ending(timezone.now()) if client else None
    owner = _trainer_of(reader) or client
    return owner is not None and owner.message_mail and reader.is_active and not (ending and ending.has_begun)


def switch_mail(reader: User, *, on: bool) -> None:
    owner = _trainer_of(reader) or _client_of(reader)
    if owner is not None and owner.message_mail != on:
        owner.message_mail = on
        owner.save(update_fields=["message_mail"])


def _describe_message_mail(mail_id: str) -> str:
    mail = MessageMail.objects.filter(pk=mail_id).select_related("reader").first()
    return f"to {mail.reader.email}, that a word is waiting" if mail else "to somebody"


@outbox.mail_task(about=_describe_message_mail)
def send_message_mail(mail_id: str) -> None:
    """Sends the mail by day, unless all its words were seen meanwhile, or its reader wants none anymore.

    From here on it gathers no more words: the next one begins a mail of its own.
    """
    mail = _take_up(mail_id, now=timezone.now())
    if mail is None or not wants_mail(mail.reader):
        return
    if MessageMail.objects.filter(reader=mail.reader, begun_at__gt=mail.begun_at).exists():
        return  # this one could not be sent at first, and the later one tells of its words, too
    clients = [message.client for message in _waiting(mail)]
    if clients:
        _message(mail, list(dict.fromkeys(clients))).send()


@transaction.atomic
def _take_up(mail_id: str, *, now: datetime) -> MessageMail | None:
    """The mail to be sent now. None where it is put off until the morning, or its reader is gone.

    Behind the same lock as `announce`, so that a word that comes now is told either by this mail or by the next one.
    """
    mail = MessageMail.objects.select_for_update().filter(pk=mail_id).first()
    if mail is None or mail.done_at is not None:
        return mail  # a second attempt is not put off: attempts have to come to an end
    if is_quiet(now, mail.reader.tz) and outbox.can_wait(send_message_mail):
        mail.due_at = after_the_night(now, mail.reader.tz)
        mail.save(update_fields=["due_at"])
        outbox.enqueue(send_message_mail, mail_id, run_after=mail.due_at)
        return None
    mail.done_at = now
    mail.save(update_fields=["done_at"])
    return mail


def _waiting(mail: MessageMail) -> "QuerySet[Message]":
    """The words since the mail began that its reader has not seen, the oldest first."""
    if _trainer_of(mail.reader):
        words = Message.objects.from_client()
    else:
        words = Message.objects.from_trainer().filter(client__user=mail.reader)
    arrived = words.unseen().annotate(arrived=Coalesce("sent_at", "written_at")).filter(arrived__gte=mail.begun_at)
    return arrived.select_related("client__user").order_by("arrived", "pk")


def _message(mail: MessageMail, clients: list[Client]) -> EmailMultiAlternatives:
    """`clients`: those in whose threads a word waits."""
    trainer, is_to_trainer = Trainer.objects.owner(), _trainer_of(mail.reader) is not None
    off = settings.SITE_URL + reverse("lessons:no_more_message_mails", args=[mail.token])
    if is_to_trainer:
        names = [first_name(client.user.name) or "a client" for client in clients]
        # An answer to a mail about several clients goes to none of them.
        writer: User | None = clients[0].user if len(names) == 1 else mail.reader
    else:
        names = [(first_name(trainer.name) if trainer else "") or "your trainer"]
        writer = trainer.user if trainer else None
    subject = (
        f"A word from {names[0]} is waiting" if len(names) == 1 else f"Words from {len(names)} clients are waiting"
    )
    context = {
        # A header is one line, and an imported name may hold a line break.
        "subject": (one_line := " ".join(subject.split())),
        "is_to_trainer": is_to_trainer,
        "name": names[0],
        "client": clients[0] if len(clients) == 1 else None,
        "site_url": settings.SITE_URL,
        "off": off,
    }
    message = EmailMultiAlternatives(
        subject=one_line,
        body=render_to_string("lessons/messages/mail/waiting.txt", context),
        to=[mail.reader.email],
        reply_to=[writer.email] if writer else [],
        headers={
            "Message-ID": outbox.message_id(f"{mail.pk}.message"),
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{off}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    message.attach_alternative(render_to_string("lessons/messages/mail/waiting.html", context), "text/html")
    return message


def _reader_of(message: Message) -> User | None:
    if not message.is_from_client:
        return message.client.user
    trainer = Trainer.objects.owner()
    return trainer.user if trainer else None


def _trainer_of(user: User) -> Trainer | None:
    return getattr(user, "trainer", None)


def _client_of(user: User) -> Client | None:
    return getattr(user, "client", None)
