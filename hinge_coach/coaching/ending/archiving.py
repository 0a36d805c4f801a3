"""Archiving a client and taking them back: what is stored, and the mail that says so."""

from datetime import date, datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from hinge_coach import outbox
from hinge_coach.accounts.local_day import day_start
from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.coaching.models import Deed


@transaction.atomic
def archive(client: Client, *, by: Trainer, on: date, line: str, at: datetime) -> Deed | None:
    """Ends the coaching on the client's day `on`, at once where that is today, and enqueues the mail.

    `line` are the trainer's own words for the mail; may be empty. None, and nothing is stored, where an end is set
    already, as after a second press, or where the account was erased meanwhile.
    """
    client.lock()
    if not Client.objects.filter(pk=client.pk, archived_at=None).exists():
        return None
    client.archived_at = at if on <= client.today(at) else day_start(on, client.user.tz, client.day_begins)
    client.save(update_fields=["archived_at"])
    deed = Deed.objects.create(
        client=client, by=by, kind=Deed.Kind.ARCHIVED, at=at, until=client.archived_at, line=line
    )
    outbox.enqueue(send_ending_mail, str(deed.pk))
    return deed


@transaction.atomic
def take_back(client: Client, *, by: Trainer, at: datetime) -> Deed | None:
    """Takes the end back, before its day or after it. None, and nothing is stored, where none is set."""
    client.lock()
    if not Client.objects.filter(pk=client.pk, archived_at__isnull=False).exists():
        return None
    client.archived_at = None
    client.save(update_fields=["archived_at"])
    return Deed.objects.create(client=client, by=by, kind=Deed.Kind.RETURNED, at=at)


def _describe_ending_mail(deed_id: str) -> str:
    deed = Deed.objects.filter(pk=deed_id).select_related("client__user").first()
    return f"to {deed.client.user.email}, the end of their coaching" if deed else "to somebody"


@outbox.mail_task(about=_describe_ending_mail)
def send_ending_mail(deed_id: str) -> None:
    """Sends nothing where the client was taken back, or erased, since."""
    deed = Deed.objects.select_related("client__user", "by__user").filter(pk=deed_id).first()
    if deed is None or deed.client.archived_at is None or deed.client.archived_at != deed.until:
        return
    client, trainer = deed.client, deed.by
    context = {
        "client": client,
        "trainer": trainer,
        "ending": client.ending(timezone.now()),
        "line": deed.line,
        "link": settings.SITE_URL + reverse("lessons:today"),
        "call": settings.SITE_URL + reverse("booking:call"),
    }
    mail = EmailMultiAlternatives(
        # A header is one line, and a name may hold a line break.
        subject=" ".join(f"Your coaching with {trainer.name}".split()),
        body=render_to_string("coaching/ending/mail/ending.txt", context),
        to=[client.user.email],
        reply_to=[trainer.user.email],
        headers={"Message-ID": outbox.message_id(f"{deed.pk}.ending"), "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string("coaching/ending/mail/ending.html", context), "text/html")
    mail.send()
