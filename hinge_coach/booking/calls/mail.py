"""Mails about a call, as tasks enqueued in the transaction that changes it.

A task reads the call when it runs. Where the call has changed again since, a newer task is enqueued and the older one
sends nothing. Visitor and trainer are two tasks, so that trying one again never repeats the other; a repeated mail has
the same Message-ID.
"""

from collections.abc import Callable
from enum import StrEnum

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from hinge_coach import outbox
from hinge_coach.accounts.phones import format_phone, last_digits
from hinge_coach.booking.availability import slots
from hinge_coach.booking.availability.availability import load_availability
from hinge_coach.booking.calendars.feed import Method, calendar_file
from hinge_coach.booking.calls.intake import intake_summary
from hinge_coach.booking.local_time import LocalTime, clocks_sentence
from hinge_coach.booking.models import Call, CallEvent, Reminder


class CallChange(StrEnum):
    """What a mail is about."""

    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"
    ASKED = "asked"  # booked, and to be confirmed


VISITOR_SUBJECTS = {
    CallChange.BOOKED: "Booked: your free call with {trainer} on {when.day}, {when.clock}",
    CallChange.MOVED: "Moved: your free call with {trainer} is now {when.day}, {when.clock}",
    CallChange.CANCELLED: "Canceled: your free call with {trainer} on {when.day}",
    CallChange.ASKED: "Please confirm: your free call with {trainer} on {when.day}, {when.clock}",
}

TRAINER_SUBJECTS = {
    CallChange.BOOKED: "New call: {name}, {when.day}, {when.clock}",
    CallChange.MOVED: "Moved call: {name}, now {when.day}, {when.clock}",
    CallChange.CANCELLED: "Canceled call: {name}, {when.day}, {when.clock}",
}

# The first sentence, by who did it.
VISITOR_LEADS = {
    (CallChange.BOOKED, CallEvent.By.VISITOR): "Your free call with {trainer} is booked:",
    (CallChange.BOOKED, CallEvent.By.TRAINER): "{trainer} has booked a free call with you:",
    (CallChange.MOVED, CallEvent.By.VISITOR): "Your free call with {trainer} has moved. It is now on:",
    (CallChange.MOVED, CallEvent.By.TRAINER): "{trainer} has moved your free call. It is now on:",
    (CallChange.CANCELLED, CallEvent.By.VISITOR): "Your free call with {trainer} is canceled. It was planned for:",
    (CallChange.CANCELLED, CallEvent.By.TRAINER): "{trainer} has had to cancel your free call. It was planned for:",
    (CallChange.ASKED, CallEvent.By.VISITOR): (
        "One more step: please confirm your free call with {trainer}. It is planned for:"
    ),
}

TRAINER_LEADS = {
    (CallChange.BOOKED, CallEvent.By.VISITOR): "{name} has booked a free call:",
    (CallChange.BOOKED, CallEvent.By.TRAINER): "You have booked a free call with {name}:",
    (CallChange.MOVED, CallEvent.By.VISITOR): "{name} has moved the free call. It is now on:",
    (CallChange.MOVED, CallEvent.By.TRAINER): "You have moved the free call with {name}. It is now on:",
    (CallChange.CANCELLED, CallEvent.By.VISITOR): "{name} has canceled the free call. It was planned for:",
    (CallChange.CANCELLED, CallEvent.By.TRAINER): "You have canceled the free call with {name}. It was planned for:",
}

REMINDER_SUBJECTS = {
    Reminder.Kind.DAY: "Reminder: your free call with {trainer} on {when.day}, {when.clock}",
    Reminder.Kind.HOUR: "Soon: your free call with {trainer} at {when.clock}",
}


def notify(call: Call, change: CallChange, by: CallEvent.By) -> None:
    """Enqueues a mail to the visitor, and one to the trainer unless the call still has to be confirmed."""
    mails = [send_visitor_mail] if change is CallChange.ASKED else [send_visitor_mail, send_trainer_mail]
    for mail in mails:
        outbox.enqueue(mail, str(call.pk), change.value, by.value, call.sequence)


