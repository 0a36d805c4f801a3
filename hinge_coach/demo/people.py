"""The demo people: a trainer and twelve clients, each with believable weeks, lived through the site's own rules.

Nothing here writes a verdict or a position by hand: each practice is recorded as a person would have, at its time.
"""

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from allauth.account.models import EmailAddress
from django.db import transaction

from hinge_coach.accounts import joining
from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.booking.models import CallRules, Hours
from hinge_coach.coaching.models import Note
from hinge_coach.safety import closing
from hinge_coach.safety.models import Pause, active_closure
from hinge_coach.safety.screening import due_on
from hinge_coach.tightness import trend
from hinge_coach.tightness.models import CheckIn, Situation
from hinge_coach.tightness.trend import Moment
from lessons.models import CarryOver, DailySituation, Guess, Lesson, Message, Plan
from lessons.practice import judging, recording
from lessons.practice.history import prompt_at
from lessons.practice.position import Position, positions_of
from lessons.today.forms import PLANS

NAMESPACE = uuid.UUID("6f1c1f8e-6c0e-4d55-9a3f-0d4c9c1d7a10")


@dataclass(frozen=True, kw_only=True)
class Persona:
    """How one client's weeks go. ``level(day)``: true tightness on the n-th day, before noise."""

    email: str
    name: str
    zone: str
    days: int
    level: Callable[[int], float]
    a_week: float = 4.5  # practices
    skill: float = 0.9  # how often a self-check passes
    effect: float = 0.6  # how much a practice eases, that day
    mornings: float = 0.9  # how often the next morning is told
    away: tuple[tuple[int, int], ...] = ()  # from day, to day
    situations: tuple[str, ...] = ()
    pauses: tuple[tuple[int, int], ...] = ()  # first day, last day
    yes: tuple[int, str] | None = None  # on this day this safety question got a yes
    message: str = ""
    note: str = ""
    holds_back: str = ""  # the lesson this client can't get clean
    forgets_questions: bool = False
    places: tuple[str, ...] = ()  # where the hinge goes in daily life
    plan: int | None = None  # which of the ready-made ones


def easing(start: float, end: float, days: int) -> Callable[[int], float]:
    return lambda day: start + (end - start) * min(1.0, day / days)


def flaring(start: float, low: float, peak: float, on: int) -> Callable[[int], float]:
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
        places=(DailySituation.CHAIR, DailySituation.BATHROOM, DailySituation.DISHWASHER, DailySituation.LAUNDRY),
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
        a_week=4,
        situations=(Situation.SPORT, Situation.SITTING),
        places=(DailySituation.COURT, DailySituation.CAR),
        plan=3,
        message="Two easy days, then the wall tap. A flare is a flare, not a failure.",
        note="Plays pickleball on Saturdays, sometimes for three hours.",
    ),
    Persona(email="lee@example.com", name="Lee Kovač", zone="Europe/Berlin", days=1, level=lambda day: 4, a_week=0),
    Persona(
        email="ana@example.com",
        name="Ana Sousa",
        zone="Europe/Lisbon",
        days=33,
        level=easing(4.5, 3.8, 40),
        yes=(31, "one-leg"),
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
        a_week=3,
    ),
    Persona(
        email="grace@example.com",
        name="Grace Lindqvist",
        zone="Europe/Stockholm",
        days=56,
        level=easing(4.9, 1.2, 35),
        a_week=5.5,
        skill=0.98,
        situations=(Situation.GETTING_UP, Situation.MORNING),
        places=(DailySituation.CHAIR, DailySituation.CAR, DailySituation.PICKING_UP),
        plan=2,
    ),
    Persona(
        email="omar@example.com",
        name="Omar Haddad",
        zone="America/Toronto",
        days=41,
        level=easing(4.2, 3.4, 40),
        holds_back="wall-tap",
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
        a_week=3.5,
        situations=(Situation.SITTING,),
    ),
    Persona(
        email="ruth@example.com",
        name="Ruth Abramson",
        zone="America/Los_Angeles",
        days=40,
        level=easing(4.9, 3.4, 40),
        a_week=3,
        mornings=0.6,
        away=((15, 19),),
        forgets_questions=True,
        situations=(Situation.BATHROOM, Situation.GETTING_UP),
    ),
    Persona(email="ben@example.com", name="Ben Carver", zone="America/Denver", days=5, level=lambda day: 4.4, a_week=4),
)


