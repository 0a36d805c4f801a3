"""What an upgrade from 0.2.0 does about closures by rules that are gone. It moves nobody and gives no verdict.

Practice that closed after six weeks without a change is opened, and a talk takes the place of the closure: nothing had
got worse, and the rules now let practice go on meanwhile. Practice that closed because mornings or weeks stayed up
remains closed until the trainer opens it, although no rule would close it any more: the client was told that somebody
talks with them first, nobody has, and a program can't know whether it is better since. So does practice that the new
rules would close again at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from hinge_coach import outbox
from hinge_coach.accounts.models import Client
from hinge_coach.safety.models import Closure
from hinge_coach.wording import capitalize, counted
from lessons.models import RuleSet, Talk, VerdictRecord
from lessons.practice.history import load_state
from lessons.rules import talk_wording
from lessons.rules.old_rules import NO_CHANGE, OLD_RULES, lost_numbers
from lessons.rules.upgrade_mail import send_upgrade_mail
from lessons.rules.values import Decision, TalkCode

LIFT_NOTE = "By the upgrade to 0.3.0: six weeks without a change no longer close practice. A talk is open instead."


@dataclass(frozen=True, kw_only=True)
class OldClosure:
    """An active closure by a rule, with the codes of the verdict that closed practice; empty where it isn't found.

    `stops_still`: the new rules would close practice again.
    """

    closure: Closure
    codes: frozenset[str]
    stops_still: bool

    @property
    def becomes_a_talk(self) -> bool:
        return self.codes == {NO_CHANGE} and not self.stops_still

    @property
    def words(self) -> str:
        """Why it was closed, such as `two weeks up by 2`."""
        return ", ".join(words for code, words in OLD_RULES.items() if code in self.codes) or "reason not stored"


@dataclass(frozen=True, kw_only=True)
class Upgrade:
    """`opened`: closures that became talks. `still_closed`: other ones by a rule. `numbers`: what counts no more."""

    opened: tuple[OldClosure, ...]
    still_closed: tuple[OldClosure, ...]
    numbers: tuple[str, ...]


def find_closures(now: datetime) -> Upgrade:
    """What `upgrade_closures` would do. Writes nothing."""
    closures = Closure.objects.active().filter(cause=Closure.Cause.RULE).select_related("client__user")
    by_rule = [_old_closure(closure, now) for closure in closures.order_by("pk")]
    newest = RuleSet.objects.first()
    values: Mapping[str, Any] = newest.values if newest else {}
    return Upgrade(
        opened=tuple(old for old in by_rule if old.becomes_a_talk),
        still_closed=tuple(old for old in by_rule if not old.becomes_a_talk),
        numbers=lost_numbers(values),
    )


@transaction.atomic
def upgrade_closures(now: datetime) -> Upgrade:
    """Turns the closures into talks and mails the trainer once. Doing it again changes nothing and sends nothing."""
    done = find_closures(now)
    for old in done.opened:
        old.closure.client.lock()
    talks = [_open_talk(old.closure, now) for old in done.opened]
    if talks:
        still_closed = [old.closure.pk for old in done.still_closed]
        outbox.enqueue(send_upgrade_mail, [talk.pk for talk in talks], still_closed)
    return done


def _old_closure(closure: Closure, now: datetime) -> OldClosure:
    verdict = load_state(closure.client, now=now).client_verdict
    stops_still = verdict is not None and verdict.decision == Decision.STOP
    stop = _newest_stop(closure.client)
    codes = frozenset(reason["code"] for reason in stop.reasons) if stop else frozenset()
    return OldClosure(closure=closure, codes=codes, stops_still=stops_still)


def _newest_stop(client: Client) -> VerdictRecord | None:
    """The newest verdict that stopped this client."""
    stops = VerdictRecord.objects.filter(practice__client=client, practice__imported=False, decision=Decision.STOP)
    return stops.first()


def _open_talk(closure: Closure, now: datetime) -> Talk:
    state, stop = load_state(closure.client, now=now), _newest_stop(closure.client)
    closure.lift(by=None, note=LIFT_NOTE, at=now)
    limits, start, usual = state.thresholds, state.facts.reported.start, state.facts.usual
    weeks = stop.thresholds.get("no_change_weeks", limits.talk_weeks) if stop else limits.talk_weeks
    client_sentence = f"{capitalize(counted(weeks, 'week', 'weeks'))} of practice. Let's look at it together. "
    sentences, size = (client_sentence + "Practice goes on.", "Weeks without a change had closed practice."), (0.0, 0)
    if start is not None and usual is not None and start - usual < limits.rise:  # not better in the meantime
        reason = talk_wording.no_change(start=start, usual=usual, weeks=weeks)
        sentences, size = (reason.client, reason.trainer), reason.size
    talk, _ = Talk.objects.get_or_create(
        client=closure.client,
        code=TalkCode.NO_CHANGE,
        talked_at=None,
        defaults={
            "client_sentence": sentences[0],
            "trainer_sentence": sentences[1],
            "points": size[0],
            "count": size[1],
            "opened_at": now,
            "opened_on": state.today,
        },
    )
    return talk
