"""The people of the demo, as data: how the weeks of each client go, and who can be looked around as."""

from collections.abc import Callable
from dataclasses import dataclass

from hinge_coach.tightness.models import Situation
from lessons.models import DailySituation

# E-mail address and words on the button of the sign-in page.
DEMO_PEOPLE = (
    ("trainer@example.com", "The trainer"),
    ("maya@example.com", "Maya, getting easier"),
    ("sam@example.com", "Sam, flared after pickleball"),
    ("lee@example.com", "Lee, brand new"),
    ("ana@example.com", "Ana, stopped"),
    ("tom@example.com", "Tom, silent for two weeks"),
)


@dataclass(frozen=True, kw_only=True)
class Persona:
    """How one client's weeks go. Days are counted from the day of joining, scores are 0-10, rates are 0-1."""

    email: str
    name: str
    zone: str
    days: int  # since joining
    level: Callable[[int], float]  # tightness on a day, before noise
    practices_a_week: float = 4.5
    pass_rate: float = 0.9  # of self-checks
    effect: float = 0.6  # points by which a practice eases, that day
    morning_rate: float = 0.9  # of next mornings that are reported
    away: tuple[tuple[int, int], ...] = ()  # first and last day without a report
    situations: tuple[str, ...] = ()  # of check-ins at noon
    pauses: tuple[tuple[int, int], ...] = ()  # first and last day
    safety_answer: tuple[int, str] | None = None  # on this day this safety question got a yes
    message: str = ""  # from the trainer
    note: str = ""  # of the trainer's
    unmastered: str = ""  # the lesson whose self-check never passes
    skips_screening: bool = False
    carry_overs: tuple[str, ...] = ()  # where they hinge in daily life
    plan: int | None = None  # index in `PLANS`


def easing(start: float, end: float, days: int) -> Callable[[int], float]:
    """From `start` to `end` in a straight line over so many days, and level from then on."""
    return lambda day: start + (end - start) * min(1.0, day / days)


def flaring(start: float, low: float, peak: float, on: int) -> Callable[[int], float]:
    """Easing from `start` to `low` until the day `on` of a flare, then slowly down from `peak`."""
    return lambda day: easing(start, low, on)(day) if day < on else peak - 0.15 * (day - on)


PERSONAS = (
    Persona(
        email="maya@example.com",
        name="Maya Ortiz",
        zone="America/Chicago",
        days=56,
        level=easing(5.2, 1.8, 42),
        away=((23, 34),),
        situations=(Situation.SITTING, Situation.BATHROOM, Situation.GETTING_UP),
        carry_overs=(DailySituation.CHAIR, DailySituation.BATHROOM, DailySituation.DISHWASHER, DailySituation.LAUNDRY),
        plan=0,
        message="The wall taps look quiet now. Take the chair next, and tell me about the bathroom.",
        note="Desk job. Wants to garden again by spring.",
    ),
    Persona(
        email="sam@example.com",
        name="Sam Whitfield",
        zone="America/New_York",
        days=38,
        level=flaring(4.6, 2.4, 6.2, 36),
        practices_a_week=4,
        situations=(Situation.SPORT, Situation.SITTING),
        carry_overs=(DailySituation.COURT, DailySituation.CAR),
        plan=3,
        message="Two easy days, then the wall tap. A flare is a flare, not a failure.",
        note="Plays pickleball on Saturdays, sometimes for three hours.",
    ),
    Persona(
        email="lee@example.com", name="Lee Kovač", zone="Europe/Berlin", days=1, level=lambda day: 4, practices_a_week=0
    ),
    Persona(
        email="ana@example.com",
        name="Ana Sousa",
        zone="Europe/Lisbon",
        days=33,
        level=easing(4.5, 3.8, 40),
        safety_answer=(31, "one-leg"),
        situations=(Situation.LIFTING,),
        note="Rang her the same evening. She sees her doctor this week.",
    ),
    Persona(
        email="tom@example.com",
        name="Tom Adeyemi",
        zone="Europe/London",
        days=44,
        level=easing(4.4, 3.6, 40),
        away=((30, 99),),
        practices_a_week=3,
    ),
    Persona(
        email="grace@example.com",
        name="Grace Lindqvist",
        zone="Europe/Stockholm",
        days=56,
        level=easing(4.9, 1.2, 35),
        practices_a_week=5.5,
        pass_rate=0.98,
        situations=(Situation.GETTING_UP, Situation.MORNING),
        carry_overs=(DailySituation.CHAIR, DailySituation.CAR, DailySituation.PICKING_UP),
        plan=2,
    ),
    Persona(
        email="omar@example.com",
        name="Omar Haddad",
        zone="America/Toronto",
        days=41,
        level=easing(4.2, 3.4, 40),
        unmastered="wall-tap",
        note="Shins travel. Try the chair in front of the knees.",
    ),
    Persona(
        email="priya@example.com",
        name="Priya Raman",
        zone="Asia/Kolkata",
        days=30,
        level=flaring(3.4, 2.6, 5.2, 26),
        situations=(Situation.MORNING, Situation.LIFTING),
    ),
    Persona(
        email="jo@example.com",
        name="Jo Fairweather",
        zone="Pacific/Auckland",
        days=38,
        level=easing(4, 3, 40),
        away=((10, 15), (28, 99)),
        pauses=((10, 15), (28, 47)),
        message="Enjoy the trip. We carry on when you are back.",
    ),
    Persona(
        email="nils@example.com",
        name="Nils Bergström",
        zone="Europe/Oslo",
        days=28,
        level=lambda day: 3.6,
        practices_a_week=3.5,
        situations=(Situation.SITTING,),
    ),
    Persona(
        email="ruth@example.com",
        name="Ruth Abramson",
        zone="America/Los_Angeles",
        days=40,
        level=easing(4.9, 3.4, 40),
        practices_a_week=3,
        morning_rate=0.6,
        away=((15, 19),),
        skips_screening=True,
        situations=(Situation.BATHROOM, Situation.GETTING_UP),
    ),
    Persona(
        email="ben@example.com",
        name="Ben Carver",
        zone="America/Denver",
        days=5,
        level=lambda day: 4.4,
        practices_a_week=4,
    ),
)
