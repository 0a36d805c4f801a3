"""The weeks of a demo client, day by day.

Nothing here writes a verdict or a position by hand: each practice is recorded as a client would have, at its time, and
the rules of the site judge it. Chance is drawn from one stream per client, seeded with the address, so that the same
people come out each time. A draw more or less, or in another order, makes other people.
"""

import random
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from hinge_coach.accounts import joining
from hinge_coach.accounts.local_day import DAY_BEGINS, local_day
from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.coaching.models import Note
from hinge_coach.demo.personas import Persona
from hinge_coach.safety import closing
from hinge_coach.safety.models import Pause, active_closure
from hinge_coach.safety.screening import due_on
from hinge_coach.tightness import trend
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import Moment
from lessons.models import CarryOver, Guess, Lesson, Message, Plan
from lessons.practice import judging, recording
from lessons.practice.history import prompt_at
from lessons.practice.position import Position, positions_of
from lessons.today.forms import PLANS

NAMESPACE = uuid.UUID("6f1c1f8e-6c0e-4d55-9a3f-0d4c9c1d7a10")


def live_weeks(persona: Persona, user: User, trainer: Trainer, now: datetime) -> None:
    """Makes the user a client and lives the days up to `now`, in the client's own time zone."""
    chance = random.Random(persona.email)  # noqa: S311 - the same people each time
    first_day = local_day(now.astimezone(user.tz), DAY_BEGINS) - timedelta(days=persona.days)
    joined_at = _instant(user, first_day, chance, hour=18)
    client = joining.make_client(user=user, at=joined_at)
    closing.record_screening(client=client, answers=[], at=joined_at)
    scored_on: date | None = None
    for day in _days_here(persona):
        on = first_day + timedelta(days=day)
        scored_on = _live_day(persona, client, day, on, scored_on, chance, now)
        for situation in persona.carry_overs:
            if day >= 7 and chance.random() < 0.25 + 0.35 * day / persona.days:
                CarryOver.objects.create(client=client, local_on=on, situation=situation)
    if persona.plan is not None:
        when, then = PLANS[persona.plan]
        Plan.objects.create(client=client, when=when, then=then, chosen_at=joined_at + timedelta(days=7))
    for begins, ends in persona.pauses:
        days = {"begins_on": first_day + timedelta(days=begins), "ends_on": first_day + timedelta(days=ends)}
        Pause.objects.create(client=client, by=user, **days)
    written_at = min(now, joined_at + timedelta(days=persona.days)) - timedelta(hours=20)
    if persona.message:
        Message.objects.create(client=client, by=trainer, text=persona.message, written_at=written_at)
    if persona.note:
        Note.objects.create(client=client, by=trainer, text=persona.note, written_at=written_at)


def _days_here(persona: Persona) -> Iterator[int]:
    for day in range(persona.days + 1):
        if not any(first <= day <= last for first, last in persona.away):
            yield day


def _live_day(
    persona: Persona, client: Client, day: int, on: date, scored_on: date | None, chance: random.Random, now: datetime
) -> date | None:
    """A next morning, perhaps a check-in at noon, the safety questions where they are due, perhaps a practice.

    `scored_on` is the last day of a practice with scores, whose next morning is asked for; what is returned is that
    day after today's practice.
    """
    morning = _instant(client.user, on, chance, hour=7)
    if scored_on == on - timedelta(days=1) and chance.random() < persona.morning_rate and morning <= now:
        _check_in(client, morning, _score(persona, day, chance, less=0.7), moment=Moment.MORNING)
        judging.rejudge_after_morning(client, now=morning)
    noon = _instant(client.user, on, chance, hour=13)
    if persona.situations and chance.random() < 0.35 and noon <= now:
        _check_in(client, noon, _score(persona, day, chance), situation=chance.choice(persona.situations))
    if persona.safety_answer and persona.safety_answer[0] == day:
        closing.record_screening(client=client, answers=[persona.safety_answer[1]], at=noon)
    if not persona.skips_screening and noon <= now:
        _answer_if_due(client, on, noon)
    evening = _instant(client.user, on, chance, hour=19)
    if chance.random() >= persona.practices_a_week / 7 or evening > now or active_closure(client):
        return scored_on
    position = _lagging_position(client, chance)
    if position is None:
        return scored_on
    return on if _practice(persona, client, position, day, evening, chance) else scored_on


