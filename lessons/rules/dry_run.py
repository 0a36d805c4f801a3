"""Decides past practices anew and compares, rule by rule. Stores and moves nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lessons.models import Practice, RuleSet, VerdictRecord
from lessons.rules.decide import decide
from lessons.rules.past import Past
from lessons.rules.table import CLIENT_RULES, LESSON_RULES, ClientRule, LessonRule
from lessons.rules.talks import TALK_RULES, talk_reasons
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision, TalkCode
from lessons.rules.wording import DECISION_LABELS

MOST_TRIED = 2000  # practices, the newest first: some seconds of work at most

MOST_CAREFUL_FIRST = tuple(DECISION_LABELS)


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One past practice, decided twice. The codes are those of the rows that decided."""

    client_id: int
    client: str
    lesson: str
    on: date
    was: Decision
    was_code: str
    now: Decision
    now_code: str

    @property
    def differs(self) -> bool:
        return self.was != self.now

    @property
    def change(self) -> tuple[str, str]:
        """Both decisions in words."""
        return DECISION_LABELS[self.was], DECISION_LABELS[self.now]

    @property
    def is_more_careful(self) -> bool:
        return MOST_CAREFUL_FIRST.index(self.now) < MOST_CAREFUL_FIRST.index(self.was)


@dataclass(frozen=True)
class Differences:
    """Past practices that would be decided otherwise."""

    differing: tuple[Judged, ...]

    @property
    def more_careful(self) -> int:
        return sum(practice.is_more_careful for practice in self.differing)

    @property
    def more_daring(self) -> int:
        return len(self.differing) - self.more_careful

    @property
    def ways(self) -> tuple[tuple[tuple[str, str], int], ...]:
        """How often each pair of decisions occurred, in words, the most frequent first."""
        return tuple(Counter(practice.change for practice in self.differing).most_common())

    @property
    def people(self) -> tuple[tuple[int, str, tuple[Judged, ...]], ...]:
        """Client id, name and what differs for them, the most affected first."""
        by_client: dict[tuple[int, str], list[Judged]] = {}
        for practice in self.differing:
            by_client.setdefault((practice.client_id, practice.client), []).append(practice)
        rows = sorted(by_client.items(), key=lambda item: (-len(item[1]), item[0][1].casefold()))
        return tuple((client_id, name, tuple(practices)) for (client_id, name), practices in rows)


@dataclass(frozen=True)
class RuleRow(Differences):
    """The past practices that one row of the table had decided: `decided` of them, some of which would differ.

    `would_decide`: how many practices the row would decide now, whichever row decided them.
    """

    code: str
    words: str
    decided: int
    would_decide: int


@dataclass(frozen=True, kw_only=True)
class TalkRow:
    """A reason to talk: for whom it would come up where it did not, and the other way round. Pairs of id and name."""

    code: TalkCode
    words: str
    gained: tuple[tuple[int, str], ...]
    lost: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class DryRun(Differences):
    """All practices that were `tried`, row by row; `left_out` older ones were not decided anew."""

    tried: int
    left_out: int
    rows: tuple[RuleRow, ...]
    talks: tuple[TalkRow, ...]

    @property
    def rows_that_differ(self) -> tuple[RuleRow, ...]:
        return tuple(row for row in self.rows if row.differing)

    @property
    def talks_that_differ(self) -> tuple[TalkRow, ...]:
        return tuple(row for row in self.talks if row.gained or row.lost)


def dry_run(thresholds: Thresholds, *, against: Thresholds | None = None) -> DryRun:
    """Decides each past practice twice, with the thresholds in force and with others.

    Each is decided as of its newest verdict, with the entries as they stand corrected today, and without what that
    verdict caused. Imported rows are left out, as the rules do. The newest `MOST_TRIED` practices are tried, by
    fourteen queries, whatever the number of clients.
    """
    against = against or RuleSet.objects.in_force()
    practices = Practice.objects.filter(imported=False)
    newest = list(practices.select_related("lesson").prefetch_related("verdicts")[:MOST_TRIED])
    past = Past({practice.client_id for practice in newest}, thresholds, against)
    judged, talks = [], _Talks(past)
    for practice in newest:
        then = past.before(practice, practice.verdict.decided_at)
        old_facts, new_facts = then.facts(against), then.facts(thresholds)
        was, now = decide(old_facts, then.standing), decide(new_facts, then.standing)
        judged.append(
            _judged(practice, past, (was.decision, was.reason.code.value), (now.decision, now.reason.code.value))
        )
        open_codes = {talk.code for talk in then.history.talks if talk.talked_on is None}
        old_talks = {reason.code for reason in talk_reasons(old_facts, then.standings)}
        new_talks = {reason.code for reason in talk_reasons(new_facts, then.standings)}
        talks.add(practice.client_id, old_talks - open_codes, new_talks - open_codes)
    rules: tuple[ClientRule | LessonRule, ...] = (*CLIENT_RULES, *LESSON_RULES)
    words = {rule.code.value: rule.words(against) for rule in rules}
    return _run(judged, words, talks=talks.rows(thresholds), left_out=practices.count() - len(newest))