def remind(reminder: Reminder) -> None:
    """Enqueues the mail of a reminder."""
    outbox.enqueue(send_reminder_mail, str(reminder.call_id), reminder.kind, reminder.starts_at.isoformat())


def offer_another(call: Call) -> None:
    """Enqueues the mail after a missed call: one link, and the next free times."""
    outbox.enqueue(send_missed_mail, str(call.pk))


def ask_for_another_time(call: Call) -> None:
    """Enqueues the mail that asks the visitor to move the call: a link, and the next free times."""
    assert call.move_asked_at is not None
    outbox.enqueue(send_ask_to_move_mail, str(call.pk), call.move_asked_at.isoformat())


def _about(words: str) -> Callable[..., str]:
    """Describes a mail for the desk: `words` with the caller's name and address in the place of `{caller}`."""

    def describe_mail(call_id: str, *args: object) -> str:
        call = Call.objects.filter(pk=call_id).first()
        return words.format(caller=f"{call.name} ({call.email})" if call else "somebody")

    return describe_mail


@outbox.mail_task(about=_about("to {caller}, about their call"))
def send_visitor_mail(call_id: str, change: str, by: str, sequence: int) -> None:
    """Sends nothing where the call has changed since. Asks nobody to confirm what is confirmed already."""
    call = _unchanged_call(call_id, sequence)
    if call is None:
        return
    asks = CallChange(change) is CallChange.ASKED
    if asks and call.confirm_by is None:
        return
    lead = VISITOR_LEADS[CallChange(change), CallEvent.By(by)].format(trainer=call.trainer.name)
    context: dict[str, object] = {"lead": lead, "asks": asks, "has_file": not asks}
    message = _to_visitor(call, VISITOR_SUBJECTS[CallChange(change)], context, name="asked" if asks else "visitor")
    if not asks:
        _attach_calendar(message, call, Method.CANCEL if call.is_cancelled else Method.REQUEST)
    message.send()


@outbox.mail_task(about=_about("to {caller}, a reminder of their call"))
def send_reminder_mail(call_id: str, kind: str, starts_at: str) -> None:
    """Sends nothing where the call was cancelled, has moved, or has begun since the reminder was due."""
    unchanged = Call.objects.with_trainer().filter(pk=call_id, status=Call.Status.BOOKED, starts_at=starts_at)
    call = unchanged.filter(starts_at__gt=timezone.now()).first()
    if call is None:
        return
    lead = f"A reminder: {call.trainer.name} calls you for your free call on:"
    _to_visitor(call, REMINDER_SUBJECTS[Reminder.Kind(kind)], {"lead": lead}, name=f"{kind}-reminder").send()


@outbox.mail_task(about=_about("to {caller}, about another time"))
def send_missed_mail(call_id: str) -> None:
    """Sends nothing where another outcome was noted since, or the person has a new call already."""
    call = Call.objects.with_trainer().filter(pk=call_id, status=Call.Status.MISSED).first()
    now = timezone.now()
    if call is None or Call.objects.open(now).from_contact(call.email, call.phone).exists():
        return
    free = slots.offered(load_availability(call.trainer, now, minutes=call.own_minutes), now)[:3]
    context: dict[str, object] = {
        "lead": f"{call.trainer.name} and you missed each other. The call was planned for:",
        "next_times": [LocalTime(slot.starts_at, call.tz) for slot in free],
    }
    subject = "Another time for your free call with {trainer}?"
    _to_visitor(call, subject, context, template="missed", name="missed").send()


