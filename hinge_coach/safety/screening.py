"""The safety questions, what a yes means, and where each question comes from. PURE.

They are asked in four groups, each with a "None of these", so that a healthy person answers with four taps. No question
is accurate alone and a web page can't weigh them, so any yes counts, and the most urgent one decides. The words never
name an illness that somebody might have.

Where two levels could be argued for, the safer one is asked for: a beating feeling in the belly and a new shortness of
breath mean today, and now once they are sudden or come with sudden pain; dizziness that is known means a doctor first,
because a hinge takes the head down. A weak immune system means today, because evidence 5B lists it beside fever, and
somebody who has it may have no fever.

A code stands for its words for ever, because stored answers are codes. A question that asks something else than before
gets another code, and the old one goes to `RETIRED`, where it keeps its level and the words that people ticked.
"""

import hashlib
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


class Group(StrEnum):
    """The questions that are answered together."""

    NOW = "now"
    LATELY = "lately"
    HEALTH = "health"
    BACK = "back"

    @property
    def heading(self) -> str:
        return _HEADINGS[self][0]

    @property
    def hint(self) -> str:
        return _HEADINGS[self][1]


_HEADINGS = {
    Group.NOW: ("Signs that need help right away", "Today, or new in the last few weeks."),
    Group.LATELY: ("What is new", "In the last few weeks."),
    Group.HEALTH: ("Your bones and your health", "Even if it has been so for years."),
    Group.BACK: ("About your back", "Even if it has been so for years."),
}


@dataclass(frozen=True)
class Question:
    """`source` says what asking it rests on, for the safety page and for the clinician who reviews it."""

    code: str
    group: Group
    level: Level
    text: str
    source: str


CONVENTION = "clinical convention, awaits the clinician's review"
_CARD = "cauda equina card (Greenhalgh, Mercer, Finucane and Selfe)"
_PATHWAY = "back pain pathway of Gloucestershire, United Kingdom (g-care.glos.nhs.uk)"
_NEURO = "red flags as listed on heyneurosurgeon.co.uk"