@transaction.atomic
def make_people(now: datetime) -> list[str]:
    """Makes those who aren't there yet, and gives their names; run again, it changes nothing."""
    trainer = _trainer()
    made = []
    for story in PERSONAS:
        if not User.objects.filter(email=story.email).exists():
            _live(story, trainer, now)
            made.append(story.name)
    return made


def _person(email: str, name: str, zone: str, *, is_staff: bool = False) -> User:
    user = User.objects.create_user(email, name=name, zone=zone, is_staff=is_staff)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _trainer() -> Trainer:
    trainer = Trainer.objects.owner()
    if trainer is not None:
        return trainer
    user = _person("trainer@example.com", "Robin Hale", "America/New_York", is_staff=True)
    trainer = Trainer.objects.create(
        user=user,
        phone="+1 212 555 0147",
        allow_signup=True,
        bio="I have coached the hip hinge for fifteen years, to people who garden, lift children and play pickleball. "
        "Tell me what bothers you, and I will tell you honestly whether I can help.",
    )
    CallRules.objects.create(trainer=trainer)
    for weekday, starts, ends in ((0, 9, 12), (1, 13, 18), (2, 9, 12), (3, 13, 18), (4, 9, 11)):
        Hours.objects.create(trainer=trainer, weekday=weekday, starts=time(starts), ends=time(ends))
    return trainer


def _live(story: Persona, trainer: Trainer, now: datetime) -> None:
    chance = random.Random(story.email)  # noqa: S311 - the same people each time
    user = _person(story.email, story.name, story.zone)
    today = user.today(now)
    first = today - timedelta(days=story.days)
    joined = _instant(user, first, chance, hour=18)
    client = joining.make_client(user=user, at=joined)
    closing.record_screening(client=client, answers=[], at=joined)
    practised: date | None = None
    for day in range(story.days + 1):
        on = first + timedelta(days=day)
        if any(start <= day <= end for start, end in story.away):
            continue
        practised = _one_day(story, client, day, on, practised, chance, now)
        for situation in story.places:
            if day >= 7 and chance.random() < 0.25 + 0.35 * day / story.days:
                CarryOver.objects.create(client=client, local_on=on, situation=situation)
    if story.plan is not None:
        when, then = PLANS[story.plan]
        Plan.objects.create(client=client, when=when, then=then, chosen_at=joined + timedelta(days=7))
    for begins, ends in story.pauses:
        days = {"begins_on": first + timedelta(days=begins), "ends_on": first + timedelta(days=ends)}
        Pause.objects.create(client=client, by=user, **days)
    said_at = min(now, joined + timedelta(days=story.days)) - timedelta(hours=20)
    if story.message:
        Message.objects.create(client=client, by=trainer, text=story.message, written_at=said_at)
    if story.note:
        Note.objects.create(client=client, by=trainer, text=story.note, written_at=said_at)


