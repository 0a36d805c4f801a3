"""What was known at a past verdict: the same as the rules were given then, whatever has happened since."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.safety.models import Pause
from hinge_coach.safety.screening import Level
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import CheckInValue, Moment
from lessons.models import Lesson, Move, NewUsual, Practice, Talk, VerdictRecord, move_client
from lessons.practice import deciding
from lessons.practice.history import ClientState, load_state
from lessons.practice.position import positions_of
from lessons.rules.decide import decide
from lessons.rules.facts import gather_facts
from lessons.rules.past import Past
from lessons.rules.talks import talk_reasons
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import TalkValue
from tests.factories import close_by_answer, practice_once, report_and_decide

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("curriculum")]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LIMITS = Thresholds()


def live(client: Client, trainer: Trainer, begin: datetime, *, days: int, seed: int) -> None:
    """Practice on two tracks with mornings, high and low, and a trainer who places, talks, and sets a new usual."""
    luck = Random(seed)
    for day in range(days):
        at = begin + day * DAY
        report_and_decide(client, at, luck.choice([2, 2, 3, 5]), Moment.MORNING)
        for position in positions_of(client)[:2]:
            at += HOUR
            if not client.closures.active().exists() and position.is_open and luck.random() < 0.8:
                numbers = {"before": luck.choice([2, 3]), "after": luck.choice([2, 3, 5])}
                practice_once(
                    client, at, position.next.slug, passed=luck.random() < 0.7, easier=position.easier, **numbers
                )
        at += HOUR
        if day % 6 == 5:
            lesson = Lesson.objects.get(track="neutral", number=luck.choice([1, 2, 3]))
            easier = luck.random() < 0.6
            move_client(client=client, lesson=lesson, easier=easier, at=at, by=trainer.user, note="for the test")
        if day % 9 == 8:
            for talk in client.talks.open():
                talk.note_talked(by=trainer.user, line="", at=at, on=client.today(at))
            NewUsual.objects.create(
                client=client, since=at, since_on=client.today(at), by=trainer.user, line="So it is."
            )
        for closure in client.closures.active():
            closure.lift(by=trainer.user, note="for the test", at=at)


@pytest.fixture
def states(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[int, datetime], ClientState]:
    """Each state on which verdicts were decided, by client and instant."""
    seen: dict[tuple[int, datetime], ClientState] = {}
    decide_tracks = deciding.decide_tracks

    def spied(state: ClientState, practice: Practice | None = None) -> tuple[VerdictRecord, ...]:
        at = practice.done_at if practice else state.now
        seen[state.client.pk, at] = state
        return decide_tracks(state, practice)

    monkeypatch.setattr(deciding, "decide_tracks", spied)
    return seen


@pytest.mark.walk
@pytest.mark.parametrize("seed", [pytest.param(1, marks=pytest.mark.heavy), 3])
def test_past_verdicts_are_decided_again_on_what_was_known_then(
    maya: Client, trainer: Trainer, states: dict[tuple[int, datetime], ClientState], now: datetime, seed: int
) -> None:
    live(maya, trainer, now, days=28, seed=seed)
    past = Past({maya.pk}, LIMITS)
    records = list(VerdictRecord.objects.select_related("practice__lesson"))
    assert len(records) > 30
    assert {record.decision for record in records} >= {"progress", "hold", "regress"}
    for record in records:
        practice, state = record.practice, states[maya.pk, record.decided_at]
        then = past.before(practice, record.decided_at)
        track = next(position for position in state.positions if position.track == practice.lesson.track)
        if practice.lesson == track.next:
            assert then.standing == state.standing(track)
        assert then.standings == tuple(state.standing(position) for position in state.positions)
        assert (then.history.talks, then.history.anew_on) == (state.facts.history.talks, state.facts.history.anew_on)
        verdict = decide(then.facts(LIMITS), then.standing)
        assert (verdict.decision, verdict.reason.code) == (record.decision, record.reasons[0]["code"])


def test_the_standing_of_today_is_that_after_the_last_move(maya: Client, trainer: Trainer, now: datetime) -> None:
    live(maya, trainer, now, days=12, seed=4)
    later = now + 40 * DAY
    state = load_state(maya, now=later)
    practice = Practice.objects.select_related("lesson").latest("done_at")
    then = Past({maya.pk}, LIMITS).before(practice, later)
    assert then.standings == tuple(state.standing(position) for position in state.positions)


@pytest.mark.parametrize("easier", [True, False])
def test_a_placement_is_read_with_what_followed_it(maya: Client, trainer: Trainer, now: datetime, easier: bool) -> None:
    """The version on which the trainer placed somebody isn't stored with the move."""
    lesson = Lesson.objects.get(slug="find-the-middle")
    move_client(client=maya, lesson=lesson, easier=easier, at=now, by=trainer.user, note="for the test")
    for number in range(4):
        practice = practice_once(maya, now + number * DAY + HOUR, lesson.slug, before=2, after=2, easier=easier)
        report_and_decide(maya, now + number * DAY + 20 * HOUR, 2)
        if Move.objects.filter(verdict__isnull=False).exists():
            break
    assert Move.objects.filter(verdict__isnull=False).exists()
    assert Past({maya.pk}, LIMITS).before(practice, now + HOUR).standing.easier == easier


