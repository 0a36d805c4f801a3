"""The rules as a table, read from the top: the first row that fits decides. PURE."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from hinge_coach.wording import capitalize, counted, decimal, number_word, spoken, times
from lessons.rules.facts import Facts
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import Decision, Report
from lessons.rules.wording import session_story


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a fitting rule has to say; the engine adds the code."""

    client: str
    trainer: str
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One row of the table. `when` is plain words with the names of thresholds in braces."""

    decision: Decision
    code: str
    when: str
    test: Callable[[Facts], Finding | None]

    def words(self, thresholds: Thresholds) -> str:
        """`when` with the numbers filled in, for the public page."""
        return self.when.format_map(thresholds.as_dict())


def _emergency(facts: Facts) -> Finding | None:
    if facts.history.screening != "emergency":
        return None
    return Finding(
        client="One of your safety answers means: get help now, before anything else. Practice is closed for now.",
        trainer="A safety answer asks for help at once. Practice is closed until you open it.",
    )


def _urgent(facts: Facts) -> Finding | None:
    if facts.history.screening != "urgent":
        return None
    return Finding(
        client="One of your safety answers means: speak to a doctor today. Practice waits until that is done.",
        trainer="A safety answer asks for a doctor today. Practice is closed until you open it.",
    )


def _refer(facts: Facts) -> Finding | None:
    if facts.history.screening != "refer":
        return None
    return Finding(
        client=(
            "One of your safety answers means: see a doctor or a physiotherapist first. The lessons stay open to read."
        ),
        trainer="A safety answer asks for a doctor or a physiotherapist first. Practice is closed until you open it.",
    )


def _very_tight(facts: Facts) -> Finding | None:
    limit = facts.thresholds.refer_score
    found = [(each.at, each.local_on, each.score, each.id) for each in facts.reports if each.score >= limit]
    found += [
        (each.at, each.local_on, max(each.before, each.after), each.id)
        for each in facts.practices
        if each.before is not None and each.after is not None and max(each.before, each.after) >= limit
    ]
    if not found:
        return None
    _, on, score, _ = max(found)
    return Finding(
        client=f"You put your low back at {score} on {spoken(on)}. From {limit} on we stop and talk first.",
        trainer=f"Reported {score} on {spoken(on)}; the stop score is {limit}.",
        entries=tuple(sorted({each[3] for each in found})),
    )


def _mornings_stay_up(facts: Facts) -> Finding | None:
    stepped_back_at, needed = facts.history.stepped_back_at, facts.thresholds.mornings_up_stop
    if stepped_back_at is None or facts.morning_reference is None:
        return None
    run: list[Report] = []
    for morning in reversed(facts.mornings):
        if not facts.is_morning_up(morning):
            break
        run.insert(0, morning)
    since = [morning for morning in run if morning.at > stepped_back_at]
    # Each high morning may itself step the client back, which would start the count again and again; so one more
    # than needed, with a step back among them, stops as well.
    if len(since) < needed and not (since and len(run) > needed):
        return None
    return Finding(
        client=(
            f"After a step back, {counted(len(since), 'morning was', 'mornings in a row were')} still "
            f"{facts.thresholds.morning_rise} or more above your {facts.firsts}, at "
            f"{decimal(facts.morning_reference)}. "
            "Let's talk first."
        ),
        trainer=capitalize(
            f"{counted(len(run), 'high next morning', 'high next mornings')} in a row although a step back was made; "
            f"the {facts.firsts} were at {decimal(facts.morning_reference)}."
        ),
        entries=tuple(morning.id for morning in run),
    )


def _no_change(facts: Facts) -> Finding | None:
    limits, start, level = facts.thresholds, facts.start, facts.level
    practised = [each.at for each in facts.reports if each.moment in {"before", "after"}]
    practised += [each.at for each in facts.practices]
    if start is None or level is None or not practised:
        return None
    if level <= limits.easy_score or facts.now < min(practised) + timedelta(weeks=limits.no_change_weeks):
        return None
    drop = Fraction(start) - Fraction(level)
    if drop >= limits.change_points or drop * 100 >= limits.change_percent * Fraction(start):
        return None
    return Finding(
        client=(
            f"You started at {decimal(start)} and are at {decimal(level)} after "
            f"{number_word(limits.no_change_weeks)} weeks. "
            "That is a good moment to talk about another way."
        ),
        trainer=(
            f"Start {decimal(start)}, now {decimal(level)}: less than {limits.change_points} points and less than "
            f"{limits.change_percent} % in {limits.no_change_weeks} weeks of practice."
        ),
        entries=tuple(each.id for each in facts.reports if each.at > facts.now - timedelta(days=facts.level_days)),
    )


def _weeks_stay_up(facts: Facts) -> Finding | None:
    this, last, before = facts.weeks
    if this is None or last is None or before is None:
        return None
    if min(this.mean, last.mean) - before.mean < facts.thresholds.week_rise_stop:
        return None
    return Finding(
        client=(
            f"Your weeks went from {decimal(float(before.mean))} to {decimal(float(last.mean))} and "
            f"{decimal(float(this.mean))}. "
            "Two weeks that much higher is a reason to talk first."
        ),
        trainer=(
            f"Weekly mean {decimal(float(before.mean))}, then {decimal(float(last.mean))} and "
            f"{decimal(float(this.mean))}: "
            f"up {facts.thresholds.week_rise_stop} or more for two weeks."
        ),
        entries=this.entries + last.entries,
    )


def _paused(facts: Facts) -> Finding | None:
    if not facts.history.paused:
        return None
    return Finding(
        client="You are on a planned pause. Your place is kept just as it is.",
        trainer="On a planned pause.",
    )


def _over_limit(facts: Facts) -> Finding | None:
    last, limit = facts.last, facts.thresholds.limit_score
    if last is None or last.after is None or last.after <= limit:
        return None
    return Finding(
        client=f"{session_story(last)} Above {limit} in practice, we make it easier for a while.",
        trainer=f"{last.after} in practice on {spoken(last.local_on)}; the limit is {limit}.",
        entries=last.practices,
    )


def _morning_up(facts: Facts) -> Finding | None:
    recent = facts.sessions[-facts.thresholds.sessions_looked_at :]
    known = [session for session in recent if session.morning]
    if not known or facts.morning_reference is None or not facts.is_morning_up(known[-1].morning):
        return None
    session = known[-1]
    assert session.morning is not None
    rise = session.morning.score - facts.morning_reference
    return Finding(
        client=(
            f"The morning after {spoken(session.local_on)} was {session.morning.score}. That is "
            f"{decimal(rise)} above your "
            f"{facts.firsts}, at {decimal(facts.morning_reference)}, so we take less for a while."
        ),
        trainer=(
            f"Next morning {session.morning.score} after {spoken(session.local_on)}: {decimal(rise)} above the "
            f"{facts.firsts}, at {decimal(facts.morning_reference)}."
        ),
        entries=session.entries,
    )


def _failed_running(facts: Facts) -> Finding | None:
    needed = facts.thresholds.failed_checks
    tail = facts.full[-needed:]
    if len(tail) < needed or any(session.passed for session in tail):
        return None
    return Finding(
        client=f"The self-check didn't come off {times(needed)} in a row. An easier step will get you there.",
        trainer=f"Self-check missed {times(needed)} in a row.",
        entries=tuple(entry for session in tail for entry in session.practices),
    )


def _week_up(facts: Facts) -> Finding | None:
    this, last, _ = facts.weeks
    stepped_back_at = facts.history.stepped_back_at
    if this is None or last is None or this.mean - last.mean < facts.thresholds.week_rise_regress:
        return None
    # A step back gets a week to work before the same week's mean asks for the next one.
    if stepped_back_at is not None and stepped_back_at > facts.now - timedelta(days=7):
        return None
    return Finding(
        client=(
            f"Your last seven days were {decimal(float(this.mean))} on average, the seven before "
            f"{decimal(float(last.mean))}. "
            "We take a step back until it settles."
        ),
        trainer=f"Weekly mean {decimal(float(last.mean))}, now {decimal(float(this.mean))}.",
        entries=this.entries,
    )


def _no_practice(facts: Facts) -> Finding | None:
    if facts.last is not None:
        return None
    return Finding(
        client="Nothing to go by yet: your first practice here starts the story.",
        trainer="No practice of this lesson yet, or none since the last step back.",
    )


def _easier(facts: Facts) -> Finding | None:
    if facts.last is None or not facts.last.easier:
        return None
    return Finding(
        client="You took the easier version. It counts as practice; the next one as written decides.",
        trainer=f"Sore on {spoken(facts.last.local_on)}: took the easier version.",
        entries=facts.last.practices,
    )


def _worked_up(facts: Facts) -> Finding | None:
    last = facts.last
    if last is None or last.after is None or not facts.easy_line < last.after <= facts.thresholds.limit_score:
        return None
    # Without a morning_reference nobody knows yet what is easy for this client; the rows below hold in any case.
    if facts.morning_reference is None:
        return None
    return Finding(
        client=(
            f"{session_story(last)} Up to {facts.thresholds.limit_score} is fine, so we stay here "
            f"until it feels easier."
        ),
        trainer=f"{last.after} in practice on {spoken(last.local_on)}; easy is up to {decimal(facts.easy_line)}.",
        entries=last.entries,
    )


def _failed_once(facts: Facts) -> Finding | None:
    last = facts.last
    if last is None or last.easier or last.passed:
        return None
    return Finding(
        client="The self-check didn't come off this time. That is what practice is for: same lesson again.",
        trainer=f"Self-check missed on {spoken(last.local_on)}.",
        entries=last.practices,
    )


def _hard(facts: Facts) -> Finding | None:
    last = facts.last
    if last is None or last.easier or last.effort < facts.thresholds.hard_effort:
        return None
    return Finding(
        client=f"You put the effort at {last.effort} out of 10. Same lesson again, with less push.",
        trainer=f"Effort {last.effort} on {spoken(last.local_on)}; hard is {facts.thresholds.hard_effort} and up.",
        entries=last.practices,
    )


def _too_few(facts: Facts) -> Finding | None:
    needed, got = facts.thresholds.clean_practices, len(facts.full)
    if facts.last is None or got >= needed:
        return None
    as_written = " as written" if len(facts.sessions) > got else ""
    days = f"{counted(got, 'day', 'days')} of practice here{as_written} so far"
    return Finding(
        client=capitalize(f"{days}. One good day can be luck, so we look at {number_word(needed)}."),
        trainer=capitalize(f"{days}; {number_word(needed)} needed."),
        entries=facts.last.entries,
    )


def _morning_missing(facts: Facts) -> Finding | None:
    last = facts.last
    if last is None or last.is_fine or last.morning is not None:
        return None
    if facts.is_morning_due(last):
        story = "" if _worked_up(facts) else f"{session_story(last)} "  # told already
        return Finding(
            client=f"{story}How it feels next morning decides; one tap then is all it takes.",
            trainer=f"Waiting for the morning after {spoken(last.local_on)}.",
            entries=last.practices,
        )
    return Finding(
        client=f"We don't know how the morning after {spoken(last.local_on)} felt, so we stay here once more.",
        trainer=f"No report for the morning after {spoken(last.local_on)}.",
        entries=last.practices,
    )


def _no_reference(facts: Facts) -> Finding | None:
    if facts.last is None or facts.morning_reference is not None or _too_few(facts):
        return None
    needed = facts.thresholds.reference_reports
    return Finding(
        client=f"We need {counted(needed, 'report', 'reports')} to know where you started.",
        trainer=f"Fewer than {counted(needed, 'report', 'reports')}: nothing to compare mornings with yet.",
        entries=facts.last.entries,
    )


def _no_scores(facts: Facts) -> Finding | None:
    run = facts.clean_run
    if len(run) < facts.thresholds.clean_practices or not all(session.is_fine for session in run):
        return None
    return Finding(
        client=f"{session_story(run[0])} Nobody moves on without numbers, so next time we ask for numbers.",
        trainer=capitalize(
            f"{counted(len(run), 'clean session', 'clean sessions')} in a row, all “fine today”; no scores."
        ),
        entries=tuple(entry for session in run for entry in session.entries),
    )


def _clean(facts: Facts) -> Finding | None:
    run = facts.clean_run
    if len(run) < facts.thresholds.clean_practices or facts.last is not run[0]:
        return None
    fine = sum(session.is_fine for session in run)
    if fine == len(run):
        return None
    told = f"; {number_word(fine)} of them “fine today”" if fine else ""
    return Finding(
        client=f"{session_story(run[0])} That makes {counted(len(run), 'clean practice', 'clean practices')} in a row: "
        "you are ready for the next step.",
        trainer=capitalize(
            f"{counted(len(run), 'clean session', 'clean sessions')} in a row, the last on "
            f"{spoken(run[0].local_on)}{told}."
        ),
        entries=tuple(entry for session in run for entry in session.entries),
    )


def _not_yet(facts: Facts) -> Finding | None:
    last = facts.last
    if last is None:
        return Finding(client="Nothing to go by yet.", trainer="Nothing to go by yet.")
    client, trainer = f"{session_story(last)} Nearly there.", f"Close on {spoken(last.local_on)}, but not clean."
    if last.morning and facts.morning_reference is not None and last.morning.score > facts.morning_reference:
        client = (
            f"{session_story(last)} A point or so above your {facts.firsts}, at "
            f"{decimal(facts.morning_reference)}, is noise, "
            "so we stay and look again."
        )
        trainer = (
            f"Next morning {last.morning.score}, {facts.firsts} at "
            f"{decimal(facts.morning_reference)}: inside the noise."
        )
    elif last.effort > facts.thresholds.easy_effort:
        easy = facts.thresholds.easy_effort
        client = f"{session_story(last)} The effort was {last.effort}; at {easy} it would count as easy."
        trainer = f"Effort {last.effort} on {spoken(last.local_on)}, a little above easy."
    elif facts.is_clean(last):
        client = f"{session_story(last)} That was a clean one. One good day can be luck, so we wait for another."
        trainer = capitalize(f"{counted(len(facts.clean_run), 'clean session', 'clean sessions')} in a row so far.")
    return Finding(client=client, trainer=trainer, entries=last.entries)


RULES: tuple[Rule, ...] = (
    Rule(
        decision=Decision.STOP,
        code="safety_emergency",
        when="A safety answer says: get help now.",
        test=_emergency,
    ),
    Rule(
        decision=Decision.STOP,
        code="safety_urgent",
        when="A safety answer says: speak to a doctor today.",
        test=_urgent,
    ),
    Rule(
        decision=Decision.STOP,
        code="safety_refer",
        when="A safety answer says: see a doctor or physiotherapist first.",
        test=_refer,
    ),
    Rule(
        decision=Decision.STOP,
        code="very_tight",
        when="Any score of {refer_score} or more.",
        test=_very_tight,
    ),
    Rule(
        decision=Decision.STOP,
        code="mornings_stay_up",
        when=(
            "After a step back, {mornings_up_stop} next mornings in a row at {morning_rise} or more above the first "
            "mornings."
        ),
        test=_mornings_stay_up,
    ),
    Rule(
        decision=Decision.STOP,
        code="no_change",
        when=(
            "After {no_change_weeks} weeks of practice the last seven days (three weeks, with “fine today” among them) "
            "are above {easy_score}, and lower than the start by less than {change_points} points and less than "
            "{change_percent} percent."
        ),
        test=_no_change,
    ),
    Rule(
        decision=Decision.STOP,
        code="weeks_stay_up",
        when=(
            "Two weeks in a row, the week's mean is {week_rise_stop} or more above the week before them; no week with "
            "“fine today” in it is compared."
        ),
        test=_weeks_stay_up,
    ),
    Rule(
        decision=Decision.HOLD,
        code="paused",
        when="A pause is planned.",
        test=_paused,
    ),
    Rule(
        decision=Decision.REGRESS,
        code="over_limit",
        when="The last session was above {limit_score}.",
        test=_over_limit,
    ),
    Rule(
        decision=Decision.REGRESS,
        code="morning_up",
        when="The last next morning was {morning_rise} or more above the first mornings.",
        test=_morning_up,
    ),
    Rule(
        decision=Decision.REGRESS,
        code="failed_running",
        when="The self-check was missed in {failed_checks} sessions in a row.",
        test=_failed_running,
    ),
    Rule(
        decision=Decision.REGRESS,
        code="week_up",
        when=(
            "The mean of the last seven days is {week_rise_regress} or more above the seven days before, with no "
            "“fine today” in either."
        ),
        test=_week_up,
    ),
    Rule(
        decision=Decision.HOLD,
        code="no_practice",
        when="Nothing was practised here yet.",
        test=_no_practice,
    ),
    Rule(
        decision=Decision.HOLD,
        code="easier",
        when="The last practice was the easier version.",
        test=_easier,
    ),
    Rule(
        decision=Decision.HOLD,
        code="worked_up",
        when=(
            "The last session was above {easy_score} (or above first mornings higher than that), and not above "
            "{limit_score}."
        ),
        test=_worked_up,
    ),
    Rule(
        decision=Decision.HOLD,
        code="failed_once",
        when="The self-check was missed once.",
        test=_failed_once,
    ),
    Rule(
        decision=Decision.HOLD,
        code="hard",
        when="The effort was {hard_effort} or more.",
        test=_hard,
    ),
    Rule(
        decision=Decision.HOLD,
        code="too_few",
        when="There are fewer than {clean_practices} sessions; two practices on one day are one session.",
        test=_too_few,
    ),
    Rule(
        decision=Decision.HOLD,
        code="morning_missing",
        when=(
            "The last session has scores, and its next morning isn't reported, or was reported more than "
            "{morning_hours} hours later."
        ),
        test=_morning_missing,
    ),
    Rule(
        decision=Decision.HOLD,
        code="no_reference",
        when="There are sessions enough, but fewer than {reference_reports} reports to compare mornings with.",
        test=_no_reference,
    ),
    Rule(
        decision=Decision.HOLD,
        code="no_scores",
        when="There are clean sessions enough, but all of them “fine today”: one needs its scores and next morning.",
        test=_no_scores,
    ),
    Rule(
        decision=Decision.PROGRESS,
        code="clean",
        when=(
            "{clean_practices} of the last {sessions_looked_at} sessions, the last one among them and none with a "
            "fault between: {easy_score} or less (or not above first mornings of up to {limit_score}), next morning "
            "not above the first mornings, self-check passed, effort {easy_effort} or less. In all of them but one, "
            "“fine today” may stand for the score and the morning."
        ),
        test=_clean,
    ),
    Rule(
        decision=Decision.HOLD,
        code="not_yet",
        when="Anything else.",
        test=_not_yet,
    ),
)
