"""What holds for every history: order and zone change nothing, the bar is relative, and promises are kept."""

from dataclasses import replace
from datetime import timedelta, timezone
from random import Random

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hinge_coach.safety.screening import Level
from hinge_coach.tightness.trend import CheckInValue, Moment
from hinge_coach.tightness.usual import ReportedDay
from lessons.rules import ahead as ahead_module
from lessons.rules.ahead import Future, Futures, after, ahead, decision_after, later_by
from lessons.rules.decide import decide, decide_for_client
from lessons.rules.facts import Facts, calm_days_needed, gather_facts, score_that_ends_rest
from lessons.rules.table import CLIENT_RULES
from lessons.rules.talks import talk_reasons
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision, History, PauseDays, RuleCode, Standing, TalkCode, TalkValue
from tests.lessons.rules.histories import (
    DEFAULT,
    EASIER_HERE,
    HERE,
    LESSON,
    NOW,
    OTHER_LESSON,
    Entries,
    Entry,
    at,
    extended,
    facts_of,
    named,
    number,
    practice,
    reported,
)

CALMLY, LATE = [0, 0, 0, 1, 1, -1], [0, 0, 0, 0, 1, 1, 2, 3, 5]
SCORES = st.integers(0, 10)
AT_REST = [Moment.ANY, Moment.ANY, Moment.MORNING, Moment.BEFORE]


def bounded(score: int) -> int:
    return min(max(score, 0), 10)


def any_practice(luck: Random, level: int, day: int) -> tuple[Entry, ...]:
    """One practice, of either lesson and version, at about the level."""
    is_fine, before = luck.randrange(6) == 0, bounded(level + luck.choice(CALMLY))
    return practice(
        day,
        None if is_fine else before,
        None if is_fine else bounded(before + luck.choice(LATE)),
        passed=luck.randrange(4) > 0,
        effort=luck.randint(3, 7),
        easier=luck.randrange(5) == 0,
        hour=luck.choice([9, 11, 18, 23]),
        lesson=luck.choice([LESSON, LESSON, LESSON, OTHER_LESSON]),
    )


def lived(luck: Random, first_day: int, highest: int = 10) -> History:
    """Days up to the 20th at a level, perhaps with a flare, and practice in them."""
    level, rise = luck.randint(0, highest - 2), luck.randint(0, 4)
    flare_day = luck.randint(first_day, 24)
    entries: list[Entries] = []
    for day in range(first_day, 21):
        here = min(level + (rise if flare_day <= day < flare_day + 5 else 0), highest)
        what = luck.randrange(6)
        if what in {0, 1, 2}:
            score = bounded(here + luck.choice(CALMLY))
            entries.append(number(day, score, luck.choice(AT_REST), hour=luck.choice([7, 12])))
        if what in {2, 3, 4}:
            entries.append(any_practice(luck, here, day))
    if luck.randrange(6) == 0:
        entries += [number(first_day - 1, level, Moment.RECALLED), number(first_day - 2, level, Moment.RECALLED)]
    talk = TalkValue(code=TalkCode.NEXT_DAYS_UP, opened_on=at(12).date())
    return reported(
        *entries,
        talks=luck.choice([(), (), (talk,)]),
        anew_on=luck.choice([None, None, None, at(16).date()]),
    )


def some_weeks(seed: int) -> History:
    luck = Random(seed)
    return lived(luck, luck.randint(-12, 18))


def mild_weeks(seed: int) -> History:
    luck = Random(seed)
    return lived(luck, luck.randint(-12, 18), highest=6)


def odd_weeks(seed: int) -> History:
    """With numbers of any size, a safety answer, a pause, or later entries besides."""
    luck = Random(seed)
    odd = [
        number(luck.randint(-12, 23), luck.randint(0, 10), luck.choice(list(Moment)), hour=6)
        for _ in range(luck.randint(0, 3))
    ]
    return replace(
        extended(lived(luck, luck.randint(-12, 18)), *odd),
        screening=luck.choice([Level.CLEAR] * 8 + [Level.REFER, Level.TODAY, Level.EMERGENCY]),
        pauses=luck.choice([(), (), (), (PauseDays(at(19).date(), None),)]),
    )


