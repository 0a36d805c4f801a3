"""Inviting several people at once: the good lines of a pasted list, while the others are named with what is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from hinge_coach.accounts.asking_twice import once
from hinge_coach.accounts.forms import InvitationForm, obstacle_words
from hinge_coach.accounts.inviting import obstacles
from hinge_coach.accounts.joining import invite
from hinge_coach.accounts.models import Trainer
from hinge_coach.coaching.invitations.pasted import PastedLine
from hinge_coach.coaching.invitations.wording import problem_words
from hinge_coach.tokens import hash_token
from hinge_coach.wording import counted_in_digits


@dataclass(frozen=True, kw_only=True)
class RefusedLine:
    """A line of the list that invites nobody, and why."""

    line: PastedLine
    why: str


@dataclass(frozen=True, kw_only=True)
class Invited:
    """How many invitations are on their way, and which lines are not."""

    sent: int
    refused: Sequence[RefusedLine]


def invite_lines(lines: Sequence[PastedLine], *, trainer: Trainer, at: datetime) -> Invited:
    """Invites whom it can, all in one transaction. The same lines sent twice at once invite once, and answer alike.

    What is kept of the first answer for some seconds holds the numbers of lines, and no address.
    """
    by_number = {line.number: line for line in lines}
    name = hash_token(f"{trainer.pk} {[(line.number, line.text) for line in lines]}")

    def first() -> tuple[Invited, dict[str, Any]]:
        answer = _invite_lines(lines, trainer=trainer, at=at)
        kept = {"sent": answer.sent, "refused": [(refused.line.number, refused.why) for refused in answer.refused]}
        return answer, kept

    def again(kept: dict[str, Any]) -> Invited:
        refused = [RefusedLine(line=by_number[number], why=why) for number, why in kept["refused"]]
        return Invited(sent=kept["sent"], refused=refused)

    return once(f"invited-{name}", first=first, again=again)


@transaction.atomic
def _invite_lines(lines: Sequence[PastedLine], *, trainer: Trainer, at: datetime) -> Invited:
    in_the_way = obstacles([line.email for line in lines], now=at)
    refused, sent = [], 0
    for line in lines:
        obstacle = in_the_way.get(line.email.lower())
        why = problem_words(line) or (obstacle_words(obstacle, trainer.user.tz) if obstacle else "")
        try:
            person = {} if why else _person(line)
        except ValidationError as problem:
            why = problem.messages[0]
        if why:
            refused.append(RefusedLine(line=line, why=why))
        else:
            invite(trainer=trainer, at=at, **person)
            sent += 1
    return Invited(sent=sent, refused=refused)


def _person(line: PastedLine) -> dict[str, str]:
    """Name and address as the form for one person cleans them. Raises `ValidationError`."""
    fields = InvitationForm.base_fields
    return {name: fields[name].clean(value) for name, value in (("email", line.email), ("name", line.name))}


def sent_words(sent: int) -> str:
    """`1 invitation is on its way.`"""
    return counted_in_digits(sent, "invitation is on its way.", "invitations are on their way.")
