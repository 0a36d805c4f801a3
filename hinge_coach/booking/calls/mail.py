"""Mails about a call, as tasks enqueued in the transaction that changes it.

A task reads the call when it runs. Where the call has changed again since, a newer task is enqueued and the older one
sends nothing. Visitor and trainer are two tasks, so that trying one again never repeats the other; a repeated mail has
the same Message-ID.
"""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from hinge_coach import outbox
from hinge_coach.accounts.phones import last_digits
from hinge_coach.booking.availability import slots
from hinge_coach.booking.availability.availability import load_availability
from hinge_coach.booking.calendars.feed import Method, calendar_file
from hinge_coach.booking.calls.intake import intake_summary
from hinge_coach.booking.calls.mail_words import (
    REMINDER_SUBJECTS,
    TRAINER_LEADS,
    TRAINER_SUBJECTS,
    VISITOR_LEADS,
    VISITOR_SUBJECTS,
    CallChange,
    to_trainer,
    to_visitor,
)
from hinge_coach.booking.local_time import LocalTime, clocks_sentence
from hinge_coach.booking.models import Call, CallEvent, Reminder


def notify(call: Call, change: CallChange, by: CallEvent.By, *, mended: str = "") -> None:
    """Enqueues a mail to the visitor, and one to the trainer unless the call still has to be confirmed.

    `mended` tells the trainer what was corrected, such as `the phone number`.
    """
    facts = (str(call.pk), change.value, by.value, call.sequence)
    outbox.enqueue(send_visitor_mail, *facts)
    if change is not CallChange.ASKED:
        outbox.enqueue(send_trainer_mail, *facts, *([mended] if mended else []))


def mail_link_again(call: Call, now: datetime) -> None:
    """Enqueues a mail with the link of the call, to the address of the call."""
    outbox.enqueue(send_link_mail, str(call.pk), call.sequence, now.isoformat())


def remind(reminder: Reminder) -> None:
    """Enqueues the mail of a reminder."""
    outbox.enqueue(send_reminder_mail, str(reminder.call_id), reminder.kind, reminder.starts_at.isoformat())


def offer_another(call: Call) -> None:
    """Enqueues the mail after a missed call: one link, and the next free times."""
    outbox.enqueue(send_missed_mail, str(call.pk))


def stop_offer(call: Call) -> bool:
    """Stops that mail. False where it has gone out."""
    return outbox.withdraw(send_missed_mail, str(call.pk))


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
    lead = to_visitor(VISITOR_LEADS[CallChange(change), CallEvent.By(by)], call)
    context: dict[str, object] = {"lead": lead, "asks": asks, "has_file": not asks}
    subject = to_visitor(VISITOR_SUBJECTS[CallChange(change)], call)
    message = _to_visitor(call, subject, context, name="asked" if asks else "visitor")
    if not asks:
        # Who chose the time has agreed to it. Where the trainer chose it, mail programs ask, and answer the trainer.
        is_news = CallChange(change) in (CallChange.BOOKED, CallChange.MOVED) and by == CallEvent.By.TRAINER
        method = Method.CANCEL if call.is_cancelled else Method.REQUEST
        _add_calendar(message, calendar_file(call, method, asks_for_answer=is_news), method)
    message.send()


@outbox.mail_task(about=_about("to {caller}, the link to their call"))
def send_link_mail(call_id: str, sequence: int, asked_at: str) -> None:
    """Sends nothing where the call has changed since, or is no longer booked. Nothing is new for a calendar."""
    call = _unchanged_call(call_id, sequence)
    if call is None or not call.is_booked:
        return
    asks = call.confirm_by is not None
    words = VISITOR_LEADS[CallChange.ASKED, CallEvent.By.VISITOR] if asks else "Here is the link to {what} again:"
    context: dict[str, object] = {"lead": to_visitor(words, call), "asks": asks}
    subject = VISITOR_SUBJECTS[CallChange.ASKED] if asks else "{what} with {trainer} on {when.day}, {when.clock}"
    name = f"{datetime.fromisoformat(asked_at).timestamp()}.link"  # a mail of its own each time somebody asks
    _to_visitor(call, to_visitor(subject, call), context, name=name).send()


@outbox.mail_task(about=_about("to {caller}, a reminder of their call"))
def send_reminder_mail(call_id: str, kind: str, starts_at: str) -> None:
    """Sends nothing where the call was cancelled, has moved, or has begun since the reminder was due."""
    unchanged = Call.objects.with_trainer().filter(pk=call_id, status=Call.Status.BOOKED, starts_at=starts_at)
    call = unchanged.filter(starts_at__gt=timezone.now()).first()
    if call is None:
        return
    lead = to_visitor("A reminder: {trainer} calls you for {what} on:", call)
    subject = to_visitor(REMINDER_SUBJECTS[Reminder.Kind(kind)], call)
    _to_visitor(call, subject, {"lead": lead}, name=f"{kind}-reminder").send()