@outbox.mail_task(about=_about("to {caller}, who is asked to choose another time"))
def send_ask_to_move_mail(call_id: str, asked_at: str) -> None:
    """Sends nothing where the call has moved, was cancelled, or has begun since they were asked."""
    now = timezone.now()
    asked = Call.objects.with_trainer().filter(pk=call_id, status=Call.Status.BOOKED, move_asked_at=asked_at)
    call = asked.filter(starts_at__gt=now).first()
    if call is None:
        return
    free = slots.offered(load_availability(call.trainer, now, moving=call), now)
    other = [slot for slot in free if slot.starts_at != call.starts_at][:3]
    context: dict[str, object] = {
        "lead": f"{call.trainer.name} can't make the time of {call.what} and asks you to choose another. It is on:",
        "next_times": [LocalTime(slot.starts_at, call.tz, call.has_24h_clock) for slot in other],
        "link": f"{settings.SITE_URL}{reverse('booking:move', args=[call.token])}",
    }
    subject = f"Please choose another time for {call.what} with {{trainer}}"
    _to_visitor(call, subject, context, template="ask_to_move", name="ask-to-move").send()


@outbox.mail_task(about=_about("to you, about the call with {caller}"))
def send_trainer_mail(call_id: str, change: str, by: str, sequence: int) -> None:
    """Sends nothing where the call has changed since."""
    call = _unchanged_call(call_id, sequence)
    if call is None:
        return
    when = LocalTime(call.starts_at, call.trainer.user.tz)
    context = {
        **_call_context(call),
        "lead": TRAINER_LEADS[CallChange(change), CallEvent.By(by)].format(name=call.name),
        "when": when,
        "visitor_when": None if when.same_clock(call.tz) else LocalTime(call.starts_at, call.tz),
        "brief": intake_summary(call),
        "link": f"{settings.SITE_URL}/desk/calls/",
    }
    subject = TRAINER_SUBJECTS[CallChange(change)].format(name=call.name, when=when)
    to, reply_to = call.trainer.user.email, call.email
    message = _message("trainer", subject, context, message_id=_message_id(call, "trainer"), to=to, reply_to=reply_to)
    _attach_calendar(message, call, Method.CANCEL if call.is_cancelled else Method.PUBLISH, for_trainer=True)
    message.send()


def _unchanged_call(call_id: str, sequence: int) -> Call | None:
    return Call.objects.with_trainer().filter(pk=call_id, sequence=sequence).first()


def _call_context(call: Call) -> dict[str, object]:
    return {
        "call": call,
        "trainer": call.trainer,
        "phone": format_phone(call.phone),
        "minutes": int((call.ends_at - call.starts_at).total_seconds()) // 60,
    }


def _to_visitor(
    call: Call, subject: str, context: dict[str, object], *, template: str = "visitor", name: str = "visitor"
) -> EmailMultiAlternatives:
    now, when, trainer = timezone.now(), LocalTime(call.starts_at, call.tz), call.trainer
    full_context = {
        **_call_context(call),
        "when": when,
        "trainer_when": None if when.same_clock(trainer.user.tz) else LocalTime(call.starts_at, trainer.user.tz),
        "clocks": clocks_sentence(call.tz, now, call.starts_at),
        "confirm_by": LocalTime(call.confirm_by, call.tz) if call.confirm_by else None,
        "may_change": call.may_change(now),
        "link": f"{settings.SITE_URL}{call.get_absolute_url()}",
        "from_digits": last_digits(trainer.phone, 4),
        **context,
    }
    to, reply_to = call.email, trainer.user.email
    full_subject = subject.format(trainer=trainer.name, when=when)
    return _message(template, full_subject, full_context, message_id=_message_id(call, name), to=to, reply_to=reply_to)


def _message_id(call: Call, name: str) -> str:
    return outbox.message_id(f"{call.uid}.{call.sequence}.{name}")


def _message(
    template: str, subject: str, context: dict[str, object], *, message_id: str, to: str, reply_to: str
) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        # A header is one line. Forms refuse line breaks in names, but the command `trainer` takes any.
        subject=" ".join(subject.split()),
        body=render_to_string(f"booking/calls/mail/{template}.txt", context),
        to=[to],
        reply_to=[reply_to],
        headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string(f"booking/calls/mail/{template}.html", context), "text/html")
    return message


def _attach_calendar(message: EmailMultiAlternatives, call: Call, method: Method, *, for_trainer: bool = False) -> None:
    content = calendar_file(call, method, for_trainer=for_trainer)
    message.attach("call.ics", content.decode(), f"text/calendar; method={method.value}")
