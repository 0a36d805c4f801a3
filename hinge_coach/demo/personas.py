"""The people of the demo, as data: how the weeks of each client go, and who can be looked around as."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from hinge_coach.accounts.local_day import DAY_BEGINS
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
    first_numbers: tuple[int, ...] = ()  # at sign-up: of that day, and recalled, of the two days before it
    day_begins: int = DAY_BEGINS
    hours: tuple[int, int, int] = (7, 13, 19)  # of getting up, of a number in between, and of practice
    practices_a_week: float = 4.5
    every: int | None = None  # practices on every so many days instead, by the calendar
    pass_rate: float = 0.9  # of self-checks
    effect: float = 0.6  # points by which a practice eases, that day
    next_day: float = 0  # points by which the day after a practice is higher
    morning_rate: float = 0.9  # of next mornings that are reported
    middle_rate: float = 0.35  # of days with a number in between, where there are situations
    says_fine: bool = False  # wherever "fine today" is offered instead of numbers
    away: tuple[tuple[int, int], ...] = ()  # first and last day without a report
    situations: tuple[str, ...] = ()  # of the numbers in between
    pauses: tuple[tuple[int, int], ...] = ()  # first and last day
    safety_answer: tuple[int, str] | None = None  # on this day this safety question got a yes
    talked: tuple[int, str] | None = None  # on this day the trainer noted a new usual, with this line
    message: str = ""  # from the trainer
    note: str = ""  # of the trainer's
    unmastered: str = ""  # the lesson whose self-check never passes
    carry_overs: tuple[str, ...] = ()  # where they hinge in daily life
    plan: int | None = None  # index in `PLANS`

    def practices_on(self, day: int, chance: random.Random) -> bool:
        if self.every is not None:
            return day % self.every == 0
        return chance.random() < self.practices_a_week / 7


def easing(start: float, end: float, days: int) -> Callable[[int], float]:
    """From `start` to `end` in a straight line over so many days, and level from then on."""
    return lambda day: start + (end - start) * min(1.0, day / days)


def flaring(start: float, low: float, peak: float, on: int) -> Callable[[int], float]:
    """Easing from `start` to `low` until the day `on` of a flare, then slowly down from `peak`."""
    return lambda day: easing(start, low, on)(day) if day < on else peak - 0.15 * (day - on)


PERSONAS = (
    # Gets steadily easier, with a break of twelve days on the way.
    Persona(
        email="maya@example.com",
        name="Maya Ortiz",
        zone="America/Chicago",
        days=56,
        level=easing(5.4, 1.6, 38),
        first_numbers=(5, 6, 5),
        away=((23, 34),),
        situations=(Situation.SITTING, Situation.BATHROOM, Situation.GETTING_UP),
        carry_overs=(DailySituation.CHAIR, DailySituation.BATHROOM, DailySituation.DISHWASHER, DailySituation.LAUNDRY),
        plan=0,
        message="Your bow looks good now. Reach back and hug is next. Tell me how the bathroom goes.",
        note="Desk job. Wants to garden again by spring.",
    ),
    # Came from 5 down to 2, and flared the day before yesterday: everything is the easier version for now.
    Persona(
        email="sam@example.com",
        name="Sam Whitfield",
        zone="America/New_York",
        days=38,
        level=flaring(4.9, 2, 6.2, 36),
        first_numbers=(5, 5, 4),
        practices_a_week=4,
        middle_rate=0.6,
        situations=(Situation.SPORT, Situation.SITTING),
        carry_overs=(DailySituation.COURT, DailySituation.CAR),
        plan=3,
        message="The easier versions until it is calm again. A flare is no failure.",
        note="Plays pickleball, sometimes for three hours.",
    ),
    # Brand new: the usual is known from the numbers of the sign-up, and nothing was practiced yet.
    Persona(
        email="lee@example.com",
        name="Lee Kovač",
        zone="Europe/Berlin",
        days=1,
        level=lambda day: 4,
        first_numbers=(4, 5, 4),
        practices_a_week=0,
    ),
    # Stopped by a red flag two days ago.
    Persona(
        email="ana@example.com",
        name="Ana Sousa",
        zone="Europe/Lisbon",
        days=33,
        level=easing(4.5, 3.8, 40),
        first_numbers=(4, 4, 5),
        safety_answer=(31, "one-leg"),
        situations=(Situation.LIFTING,),
        note="Called her the same evening. She sees her doctor this week.",
    ),
    # Silent for two weeks.
    Persona(
        email="tom@example.com",
        name="Tom Adeyemi",
        zone="Europe/London",
        days=44,
        level=easing(4.4, 3.6, 40),
        away=((30, 99),),
        practices_a_week=3,
    ),
    # Steady for weeks, so she is asked for numbers now and then, and says "fine" wherever that is offered.
    Persona(
        email="grace@example.com",
        name="Grace Lindqvist",
        zone="Europe/Stockholm",
        days=56,
        level=easing(4.9, 1.2, 35),
        first_numbers=(5, 5, 5),
        practices_a_week=5.5,
        pass_rate=0.98,
        says_fine=True,
        situations=(Situation.GETTING_UP, Situation.MORNING),
        carry_overs=(DailySituation.CHAIR, DailySituation.CAR, DailySituation.PICKING_UP),
        plan=2,
    ),
    # On the easier version of the wall tap, after four missed self-checks in a row.
    Persona(
        email="omar@example.com",
        name="Omar Haddad",
        zone="America/Toronto",
        days=22,
        level=easing(4.2, 3.4, 40),
        first_numbers=(4, 4, 4),
        unmastered="wall-tap",
        note="Shins travel. Try the chair in front of the knees.",
    ),
    # Each practice makes her next day worse: the lesson is held until they talk.
    Persona(
        email="priya@example.com",
        name="Priya Raman",
        zone="Asia/Kolkata",
        days=25,
        level=lambda day: 3.1,
        first_numbers=(3, 3, 3),
        every=3,
        next_day=3.2,
        morning_rate=1,
        middle_rate=0.9,
        situations=(Situation.MORNING, Situation.LIFTING),
        note="Carries her son on one hip. Ask how she gets up on the day after.",
    ),
    # Has paused for a trip.
    Persona(
        email="jo@example.com",
        name="Jo Fairweather",
        zone="Pacific/Auckland",
        days=38,
        level=easing(4, 3, 40),
        first_numbers=(4, 3, 4),
        away=((10, 15), (28, 99)),
        pauses=((10, 15), (28, 47)),
        message="Enjoy the trip. We carry on when you are back.",
    ),
    # Works nights: gets up in the afternoon, practices after the shift, and the day begins at 14:00.
    Persona(
        email="nils@example.com",
        name="Nils Bergström",
        zone="Europe/Oslo",
        days=28,
        level=lambda day: 3.6,
        day_begins=14,
        hours=(15, 20, 6),
        practices_a_week=3.5,
        situations=(Situation.SITTING,),
        note="Nurse, nights. Practices at six in the morning, before going to bed.",
    ),
    # A new job lifted her numbers for good; they talked, and the trainer made that her usual.
    Persona(
        email="ruth@example.com",
        name="Ruth Abramson",
        zone="America/Los_Angeles",
        days=44,
        level=lambda day: easing(4.6, 2.4, 22)(day) if day < 26 else 4.9,
        first_numbers=(5, 4, 5),
        middle_rate=0.7,
        talked=(35, "Standing all day is new. Fives are your usual for now, and we build from there."),
        situations=(Situation.BATHROOM, Situation.GETTING_UP),
        note="Started at the bakery. On her feet from four in the morning.",
    ),
    # Lives at 6 and moves on; after six weeks about the same, a talk is open.
    Persona(
        email="ben@example.com",
        name="Ben Carver",
        zone="America/Denver",
        days=45,
        level=lambda day: 6.3,
        first_numbers=(6, 6, 7),
        practices_a_week=5,
        situations=(Situation.GETTING_UP, Situation.LIFTING),
        note="Has been at six for years. Wants to lift his granddaughter.",
    ),
)
