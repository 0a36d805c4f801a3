"""The load of a lesson for one client: what they used, and what to use today."""

from dataclasses import dataclass
from datetime import date, timedelta

from hinge_coach.accounts.weight_unit import WeightUnit
from lessons.models import Lesson, LessonLoad
from lessons.models.load import load_of
from lessons.practice.history import ClientState
from lessons.practice.position import Position
from lessons.progress.background import flare_spans
from lessons.rules.load_steps import LoadAdvice, LoadHistory, LoadPractice, LoadStep, load_advice
from lessons.rules.load_wording import load_sentence
from lessons.rules.values import Decision

LOADED_PRACTICES = 60  # of one lesson: more than a load is used for

FLARE_READ = timedelta(days=28)  # how long ago a flare that runs now may have begun


@dataclass(frozen=True, kw_only=True)
class LoadOffer:
    """What the form of a lesson with a load asks and says. `unit` is that of the client, None while it isn't known."""

    lesson: LessonLoad
    unit: WeightUnit | None
    advice: LoadAdvice

    @property
    def sentence(self) -> str:
        """The load used last, and what one step is."""
        return load_sentence(self.advice, self.lesson, self.unit)

    @property
    def typed_before(self) -> str:
        """The load used last, as it would be typed again; empty before the first, and where a step down is advised."""
        last = self.advice.last
        if last is None or self.advice.step == LoadStep.DOWN:
            return ""
        return last.number if last.unit == self.unit else last.words


def load_offer(state: ClientState, position: Position, lesson: Lesson) -> LoadOffer | None:
    """None where the lesson has no load; else one query."""
    table = LessonLoad.of(lesson.load)
    if table is None:
        return None
    unit = state.client.unit
    history = LoadHistory(
        practices=_loaded_practices(state, lesson),
        start=table.start(unit or WeightUnit.KG),
        eased_on=_eased_on(state, position, lesson),
        rests=state.must_rest,
    )
    return LoadOffer(lesson=table, unit=unit, advice=load_advice(history, state.today))


def _loaded_practices(state: ClientState, lesson: Lesson) -> tuple[LoadPractice, ...]:
    """The latest practices with a weight. Imported ones are left out, as by the rules."""
    rows = state.client.practices.filter(lesson=lesson, load__gt=0, imported=False)
    columns = ("done_at", "local_on", "load", "load_unit", "passed", "effort", "easier")
    return tuple(
        LoadPractice(at=at, local_on=on, load=load_of(load, unit), passed=passed, effort=effort, easier=easier)
        for at, on, load, unit, passed, effort, easier in rows.values_list(*columns)[:LOADED_PRACTICES]
    )


def _eased_on(state: ClientState, position: Position, lesson: Lesson) -> date | None:
    """The first day of the flare that runs now, or of the step back that led to this lesson, whichever came first."""
    days = []
    if state.is_eased:
        spans = flare_spans(state.facts.reported, state.thresholds, state.today - FLARE_READ, state.today)
        days += [span.begins_on for span in spans[-1:]]
    moves = [move for move in state.moves if move.track == position.track]
    if lesson == position.next and moves and moves[-1].decision == Decision.REGRESS:
        days.append(moves[-1].on)
    return min(days, default=None)
