"""Mail about a call, as tasks that are kept with it: nothing goes out for what was rolled back.

A task decides at the moment it runs: where the call has changed again since, a newer task is on its way and the
older one sends nothing. Visitor and trainer are two tasks, so that trying one again never repeats the other, and
a repeated mail has the same Message-ID.
"""

from enum import StrEnum
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone

from hinge_coach import outbox
from hinge_coach.booking.calendars import Method, calendar_file
from hinge_coach.booking.models import Call, CallEvent
from hinge_coach.booking.phones import in_words, last_digits
from hinge_coach.booking.when import When, clocks_sentence

By = CallEvent.By


class News(StrEnum):
    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"


VISITOR_SUBJECTS = {
    News.BOOKED: "Booked: your free call with {trainer} on {when.day}, {when.clock}",
    News.MOVED: "Moved: your free call with {trainer} is now {when.day}, {when.clock}",
    News.CANCELLED: "Cancelled: your free call with {trainer} on {when.day}",
}
TRAINER_SUBJECTS = {
    News.BOOKED: "New call: {name}, {when.day}, {when.clock}",
    News.MOVED: "Moved call: {name}, now {when.day}, {when.clock}",
    News.CANCELLED: "Cancelled call: {name}, {when.day}, {when.clock}",
}
# The first sentence, by who did it.
VISITOR_LEADS = {
    (News.BOOKED, By.VISITOR): "Your free call with {trainer} is booked:",
    (News.BOOKED, By.TRAINER): "{trainer} has booked a free call with you:",
    (News.MOVED, By.VISITOR): "Your free call with {trainer} has moved. It is now on:",
    (News.MOVED, By.TRAINER): "{trainer} has moved your free call. It is now on:",
    (News.CANCELLED, By.VISITOR): "Your free call with {trainer} is cancelled. It was to be on:",
    (News.CANCELLED, By.TRAINER): "{trainer} has had to cancel your free call. It was to be on:",
}
TRAINER_LEADS = {
    (News.BOOKED, By.VISITOR): "{name} has booked a free call:",
    (News.BOOKED, By.TRAINER): "You have booked a free call with {name}:",
    (News.MOVED, By.VISITOR): "{name} has moved the free call. It is now on:",
    (News.MOVED, By.TRAINER): "You have moved the free call with {name}. It is now on:",
    (News.CANCELLED, By.VISITOR): "{name} has cancelled the free call. It was to be on:",
    (News.CANCELLED, By.TRAINER): "You have cancelled the free call with {name}. It was to be on:",
}


def announce(call: Call, news: News, by: By) -> None:
    """Lets visitor and trainer know, once this transaction is committed."""
    for tell in (tell_visitor, tell_trainer):
        outbox.post(tell, str(call.pk), news.value, by.value, call.sequence)


@outbox.mail_task
def tell_visitor(call_id: str, news: str, by: str, sequence: int) -> None:
    call = _unchanged_call(call_id, sequence)
    if call is None:
        return
    when = When(call.starts_at, call.tz)
    context = {
        **_facts(call),
        "lead": VISITOR_LEADS[News(news), By(by)].format(trainer=call.trainer.name),
        "when": when,
        "trainer_when": None if when.same_clock(call.trainer.user.tz) else When(call.starts_at, call.trainer.user.tz),
        "clocks": clocks_sentence(call.tz, timezone.now(), call.starts_at),
        "link": f"{settings.SITE_URL}{call.get_absolute_url()}",
        "from_digits": last_digits(call.trainer.phone, 4),
    }
    subject = VISITOR_SUBJECTS[News(news)].format(trainer=call.trainer.name, when=when)
    message = _message("visitor", subject, context, to=call.email, reply_to=call.trainer.user.email)
    _attach_calendar(message, call, Method.CANCEL if call.is_cancelled else Method.REQUEST)
    message.send()


@outbox.mail_task
def tell_trainer(call_id: str, news: str, by: str, sequence: int) -> None:
    call = _unchanged_call(call_id, sequence)
    if call is None:
        return
    when = When(call.starts_at, call.trainer.user.tz)
    context = {
        **_facts(call),
        "lead": TRAINER_LEADS[News(news), By(by)].format(name=call.name),
        "when": when,
        "visitor_when": None if when.same_clock(call.tz) else When(call.starts_at, call.tz),
        "link": f"{settings.SITE_URL}/desk/calls/",
    }
    subject = TRAINER_SUBJECTS[News(news)].format(name=call.name, when=when)
    message = _message("trainer", subject, context, to=call.trainer.user.email, reply_to=call.email)
    _attach_calendar(message, call, Method.CANCEL if call.is_cancelled else Method.PUBLISH, for_trainer=True)
    message.send()


def _unchanged_call(call_id: str, sequence: int) -> Call | None:
    return Call.objects.with_trainer().filter(pk=call_id, sequence=sequence).first()


def _facts(call: Call) -> dict[str, object]:
    return {
        "call": call,
        "trainer": call.trainer,
        "phone": in_words(call.phone),
        "minutes": int((call.ends_at - call.starts_at).total_seconds()) // 60,
        "message_id": f"<{call.uid}.{call.sequence}.{{to}}@{urlsplit(settings.SITE_URL).hostname}>",
    }


def _message(who: str, subject: str, context: dict[str, object], *, to: str, reply_to: str) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        # A header is one line; names are checked at the door, but a trainer's own name comes by another one.
        subject=" ".join(subject.split()),
        body=render_to_string(f"booking/mail/{who}.txt", context),
        to=[to],
        reply_to=[reply_to],
        headers={
            "Message-ID": str(context["message_id"]).format(to=who),
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(render_to_string(f"booking/mail/{who}.html", context), "text/html")
    return message


def _attach_calendar(message: EmailMultiAlternatives, call: Call, method: Method, *, for_trainer: bool = False) -> None:
    content = calendar_file(call, method, for_trainer=for_trainer)
    message.attach("call.ics", content.decode(), f"text/calendar; method={method.value}")