QUESTIONS: tuple[Question, ...] = (
    Question(
        "saddle",
        Group.NOW,
        Level.EMERGENCY,
        "Numbness or pins and needles between your inner thighs, around your genitals, anus or buttocks? Does wiping "
        "feel different?",
        _CARD,
    ),
    Question(
        "bladder",
        Group.NOW,
        Level.EMERGENCY,
        "New trouble starting, stopping or holding your urine, or not feeling when you are full or pass urine?",
        _CARD,
    ),
    Question(
        "bowel",
        Group.NOW,
        Level.EMERGENCY,
        "New loss of control of your bowels, or no feeling when you have a bowel movement?",
        _CARD,
    ),
    Question(
        "sexual",
        Group.NOW,
        Level.EMERGENCY,
        "A new change in sexual function, or in feeling around your genitals?",
        _CARD,
    ),
    Question(
        "two-legs", Group.NOW, Level.EMERGENCY, "Pain, numbness or weakness that goes down both of your legs?", _CARD
    ),
    Question(
        "legs-worse",
        Group.NOW,
        Level.EMERGENCY,
        "Pain, numbness or weakness in a leg that is quickly getting worse?",
        _CARD,
    ),
    Question(
        "weak-legs",
        Group.NOW,
        Level.EMERGENCY,
        "New or growing weakness in a leg: a foot that drops, a leg that gives way, unsteady walking?",
        f"{_CARD}; {_PATHWAY}",
    ),
    Question("injury", Group.NOW, Level.EMERGENCY, "A major fall, crash or hard hit, and back pain since?", _NEURO),
    Question(
        "tearing",
        Group.NOW,
        Level.EMERGENCY,
        "Sudden severe or tearing pain in the back, belly or chest, or faintness or cold sweat with it?",
        CONVENTION,
    ),
    Question(
        "pulse-pain",
        Group.NOW,
        Level.EMERGENCY,
        "A beating feeling in your belly, with sudden pain in your belly, back or side?",
        CONVENTION,
    ),
    Question(
        "breathless-now",
        Group.NOW,
        Level.EMERGENCY,
        "Sudden trouble breathing, or short of breath while you sit still?",
        CONVENTION,
    ),
    Question(
        "dizzy-now",
        Group.NOW,
        Level.EMERGENCY,
        "Sudden dizziness, with trouble seeing, speaking or walking?",
        CONVENTION,
    ),
    Question(
        "feverish",
        Group.LATELY,
        Level.TODAY,
        "Fever, chills or feeling very unwell along with the back pain?",
        _PATHWAY,
    ),
    Question(
        "infection",
        Group.LATELY,
        Level.TODAY,
        "A recent infection, a recent procedure on your spine, or injected drugs that nobody prescribed?",
        _PATHWAY,
    ),
    Question(
        "one-leg",
        Group.LATELY,
        Level.TODAY,
        "New numbness or weakness in one leg, even if it is mild?",
        "a regional back pain pathway, United Kingdom",
    ),
    Question(
        "fragile",
        Group.LATELY,
        Level.TODAY,
        "Back pain that began with a small fall, cough or lift, and you are over 70, have thin bones or take "
        "steroids long-term? Or a new change in the shape of your back, or sudden pain right on the spine?",
        f"{_PATHWAY}; for the age: {CONVENTION}",
    ),
    Question(
        "cancer-new",
        Group.LATELY,
        Level.TODAY,
        "Cancer now or in the past, and new pain that is severe, never lets up, wraps around you like a band, "
        "or is worse lying down or straining?",
        f"{_PATHWAY}; for the kind of pain: NICE NG234",
    ),
    Question(
        "sweats",
        Group.LATELY,
        Level.TODAY,
        "Night sweats that drench your bed, with no known cause?",
        CONVENTION,
    ),
    Question("pulse", Group.LATELY, Level.TODAY, "A beating feeling in your belly?", CONVENTION),
    Question(
        "breathless",
        Group.LATELY,
        Level.TODAY,
        "Short of breath more easily than you used to be?",
        CONVENTION,
    ),
    Question("dizzy-new", Group.LATELY, Level.TODAY, "New dizziness, or you fainted?", CONVENTION),
    Question(
        "immune",
        Group.HEALTH,
        Level.TODAY,
        "A weak immune system, from an illness or from a medicine?",
        _PATHWAY,
    ),
    Question(
        "thin-bones",
        Group.HEALTH,
        Level.REFER,
        "Thin bones (osteoporosis), or have you grown clearly shorter over the years?",
        CONVENTION,
    ),
    Question("steroid-tablets", Group.HEALTH, Level.REFER, "Steroid tablets for months?", _NEURO),
    Question("cancer-before", Group.HEALTH, Level.REFER, "Cancer, now or in the past?", _PATHWAY),
    Question("weight", Group.HEALTH, Level.REFER, "Losing weight without trying?", _PATHWAY),
    Question(
        "dizzy",
        Group.HEALTH,
        Level.REFER,
        "Dizzy when you bend down or get up?",
        CONVENTION,
    ),
    Question(
        "told-not",
        Group.HEALTH,
        Level.REFER,
        "Has a doctor told you not to exercise, or to wait for now?",
        CONVENTION,
    ),
    Question(
        "surgery-birth",
        Group.HEALTH,
        Level.REFER,
        "Back or hip surgery in the last year, pregnant now, or gave birth in the last twelve weeks?",
        CONVENTION,
    ),
    Question("under-18", Group.HEALTH, Level.REFER, "Are you under 18?", f"{_PATHWAY}; {_NEURO}"),
    Question("night", Group.BACK, Level.REFER, "Constant pain at night that no position eases?", _PATHWAY),
    Question("upper-back", Group.BACK, Level.REFER, "Pain mainly in the upper or middle back?", _NEURO),
    Question(
        "below-knee",
        Group.BACK,
        Level.REFER,
        "Pain that spreads below the knee and is worse there than in the back?",
        CONVENTION,
    ),
    Question(
        "numb-below-knee",
        Group.BACK,
        Level.REFER,
        "Numbness or pins and needles below the knee, even if you have had it for years?",
        CONVENTION,
    ),
    Question(
        "stiff-mornings",
        Group.BACK,
        Level.REFER,
        "Under 45, stiff for more than half an hour each morning, easing as you move, for over three months?",
        "NICE NG65",
    ),
    Question(
        "began-after-50",
        Group.BACK,
        Level.REFER,
        "Did this trouble first begin after you turned 50, and nobody has examined it?",
        f"{_PATHWAY}; {_NEURO}",
    ),
    Question(
        "no-change",
        Group.BACK,
        Level.REFER,
        "Back pain that has not improved at all after six weeks, and nobody has examined it?",
        _PATHWAY,
    ),
)