def upgrade_run(thresholds: Thresholds, *, words: Mapping[str, str]) -> DryRun:
    """Decides each past practice anew whose stored verdict is one of the rules before 0.3.0.

    `words`: those rules' codes with their words, in their order. Of each practice the newest of these verdicts counts.
    """
    practices = Practice.objects.filter(imported=False).select_related("lesson").prefetch_related("verdicts")
    verdicts = {practice: _old_verdict(practice) for practice in practices}
    past = Past({practice.client_id for practice, verdict in verdicts.items() if verdict}, thresholds)
    judged = []
    for practice, verdict in verdicts.items():
        if verdict is not None:
            then = past.before(practice, verdict.decided_at)
            now = decide(then.facts(thresholds), then.standing)
            was = Decision(verdict.decision), verdict.reasons[0]["code"]
            judged.append(_judged(practice, past, was, (now.decision, now.reason.code.value)))
    return _run(judged, words)


def is_of_old_rules(verdict: VerdictRecord) -> bool:
    """Whether rules before 0.3.0 made this verdict: the numbers stored beside it have other names."""
    return "rise" not in verdict.thresholds


def _old_verdict(practice: Practice) -> VerdictRecord | None:
    verdicts = (verdict for verdict in practice.verdicts.all() if is_of_old_rules(verdict))
    return max(verdicts, key=lambda verdict: (verdict.decided_at, verdict.pk), default=None)


def _judged(practice: Practice, past: Past, was: tuple[Decision, str], now: tuple[Decision, str]) -> Judged:
    return Judged(
        client_id=practice.client_id,
        client=str(past.clients[practice.client_id].client),
        lesson=practice.lesson.title,
        on=practice.local_on,
        was=was[0],
        was_code=was[1],
        now=now[0],
        now_code=now[1],
    )


def _run(
    judged: Sequence[Judged], words: Mapping[str, str], *, talks: tuple[TalkRow, ...] = (), left_out: int = 0
) -> DryRun:
    decided = Counter(practice.was_code for practice in judged)
    would_decide = Counter(practice.now_code for practice in judged)
    rows = tuple(
        RuleRow(
            differing=tuple(practice for practice in judged if practice.was_code == code and practice.differs),
            code=code,
            words=words.get(code, code),
            decided=decided[code],
            would_decide=would_decide[code],
        )
        for code in dict.fromkeys([*words, *decided])
    )
    differing = tuple(practice for practice in judged if practice.differs)
    return DryRun(differing=differing, tried=len(judged), left_out=left_out, rows=rows, talks=talks)


class _Talks:
    """For whom each reason to talk came up at any of the practices that were tried."""

    def __init__(self, past: Past) -> None:
        self.past = past
        self.old: set[tuple[TalkCode, int]] = set()
        self.new: set[tuple[TalkCode, int]] = set()

    def add(self, client_id: int, old: Iterable[TalkCode], new: Iterable[TalkCode]) -> None:
        self.old |= {(code, client_id) for code in old}
        self.new |= {(code, client_id) for code in new}

    def rows(self, thresholds: Thresholds) -> tuple[TalkRow, ...]:
        return tuple(
            TalkRow(
                code=rule.code,
                words=rule.words(thresholds),
                gained=self._people(rule.code, self.new - self.old),
                lost=self._people(rule.code, self.old - self.new),
            )
            for rule in TALK_RULES
        )

    def _people(self, code: TalkCode, pairs: Iterable[tuple[TalkCode, int]]) -> tuple[tuple[int, str], ...]:
        people = [(client_id, str(self.past.clients[client_id].client)) for talk, client_id in pairs if talk == code]
        return tuple(sorted(people, key=lambda person: (person[1].casefold(), person[0])))
