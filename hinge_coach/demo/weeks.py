"""The weeks of a demo client, day by day.

Nothing here writes a verdict, a position or a talk by hand: each number and each practice is reported as a client
would, at its time, and the rules of the site decide. Each day draws its chance from a stream of its own, seeded with
the address and the number of the day, so that the same weeks come out on whatever day the demo is made.
"""

import random
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from hinge_coach.accounts import joining
from hinge_coach.accounts.local_day import local_day
from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.demo.personas import Persona, Placed
from hinge_coach.safety import closing
from hinge_coach.safety.models import Pause, active_closure
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import Moment
from lessons.models import CarryOver, Guess, Lesson, Load, NewUsual, Plan, RuleSet, move_client
from lessons.models.practice import PracticeQuerySet
from lessons.practice import deciding, recording
from lessons.practice.history import ClientState, load_state, questions_due
from lessons.practice.loads import load_offer
from lessons.practice.position import Position
from lessons.today.forms import PLANS

NAMESPACE = uuid.UUID("6f1c1f8e-6c0e-4d55-9a3f-0d4c9c1d7a10")

JOINING_HOUR = 18

ADDED_AFTER = timedelta(hours=11)  # a practice of the evening that is added on the next morning


class Evening(NamedTuple):
    """How a day ended: whether there was a practice, and whether it had scores."""

    practiced: bool = False
    scored: bool = False


class Report(NamedTuple):
    """One number that is reported apart from a practice."""

    at: datetime
    score: int
    moment: Moment
    situation: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day of a client, by its number since they joined. `yesterday` is how the day before ended."""

    persona: Persona
    client: Client
    number: int
    on: date
    now: datetime
    yesterday: Evening
    chance: random.Random

    def at(self, hour: int) -> datetime:
        """Some minute of this hour on the client's clock, in UTC. Hours before the day begins are those of its end."""
        on = self.on if hour >= self.persona.day_begins else self.on + timedelta(days=1)
        wall = datetime.combine(on, time(hour, self.chance.randrange(60)), tzinfo=self.client.user.tz)
        return wall.astimezone(UTC)

    def score(self, *, less: float = 0) -> int:
        """Whole points from 0 to 10, `less` below the level of the day."""
        level = self.persona.level(self.number) + (self.persona.next_day if self.yesterday.practiced else 0)
        return max(0, min(10, round(level - less + self.chance.gauss(0, 0.5))))


def live_weeks(persona: Persona, user: User, trainer: Trainer, now: datetime) -> Client:
    """Makes the user a client and lives the days up to `now`, in the client's own time zone."""
    first_day = local_day(now.astimezone(user.tz), persona.day_begins) - timedelta(days=persona.days)
    client, joined_at = _join(persona, user, first_day)
    if persona.placed:
        _place(persona.placed, client, trainer, at=joined_at + timedelta(minutes=30))
    evenings: dict[int, Evening] = {}
    for number in _days_here(persona):
        day = Day(
            persona=persona,
            client=client,
            number=number,
            on=first_day + timedelta(days=number),
            now=now,
            yesterday=evenings.get(number - 1, Evening()),
            chance=random.Random(f"{persona.email} {number}"),  # noqa: S311 - the same people each time
        )
        if persona.talked and persona.talked[0] == number:
            _talk(day, trainer, persona.talked[1])
        evenings[number] = _live_day(day)
        for situation in persona.carry_overs:
            if number >= 7 and day.chance.random() < 0.25 + 0.35 * number / persona.days:
                CarryOver.objects.create(client=client, local_on=day.on, situation=situation)
    if persona.plan is not None:
        when, then = PLANS[persona.plan]
        Plan.objects.create(client=client, when=when, then=then, chosen_at=joined_at + timedelta(days=7))
    return client


