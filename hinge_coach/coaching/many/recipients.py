"""Whom a word to many goes to, what each of them reads, and sending it to each once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models.functions import Lower

from hinge_coach.accounts.models import Client, Trainer, coached
from hinge_coach.coaching.clients.filters import Filter
from hinge_coach.wording import first_name
from lessons.messages.sending import send

MOST_RECIPIENTS = 300

NAME_MARK = "{name}"
NAMELESS = "there"  # for whoever has no name, as in “Hi there”


@dataclass(frozen=True, kw_only=True)
class Recipients:
    """`clients` by name; `archived` were chosen, too, and are past clients by now; `gone` have erased their account."""

    clients: tuple[Client, ...]
    archived: tuple[Client, ...] = ()
    gone: int = 0


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """To how many a word went, and to whom it did not."""

    sent: int
    archived: tuple[str, ...]
    gone: int


def filled_in(text: str, client: Client) -> str:
    """The text as this client reads it."""
    return text.replace(NAME_MARK, first_name(client.user.name) or NAMELESS)


def fitting(choice: Filter, *, now: datetime) -> list[Client]:
    """The clients of a filter by name, and one more than may be written to where there are more; past ones never."""
    clients = choice.apply(Client.objects.filter(coached(now)).select_related("user"), now)
    return list(clients.order_by(Lower("user__name"), "pk")[: MOST_RECIPIENTS + 1])


def recipients(ids: Collection[int], *, now: datetime) -> Recipients:
    """Those with these keys; one query."""
    by_name = list(Client.objects.filter(pk__in=ids).select_related("user").order_by(Lower("user__name"), "pk"))
    return Recipients(
        clients=tuple(client for client in by_name if not _is_archived(client, now)),
        archived=tuple(client for client in by_name if _is_archived(client, now)),
        gone=len(set(ids)) - len(by_name),
    )


def send_to_each(chosen: Recipients, text: str, *, form_id: UUID, by: Trainer, at: datetime) -> Outcome:
    """Sends each their word in their own thread. The same text of the same form goes to each of them once.

    One transaction for each, so that nobody's thread waits for all the others.
    """
    sent, gone, archived = 0, chosen.gone, [str(client) for client in chosen.archived]
    for client in chosen.clients:
        try:
            with transaction.atomic():
                client.lock()
                client.refresh_from_db(fields=["archived_at"])
                if _is_archived(client, at):
                    archived.append(str(client))
                    continue
                key = uuid5(form_id, f"{client.pk} {text}")
                send(client, by=by, id=key, text=filled_in(text, client), at=at)
        except Client.DoesNotExist:
            gone += 1
        else:
            sent += 1
    return Outcome(sent=sent, archived=tuple(archived), gone=gone)


def outcome_words(outcome: Outcome) -> str:
    """Both in one line: `Sent to 7 clients. Not sent to Pat, who is a past client.`"""
    sent = f"Sent to {_counted(outcome.sent)}." if outcome.sent else "Nobody was written to."
    return " ".join([sent, *left_out_words(outcome.archived, outcome.gone)])


def left_out_words(archived: Sequence[str], gone: int) -> list[str]:
    """A sentence about each kind of client who is left out; whoever erased the account is not named."""
    words = [f"Left out: {name} is a past client by now." for name in archived]
    if gone:
        whose = "client who has erased their account" if gone == 1 else "clients who have erased their accounts"
        words.append(f"Left out: {gone} {whose}.")
    return words


def _counted(number: int) -> str:
    return "1 client" if number == 1 else f"{number} clients"


def _is_archived(client: Client, now: datetime) -> bool:
    return client.archived_at is not None and client.archived_at <= now
