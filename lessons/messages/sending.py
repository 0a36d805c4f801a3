"""Sending a word in a client's thread, and noting that words were seen."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from hinge_coach.accounts.models import Client, Trainer
from lessons.messages.mail import announce
from lessons.models import Message, Practice


class OthersMessageError(Exception):
    """The id belongs to a word of another thread, or of the other side of this one; nothing was stored."""


@transaction.atomic
def send(
    client: Client,
    *,
    by: Trainer | None,
    id: UUID,
    text: str,
    at: datetime,
    practice: Practice | None = None,
    sent_at: datetime | None = None,
) -> Message:
    """Stores a word by the trainer, or by the client where `by` is None, and has its reader told by mail.

    The same id again changes nothing. `at` is when it was written; `sent_at` when it arrived, where it had waited on a
    device. `practice`: the one it is about. Raises `OthersMessageError`, or `Client.DoesNotExist` where the account was
    erased meanwhile; then nothing is stored.
    """
    client.lock()
    stored = Message.objects.filter(pk=id).first()
    if stored is not None:
        if stored.client_id != client.pk or stored.is_from_client != (by is None):
            raise OthersMessageError
        return stored
    if not Client.objects.filter(pk=client.pk).exists():
        raise Client.DoesNotExist
    message = Message.objects.create(
        id=id, client=client, by=by, text=text, written_at=at, sent_at=sent_at, practice=practice
    )
    announce(message)
    return message


@transaction.atomic
def mark_seen(client: Client, ids: Collection[UUID], *, by_trainer: bool, at: datetime) -> int:
    """Notes that these words of the other side came into view, and returns how many were new. Again changes nothing."""
    others = client.messages.from_client() if by_trainer else client.messages.from_trainer()
    new = others.unseen().filter(pk__in=ids)
    if not new.exists():
        return 0
    client.lock()
    return new.update(seen_at=at)