def many_months(seed: int) -> History:
    """A number or a practice on most days, at levels that change."""
    luck = Random(seed)
    first, second = lived(luck, -80), lived(luck, -20)
    return replace(
        first,
        practices=(*(value for value in first.practices if value.at < at(-20, 0)), *second.practices),
        reports=(*(report for report in first.reports if report.at < at(-20, 0)), *second.reports),
    )


# Drawn by their seed: building them draw by draw takes ten times as long.
SEEDS = st.integers(0, 2**32)
HISTORIES, MILD, ODD, LONG = (
    SEEDS.map(some_weeks),
    SEEDS.map(mild_weeks),
    SEEDS.map(odd_weeks),
    SEEDS.map(many_months),
)
FLARING = HISTORIES.filter(lambda history: bool(facts_of(history).flare))
STANDINGS = st.sampled_from(
    [
        HERE,
        HERE,
        replace(HERE, has_previous=False),
        EASIER_HERE,
        replace(HERE, placed_at=at(10)),
        replace(HERE, was_eased=True),
    ]
)


@given(history=ODD, standing=STANDINGS, data=st.data())
def test_the_order_of_entries_changes_nothing(history: History, standing: Standing, data: st.DataObject) -> None:
    shuffled = replace(
        history,
        practices=tuple(data.draw(st.permutations(history.practices))),
        reports=tuple(data.draw(st.permutations(history.reports))),
    )
    assert decide(facts_of(shuffled), standing) == decide(facts_of(history), standing)
    assert talk_reasons(facts_of(shuffled), [standing]) == talk_reasons(facts_of(history), [standing])


@given(history=ODD, standing=STANDINGS)
def test_entries_after_now_change_nothing(history: History, standing: Standing) -> None:
    more = extended(
        history, number(20, 10, hour=12.01), number(21, 10), practice(20, 2, 9, hour=13), practice(25, 2, 9)
    )
    assert decide(facts_of(more), standing) == decide(facts_of(history), standing)
    assert talk_reasons(facts_of(more), [standing]) == talk_reasons(facts_of(history), [standing])


@given(history=ODD, standing=STANDINGS, hours=st.integers(-12, 14))
def test_instants_in_another_zone_change_nothing(history: History, standing: Standing, hours: int) -> None:
    zone = timezone(timedelta(hours=hours))
    abroad = replace(
        history,
        practices=tuple(replace(value, at=value.at.astimezone(zone)) for value in history.practices),
        reports=tuple(report._replace(at=report.at.astimezone(zone)) for report in history.reports),
    )
    facts = gather_facts(abroad, DEFAULT, now=NOW.astimezone(zone), today=NOW.date())
    assert decide(facts, standing) == decide(facts_of(history), standing)


NOTHING_ABSOLUTE = Thresholds(fine_score=-1, acceptable=-1, very_high=99)


@given(history=MILD, standing=STANDINGS, more=st.integers(1, 9))
def test_the_same_points_higher_give_the_same_decision(history: History, standing: Standing, more: int) -> None:
    higher = replace(
        history,
        practices=tuple(
            value
            if value.before is None or value.after is None
            else replace(value, before=value.before + more, after=value.after + more)
            for value in history.practices
        ),
        reports=tuple(report._replace(score=report.score + more) for report in history.reports),
    )
    low, high = facts_of(history, NOTHING_ABSOLUTE), facts_of(higher, NOTHING_ABSOLUTE)
    assert named(decide(high, standing)) == named(decide(low, standing))
    assert {reason.code for reason in talk_reasons(high, [standing])} == {
        reason.code for reason in talk_reasons(low, [standing])
    }


ABOUT_THE_CLIENT = {rule.code for rule in CLIENT_RULES}


