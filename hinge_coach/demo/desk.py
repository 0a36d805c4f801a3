"""What stands on the trainer's desk about the demo people: words both ways, tags, a call, and what was done about whom.

All of it goes through the writers of the site, at times before now.
"""

import uuid
from datetime import date, datetime, timedelta

from hinge_coach.accounts.models import Client, Look, Trainer
from hinge_coach.booking.availability import slots
from hinge_coach.booking.availability.availability import load_availability
from hinge_coach.booking.calls.reserving import BookingRequest, reserve
from hinge_coach.booking.models import CallEvent
from hinge_coach.coaching.clients.tags import add_tag
from hinge_coach.coaching.desk.handling import handle, snooze, snooze_end
from hinge_coach.coaching.desk.rows import client_rows
from hinge_coach.coaching.desk.shown import SaidReason
from hinge_coach.coaching.ending.archiving import archive
from hinge_coach.coaching.models import Note
from hinge_coach.demo.personas import Persona
from hinge_coach.demo.weeks import NAMESPACE
from lessons.messages.sending import mark_seen, send
from lessons.summary.refreshing import refresh_stale

FRIDAY = 4

NOTED = timedelta(hours=20)  # before now: when the trainer looked at each client's page and wrote the note

DONE = timedelta(hours=2)  # before now: when the trainer handled and snoozed

REVIEW_MINUTES = 20

SEEN_AFTER = timedelta(hours=1)


def write_about(persona: Persona, client: Client, trainer: Trainer, now: datetime) -> None:
    """The thread, the note with the look before it, the tags, the booked call, and the end of the coaching."""
    _talk_in_writing(persona, client, trainer, now)
    for tag in persona.tags:
        add_tag(client, tag)
    if persona.note:
        Note.objects.create(client=client, by=trainer, text=persona.note, written_at=now - NOTED)
        Look.objects.create(client=client, by=trainer.user, kind=Look.Kind.FILE, at=now - NOTED)
    if persona.call:
        _book_call(persona, client, trainer, now)
    if persona.archived:
        at = now - timedelta(days=2)
        archive(client, by=trainer, on=client.today(at), line=persona.archived, at=at)


def look_after(people: list[tuple[Persona, Client]], trainer: Trainer, now: datetime) -> None:
    """What the trainer did two hours ago about those who stood on the desk then."""
    refresh_stale()
    at = now - DONE
    for persona, client in people:
        if persona.handled:
            reasons = _reasons(client, at)
            handle(client, by=trainer, up_to=at, line=persona.handled, at=at, reasons=reasons)
        if persona.snoozed:
            until = snooze_end(_next_friday(trainer.user.today(now)), trainer.user.tz)
            reasons = _reasons(client, at)
            snooze(client, by=trainer, up_to=at, until=until, line=persona.snoozed, at=at, reasons=reasons)
    refresh_stale()


def _reasons(client: Client, at: datetime) -> list[SaidReason]:
    """What the desk says about somebody."""
    (row,) = client_rows([client.pk], now=at)
    return [
        SaidReason(code=str(reason.code), sentence=reason.sentence) for reason in row.reasons if reason.needs_attention
    ]


def _next_friday(today: date) -> date:
    """The first Friday after today."""
    return today + timedelta(days=(FRIDAY - today.weekday() - 1) % 7 + 1)


def _talk_in_writing(persona: Persona, client: Client, trainer: Trainer, now: datetime) -> None:
    """Each word was seen an hour later; only what the client wrote since the trainer's last word waits."""
    last_answer = max((number for number, word in enumerate(persona.words) if not word.is_theirs), default=-1)
    for number, word in enumerate(persona.words):
        at = now - timedelta(hours=word.hours)
        word_id = uuid.uuid5(NAMESPACE, f"{persona.email} word {number}")
        send(client, by=None if word.is_theirs else trainer, id=word_id, text=word.text, at=at)
        if number <= last_answer:
            mark_seen(client, [word_id], by_trainer=word.is_theirs, at=at + SEEN_AFTER)


def _book_call(persona: Persona, client: Client, trainer: Trainer, now: datetime) -> None:
    """A review at the first time that is a day ahead."""
    offered = slots.offered(load_availability(trainer, now, minutes=REVIEW_MINUTES), now)
    slot = next((slot for slot in offered if slot.starts_at >= now + timedelta(days=1)), None)
    if slot is None:
        return
    request = BookingRequest(
        id=uuid.uuid5(NAMESPACE, f"{persona.email} call"),
        name=persona.name,
        email=persona.email,
        phone=persona.phone,
        about=persona.call,
        zone=client.user.tz,
        starts_at=slot.starts_at,
        title="Review",
        minutes=REVIEW_MINUTES,
    )
    reserve(request, trainer, now=now - DONE, by=CallEvent.By.TRAINER)
