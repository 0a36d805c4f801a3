"""The demo people: each tells a story of their own, lived through the rules, on whatever day the demo is made."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from hinge_coach.accounts.invitation_states import InvitationState
from hinge_coach.accounts.models import Client, Invitation, Look, Trainer
from hinge_coach.booking.calls.audit import problems
from hinge_coach.booking.models import Call
from hinge_coach.coaching.desk.clients import needing_ids
from hinge_coach.coaching.desk.rows import ClientRow, client_rows
from hinge_coach.coaching.desk.values import AttentionCode
from hinge_coach.coaching.models import Deed, DeskLine, Note, Tag
from hinge_coach.demo.calls import SOURCE
from hinge_coach.demo.people import make_people
from hinge_coach.demo.personas import DEMO_PEOPLE, PERSONAS
from hinge_coach.safety.models import Closure
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import Moment, change
from lessons.models import Message, Move, NewUsual, Practice, Talk, Track, VerdictRecord
from lessons.practice.history import ClientState, ScreeningDue, load_state
from lessons.rules.values import Decision, RuleCode, TalkCode
from lessons.summary.values import SignalCode

# Heavy: twelve people live eight weeks through the rules, at each moment.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("curriculum"), pytest.mark.heavy]

MOMENTS = (
    datetime(2026, 10, 25, 1, 30, tzinfo=UTC),  # half an hour after Europe's clocks went back
    datetime(2026, 3, 9, 1, 0, tzinfo=UTC),  # a day after America's went ahead
    datetime(2026, 6, 20, 12, 0, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 30, tzinfo=UTC),
)


@pytest.fixture(params=MOMENTS, ids=lambda moment: f"{moment:%d %B}")
def moment(request: pytest.FixtureRequest, settings: Settings) -> Iterator[datetime]:
    """An instant at which the demo was made just now."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with time_machine.travel(request.param, tick=False):
        make_people(request.param)
        yield request.param


def state_of(name: str, moment: datetime) -> ClientState:
    return load_state(Client.objects.select_related("user").get(user__email=f"{name}@example.com"), now=moment)


def row_of(state: ClientState) -> ClientRow:
    (row,) = client_rows([state.client.pk], now=state.now)
    return row


def to_act_on(state: ClientState) -> list[str]:
    """The codes of what the desk says about somebody, the most urgent first."""
    return [reason.code for reason in row_of(state).reasons if reason.needs_attention]


def moves_of(state: ClientState) -> Counter[str | None]:
    return Counter(move.decision for move in state.moves)


def test_each_tells_a_story_of_their_own(moment: datetime) -> None:
    """One test, because making them takes seconds."""
    for name, tells in STORIES.items():
        tells(state_of(name, moment))
    _nothing_is_written_by_hand(moment)
    _visitors_call(moment)
    _guests(moment)
    before = _row_counts()
    assert make_people(moment) == []
    assert (_row_counts(), len(mail.outbox), DBTaskResult.objects.count()) == (before, 0, 0)


def _visitors_call(moment: datetime) -> None:
    """One talked and left a note, one is to come, from an article and with an extension."""
    pat, nina = Call.objects.filter(title="").order_by("starts_at")
    assert (pat.status, pat.ends_at < moment, [note.written_at < moment for note in pat.notes.all()]) == (
        Call.Status.TALKED,
        True,
        [True],
    )
    assert (nina.status, nina.starts_at > moment, nina.extension, nina.source) == (
        Call.Status.BOOKED,
        True,
        "214",
        SOURCE,
    )
    assert list(problems()) == []


def _guests(moment: datetime) -> None:
    """An invitation in each state that a trainer asks about."""
    states = {invitation.email: invitation.facts().state(moment) for invitation in Invitation.objects.all()}
    assert states == {
        "ivy@example.net": InvitationState.SENT,
        "otto@example.net": InvitationState.OPENED,
        "una@example.net": InvitationState.UNFINISHED,
        "walt@example.net": InvitationState.WITHDRAWN,
        "eve@example.net": InvitationState.EXPIRED,
    }