def test_an_imported_history_counts_for_nothing_but_where_the_client_stands(maya: Client, now: datetime) -> None:
    lesson, following = Lesson.objects.get(slug="pelvic-clock"), Lesson.objects.get(slug="find-the-middle")
    common = {"lesson": lesson, "guess": "clean", "passed": True, "effort": 4, "imported": True, "client": maya}
    practice = Practice.objects.create(done_at=now, local_on=maya.today(now), **common)
    reasons = [{"code": "two_good", "client": "On.", "trainer": "On.", "entries": []}]
    verdict = VerdictRecord.objects.create(practice=practice, decision="progress", reasons=reasons, decided_at=now)
    move_client(client=maya, lesson=following, at=now, verdict=verdict)
    own = practice_once(maya, now + DAY, following.slug)
    then = Past({maya.pk}, LIMITS).before(own, now + DAY)
    assert (then.standing.lesson, then.standing.placed_at) == (following.pk, None)
    assert [value.id for value in then.history.practices] == [str(own.pk)]


def test_a_closure_counts_while_it_was_active_and_its_lifting_from_then_on(
    maya: Client, trainer: Trainer, now: datetime
) -> None:
    practice = practice_once(maya, now)
    close_by_answer(maya, now + DAY).lift(by=trainer.user, note="Seen.", at=now + 3 * DAY)
    past = Past({maya.pk}, LIMITS)
    histories = [past.before(practice, now + days * DAY).history for days in (0, 2, 4)]
    assert [history.screening for history in histories] == [Level.CLEAR, Level.TODAY, Level.CLEAR]
    assert [history.anew_on for history in histories] == [None, None, date(2026, 3, 7)]


def test_a_talk_is_open_until_it_was_noted(maya: Client, trainer: Trainer, now: datetime) -> None:
    practice = practice_once(maya, now)
    talk = Talk.objects.create(
        client=maya, code="week_up", trainer_sentence="Up.", opened_at=now + DAY, opened_on=date(2026, 3, 5)
    )
    talk.note_talked(by=trainer.user, line="", at=now + 3 * DAY, on=date(2026, 3, 7))
    past = Past({maya.pk}, LIMITS)
    values = [past.before(practice, now + days * DAY).history.talks for days in (1, 2, 4)]
    talk_value = TalkValue(code="week_up", opened_on=date(2026, 3, 5))
    assert values == [(), (talk_value,), (replace(talk_value, talked_on=date(2026, 3, 7)),)]


def test_a_pause_that_begins_on_the_day_of_a_practice_was_asked_for_after_it(maya: Client, now: datetime) -> None:
    practice = practice_once(maya, now)
    Pause.objects.create(client=maya, begins_on=maya.today(now))
    past = Past({maya.pk}, LIMITS)
    histories = [past.before(practice, now + days * DAY).history for days in (0, 1)]
    assert [len(history.pauses) for history in histories] == [0, 1]


@pytest.mark.parametrize(
    "limits", [LIMITS, Thresholds(week_days=4, usual_days=7), Thresholds(week_days=14, usual_days=60)]
)
def test_a_long_history_is_cut_where_no_row_looks_back(maya: Client, now: datetime, limits: Thresholds) -> None:
    """Over 320 days, with breaks: the facts that rows ask are those of the whole history."""
    luck, rows, practices = Random(5), [], []
    lesson = Lesson.objects.get(slug="pelvic-clock")
    for day in range(320):
        at = now + day * DAY
        if luck.random() < 0.3 or 100 < day < 140:
            continue
        rows += [_row(maya, at, luck, Moment.ANY), _row(maya, at + HOUR, luck, Moment.AFTER)]
        if luck.random() < 0.5:
            practices.append(
                Practice(
                    client=maya,
                    lesson=lesson,
                    done_at=at + 2 * HOUR,
                    local_on=maya.today(at + 2 * HOUR),
                    guess="clean",
                    passed=luck.random() < 0.7,
                    effort=4,
                )
            )
    CheckIn.objects.bulk_create(rows)
    Practice.objects.bulk_create(practices)
    whole = tuple(
        CheckInValue(str(row.pk), row.at, row.local_on, row.score, row.moment)
        for row in sorted(rows, key=lambda r: r.at)
    )
    past, all_practices = Past({maya.pk}, limits), maya.practices.done()
    longest = 0
    for practice in practices:
        then = past.before(practice, practice.done_at)
        facts = then.facts(limits)
        full = gather_facts(
            replace(then.history, reports=whole, practices=all_practices), limits, now=then.now, today=then.today
        )
        longest = max(longest, len(facts.reports))
        verdict, expected = decide(facts, then.standing), decide(full, then.standing)
        assert (verdict, facts.flare, facts.next_days) == (expected, full.flare, full.next_days)
        talks, all_talks = talk_reasons(facts, then.standings), talk_reasons(full, then.standings)
        assert [talk.code for talk in talks] == [talk.code for talk in all_talks]
    assert longest < len(whole) * 0.9


def _row(client: Client, at: datetime, luck: Random, moment: str) -> CheckIn:
    score = luck.choice([2, 3, 3, 4, 5, 6]) if luck.random() < 0.9 else 9
    return CheckIn(id=uuid.uuid4(), client=client, at=at, local_on=client.today(at), score=score, moment=moment)


def test_any_number_of_clients_takes_ten_queries(
    maya: Client, other_client: Client, now: datetime, django_assert_num_queries: Callable[[int], Any]
) -> None:
    practice_once(maya, now)
    with django_assert_num_queries(10):
        Past({maya.pk}, LIMITS)
    practice_once(other_client, now)
    with django_assert_num_queries(10):
        Past({maya.pk, other_client.pk}, LIMITS)
