"""Every number of the coaching rules, with its words and its source, and the checks of a set of them. PURE."""

from dataclasses import asdict, dataclass, field, fields
from typing import Any

from hinge_coach.wording import capitalize


def _number(default: int, words: str, source: str) -> Any:
    return field(default=default, metadata={"words": words, "source": source})


_TRAFFIC = "Thomee 1997 and Silbernagel 2007, for tendons and kneecaps; stretched to backs"

_OURS = "our own choice"

_CHANGE = "Ostelo 2008, for low-back pain; borrowed for tightness"


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """Every number the rules use, whole numbers only. Field metadata holds `words` and `source`."""

    easy_score: int = _number(2, "a score up to this is easy", _TRAFFIC)
    limit_score: int = _number(5, "a score up to this is acceptable in practice", _TRAFFIC)
    refer_score: int = _number(8, "from this score on we stop and talk first", _OURS)
    morning_rise: int = _number(2, "points above the first mornings that make a morning too high", _CHANGE)
    mornings_up_stop: int = _number(2, "high mornings in a row, after a step back, that stop practice", _OURS)
    easy_effort: int = _number(6, "effort up to this is easy enough to move on", _OURS)
    hard_effort: int = _number(8, "effort from this on is hard", _OURS)
    clean_practices: int = _number(2, "clean sessions needed to move on", _OURS)
    sessions_looked_at: int = _number(3, "latest sessions in which the clean ones must lie", _OURS)
    failed_checks: int = _number(2, "missed self-checks in a row that step back", _OURS)
    week_rise_regress: int = _number(1, "rise of the week's mean that steps back", "Silbernagel 2007; for tendons")
    week_rise_stop: int = _number(2, "rise of the mean, kept for two weeks, that stops practice", _OURS)
    week_reports: int = _number(3, "reports seven days need before they count", _OURS)
    no_change_weeks: int = _number(6, "weeks of practice after which some change should show", _OURS)
    change_points: int = _number(2, "points that count as a change", _CHANGE)
    change_percent: int = _number(30, "percent of the start that count as a change", _CHANGE)
    morning_hours: int = _number(36, "hours after a practice in which a next morning counts", _OURS)
    reference_reports: int = _number(3, "reports that make the first mornings, and the start", _OURS)
    steady_sessions: int = _number(6, "calm sessions in a row after which we ask at every third practice", _OURS)
    steady_days: int = _number(14, "days that those calm sessions must span", _OURS)
    settled_sessions: int = _number(12, "calm sessions in a row after which we ask once a week", _OURS)
    settled_days: int = _number(28, "days that all these calm sessions must span", _OURS)

    def as_dict(self) -> dict[str, int]:
        """To be stored beside a verdict; `Thresholds(**stored)` gives the same set."""
        return asdict(self)

    def problems(self) -> list[str]:
        """One sentence for each value or pair of values that makes no sense; empty when all do. Never raises."""
        not_whole = [field for field in fields(self) if type(getattr(self, field.name)) is not int]
        if not_whole:
            return [f"“{capitalize(field.metadata['words'])}” must be a whole number." for field in not_whole]
        return [sentence for is_wrong, sentence in self._checks() if is_wrong]

    def _checks(self) -> tuple[tuple[bool, str], ...]:
        return (
            (not 0 <= self.easy_score <= 10, "The easy score must lie between 0 and 10."),
            (not 0 <= self.limit_score <= 10, "The acceptable score must lie between 0 and 10."),
            (not 1 <= self.refer_score <= 10, "The stop score must lie between 1 and 10."),
            (self.easy_score >= self.limit_score, "The easy score must be below the acceptable score."),
            (self.limit_score >= self.refer_score, "The acceptable score must be below the stop score."),
            (
                not 2 <= self.morning_rise <= 10,
                "A high morning must be 2 to 10 points above the first ones: one point is noise.",
            ),
            (not 2 <= self.mornings_up_stop <= 7, "High mornings that stop practice must be 2 to 7 in a row."),
            (not 0 <= self.easy_effort <= 10, "The easy effort must lie between 0 and 10."),
            (not 0 <= self.hard_effort <= 10, "The hard effort must lie between 0 and 10."),
            (self.easy_effort >= self.hard_effort, "The easy effort must be below the hard effort."),
            (
                not 2 <= self.clean_practices <= 10,
                "Moving on needs 2 to 10 clean sessions: nobody moves on after a single report.",
            ),
            (
                not self.clean_practices <= self.sessions_looked_at <= 20,
                "The sessions looked at must be at least the clean sessions needed, and at most 20.",
            ),
            (not 2 <= self.failed_checks <= 10, "A step back needs 2 to 10 missed self-checks in a row."),
            (not 1 <= self.week_rise_regress <= 10, "The week's rise for a step back must be 1 to 10 points."),
            (not 1 <= self.week_rise_stop <= 10, "The week's rise for a stop must be 1 to 10 points."),
            (
                self.week_rise_regress > self.week_rise_stop,
                "The week's rise for a step back can't be above the one for a stop.",
            ),
            (not 2 <= self.week_reports <= 50, "Seven days need 2 to 50 reports before they count."),
            (not 2 <= self.no_change_weeks <= 52, "The weeks without change must be 2 to 52."),
            (not 2 <= self.change_points <= 10, "A change must be 2 to 10 points: one point is noise."),
            (not 1 <= self.change_percent <= 100, "A change must be 1 to 100 percent of the start."),
            (not 12 <= self.morning_hours <= 72, "A next morning must count for 12 to 72 hours."),
            (not 1 <= self.reference_reports <= 20, "The first mornings must rest on 1 to 20 reports."),
            (not 3 <= self.steady_sessions <= 50, "Asking at every third practice needs 3 to 50 calm sessions."),
            (not 7 <= self.steady_days <= 180, "Calm sessions must span 7 to 180 days for every third practice."),
            (not 3 <= self.settled_sessions <= 100, "Asking once a week needs 3 to 100 calm sessions."),
            (not 7 <= self.settled_days <= 365, "Calm sessions must span 7 to 365 days for once a week."),
            (
                self.steady_sessions > self.settled_sessions or self.steady_days > self.settled_days,
                "Asking once a week can't come before asking at every third practice.",
            ),
        )