def _row_counts() -> list[int]:
    ours = (Client, CheckIn, Practice, VerdictRecord, Move, Talk, Closure)
    desk = (Message, Note, Tag, Deed, DeskLine, Call, Look, Invitation)
    return [model.objects.count() for model in (*ours, *desk)]


def _nothing_is_written_by_hand(moment: datetime) -> None:
    """All that is told lies between joining and now, and positions follow from moves that a verdict made."""
    assert Client.objects.count() == len(PERSONAS) == 12
    for check_in in CheckIn.objects.select_related("client__user"):
        joined_at = check_in.client.joined_at
        assert check_in.at <= moment
        if check_in.moment != Moment.RECALLED:
            assert check_in.at >= joined_at
            assert check_in.local_on == check_in.client.today(check_in.at)
        else:
            assert check_in.local_on in {check_in.client.today(joined_at) - timedelta(days=days) for days in (1, 2)}
    assert [(move.client.user.email, move.by) for move in Move.objects.filter(verdict=None)] == [
        ("ruth@example.com", Trainer.objects.get().user)
    ]
    for client in Client.objects.all():
        last = {move.track: move.to_lesson_id for move in client.moves.order_by("moved_at", "pk")}
        assert {position.track: position.lesson_id for position in client.positions.all()} == last


def maya(state: ClientState) -> None:
    """Gets steadily easier."""
    comparison = change(state.entries, state.today)
    assert (comparison.code, state.client_verdict, len(state.facts.history.talks)) == ("easier", None, 0)
    assert state.facts.reported.start == 5
    assert state.facts.usual is not None
    assert state.facts.usual <= 2
    assert moves_of(state) == {Decision.PROGRESS: 12}
    assert sum(bool(practice.note) for practice in state.client.practices.all()) == 1
    assert [word.is_from_client for word in state.client.messages.all()] == [False, True, False, True]
    assert max(late.at - early.at for early, late in pairwise(state.entries)) > timedelta(days=11)


def sam(state: ClientState) -> None:
    """Came down to 2, and flares after pickleball; his question waits."""
    assert state.is_eased
    assert state.facts.reported.start == 5
    assert state.facts.usual is not None
    assert state.facts.usual <= 2.5
    assert max(day.score for day in state.facts.flare) >= 5
    assert moves_of(state)[Decision.PROGRESS] >= 6
    assert to_act_on(state) == [SignalCode.EASED, SignalCode.MESSAGE]
    assert "Pickleball" in row_of(state).first.sentence
    assert [word.seen_at is None for word in state.client.messages.all()] == [True, False]


def lee(state: ClientState) -> None:
    """Brand new: three numbers from the sign-up, and the usual is known."""
    assert [(entry.moment, entry.score) for entry in state.entries] == [("recalled", 4), ("recalled", 5), ("any", 4)]
    assert (state.facts.usual, state.facts.reported.start, state.practices) == (4, None, ())


def ana(state: ClientState) -> None:
    """Stopped by a red flag, two days ago."""
    assert state.closure is not None
    assert state.closure.cause == Closure.Cause.ANSWERS
    assert state.client_verdict is not None
    assert state.client_verdict.decision == Decision.STOP
    assert 1 <= (state.now - state.closure.closed_at).days <= 2
    assert (to_act_on(state), state.client.phone) == ([AttentionCode.CLOSED], "+16175550126")


def tom(state: ClientState) -> None:
    """Silent for two weeks; the safety questions wait."""
    assert (state.today - state.entries[-1].local_on).days >= 14
    assert state.questions_due == ScreeningDue.FORTNIGHT
    assert state.closure is None


def grace(state: ClientState) -> None:
    """Says "fine" wherever it is offered, has nearly finished, and her coaching has ended."""
    assert sum(practice.is_fine for practice in state.practices) >= 12
    assert sum(position.done for position in state.positions) >= 18
    assert state.client.archived_at == state.now - timedelta(days=2)
    assert state.client.pk not in needing_ids(state.now)
    assert state.client_verdict is None


