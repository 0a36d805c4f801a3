"""The people of the demo, as data: how the weeks of each client go, and who can be looked around as."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

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


class ThreadWord(NamedTuple):
    """A word of the thread, written so many hours before now: by the trainer, or by the client."""

    hours: float
    text: str
    is_theirs: bool = False


class ToldNumber(NamedTuple):
    """A number in the middle of a day, with its situation and a line about it."""

    day: int
    situation: str
    note: str


class Placed(NamedTuple):
    """In the evening of joining the trainer moved the client to a lesson, past those before it, and said why."""

    lesson: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Persona:
    """How one client's weeks go, and what stands on the trainer's desk about them.

    Days are counted from the day of joining, scores are 0-10, rates are 0-1.
    """

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
    told: tuple[ToldNumber, ...] = ()
    practice_note: tuple[int, str] | None = None  # to the practice of this day, or to the first one after it
    added_later: int | None = None  # the practice of this day was added on the next morning
    placed: Placed | None = None
    words: tuple[ThreadWord, ...] = ()  # of the thread, oldest first
    note: str = ""  # of the trainer's
    tags: tuple[str, ...] = ()
    drawn_as: str = ""  # whom they chose to see in figures, as person/skin
    phone: str = ""  # of the numbers kept for stories: 555-01xx, and 020 7946 0xxx in London
    call: str = ""  # they have booked a call, and wrote this
    handled: str = ""  # the trainer's line; what there was is handled
    snoozed: str = ""  # the trainer's line; what there was is snoozed until Friday
    archived: str = ""  # the trainer's last words; their coaching ended on the last day but two
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
    """Easing from `start` to `low`, two weeks there until the day `on` of a flare, then slowly down from `peak`."""
    return lambda day: easing(start, low, on - 14)(day) if day < on else peak - 0.15 * (day - on)


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
        practice_note=(52, "Caught myself doing it at the dishwasher, without thinking."),
        words=(
            ThreadWord(75, "The bow feels like mine now. My knees still want to help, though.", is_theirs=True),
            ThreadWord(70, "They may, a little. Soft knees, and let the hips do the traveling."),
            ThreadWord(27, "That was it. I did the laundry without noticing my back at all.", is_theirs=True),
            ThreadWord(20, "Your bow looks good now. Reach back and hug is next. Tell me how the bathroom goes."),
        ),
        note="Desk job. Wants to garden again by spring.",
        tags=("desk job", "gardens"),
        phone="+13125550142",
    ),
    # Came from 5 down to 2, and flared after pickleball the day before yesterday: everything is the easier version for
    # now, and his question waits.
    Persona(
        email="sam@example.com",
        name="Sam Whitfield",
        zone="America/New_York",
        days=38,
        level=flaring(5.3, 2, 6.2, 36),
        first_numbers=(5, 5, 4),
        practices_a_week=4,
        middle_rate=0.6,
        situations=(Situation.SPORT, Situation.SITTING),
        carry_overs=(DailySituation.COURT, DailySituation.CAR),
        plan=3,
        told=(ToldNumber(36, Situation.SPORT, "Pickleball, three games on a hard court"),),
        words=(
            ThreadWord(26, "The easier versions until it is calm again. A flare is no failure."),
            ThreadWord(
                3, "Thanks. Mornings are the worst of it. Should I skip Thursday’s game, or play one set?", True
            ),
        ),
        note="Plays pickleball, sometimes for three hours.",
        tags=("pickleball",),
        drawn_as="man/medium",
        phone="+16465550171",
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
        phone="+16175550126",
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
        drawn_as="man/deep",
        phone="+442079460958",
    ),
    # Steady for weeks, so she is asked for numbers now and then, and says "fine" wherever that is offered. She has what
    # she came for: her coaching has ended, and she may still read.
    Persona(
        email="grace@example.com",
        name="Grace Lindqvist",
        zone="Europe/Stockholm",
        days=58,
        away=((56, 99),),
        level=easing(4.9, 1.2, 35),
        first_numbers=(5, 5, 5),
        practices_a_week=5.5,
        pass_rate=0.98,
        says_fine=True,
        situations=(Situation.GETTING_UP, Situation.MORNING),
        carry_overs=(DailySituation.CHAIR, DailySituation.CAR, DailySituation.PICKING_UP),
        plan=2,
        archived="You have what you came for. Come back whenever you like.",
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
        tags=("desk job",),
        phone="+14165550119",
    ),
    # Each practice makes her next day worse: the lesson is held until they talk, and the trainer waits for her doctor.
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
        tags=("young children",),
        snoozed="Waiting for her doctor: she is seen on Friday.",
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
        words=(ThreadWord(20, "Enjoy the trip. We carry on when you are back."),),
    ),
    # Joined twelve days ago, gives numbers, and has not practiced yet.
    Persona(
        email="bea@example.com",
        name="Bea Moreau",
        zone="America/Halifax",
        days=12,
        level=lambda day: 3.6,
        first_numbers=(4, 4, 3),
        practices_a_week=0,
        middle_rate=0.4,
        situations=(Situation.SITTING, Situation.GETTING_UP),
        phone="+19025550134",
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
        added_later=30,
        placed=Placed("chair-sit", "You touch down on a high seat forty times a day at work, so begin further on."),
        note="Started at the bakery. On her feet from four in the morning.",
        tags=("on her feet",),
        drawn_as="older-woman/light",
        phone="+12135550188",
    ),
    # Lives at 6 and moves on; after six weeks about the same, a talk is open, and a call is booked. He works nights: he
    # gets up in the afternoon, practices after the shift, and his day begins at 14:00.
    Persona(
        email="ben@example.com",
        name="Ben Carver",
        zone="America/Denver",
        days=45,
        level=lambda day: 6.3,
        first_numbers=(6, 6, 7),
        day_begins=14,
        hours=(15, 20, 6),
        practices_a_week=5,
        situations=(Situation.GETTING_UP, Situation.LIFTING),
        note="Nurse, nights. Has been at six for years. Wants to lift his granddaughter.",
        tags=("nights",),
        phone="+13035550163",
        call="Six weeks, and it is about the same. I would like to go through it with you.",
        handled="His call is booked. We go through the six weeks then.",
    ),
)
