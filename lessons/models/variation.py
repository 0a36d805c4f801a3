"""For whom a lesson has a version of its own, and which of a lesson's versions are somebody's. PURE."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Variation(StrEnum):
    """What may be true of a client so that a lesson is done otherwise, in the order of the question."""

    FLOOR = "floor"
    UNSTEADY = "unsteady"
    THIN_BONES = "thin-bones"
    PREGNANCY = "pregnancy"
    NEW_JOINT = "new-joint"
    TALL = "tall"
    SHORT = "short"

    @property
    def matters_for_safety(self) -> bool:
        """Whether it is asked together with the safety questions, before any practice."""
        return self in _SAFETY

    @property
    def question(self) -> str:
        """As the client ticks it."""
        return _QUESTIONS[self]

    @property
    def label(self) -> str:
        """A few words for the lesson and for the trainer."""
        return _LABELS[self]

    @property
    def first(self) -> str:
        """Who comes before the site here; empty where nobody has to. The safety questions ask about these, too."""
        return _FIRST.get(self, "")


_SAFETY = frozenset({Variation.UNSTEADY, Variation.THIN_BONES, Variation.NEW_JOINT})

_QUESTIONS = {
    Variation.FLOOR: "I can’t easily get down to the floor and up again",
    Variation.UNSTEADY: "I’m unsteady on my feet, or like to hold on to something",
    Variation.THIN_BONES: "I have osteoporosis (thin bones)",
    Variation.PREGNANCY: "I’m pregnant, or gave birth in the last year",
    Variation.NEW_JOINT: "I have a hip or knee replacement",
    Variation.TALL: "I’m taller than most, and chairs are low for me",
    Variation.SHORT: "I’m shorter than most, and chairs are high for me",
}

_LABELS = {
    Variation.FLOOR: "not on the floor",
    Variation.UNSTEADY: "unsteady on the feet",
    Variation.THIN_BONES: "osteoporosis",
    Variation.PREGNANCY: "pregnant, or gave birth in the last year",
    Variation.NEW_JOINT: "hip or knee replacement",
    Variation.TALL: "taller than most",
    Variation.SHORT: "shorter than most",
}

_FIRST = {
    Variation.THIN_BONES: "A doctor or physical therapist first: ask how far you may bend and how much you may lift.",
    Variation.PREGNANCY: "A doctor, midwife or physical therapist first: ask whether this practice suits you now.",
    Variation.NEW_JOINT: "Your surgeon or physical therapist first: ask how far the joint may bend.",
}


@dataclass(frozen=True, kw_only=True)
class LessonVariation:
    """How a lesson is done otherwise, for whom, and what that rests on; `source` may be empty."""

    kind: Variation
    text: str
    source: str

    @property
    def label(self) -> str:
        return self.kind.label

    @property
    def first(self) -> str:
        return self.kind.first


def variations_for(rows: object, kinds: Collection[Variation]) -> tuple[LessonVariation, ...]:
    """Those of a lesson's {for, text, source} that apply to `kinds`, in the order of the question, one of a kind.

    What a lesson edited by hand lacks or misspells is left out, so that the lesson still runs.
    """
    by_kind: dict[Variation, LessonVariation] = {}
    for row in rows if isinstance(rows, list | tuple) else ():
        variation = _read(row)
        if variation and variation.kind in kinds:
            by_kind.setdefault(variation.kind, variation)
    return tuple(by_kind[kind] for kind in Variation if kind in by_kind)


def _read(row: object) -> LessonVariation | None:
    if not isinstance(row, Mapping):
        return None
    kind, text, source = row.get("for"), row.get("text"), row.get("source")
    if not isinstance(kind, str) or kind not in set(Variation) or not isinstance(text, str) or not text.strip():
        return None
    return LessonVariation(kind=Variation(kind), text=text, source=source if isinstance(source, str) else "")


def contradiction(kinds: Iterable[Variation], *, is_none: bool) -> str:
    """Why these answers can't all be true, in a sentence for the client; empty where they can."""
    ticked = set(kinds)
    if ticked and is_none:
        return "You checked “None of these” and something else as well. Please uncheck one or the other."
    if {Variation.TALL, Variation.SHORT} <= ticked:
        return "You checked both taller and shorter. Please keep the one that is true for you."
    return ""
