"""The rules before 0.3.0, as far as an upgrade needs them: their rows in words, and their numbers. PURE."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from lessons.rules.thresholds import Thresholds

NO_CHANGE = "no_change"

OLD_RULES: Mapping[str, str] = {
    "safety_emergency": "a safety answer: help now",
    "safety_urgent": "a safety answer: a doctor today",
    "safety_refer": "a safety answer: see a doctor first",
    "very_tight": "any score of 8 or more",
    "mornings_stay_up": "high mornings after a step back",
    "no_change": "six weeks without a change",
    "weeks_stay_up": "two weeks up by 2",
    "paused": "a pause",
    "over_limit": "the last practice day above 5",
    "morning_up": "one next morning up by 2",
    "failed_running": "self-check missed twice in a row",
    "week_up": "a week's mean up by 1",
    "no_practice": "nothing practiced yet",
    "easier": "the easier version",
    "worked_up": "the last practice day above the easy line",
    "failed_once": "self-check missed once",
    "hard": "hard effort",
    "too_few": "too few practice days",
    "morning_missing": "the next morning missing",
    "no_reference": "no first reports to compare with",
    "no_scores": "only “fine”",
    "clean": "two clean days",
    "not_yet": "anything else",
}
"""The codes of the old table in its order, with the defaults of its numbers in the words."""


class OldNumber(NamedTuple):
    """A number of the old rules: its default, and the number that has taken its place, if one has."""

    default: int
    now: str = ""


OLD_NUMBERS: Mapping[str, OldNumber] = {
    "easy_score": OldNumber(2, "fine_score"),
    "limit_score": OldNumber(5, "acceptable"),
    "refer_score": OldNumber(8, "very_high"),
    "morning_rise": OldNumber(2, "rise"),
    "mornings_up_stop": OldNumber(2),
    "easy_effort": OldNumber(6, "effort"),
    "hard_effort": OldNumber(8),
    "clean_practices": OldNumber(2, "good"),
    "sessions_looked_at": OldNumber(3, "of_last"),
    "failed_checks": OldNumber(2, "missed"),
    "week_rise_regress": OldNumber(1),
    "week_rise_stop": OldNumber(2),
    "week_reports": OldNumber(3),
    "no_change_weeks": OldNumber(6, "talk_weeks"),
    "change_points": OldNumber(2),
    "change_percent": OldNumber(30),
    "morning_hours": OldNumber(36),
    "reference_reports": OldNumber(3),
}
"""All but the four about how often numbers are asked, whose names and values stay."""


def lost_numbers(stored: Mapping[str, Any]) -> tuple[str, ...]:
    """One sentence for each number of a stored rule set that the trainer had changed and that counts no more."""
    usual = Thresholds()
    lines = []
    for name, old in OLD_NUMBERS.items():
        value = stored.get(name, old.default)
        if value == old.default or old.now in stored:
            continue
        if old.now:
            now = getattr(usual, old.now)
            lines.append(f"`{name}` was set to {value}; its place has `{old.now}`, which is back at {now}.")
        else:
            lines.append(f"`{name}` was set to {value}; there is no such number anymore.")
    return tuple(lines)