def _join(persona: Persona, user: User, on: date) -> tuple[Client, datetime]:
    """The client, with consent, safety answers, planned pauses and the numbers of the sign-up; and when that was."""
    joined_at = datetime.combine(on, time(JOINING_HOUR), tzinfo=user.tz).astimezone(UTC)
    client = joining.make_client(user=user, at=joined_at)
    client.day_begins, client.phone, client.drawn_as = persona.day_begins, persona.phone, persona.drawn_as
    client.save(update_fields=["day_begins", "phone", "drawn_as"])
    closing.record_screening(client=client, answers=[], at=joined_at)
    for begins, ends in persona.pauses:
        Pause.objects.create(
            client=client, by=user, begins_on=on + timedelta(days=begins), ends_on=on + timedelta(days=ends)
        )
    for days_before, score in enumerate(persona.first_numbers):
        wall = joined_at.astimezone(user.tz).replace(tzinfo=None) - timedelta(days=days_before)
        CheckIn.record(
            id=uuid.uuid5(NAMESPACE, f"{user.email} first {days_before}"),
            client=client,
            at=wall.replace(tzinfo=user.tz).astimezone(UTC),
            local_on=on - timedelta(days=days_before),
            score=score,
            moment=Moment.RECALLED if days_before else Moment.ANY,
        )
    return client, joined_at


def _place(placed: Placed, client: Client, trainer: Trainer, *, at: datetime) -> None:
    lesson = Lesson.objects.get(slug=placed.lesson)
    client.lock()
    move_client(client=client, lesson=lesson, at=at, by=trainer.user, note=placed.why)


def _days_here(persona: Persona) -> Iterator[int]:
    for number in range(persona.days + 1):
        if not any(first <= number <= last for first, last in persona.away):
            yield number


def _live_day(day: Day) -> Evening:
    """The next morning where it is asked for, perhaps a number in the middle of the day, perhaps a practice.

    The practice of the last day is still ahead, at whatever hour the demo is made.
    """
    persona = day.persona
    rise, middle, practice = (day.at(hour) for hour in persona.hours)
    reports: list[Report] = []
    if day.yesterday.scored and day.chance.random() < persona.morning_rate:
        reports.append(Report(rise, day.score(less=0.7), Moment.MORNING))
    # They joined in an evening, after the middle of that day.
    if day.number and persona.situations and day.chance.random() < persona.middle_rate:
        reports.append(Report(middle, day.score(), Moment.ANY, day.chance.choice(persona.situations)))
    if told := next((told for told in persona.told if told.day == day.number), None):
        reports = [report for report in reports if report.at != middle]
        reports.append(Report(middle, day.score(), Moment.ANY, told.situation, told.note))
    reports = [report for report in reports if report.at <= day.now]
    for report in reports:
        _report(day, report)
    if persona.safety_answer and persona.safety_answer[0] == day.number and middle <= day.now:
        closing.record_screening(client=day.client, answers=[persona.safety_answer[1]], at=middle)
    if day.number < persona.days and persona.practices_on(day.number, day.chance):
        return _practice(day, practice)
    if reports:
        _answer_if_due(day, reports[-1].at)
    return Evening()


def _report(day: Day, report: Report) -> None:
    """One number, after which the rules decide again."""
    CheckIn.record(
        id=uuid.uuid5(NAMESPACE, f"{day.persona.email} {day.number} {report.moment}"),
        client=day.client,
        at=report.at,
        score=report.score,
        moment=report.moment,
        situation=report.situation,
        note=report.note,
    )
    deciding.decide_again(day.client, now=report.at)


def _answer_if_due(day: Day, at: datetime) -> None:
    """Answers the safety questions with no, where Today asks for them after a number."""
    client = day.client
    if active_closure(client):
        return
    if questions_due(client, client.check_ins.entries(), day.on, RuleSet.objects.in_force()):
        closing.record_screening(client=client, answers=[], at=at)


