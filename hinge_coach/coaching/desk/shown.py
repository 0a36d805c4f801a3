"""What a page showed about a client, and when it was made, signed into its forms.

The trainer handles what they have read. What came in between the page and the press stands on the desk afterwards.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol, TypedDict

from django.core import signing

from hinge_coach.accounts.models import Client

BEFORE_THE_MARK = timedelta(minutes=1)  # what marks a client as stale has a moment of its own, shortly before

LONGEST_SIGNED = 20_000  # letters; a client with ten reasons takes less than a tenth of it

_SALT = "hinge_coach.coaching.shown"


class HasSentence(Protocol):
    """A reason as the desk says it."""

    @property
    def code(self) -> str: ...

    @property
    def sentence(self) -> str: ...


class SaidReason(TypedDict):
    """A reason as it was said: its code and its sentence."""

    code: str
    sentence: str


class PageShown(NamedTuple):
    """The reasons that a page showed about one client, and the moment at which the page was made."""

    at: datetime
    reasons: tuple[SaidReason, ...]


def known_up_to(client: Client, now: datetime) -> datetime:
    """Up to when the summaries know of this client: until now, or until just before what they haven't taken in yet."""
    return now if client.stale_since is None else min(now, client.stale_since - BEFORE_THE_MARK)


def sign_shown(client_id: int, reasons: Iterable[HasSentence] = (), *, at: datetime) -> str:
    """The value of the hidden field `shown_at`. `at` is up to when the page knows of the client."""
    said = [(str(reason.code), reason.sentence) for reason in reasons]
    return signing.dumps({"client": client_id, "at": at.isoformat(), "said": said}, salt=_SALT, compress=True)


def read_shown(signed: str, client_id: int, *, now: datetime) -> PageShown | None:
    """What `sign_shown` was given; None where it is missing, forged, about another client, or later than now."""
    if not signed or len(signed) > LONGEST_SIGNED:
        return None
    try:
        value: dict[str, Any] = signing.loads(signed, salt=_SALT)
    except signing.BadSignature:
        return None
    shown = PageShown(
        at=datetime.fromisoformat(value["at"]),
        reasons=tuple(SaidReason(code=code, sentence=sentence) for code, sentence in value["said"]),
    )
    return shown if value["client"] == client_id and shown.at <= now else None