def omar(state: ClientState) -> None:
    """Stepped back to an easier version after four missed self-checks."""
    assert [position.next.slug for position in state.positions if position.easier] == ["wall-tap"]
    assert moves_of(state)[Decision.REGRESS] == 1
    (verdict,) = VerdictRecord.objects.filter(practice__client=state.client, decision=Decision.REGRESS)
    assert verdict.reasons[0]["code"] == RuleCode.MISSED_RUNNING


def priya(state: ClientState) -> None:
    """Practice makes her next day worse: held until they talk, and snoozed until Friday."""
    assert [(talk.code, talk.talked_on) for talk in state.facts.history.talks] == [(TalkCode.NEXT_DAYS_UP, None)]
    assert state.facts.held_until is not None
    assert state.facts.held_until > state.today
    assert to_act_on(state) == []
    (deed,) = state.client.deeds.all()
    assert deed.until is not None
    assert (deed.kind, deed.until.astimezone(ZoneInfo("America/New_York")).weekday()) == (Deed.Kind.SNOOZED, 4)
    assert [reason["code"] for reason in deed.reasons] == [SignalCode.NEXT_DAYS_UP]
    codes = {state.verdict_on(position).reason.code for position in state.positions}
    assert RuleCode.NEXT_DAYS_UP in codes
    assert state.client_verdict is None


def jo(state: ClientState) -> None:
    """Pauses until next week."""
    assert state.pause is not None
    assert state.pause.ends_on is not None
    assert state.client_verdict is not None
    assert (state.client_verdict.decision, (state.pause.ends_on - state.today).days) == (Decision.PAUSED, 9)


def bea(state: ClientState) -> None:
    """Joined twelve days ago, gives numbers and has not practiced."""
    assert (state.practices, to_act_on(state)) == ((), [SignalCode.NEVER_PRACTICED])
    assert len(state.entries) >= 5


def ruth(state: ClientState) -> None:
    """A week above the usual, a talk, and a new usual with a line. A lesson was skipped, a practice added later."""
    (talk,) = state.client.talks.all()
    (new_usual,) = NewUsual.objects.filter(client=state.client)
    assert (talk.code, talk.is_open, talk.line) == (TalkCode.WEEK_UP, False, new_usual.line)
    assert (state.facts.history.anew_on, state.client_verdict) == (talk.talked_on, None)
    assert state.facts.usual is not None
    assert state.facts.usual >= 4.5
    assert VerdictRecord.objects.filter(practice__client=state.client, decision=Decision.EASE).exists()
    assert [position.skipped for position in state.positions if position.track == Track.SIT] == [1]
    assert state.client.practices.filter(back_dated=True, sent_at__isnull=False).count() == 1


def ben(state: ClientState) -> None:
    """Lives at 6, moves on, and after six weeks about the same a talk is open, which is handled: a call is booked.

    He works nights: the practice at six in the morning belongs to the day before.
    """
    assert state.client.day_begins == 14
    zone = state.client.user.tz
    assert {practice.at.astimezone(zone).date() - practice.local_on for practice in state.practices} == {
        timedelta(days=1)
    }
    call = Call.objects.get(title="Review")
    assert call.minutes == 20
    assert (call.email, call.phone, call.starts_at > state.now) == (state.client.user.email, state.client.phone, True)
    assert (to_act_on(state), [deed.kind for deed in state.client.deeds.all()]) == ([], [Deed.Kind.HANDLED])
    assert (state.facts.usual, state.facts.reported.start) == (6, 6)
    assert moves_of(state)[Decision.PROGRESS] >= 10
    assert set(moves_of(state)) == {Decision.PROGRESS}
    assert [(talk.code, talk.talked_on) for talk in state.facts.history.talks] == [(TalkCode.NO_CHANGE, None)]
    days = sorted({practice.local_on for practice in state.practices})
    assert any(late - early == timedelta(days=4) for early, late in zip(days, days[4:], strict=False))  # in a row


STORIES = {story.__name__: story for story in (maya, sam, lee, ana, tom, grace, omar, priya, jo, bea, ruth, ben)}


def test_there_is_a_story_for_everybody() -> None:
    assert [persona.email for persona in PERSONAS] == [f"{name}@example.com" for name in STORIES]
    assert {email for email, _ in DEMO_PEOPLE[1:]} <= {persona.email for persona in PERSONAS}