def _one_day(
    story: Persona, client: Client, day: int, on: date, practised: date | None, chance: random.Random, now: datetime
) -> date | None:
    """Morning, perhaps something noticed at noon, perhaps a practice in the evening.

    Gives the last day practised with scores: its next morning is asked for.
    """
    morning = _instant(client.user, on, chance, hour=7)
    if practised == on - timedelta(days=1) and chance.random() < story.mornings and morning <= now:
        _report(client, morning, _score(story, day, chance, less=0.7), moment=Moment.MORNING)
        judging.rejudge_after_morning(client, now=morning)
    noon = _instant(client.user, on, chance, hour=13)
    if story.situations and chance.random() < 0.35 and noon <= now:
        _report(client, noon, _score(story, day, chance), situation=chance.choice(story.situations))
    if story.yes and story.yes[0] == day:
        closing.record_screening(client=client, answers=[story.yes[1]], at=noon)
    _answer_again(story, client, on, noon, now)
    evening = _instant(client.user, on, chance, hour=19)
    if chance.random() >= story.a_week / 7 or evening > now or active_closure(client):
        return practised
    position = _next_standing(client, chance)
    if position is None:
        return practised
    lesson, easier = position.next, position.easier
    prompt = prompt_at(client, lesson, position=position, now=evening, easier=easier)
    before = _score(story, day, chance)
    passed = chance.random() < story.skill and lesson.slug != story.holds_back
    after = max(0, min(10, round(before - story.effect + chance.gauss(0, 0.5))))
    is_fine = not prompt.asks_scores and before <= story.level(day - 7) + 1
    recording.record(
        id=uuid.uuid5(NAMESPACE, f"{story.email} {day}"),
        client=client,
        lesson=lesson,
        before=None if is_fine else before,
        after=None if is_fine else after,
        guess=Guess.CLEAN if passed else Guess.NEARLY,
        passed=passed,
        easier=easier,
        effort=chance.choice((3, 4, 4, 5, 5, 6)),
        cue=_favourite(lesson.cues, chance) if chance.random() < 0.6 else "",
        measure=_measured(client, lesson, chance),
        at=evening,
    )
    return practised if is_fine else on


def _favourite(cues: list[str], chance: random.Random) -> str:
    """One of the cues, the first more often than the others."""
    return cues[0] if chance.random() < 0.6 else chance.choice(cues)


def _measured(client: Client, lesson: Lesson, chance: random.Random) -> Decimal | None:
    """A little further each time, with days that aren't."""
    if lesson.measure is None:
        return None
    times = client.practices.filter(lesson=lesson).count() + chance.choice((-1, 0, 0, 1))
    best = {
        "wall-tap": 1 if times > 1 else 0.5,  # a body in balance reaches about one foot-length, no more
        "dowel": 1 + times,
        "hold": 9 + 4 * times,
        "sit-downs": 4 + 2 * times,
    }
    return max(Decimal(0), min(Decimal(lesson.measure.most), Decimal(best[lesson.measure.kind])))


def _answer_again(story: Persona, client: Client, on: date, noon: datetime, now: datetime) -> None:
    """The safety questions, when the Today page asks for them; one who forgets is asked on the desk."""
    if story.forgets_questions or noon > now or active_closure(client):
        return
    answered_at = client.screenings.values_list("answered_at", flat=True).first() or client.joined_at
    jumped = trend.jump(client.check_ins.filter(at__lte=noon).entries(), answered_at)
    if due_on(client.today(answered_at), jumped.local_on if jumped else None) <= on:
        closing.record_screening(client=client, answers=[], at=noon)


def _next_standing(client: Client, chance: random.Random) -> Position | None:
    """The track that lags behind most, so that all three move."""
    open_ones = [each for each in positions_of(client) if each.is_open and not each.finished]
    return min(open_ones, key=lambda each: (each.done, chance.random())) if open_ones else None


def _score(story: Persona, day: int, chance: random.Random, *, less: float = 0) -> int:
    """Whole points; mornings after a night's rest are a little below the evenings."""
    return max(0, min(10, round(story.level(day) - less + chance.gauss(0, 0.55))))


def _report(client: Client, at: datetime, score: int, *, moment: str = Moment.ANY, situation: str = "") -> None:
    name = f"{client.user.email} {at.isoformat()}"
    CheckIn.record(
        id=uuid.uuid5(NAMESPACE, name), client=client, at=at, score=score, moment=moment, situation=situation
    )


def _instant(user: User, on: date, chance: random.Random, *, hour: int) -> datetime:
    wall = datetime.combine(on, time(hour, chance.randrange(60)), tzinfo=user.tz)
    return wall.astimezone(UTC)
