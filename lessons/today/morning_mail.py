"""The morning question by mail, for clients who asked for it: what is due, sending it, and storing the answer."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.db.models import Prefetch, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from hinge_coach import outbox
from hinge_coach.accounts.models import Client, Trainer, coached
from hinge_coach.accounts.zones.fields import city
from hinge_coach.safety.models import Closure
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import Moment
from lessons.models import MorningMail, Practice, RuleSet
from lessons.practice import deciding
from lessons.today.morning_schedule import MailPreference, mail_due_on

LATELY = timedelta(days=4)  # covers yesterday and today in every zone


def mails_due(now: datetime) -> Iterator[tuple[Client, date]]:
    """The clients whose mail is due, each with the local day. The number of queries doesn't grow with the clients."""
    night_hours = RuleSet.objects.in_force().night_hours
    for client in _subscribers(now):
        sent_on = max((mail.local_on for mail in client.morning_mails.all()), default=None)
        if on := _due_on(client, sent_on=sent_on, night_hours=night_hours, now=now):
            yield client, on


def send_due_mails(now: datetime) -> int:
    """Enqueues the mails that are due, one for each local day, and returns how many. Safe to run twice at a time."""
    sent = 0
    for client, on in list(mails_due(now)):
        try:
            with transaction.atomic():
                outbox.enqueue(send_morning_mail, str(MorningMail.begin(client, on, at=now).pk))
        except IntegrityError:
            continue
        sent += 1
    return sent


def _describe_morning_mail(mail_id: str) -> str:
    mail = MorningMail.objects.filter(pk=mail_id).select_related("client__user").first()
    return f"to {mail.client.user.email}, the morning question" if mail else "to somebody"


@outbox.mail_task(about=_describe_morning_mail)
def send_morning_mail(mail_id: str) -> None:
    """Sends the mail, unless since then the morning was reported or is over, or the client turned these mails off."""
    mail, now = MorningMail.objects.filter(pk=mail_id).first(), timezone.now()
    client = _subscribers(now).filter(morning_mails=mail).first() if mail else None
    if mail is None or client is None:
        return
    night_hours = RuleSet.objects.in_force().night_hours
    if _due_on(client, sent_on=None, night_hours=night_hours, now=now) != mail.local_on:
        return
    trainer = Trainer.objects.owner()
    off = settings.SITE_URL + reverse("lessons:no_more_mornings", args=[mail.token])
    context = {
        "client": client,
        "mail": mail,
        "zone": city(client.user.zone),
        "link": settings.SITE_URL + mail.get_absolute_url(),
        "off": off,
        "trainer": trainer,
    }
    message = EmailMultiAlternatives(
        # A locked phone shows the subject to anybody nearby, so it names neither the body nor a number.
        subject="Good morning. One question for you",
        body=render_to_string("lessons/today/mail/morning.txt", context),
        to=[client.user.email],
        reply_to=[trainer.user.email] if trainer else [],
        headers={
            "Message-ID": outbox.message_id(f"{mail.pk}.morning"),
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{off}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    message.attach_alternative(render_to_string("lessons/today/mail/morning.html", context), "text/html")
    message.send()


@transaction.atomic
def record_answer(mail: MorningMail, score: int, *, now: datetime) -> CheckIn:
    """Stores the answer and decides again. Another answer on the same day corrects the first."""
    client = mail.client
    client.lock()
    check_in = CheckIn.record(id=mail.answer_id, client=client, at=now, score=score, moment=Moment.MORNING)
    if check_in.deleted_at is not None:
        check_in.restore(now)
    if check_in.score != score:
        check_in.correct(score=score, situation=check_in.situation, at=check_in.at, now=now)
    deciding.decide_again(client, now=now)
    return check_in


def answer_state(mail: MorningMail) -> tuple[CheckIn | None, bool]:
    """The answer given by this mail, and whether the morning was reported in another way.

    An answer that the client has moved to another day since counts as the latter: the link changes no other day.
    """
    morning_reports = Q(moment=Moment.MORNING, local_on=mail.local_on, deleted_at=None)
    rows = mail.client.check_ins.filter(Q(pk=mail.answer_id) | morning_reports)
    by_id: dict[UUID, CheckIn] = {row.pk: row for row in rows}
    answer = by_id.pop(mail.answer_id, None)
    if answer is not None and answer.local_on != mail.local_on:
        return None, True
    return (answer if answer and answer.deleted_at is None else None), bool(by_id)


def _subscribers(now: datetime) -> QuerySet[Client]:
    since = now - LATELY
    answers = CheckIn.objects.kept().filter(at__gte=since, imported=False)
    return (
        Client.objects.filter(coached(now), morning_hour__isnull=False, user__is_active=True)
        .select_related("user")
        .prefetch_related(
            Prefetch("practices", Practice.objects.filter(done_at__gte=since).select_related("before", "after")),
            Prefetch("check_ins", answers),
            Prefetch("closures", Closure.objects.active()),
            "pauses",
            Prefetch("morning_mails", MorningMail.objects.filter(at__gte=since)),
        )
    )


def _due_on(client: Client, *, sent_on: date | None, night_hours: int, now: datetime) -> date | None:
    assert client.morning_hour is not None
    today = client.today(now)
    return mail_due_on(
        MailPreference(hour=client.morning_hour, zone=client.user.tz, day_begins=client.day_begins),
        practices=[practice.value for practice in client.practices.all()],
        entries=client.check_ins.all(),
        closed=bool(client.closures.all()) or any(pause.covers(today) for pause in client.pauses.all()),
        sent_on=sent_on,
        now=now,
        night_hours=night_hours,
    )