def _practice(day: Day, at: datetime) -> Evening:
    """Practices the next lesson of the track with the fewest lessons done, unless the site says to rest."""
    persona, client, chance = day.persona, day.client, day.chance
    client.lock()
    is_added_later = _is_first_from(persona.added_later, day, client.practices.filter(back_dated=True))
    now = at + ADDED_AFTER if is_added_later else at
    state = load_state(client, now=now)
    if state.questions_due:
        closing.record_screening(client=client, answers=[], at=now)
        state = load_state(client, now=now)
    position = _lagging_position(state.positions, chance)
    if state.closure or state.pause or state.must_rest or position is None:
        return Evening()
    lesson, easier = position.next, position.easier or state.is_eased
    before = day.score()
    passed = chance.random() < persona.pass_rate and lesson.slug != persona.unmastered
    after = max(0, min(10, round(before - persona.effect + chance.gauss(0, 0.5))))
    is_fine = persona.says_fine and not recording.prompt_at(state, lesson, position, easier=easier).asks_scores
    practice = recording.record(
        id=uuid.uuid5(NAMESPACE, f"{persona.email} {day.number}"),
        client=client,
        lesson=lesson,
        before=None if is_fine else before,
        after=None if is_fine else after,
        guess=Guess.CLEAN if passed else Guess.NEARLY,
        passed=passed,
        easier=easier,
        effort=chance.choice((3, 4, 4, 5, 5, 6)),
        cue=_helpful_cue(lesson.cues, chance) if chance.random() < 0.6 else "",
        measure=_measure(state, lesson, chance),
        answer=_answer(lesson, passed=passed),
        load=_load(state, position, lesson),
        at=at,
        now=now,
        back_dated=is_added_later,
        state=state,
    )
    if persona.practice_note and _is_first_from(persona.practice_note[0], day, client.practices.exclude(note="")):
        practice.note = persona.practice_note[1]
        practice.save(update_fields=["note"])
    return Evening(practiced=True, scored=not is_fine)


def _is_first_from(number: int | None, day: Day, earlier: PracticeQuerySet) -> bool:
    """Whether this is the day of that number, or one after it, and there is no earlier practice of the kind."""
    return number is not None and day.number >= number and not earlier.exists()


def _talk(day: Day, trainer: Trainer, line: str) -> None:
    """The trainer notes the open talks as talked, and that the numbers of the last week are the usual now."""
    client, at = day.client, day.at(day.persona.hours[1] + 1)
    for talk in client.talks.open():
        talk.note_talked(by=trainer.user, line=line, at=at, on=day.on)
    NewUsual.objects.create(client=client, since=at, since_on=day.on, by=trainer.user, line=line)
    deciding.decide_again(client, now=at)


def _load(state: ClientState, position: Position, lesson: Lesson) -> Load | None:
    """What the site advises: one step up after a week, one down in a flare."""
    offer = load_offer(state, position, lesson)
    return offer.advice.load if offer else None


def _lagging_position(positions: Iterable[Position], chance: random.Random) -> Position | None:
    """The track with the fewest lessons behind, so that all of them move."""
    open_positions = [position for position in positions if position.is_open and not position.finished]
    return min(open_positions, key=lambda position: (position.behind, chance.random())) if open_positions else None


def _helpful_cue(cues: list[str], chance: random.Random) -> str:
    """One of the cues, the first more often than the others."""
    return cues[0] if chance.random() < 0.6 else chance.choice(cues)


def _answer(lesson: Lesson, *, passed: bool) -> int | None:
    """A count or a how-far that says the same as `passed`."""
    scale = lesson.answer_scale
    if scale is None:
        return None
    return scale.most if passed else max(0, scale.passes - 1)


def _measure(state: ClientState, lesson: Lesson, chance: random.Random) -> Decimal | None:
    """In the unit of the lesson: a little further with each practice, and some days not."""
    if lesson.measure is None:
        return None
    practices = sum(practice.lesson == lesson.pk for practice in state.practices) + chance.choice((-1, 0, 0, 1))
    values = {
        "wall-tap": 1 if practices > 1 else 0.5,  # a body in balance reaches about one foot-length, no more
        "dowel": 1 + practices,
        "hold": 9 + 4 * practices,
        "march": 20 + 4 * practices,
        "sit-downs": 4 + 2 * practices,
    }
    return max(Decimal(0), min(Decimal(lesson.measure.most), Decimal(values[lesson.measure.kind])))
