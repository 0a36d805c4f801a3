"""A person who is new to this site, with all they reported, from their export."""

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F

from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.accounts.phones import parse_phone
from hinge_coach.accounts.zones.fields import zone_names
from hinge_coach.safety.models import Closure, Pause, Screening
from lessons.models import (
    CarryOver,
    Message,
    Move,
    NewUsual,
    Plan,
    SkippedStartTest,
    Talk,
    TrackPosition,
    VariationAnswer,
    VerdictRecord,
)
from lessons.transfer.refusals import ImportRefusedError, damaged
from lessons.transfer.rows import BATCH, ExportRows, store_with_ids, verdicts_by_key
from lessons.transfer.schema import ClientExport


@transaction.atomic
def import_client(export: ClientExport, *, email: str | None = None) -> Client:
    """Stores the person with all their history, or nothing at all; the rules count it as if it had been lived here.

    The rules decide with the person's next report, and not by this import: the file brings the verdicts of what it
    holds, and nobody reported anything just now for which to move them, close practice, or mail the trainer.
    Who looked at it elsewhere, and that their coaching ended there, is no news here, and left out.
    With `email` the file has to be that person's. Words of a trainer need one who wrote them; else they are left out.
    Raises `ImportRefusedError`.
    """
    client = _store_person(export, email)
    client.lock()
    rows = ExportRows(export, client, imported=False)
    _store_safety(export, client)
    store_with_ids(rows.check_ins(), "check_ins", [check_in.id for check_in in export.check_ins])
    # The rules ask when an entry was made: it was made there and then, not by this import.
    client.check_ins.update(created_at=F("at"))
    store_with_ids(rows.practices(), "practices", [practice.id for practice in export.practices])
    verdicts = VerdictRecord.objects.bulk_create(rows.verdicts(), batch_size=BATCH)
    store_with_ids(rows.start_tests(), "start_tests", [test.id for test in export.start_tests])
    if export.start_test_skipped_at is not None:
        SkippedStartTest.objects.create(client=client, skipped_at=export.start_test_skipped_at)
    Move.objects.bulk_create(rows.moves(verdicts_by_key(verdicts), by_trainer=True), batch_size=BATCH)
    TrackPosition.objects.bulk_create(rows.positions())
    _store_daily_life(export, client)
    _store_messages(export, client)
    _store_talks(export, client)
    return client


def _store_person(export: ClientExport, email: str | None) -> Client:
    person = export.person
    address = person.email.lower()
    if email is not None and address != email.lower():
        raise ImportRefusedError(f"This is the export of another person than {email}.")
    if User.objects.filter(email__iexact=address).exists():
        raise ImportRefusedError(f"{address} is known here already. An export goes only to a site that is new to them.")
    try:
        validate_email(address)
    except ValidationError:
        raise damaged("person.email", "it must be an e-mail address.") from None
    if person.zone not in zone_names():
        raise damaged("person.zone", "there is no such time zone.")
    user = User.objects.create_user(address, name=person.name, zone=person.zone)
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    return Client.objects.create(
        user=user,
        joined_at=person.joined_at,
        consented_at=person.consented_at,
        morning_hour=export.morning_hour,
        day_begins=export.day_begins,
        weight_unit=export.weight_unit or "",
        drawn_as=export.drawn_as or "",
        message_mail=export.message_mail,
        phone=parse_phone(person.phone, person.zone) or "",
    )


def _store_safety(export: ClientExport, client: Client) -> None:
    Screening.objects.bulk_create(
        Screening(client=client, **row.model_dump()) for row in reversed(export.safety_answers)
    )
    Closure.objects.bulk_create(Closure(client=client, **row.model_dump()) for row in reversed(export.closures))


def _store_daily_life(export: ClientExport, client: Client) -> None:
    carry_overs = (CarryOver(client=client, **row.model_dump()) for row in export.carry_overs)
    CarryOver.objects.bulk_create(carry_overs, batch_size=BATCH)
    Pause.objects.bulk_create(Pause(client=client, **row.model_dump()) for row in export.pauses)
    if export.plan:
        Plan.objects.create(client=client, **export.plan.model_dump())
    if export.variations:
        VariationAnswer.record(client, export.variations.kinds, at=export.variations.answered_at)


def _store_messages(export: ClientExport, client: Client) -> None:
    trainer, practices = Trainer.objects.owner(), {practice.id for practice in export.practices}
    messages = (
        Message(
            client=client,
            by=trainer if row.writer == "trainer" else None,
            # A word is worth more than what it was about, which an edited file may lack.
            practice_id=row.practice if row.practice in practices else None,
            **row.model_dump(exclude={"writer", "practice"}),
        )
        for row in reversed(export.messages)
        if trainer or row.writer == "client"
    )
    Message.objects.bulk_create(messages)


def _store_talks(export: ClientExport, client: Client) -> None:
    Talk.objects.bulk_create(Talk(client=client, **row.model_dump()) for row in reversed(export.talks))
    NewUsual.objects.bulk_create(NewUsual(client=client, **row.model_dump()) for row in reversed(export.new_usuals))