@given(history=ODD, here=STANDINGS, there=STANDINGS)
def test_the_rows_about_the_client_are_the_same_for_two_lessons(
    history: History, here: Standing, there: Standing
) -> None:
    first = decide(facts_of(history), here)
    second = decide(facts_of(history), replace(there, lesson=OTHER_LESSON))
    if ABOUT_THE_CLIENT & {first.reason.code, second.reason.code}:
        assert first == second


@given(history=HISTORIES, standing=STANDINGS, lowest=st.integers(0, 6))
def test_who_stays_less_than_2_above_the_lowest_number_is_never_eased_or_stopped(
    history: History, standing: Standing, lowest: int
) -> None:
    calm = replace(
        history,
        practices=tuple(
            value
            if value.before is None or value.after is None
            else replace(value, before=lowest + value.before % 2, after=lowest + value.after % 2)
            for value in history.practices
        ),
        reports=tuple(report._replace(score=lowest + report.score % 2) for report in history.reports),
    )
    assert decide(facts_of(calm), standing).reason.code not in {
        RuleCode.VERY_TIGHT,
        RuleCode.VERY_HIGH_NOW,
        RuleCode.FLARE,
        RuleCode.ROSE_RUNNING,
    }


@given(
    scores=st.lists(st.integers(0, 1), min_size=3, max_size=24),
    lowest=st.integers(0, 6),
    one=SCORES,
    moment=st.sampled_from([Moment.ANY, Moment.MORNING, Moment.BEFORE, Moment.AFTER]),
    standing=STANDINGS,
    days_since=st.integers(0, 30),
)
def test_one_number_never_turns_a_calm_history_into_ease_a_step_back_or_a_stop(
    scores: list[int], lowest: int, one: int, moment: Moment, standing: Standing, days_since: int
) -> None:
    first_day = 20 - days_since - len(scores)
    calm = [number(first_day + offset, lowest + score) for offset, score in enumerate(scores)]
    practices = [practice(first_day + offset, lowest, lowest + 1) for offset in range(0, len(scores), 2)]
    history = reported(*calm, *practices, number(20, one, moment, hour=11))
    decision = decide(facts_of(history), standing).decision
    assert decision not in {Decision.EASE, Decision.REGRESS, Decision.STOP}
    assert decision != Decision.REST or one >= 8


@given(history=ODD, standing=STANDINGS)
def test_nobody_moves_on_with_a_safety_answer_or_on_a_pause_or_after_one_day(
    history: History, standing: Standing
) -> None:
    decision = decide(facts_of(history), standing).decision
    if history.screening != Level.CLEAR:
        assert decision == Decision.STOP
    if decision == Decision.PROGRESS:
        assert not history.pauses
        full = [value for value in facts_of(history).practices if value.lesson == LESSON and not value.easier]
        assert len({value.local_on for value in full}) >= 2
        assert any(not value.is_fine for value in full)


@given(history=ODD, standing=STANDINGS)
def test_a_verdict_names_entries_that_exist_and_the_usual(history: History, standing: Standing) -> None:
    facts = facts_of(history)
    verdict = decide(facts, standing)
    ids = {value.id for value in history.practices} | {report.id for report in history.reports}
    assert set(verdict.reason.entries) <= ids
    assert verdict.usual == facts.usual
    assert (verdict.step_back_to is None) == (verdict.decision != Decision.REGRESS)


# --- promises


@given(history=HISTORIES, standing=STANDINGS, score=st.integers(0, 10), starts_today=st.booleans())
def test_what_comes_later_is_added_to_the_facts_as_if_all_was_gathered_anew(
    history: History, standing: Standing, score: int, starts_today: bool
) -> None:
    facts = facts_of(history)
    for future in (Future(calm_days=2, practices=0), Future(calm_days=1, practices=2, number_after=True)):
        later = after(facts, standing, replace(future, starts_today=starts_today), score)
        assert later == gather_facts(later.history, facts.thresholds, now=later.now, today=later.today)


