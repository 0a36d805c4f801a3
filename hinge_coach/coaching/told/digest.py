"""The morning digest: a mail that tells the trainer how many need a word, and nothing about anybody.

It comes on quiet mornings, too, and says that nobody needs a word: so a morning without it means that no mail goes out.
Each morning it names the calendars that were not read for a day, because people may book while the trainer is busy, and
says so where the last backup is older than two days.
"""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from hinge_coach import outbox
from hinge_coach.accounts.models import Trainer
from hinge_coach.accounts.zones.fields import city
from hinge_coach.coaching.desk.clients import count_needing
from hinge_coach.coaching.models import Digest
from hinge_coach.coaching.settings.calendar_status import outdated_calendars
from hinge_coach.coaching.told.digest_schedule import digest_due_on
from hinge_coach.coaching.told.last_backup import last_backup
from hinge_coach.wording import capitalize, counted, hour_words
from lessons.models import Message

SIGNER_SALT = "hinge_coach.coaching.digest"  # part of every mailed token; a change would break links already sent


def send_due_digest(now: datetime) -> bool:
    """Enqueues the digest of the trainer's day where it is due, and says whether it was. It may run twice at a time."""
    trainer, last = Trainer.objects.owner(), Digest.objects.first()
    if trainer is None:
        return False
    on = digest_due_on(trainer.digest_hour, trainer.user.tz, sent_on=last.on if last else None, now=now)
    if on is None:
        return False
    try:
        with transaction.atomic():
            outbox.enqueue(send_digest_mail, Digest.objects.create(on=on, at=now).pk)
    except IntegrityError:  # another run has just stored the same day
        return False
    return True


@outbox.mail_task(about=lambda digest_id: "to you, the morning digest")
def send_digest_mail(digest_id: int) -> None:
    """Sends the numbers of now, unless the morning is over since then or the trainer has switched the digest off."""
    digest, trainer, now = Digest.objects.filter(pk=digest_id).first(), Trainer.objects.owner(), timezone.now()
    if digest is None or trainer is None or trainer.digest_hour is None:
        return
    if digest_due_on(trainer.digest_hour, trainer.user.tz, sent_on=None, now=now) != digest.on:
        return
    off = settings.SITE_URL + reverse("coaching:no_more_digests", args=[digest_token(digest)])
    needing, calendars = needing_words(count_needing(now)), outdated_calendars(trainer, now=now)
    context = {
        "trainer": trainer,
        "needing": needing,
        "calendars": calendars,
        "backup": last_backup(trainer, now=now),
        "calendars_link": settings.SITE_URL + reverse("coaching:calendars"),
        "waiting": waiting_words(Message.objects.from_client().unseen().count()),
        "link": settings.SITE_URL + reverse("coaching:desk"),
        "off": off,
        "hour": hour_words(trainer.digest_hour),
        "zone": city(trainer.user.zone),
    }
    message = EmailMultiAlternatives(
        # A locked phone shows the subject to anybody nearby: a number, and no name.
        subject=f"Your desk: {needing}{calendar_words(len(calendars))}",
        body=render_to_string("coaching/told/mail/digest.txt", context),
        to=[trainer.user.email],
        reply_to=[trainer.user.email],  # about nobody in particular, so an answer is a note to oneself
        headers={
            "Message-ID": outbox.message_id(f"{digest.on}.digest"),
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{off}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    message.attach_alternative(render_to_string("coaching/told/mail/digest.html", context), "text/html")
    message.send()


def needing_words(number: int) -> str:
    """`nobody needs a word`, `one client needs a word`, `12 clients need a word`."""
    if not number:
        return "nobody needs a word"
    return f"{counted(number, 'client needs', 'clients need')} a word"


def waiting_words(number: int) -> str:
    """`One word from a client is waiting to be read.`; empty where none is."""
    if not number:
        return ""
    words = counted(number, "word from a client is", "words from clients are")
    return f"{capitalize(words)} waiting to be read."


def calendar_words(number: int) -> str:
    """`, and one calendar is not read`, for the subject; empty where all are."""
    return f", and {counted(number, 'calendar is', 'calendars are')} not read" if number else ""


def digest_token(digest: Digest) -> str:
    """The token of the link that switches the digest off: the digest's id, signed with the site's secret."""
    return _signer().sign(str(digest.pk))


def is_digest_token(token: str) -> bool:
    """Whether this is the token of a digest that was sent."""
    try:
        return Digest.objects.filter(pk=_signer().unsign(token)).exists()
    except BadSignature:
        return False


def switch_digest_off(trainer: Trainer) -> None:
    if trainer.digest_hour is not None:
        trainer.digest_hour = None
        trainer.save(update_fields=["digest_hour"])


def _signer() -> Signer:
    return Signer(sep=".", salt=SIGNER_SALT)
