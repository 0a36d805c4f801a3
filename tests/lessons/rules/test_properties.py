"""What holds for every history: order and zones change nothing, nobody moves on too easily, promises are kept."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from hinge_coach.safety.screening import Level
from hinge_coach.tightness.trend import Moment
from lessons.rules.decide import decide
from lessons.rules.values import Decision, History, PracticeValue, Report
from tests.lessons.rules.histories import DEFAULT, NOW, at, morning, practice

SCORES = st.integers(0, 10)


@st.composite
def histories(draw: st.DrawFn) -> History:
    days = st.integers(-30, 20)
    practices = tuple(
        PracticeValue(
            id=f"practice {n}",
            at=at(day, hour),
            local_on=at(day, hour).date(),
            before=score,
            after=None if score is None else draw(SCORES),
            passed=draw(st.booleans()),
            effort=draw(SCORES),
            easier=draw(st.booleans()),
        )
        for n, (day, hour, score) in enumerate(
            draw(st.lists(st.tuples(days, st.integers(0, 23), st.none() | SCORES | SCORES), max_size=6))
        )
    )
    reports = tuple(
        Report(id=f"report {n}", at=at(day, hour), local_on=at(day, hour).date(), score=score, moment=moment)
        for n, (day, hour, score, moment) in enumerate(
            draw(
                st.lists(
                    st.tuples(
                        days,
                        st.integers(0, 23),
                        SCORES,
                        st.sampled_from([*Moment, Moment.MORNING]),
                    ),
                    max_size=12,
                )
            )
        )
    )
    moved = st.none() | st.builds(at, st.integers(-30, 20), st.integers(0, 23))
    return History(
        practices=practices,
        reports=reports,
        screening=draw(st.sampled_from([Level.CLEAR] * 8 + [Level.REFER, Level.TODAY, Level.EMERGENCY])),
        stepped_back_at=draw(moved),
        lifted_at=draw(moved),
        paused=draw(st.booleans()) and draw(st.booleans()),
    )


def mild(history: History) -> History:
    """The same story with scores low enough that the milder rows are reached often."""
    return replace(
        history,
        screening=Level.CLEAR,
        lifted_at=None,
        practices=tuple(
            replace(
                each,
                before=None if each.before is None else each.before % 4,
                after=None if each.after is None else each.after % 5,
                passed=each.passed or each.effort > 3,
                effort=each.effort % 8,
            )
            for each in history.practices
        ),
        reports=tuple(each._replace(score=2 + each.score % 2) for each in history.reports),
    )


ANY = histories() | histories().map(mild)


@given(history=ANY, data=st.data())
@settings(max_examples=30, deadline=None)
def test_the_order_of_entries_doesnt_matter(history: History, data: st.DataObject) -> None:
    shuffled = replace(
        history,
        practices=tuple(data.draw(st.permutations(history.practices))),
        reports=tuple(data.draw(st.permutations(history.reports))),
    )
    assert decide(shuffled, DEFAULT, NOW) == decide(history, DEFAULT, NOW)


@given(history=ANY, hours=st.integers(-12, 14))
@settings(max_examples=30, deadline=None)
def test_shifting_instants_and_zone_together_changes_nothing(history: History, hours: int) -> None:
    shift = timedelta(hours=hours)

    def moved(moment: datetime | None) -> datetime | None:
        return moment and moment - shift

    abroad = replace(
        history,
        practices=tuple(replace(each, at=each.at - shift) for each in history.practices),
        reports=tuple(each._replace(at=each.at - shift) for each in history.reports),
        stepped_back_at=moved(history.stepped_back_at),
        lifted_at=moved(history.lifted_at),
    )
    now = (NOW - shift).astimezone(timezone(shift))
    assert decide(abroad, DEFAULT, now) == decide(history, DEFAULT, NOW)


@given(history=ANY)
@settings(max_examples=40, deadline=None)
def test_nobody_moves_on_after_one_day_or_with_a_safety_answer_open(history: History) -> None:
    verdict = decide(history, DEFAULT, NOW)
    assert verdict.reasons
    if verdict.decision == Decision.PROGRESS:
        since = history.stepped_back_at or at(-40, 0)
        assert len({each.local_on for each in history.practices if each.at > since and not each.easier}) >= 2
        assert history.screening == Level.CLEAR
        assert not history.paused
    if history.screening != Level.CLEAR:
        assert verdict.decision == Decision.STOP


@given(history=ANY)
@settings(max_examples=40, deadline=None)
def test_nobody_moves_on_without_a_day_of_scores_and_its_morning(history: History) -> None:
    if decide(history, DEFAULT, NOW).decision == Decision.PROGRESS:
        assert [each for each in history.practices if each.after is not None and not each.easier] != []
        only_fine = tuple(replace(each, before=None, after=None) for each in history.practices)
        assert decide(replace(history, practices=only_fine), DEFAULT, NOW).decision != Decision.PROGRESS
        no_mornings = tuple(each for each in history.reports if each.moment != Moment.MORNING)
        assert decide(replace(history, reports=no_mornings), DEFAULT, NOW).decision != Decision.PROGRESS


@given(history=ANY)
@settings(max_examples=30, deadline=None)
def test_reasons_only_name_entries_that_exist(history: History) -> None:
    known = {each.id for each in history.practices} | {each.id for each in history.reports}
    for reason in decide(history, DEFAULT, NOW).reasons:
        assert set(reason.entries) <= known


@given(history=histories().map(mild), score=SCORES)
@settings(max_examples=30, deadline=None)
def test_the_morning_a_verdict_asks_for_keeps_the_promise(history: History, score: int) -> None:
    """Two clean days but for the last morning, on top of any mild story."""
    story = replace(
        history,
        paused=False,
        stepped_back_at=at(15, 0),
        practices=(
            *(each for each in history.practices if each.at <= NOW),
            practice(17, after=1),
            practice(20, after=1, hour=8),
        ),
        reports=(*(each for each in history.reports if each.at <= NOW), morning(18, 2)),
    )
    promise = decide(story, DEFAULT, NOW).would_change
    if promise.startswith("A next morning at "):
        asked = int(promise.removeprefix("A next morning at ").split()[0])
        felt = replace(story, reports=(*story.reports, morning(21, min(score, asked), hour=7)))
        assert decide(felt, DEFAULT, at(21, 8)).decision == Decision.PROGRESS