@given(history=HISTORIES, standing=STANDINGS, score=st.integers(0, 10), wait=st.integers(0, 6))
def test_futures_worked_out_for_all_tracks_come_to_what_each_comes_to_by_itself(
    history: History, standing: Standing, score: int, wait: int
) -> None:
    futures = Futures(facts_of(history))
    for future in (Future(calm_days=2, practices=0), Future(calm_days=1, practices=2, number_after=True)):
        for each in (standing, replace(standing, lesson=standing.lesson + 1), standing):
            expected = decision_after(later_by(futures.facts, wait), each, future, score)
            assert futures.decision(each, future, score, wait=wait) == expected


@given(history=HISTORIES, standing=STANDINGS)
def test_what_would_move_a_client_on_moves_them_on(history: History, standing: Standing) -> None:
    facts = facts_of(history)
    result = ahead(facts, standing)
    if result.future is None:
        return
    score = facts.last_number.score if result.limit is None and facts.last_number else result.limit or 0
    assert decide(after(facts, standing, result.future, score), standing).decision == result.leads_to
    if result.today:
        assert decision_after(facts, standing, replace(result.future, starts_today=True), score) == result.leads_to
    if result.limit is not None and result.limit < 10 and not facts.is_up(result.limit + 1):
        assert decision_after(facts, standing, result.future, result.limit + 1) != result.leads_to


@given(history=HISTORIES, standing=STANDINGS, less=st.integers(1, 3))
def test_a_lower_number_moves_a_client_on_as_well(history: History, standing: Standing, less: int) -> None:
    facts = facts_of(history)
    result = ahead(facts, standing)
    if result.future is not None and result.limit is not None and result.limit >= less:
        assert decision_after(facts, standing, result.future, result.limit - less) == result.leads_to


@given(history=LONG, standing=STANDINGS)
def test_what_no_row_looks_back_to_changes_no_decision(history: History, standing: Standing) -> None:
    facts = facts_of(history)
    trimmed = ahead_module._trimmed(facts)
    assert len(trimmed.reports) < len(facts.reports)
    assert named(decide(trimmed, standing)) == named(decide(facts, standing))
    result = ahead(facts, standing)
    if result.future is not None:
        assert decision_after(facts, standing, result.future, result.limit or 0) == result.leads_to


def with_calm_days(facts: Facts, days: int) -> Facts:
    """The facts after so many days with the usual before the flare as their number."""
    score = facts.reported.usual_before(facts.flare) or 0
    on = facts.today + timedelta(days=days)
    calm = tuple(ReportedDay(facts.today + timedelta(days=number + 1), score, ()) for number in range(days))
    return replace(facts, today=on, reported=replace(facts.reported, days=(*facts.reported.days, *calm)))


@given(history=FLARING)
@settings(suppress_health_check=[HealthCheck.filter_too_much])
def test_a_flare_ends_after_the_calm_days_it_names_and_not_before(history: History) -> None:
    facts = facts_of(history)
    days = calm_days_needed(facts)
    assert [bool(with_calm_days(facts, fewer).flare) for fewer in range(days + 1)] == [True] * days + [False]


@given(history=HISTORIES, one=st.integers(8, 10), score=SCORES, later=st.integers(0, 20))
def test_rest_ends_with_the_score_it_names_on_any_day(history: History, one: int, score: int, later: int) -> None:
    facts = facts_of(extended(history, number(20, one, hour=11.5)))
    assume(decide_for_client(facts) and decide_for_client(facts).decision == Decision.REST)  # type: ignore[union-attr]
    ends_at = score_that_ends_rest(facts)
    low = min(score, ends_at)

    def is_open(number_: int, days: int) -> bool:
        now = NOW + timedelta(days=days, minutes=1)
        report = CheckInValue(id="next", at=now, local_on=now.date(), score=number_)
        verdict = decide_for_client(facts_of(extended(facts.history, report), now=now))
        return verdict is None or verdict.decision == Decision.EASE

    assert is_open(low, 0)
    assert is_open(low, 1 + later)
    assert not (is_open(ends_at + 1, 0) and is_open(ends_at + 1, 1))
    assert score_that_ends_rest(facts_of(facts.history, now=NOW + timedelta(days=later))) == ends_at
