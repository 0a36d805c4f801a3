"""What the rules say now about a track, and what would move the client on there: for every page that shows it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lessons.practice.history import ClientState
from lessons.practice.position import Position
from lessons.rules.ahead import NOTHING_AHEAD, Ahead, ahead
from lessons.rules.decide import decide_for_lesson
from lessons.rules.values import RuleCode, Verdict

# Said once for all tracks, or by `ahead` in the same words.
SAID_ELSEWHERE = frozenset({RuleCode.NOTHING_YET, RuleCode.LEARNING_USUAL, RuleCode.NEXT_DAYS_UP})


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """One track as it stands now.

    `verdict` is about the lesson alone: None where the rules about the client answer for every track, or where the
    next lesson isn't open. `is_easier`: the easier version is offered first. `full_version_counts`: what `ahead` says
    takes the full version while the easier one is offered.
    """

    position: Position
    verdict: Verdict | None
    ahead: Ahead
    is_easier: bool
    full_version_counts: bool

    @property
    def sentence(self) -> str:
        """Why the client stays on this lesson; empty where the page says it elsewhere."""
        if self.verdict is None or self.verdict.reason.code in SAID_ELSEWHERE:
            return ""
        sentence = self.verdict.reason.client
        return "" if self.repeats(sentence) else sentence

    def repeats(self, why: str) -> bool:
        """Whether `ahead` says no more than this reason: on the easier version, both count the missing days."""
        return why.replace(" more ", " ", 1) == self.ahead.sentence

    @property
    def a_number_decides(self) -> bool:
        """Whether a number reported now moves the client on, if it is low enough."""
        return self.ahead.today and self.ahead.needs_one_number

    @property
    def way_on(self) -> str:
        """What would move the client on, and in which version; empty where nothing can be promised."""
        only = " Only the full version counts for that." if self.ahead.sentence and self.full_version_counts else ""
        return self.ahead.sentence + only


def outlook(state: ClientState, position: Position) -> Outlook:
    """What the rules say now about the lesson on which the client stands. Costs some dozens of verdicts."""
    standing = state.standing(position)
    can_practice = position.is_open and not position.finished
    can_move = can_practice and state.closure is None and not state.must_rest
    way = ahead(state.facts, standing, state.futures) if can_move else NOTHING_AHEAD
    takes_practice = way.future is not None and way.future.practices > 0 and not way.future.easier
    return Outlook(
        position=position,
        verdict=decide_for_lesson(state.facts, standing) if can_practice and state.client_verdict is None else None,
        ahead=way,
        is_easier=position.easier or state.is_eased,
        full_version_counts=state.is_eased and takes_practice,
    )


def without_repeats(outlooks: Iterable[Outlook]) -> tuple[Outlook, ...]:
    """The same outlooks; a later one that would give the very same reason gives none.

    Two lessons of one day share the next day's number, so that a page with all tracks would name it twice.
    """
    sentences: set[str] = set()
    shown = []
    for each in outlooks:
        shown.append(replace(each, verdict=None) if each.sentence in sentences else each)
        sentences.add(each.sentence)
    return tuple(shown)