RETIRED: tuple[Question, ...] = (
    Question(
        "both-legs",
        Group.NOW,
        Level.EMERGENCY,
        "Pain, numbness or weakness going down both legs, or getting worse quickly?",
        _CARD,
    ),
    Question(
        "fever",
        Group.LATELY,
        Level.TODAY,
        "Fever, chills or feeling very unwell along with the back pain, or a recent infection, injected drugs, "
        "a weak immune system or a recent procedure on your spine?",
        _PATHWAY,
    ),
    Question(
        "age",
        Group.BACK,
        Level.REFER,
        "Are you under 18, or did this trouble first begin after you turned 50?",
        f"{_PATHWAY}; {_NEURO}",
    ),
    Question(
        "cancer-past",
        Group.HEALTH,
        Level.REFER,
        "Cancer in the past, or pain mainly in the upper or middle back?",
        f"{_PATHWAY}; {_NEURO}",
    ),
    Question("steroids", Group.HEALTH, Level.REFER, "Steroid tablets for months, or a weak immune system?", _NEURO),
)
"""Asked up to 0.3.0. They stay readable and keep their level; nobody is asked them any more."""

FINGERPRINT = hashlib.sha256("\n".join(f"{q.code} {q.level} {q.text}" for q in QUESTIONS).encode()).hexdigest()[:16]
"""Changes with any word or level that is asked: a clinician's review holds for the questions that were read."""

ADVICE = {
    Level.EMERGENCY: "Please get help now, before anything else. Call your local emergency number or go to the "
    "nearest emergency department, and tell them what you checked here.",
    Level.TODAY: "Please speak to a doctor or an urgent-care line today, and tell them what you checked here.",
    Level.REFER: "Please see a doctor or a physical therapist before you start practicing. You can read every lesson "
    "meanwhile.",
}

_CODES = {question.code: question for question in (*QUESTIONS, *RETIRED)}

_ORDER = list(Level)


def level_of(answers: list[str]) -> Level:
    """The most urgent level of the codes answered with yes. Raises `KeyError` for an unknown code."""
    return max((_CODES[code].level for code in answers), key=_ORDER.index, default=Level.CLEAR)


def texts(answers: list[str]) -> list[str]:
    """The questions behind the codes in the order they are asked, then retired ones; unknown codes are left out."""
    return [question.text for question in _CODES.values() if question.code in answers]


def due_on(answered_on: date, jumped_on: date | None = None) -> date:
    """The local day from which the questions are due: two weeks after the last answers, or the day of a jump since."""
    fortnight = answered_on + ASK_AGAIN_AFTER
    return fortnight if jumped_on is None else min(fortnight, jumped_on)


def dialled(number: str) -> tuple[tuple[str, str], ...]:
    """`911 or 112` split into (text, digits to dial); a part that is no number has empty digits."""
    pieces = [piece for piece in re.split(r"(\+?\d[\d ]*\d)", number) if piece]
    return tuple((piece, re.sub(r"[^\d+]", "", piece) if re.match(r"\+?\d", piece) else "") for piece in pieces)