def _practice(
    persona: Persona, client: Client, position: Position, day: int, at: datetime, chance: random.Random
) -> bool:
    """Practices the next lesson of this track. Whether there were scores, and not "fine today" instead."""
    lesson, easier = position.next, position.easier
    prompt = prompt_at(client, lesson, position=position, now=at, easier=easier)
    before = _score(persona, day, chance)
    passed = chance.random() < persona.pass_rate and lesson.slug != persona.unmastered
    after = max(0, min(10, round(before - persona.effect + chance.gauss(0, 0.5))))
    is_fine = not prompt.asks_scores and before <= persona.level(day - 7) + 1
    recording.record(
        id=uuid.uuid5(NAMESPACE, f"{persona.email} {day}"),
        client=client,
        lesson=lesson,
        before=None if is_fine else before,
        after=None if is_fine else after,
        guess=Guess.CLEAN if passed else Guess.NEARLY,
        passed=passed,
        easier=easier,
        effort=chance.choice((3, 4, 4, 5, 5, 6)),
        cue=_helpful_cue(lesson.cues, chance) if chance.random() < 0.6 else "",
        measure=_measure(client, lesson, chance),
        at=at,
    )
    return not is_fine


def _helpful_cue(cues: list[str], chance: random.Random) -> str:
    """One of the cues, the first more often than the others."""
    return cues[0] if chance.random() < 0.6 else chance.choice(cues)


def _measure(client: Client, lesson: Lesson, chance: random.Random) -> Decimal | None:
    """In the unit of the lesson: a little further with each practice, and some days not."""
    if lesson.measure is None:
        return None
    practices = client.practices.filter(lesson=lesson).count() + chance.choice((-1, 0, 0, 1))
    values = {
        "wall-tap": 1 if practices > 1 else 0.5,  # a body in balance reaches about one foot-length, no more
        "dowel": 1 + practices,
        "hold": 9 + 4 * practices,
        "sit-downs": 4 + 2 * practices,
    }
    return max(Decimal(0), min(Decimal(lesson.measure.most), Decimal(values[lesson.measure.kind])))


def _answer_if_due(client: Client, on: date, noon: datetime) -> None:
    """Answers the safety questions with no, where the Today page asks for them."""
    if active_closure(client):
        return
    answered_at = client.screenings.values_list("answered_at", flat=True).first() or client.joined_at
    jump = trend.jump(client.check_ins.filter(at__lte=noon).entries(), answered_at)
    if due_on(client.today(answered_at), jump.local_on if jump else None) <= on:
        closing.record_screening(client=client, answers=[], at=noon)


def _lagging_position(client: Client, chance: random.Random) -> Position | None:
    """The track with the fewest lessons done, so that all of them move."""
    positions = [position for position in positions_of(client) if position.is_open and not position.finished]
    return min(positions, key=lambda position: (position.done, chance.random())) if positions else None


def _score(persona: Persona, day: int, chance: random.Random, *, less: float = 0) -> int:
    """Whole points from 0 to 10, `less` below the level of the day."""
    return max(0, min(10, round(persona.level(day) - less + chance.gauss(0, 0.55))))


def _check_in(client: Client, at: datetime, score: int, *, moment: str = Moment.ANY, situation: str = "") -> None:
    name = f"{client.user.email} {at.isoformat()}"
    CheckIn.record(
        id=uuid.uuid5(NAMESPACE, name), client=client, at=at, score=score, moment=moment, situation=situation
    )


def _instant(user: User, on: date, chance: random.Random, *, hour: int) -> datetime:
    """Some minute of this hour of the day, in UTC."""
    wall = datetime.combine(on, time(hour, chance.randrange(60)), tzinfo=user.tz)
    return wall.astimezone(UTC)