@outbox.mail_task(about=_about("to {caller}, about another time"))
def send_missed_mail(call_id: str) -> None:
    """Sends nothing where another outcome was noted since, or the person has a new call already."""
    call = Call.objects.with_trainer().filter(pk=call_id, status=Call.Status.MISSED).first()
    now = timezone.now()
    if call is None or Call.objects.open(now).from_contact(call.email, call.phone, call.extension).exists():
        return
    free = slots.offered(load_availability(call.trainer, now, minutes=call.own_minutes), now)[:3]
    context: dict[str, object] = {
        "lead": f"{call.trainer.name} and you missed each other. The call was planned for:",
        "next_times": [LocalTime(slot.starts_at, call.tz, call.has_24h_clock) for slot in free],
    }
    subject = to_visitor("Another time for {what} with {trainer}?", call)
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
        "lead": f"{call.trainer.name} asks you to choose another time for {call.what}. It is on:",
        "next_times": [LocalTime(slot.starts_at, call.tz, call.has_24h_clock) for slot in other],
        "link": f"{settings.SITE_URL}{reverse('booking:move', args=[call.token])}",
    }
    subject = to_visitor("Please choose another time for {what} with {trainer}", call)
    _to_visitor(call, subject, context, template="ask_to_move", name="ask-to-move").send()


@outbox.mail_task(about=_about("to you, about the call with {caller}"))
def send_trainer_mail(call_id: str, change: str, by: str, sequence: int, mended: str = "") -> None:
    """Sends nothing where the call has changed since."""
    call = _unchanged_call(call_id, sequence)
    if call is None:
        return
    when = LocalTime(call.starts_at, call.trainer.user.tz)
    subject = to_trainer(TRAINER_SUBJECTS[CallChange(change)], call)
    context = {
        **_call_context(call),
        "subject": subject,
        "lead": to_trainer(TRAINER_LEADS[CallChange(change), CallEvent.By(by)], call, mended=mended),
        "when": when,
        "visitor_when": None if when.same_clock(call.tz) else LocalTime(call.starts_at, call.tz),
        "brief": intake_summary(call),
        "link": f"{settings.SITE_URL}/desk/calls/",
    }
    to, reply_to = call.trainer.user.email, call.email
    message = _message("trainer", subject, context, message_id=_message_id(call, "trainer"), to=to, reply_to=reply_to)
    # The trainer organizes the call and isn't invited to it, so this is a file to keep and no invitation.
    method = Method.CANCEL if call.is_cancelled else Method.PUBLISH
    _add_calendar(message, calendar_file(call, method, for_trainer=True), method)
    message.send()


def _unchanged_call(call_id: str, sequence: int) -> Call | None:
    return Call.objects.with_trainer().filter(pk=call_id, sequence=sequence).first()


def _call_context(call: Call) -> dict[str, object]:
    return {"call": call, "trainer": call.trainer, "phone": call.phone_words, "minutes": call.minutes}


def _to_visitor(
    call: Call, subject: str, context: dict[str, object], *, template: str = "visitor", name: str = "visitor"
) -> EmailMultiAlternatives:
    now, trainer, has_24h = timezone.now(), call.trainer, call.has_24h_clock
    when = LocalTime(call.starts_at, call.tz, has_24h)
    trainer_when = LocalTime(call.starts_at, trainer.user.tz, has_24h)
    link = f"{settings.SITE_URL}{call.get_absolute_url()}"
    full_context = {
        **_call_context(call),
        "subject": subject,
        "when": when,
        "trainer_when": None if when.same_clock(trainer.user.tz) else trainer_when,
        "clocks": clocks_sentence(call.tz, now, call.starts_at),
        "confirm_by": LocalTime(call.confirm_by, call.tz, has_24h) if call.confirm_by else None,
        "may_change": call.may_change(now),
        "link": link,
        "mend_link": f"{settings.SITE_URL}{reverse('booking:mend', args=[call.token])}" if call.may_mend(now) else "",
        "from_digits": last_digits(trainer.phone, 4),
        **context,
    }
    to, reply_to = call.email, trainer.user.email
    return _message(template, subject, full_context, message_id=_message_id(call, name), to=to, reply_to=reply_to)


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


def _add_calendar(message: EmailMultiAlternatives, content: bytes, method: Method) -> None:
    """Adds the file twice: as the last alternative, which mail programs offer as an invitation, and to save it.

    RFC 6047, section 2.4: the method is in the Content-Type, the same as in the file. The second one is of another type
    and has no method, so that no program acts on the call twice.
    """
    message.attach_alternative(content.decode(), f"text/calendar; method={method.value}")
    message.attach("call.ics", content, "application/ics")
