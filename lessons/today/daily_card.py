"""Which question, asked once in a client's life here, Today puts on a card of its own. PURE.

One card a day at most, the same all day: the day says which question has its turn, and where that one is answered no
other takes its place. The questions take turns on nine days, three each, and shift from round to round, so that
somebody who comes every third day meets all of them. Then they rest until four weeks are over. Days are counted from
the day of joining, because no row says that a card was seen or sent away.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from lessons.models.variation import Variation


class CardKind(StrEnum):
    """The questions, in the order of their first turn."""

    NUMBERS = "numbers"
    VARIATIONS = "variations"
    MORNING_MAIL = "morning-mail"


SHOWINGS = 3  # of a question, before it rests
ROTATION = 28  # days from one first turn to the next

ASKED_ONCE = frozenset({CardKind.MORNING_MAIL})
"""Not asked in a second rotation: "no mail" is stored as no answer is."""


@dataclass(frozen=True, kw_only=True)
class DailyCard:
    """`variations`: the kinds still to be asked, on the card about these."""

    kind: CardKind
    variations: tuple[Variation, ...] = ()


def turn_of(day: int) -> CardKind | None:
    """The question of the `day` since joining, which is day 0; None where all rest."""
    kinds, of_rotation = list(CardKind), day % ROTATION
    showing, place = divmod(of_rotation, len(kinds))
    if day < 0 or showing >= SHOWINGS:
        return None
    kind = kinds[(place + showing) % len(kinds)]
    return None if day >= ROTATION and kind in ASKED_ONCE else kind


def choose_card(
    *, day: int, open_kinds: Collection[CardKind], variations: tuple[Variation, ...], may_ask: bool
) -> DailyCard | None:
    """The card of the day, or None: where nothing has its turn, or it is answered, or nothing may be asked today."""
    kind = turn_of(day) if may_ask else None
    if kind is None or kind not in open_kinds:
        return None
    return DailyCard(kind=kind, variations=variations if kind == CardKind.VARIATIONS else ())
