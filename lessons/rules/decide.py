"""From facts to a verdict: the first row that fits. PURE."""

from lessons.rules.facts import Facts, LessonFacts, lesson_facts
from lessons.rules.table import CLIENT_RULES, LESSON_RULES, ClientRule, Finding, LessonRule, leads_to_previous
from lessons.rules.values import Decision, Reason, Standing, StepBack, Verdict


def decide_for_client(facts: Facts) -> Verdict | None:
    """What the rows about the client alone decide, the same for every track. None where each lesson decides."""
    for rule in CLIENT_RULES:
        if finding := rule.test(facts):
            return _verdict(facts, rule, finding)
    return None


def decide(facts: Facts, standing: Standing) -> Verdict:
    """The verdict on one track: the first row that fits, of those about the client, then of those about the lesson."""
    return decide_for_client(facts) or decide_for_lesson(facts, standing)


def decide_for_lesson(facts: Facts, standing: Standing) -> Verdict:
    """What the rows about the lesson decide, where none about the client fits."""
    return decide_from(lesson_facts(facts, standing))


def decide_from(lesson: LessonFacts) -> Verdict:
    """The same from what is gathered about the lesson already."""
    rule, finding = next((rule, found) for rule in LESSON_RULES if (found := rule.test(lesson)))  # the last fits always
    step_back = None
    if rule.decision == Decision.REGRESS:
        step_back = StepBack.PREVIOUS if leads_to_previous(lesson) else StepBack.EASIER
    return _verdict(lesson.client, rule, finding, step_back)


def _verdict(
    facts: Facts, rule: ClientRule | LessonRule, finding: Finding, step_back_to: StepBack | None = None
) -> Verdict:
    sentences = finding.sentences
    return Verdict(
        decision=rule.decision,
        reason=Reason(code=rule.code, client=sentences.client, trainer=sentences.trainer, entries=finding.entries),
        usual=facts.usual,
        step_back_to=step_back_to,
    )
