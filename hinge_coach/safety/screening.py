"""The safety questions, and what a yes means. PURE.

Source: docs/evidence.md, section 5 (cauda equina card of Greenhalgh, Mercer, Finucane and Selfe; regional
red-flag pathways; Finucane 2020). No question is accurate alone and a web page can't weigh them, so any
yes counts. The words never name an illness.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ASK_AGAIN_AFTER = timedelta(days=14)


class Level(StrEnum):
    """What the answers ask for, the least urgent first."""

    CLEAR = "clear"
    REFER = "refer"
    TODAY = "today"
    EMERGENCY = "emergency"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(level.value, level.value) for level in cls]


@dataclass(frozen=True)
class Question:
    code: str
    level: Level
    text: str


QUESTIONS: tuple[Question, ...] = (
    Question(
        "saddle",
        Level.EMERGENCY,
        "Numbness or pins and needles between your inner thighs, around your genitals, back passage or buttocks? "
        "Does wiping feel different?",
    ),
    Question(
        "bladder",
        Level.EMERGENCY,
        "New trouble starting, stopping or holding your urine, or not feeling whether you are full or passing any?",
    ),
    Question("bowel", Level.EMERGENCY, "New loss of control or feeling when you open your bowels?"),
    Question("sexual", Level.EMERGENCY, "A new change in sexual function, or in feeling around your genitals?"),
    Question(
        "both-legs",
        Level.EMERGENCY,
        "Pain, numbness or weakness going down both legs, or getting worse quickly?",
    ),
    Question(
        "weak-legs",
        Level.EMERGENCY,
        "New or growing weakness in a leg: a foot that drops, a leg that gives way, unsteady walking?",
    ),
    Question("injury", Level.EMERGENCY, "A major fall, road crash or blow, and back pain since?"),
    Question(
        "tearing",
        Level.EMERGENCY,
        "Sudden severe or tearing pain in the back, belly or chest, or faintness or cold sweat with it?",
    ),
    Question(
        "fever",
        Level.TODAY,
        "Fever, chills or feeling very unwell along with the back pain, or a recent infection, injected drugs, "
        "a weak immune system or a recent procedure on your spine?",
    ),
    Question("one-leg", Level.TODAY, "New numbness or weakness in one leg, even if it is mild?"),
    Question(
        "fragile",
        Level.TODAY,
        "Back pain that began with a small fall, cough or lift, and you are over 70, have thin bones or take "
        "steroids long-term? Or a new change in the shape of your back, or sudden pain right on the spine?",
    ),
    Question(
        "cancer-new",
        Level.TODAY,
        "Cancer now or in the past, and new pain that is severe, never lets up, wraps round like a band, "
        "or is worse lying down or straining?",
    ),
    Question("age", Level.REFER, "Are you under 18, or did this trouble first begin after you turned 50?"),
    Question("weight", Level.REFER, "Losing weight without trying?"),
    Question("night", Level.REFER, "Constant pain at night that no position eases?"),
    Question("cancer-past", Level.REFER, "Cancer in the past, or pain mainly in the upper or middle back?"),
    Question("steroids", Level.REFER, "Steroid tablets for months, or a weak immune system?"),
    Question(
        "stiff-mornings",
        Level.REFER,
        "Under 45, stiff for more than half an hour each morning, easing as you move, for over three months?",
    ),
    Question("below-knee", Level.REFER, "Pain that spreads below the knee and is worse there than in the back?"),
    Question(
        "surgery-birth",
        Level.REFER,
        "Back or hip surgery in the last year, pregnant now, or gave birth in the last twelve weeks?",
    ),
    Question(
        "no-change", Level.REFER, "Back pain that has not improved at all after six weeks, and nobody has examined it?"
    ),
)

ADVICE = {
    Level.EMERGENCY: "Please get help now, before anything else. Call your local emergency number or go to the "
    "nearest emergency department, and tell them what you ticked here.",
    Level.TODAY: "Please speak to a doctor or an urgent-care line today, and tell them what you ticked here.",
    Level.REFER: "Please see a doctor or a physiotherapist before you start practicing. You can read every lesson "
    "meanwhile.",
}

_CODES = {question.code: question for question in QUESTIONS}

_ORDER = list(Level)


def level_of(answers: list[str]) -> Level:
    """The most urgent level of the codes answered with yes. Raises `KeyError` for an unknown code."""
    return max((_CODES[code].level for code in answers), key=_ORDER.index, default=Level.CLEAR)


def texts(answers: list[str]) -> list[str]:
    """The questions behind the codes, in the order they are asked; codes no longer asked are left out."""
    return [question.text for question in QUESTIONS if question.code in answers]


def due_on(answered_on: date, jumped_on: date | None = None) -> date:
    """The local day from which the questions are due: two weeks after the last answers, or the day of a jump since."""
    fortnight = answered_on + ASK_AGAIN_AFTER
    return fortnight if jumped_on is None else min(fortnight, jumped_on)


def dialled(number: str) -> tuple[tuple[str, str], ...]:
    """`911 or 112` split into (text, digits to dial); a part that is no number has empty digits."""
    pieces = [piece for piece in re.split(r"(\+?\d[\d ]*\d)", number) if piece]
    return tuple((piece, re.sub(r"[^\d+]", "", piece) if re.match(r"\+?\d", piece) else "") for piece in pieces)
