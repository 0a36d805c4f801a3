"""Every number of the coaching rules, with its words and its source, and the checks of a set of them. PURE."""

from dataclasses import asdict, dataclass, field, fields
from typing import Any, NamedTuple

from hinge_coach.tightness.usual import JUMP_POINTS, USUAL_DAYS
from hinge_coach.wording import capitalize


def _number(default: int, words: str, source: str) -> Any:
    return field(default=default, metadata={"words": words, "source": source})


_TRAFFIC = "Thomee 1997 and Silbernagel 2007, for tendons and kneecaps; stretched to backs"

_OURS = "our own choice"

_SIMULATED = "our own choice, tried out on invented clients"

_CHANGE = "Ostelo 2008 and others, for low-back pain over weeks; borrowed for tightness"

_PROPOSAL = "our own proposal (evidence, section 4.3)"


class Problem(NamedTuple):
    """Why a set of numbers makes no sense. `name` is empty where it is about more than one of them."""

    sentence: str
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """Every number the rules use, whole numbers only. Field metadata holds `words` and `source`."""

    rise: int = _number(2, "points above the usual that count as up", _CHANGE)
    fine_score: int = _number(2, "a score up to this is always fine", _TRAFFIC)
    acceptable: int = _number(5, "only above this score are two bad weeks a reason to talk", _TRAFFIC)
    very_high: int = _number(8, "from this score on we rest, or stop and talk", _OURS)
    jump: int = _number(
        JUMP_POINTS, "points above the usual that, at a very high score, mean rest; also a big jump", _OURS
    )
    flare_days: int = _number(3, "reported days looked at for a flare", _SIMULATED)
    week_days: int = _number(7, "reported days looked at for a week above the usual", _SIMULATED)
    usual_days: int = _number(USUAL_DAYS, "days that make the usual, and in which practice days count", _SIMULATED)
    good: int = _number(2, "good practice days needed to move on", _PROPOSAL)
    of_last: int = _number(3, "latest practice days in which the good ones must lie", _PROPOSAL)
    effort: int = _number(6, "effort up to this is easy enough", _PROPOSAL)
    missed: int = _number(4, "missed self-checks in a row that bring the easier version", _SIMULATED)
    rose: int = _number(2, "practice days in a row that made it rise", _OURS)
    night_hours: int = _number(5, "hours between a practice and the next day's answer", _OURS)
    answer_days: int = _number(2, "days after a practice in which the next day's answer may come", _OURS)
    talk_weeks: int = _number(6, "weeks before “no change” is worth a talk, and between two talks", _PROPOSAL)
    steady_sessions: int = _number(6, "calm practice days in a row after which we ask at every third practice", _OURS)
    steady_days: int = _number(14, "days that those calm practice days must span", _OURS)
    settled_sessions: int = _number(12, "calm practice days in a row after which we ask once a week", _OURS)
    settled_days: int = _number(28, "days that all these calm practice days must span", _OURS)

    def as_dict(self) -> dict[str, int]:
        """To be stored beside a verdict; `Thresholds(**stored)` gives the same set."""
        return asdict(self)

    @property
    def stop_days(self) -> int:
        """Reported days in two weeks: twice `week_days`."""
        return 2 * self.week_days

    def problems(self) -> list[Problem]:
        """What makes no sense, first in single numbers, then between two of them; empty when all do. Never raises."""
        not_whole = [field for field in fields(self) if type(getattr(self, field.name)) is not int]
        if not_whole:
            sentence = "“{}” must be a whole number."
            return [Problem(sentence.format(capitalize(field.metadata["words"])), field.name) for field in not_whole]
        out_of_range = [
            Problem(sentence, name)
            for name, (lowest, highest, sentence) in _RANGES.items()
            if not lowest <= getattr(self, name) <= highest
        ]
        return out_of_range + [problem for is_wrong, problem in self._comparisons() if is_wrong]

    def _comparisons(self) -> tuple[tuple[bool, Problem], ...]:
        return (
            (
                self.fine_score >= self.acceptable,
                Problem("The score that is always fine must be below the one above which bad weeks need a talk."),
            ),
            (
                self.acceptable >= self.very_high,
                Problem("The score above which bad weeks need a talk must be below the very high score."),
            ),
            (self.jump < self.rise, Problem("The jump can't be smaller than the rise that counts as up.")),
            (
                not 3 <= self.flare_days <= 7 or self.flare_days % 2 == 0,
                Problem("A flare must look at 3, 5 or 7 reported days: most of them is more than half.", "flare_days"),
            ),
            (
                self.flare_days >= self.week_days,
                Problem("A flare must look at fewer days than a week above the usual."),
            ),
            (
                not self.good <= self.of_last <= 20,
                Problem(
                    "The practice days looked at must be at least the good ones needed, and at most 20.", "of_last"
                ),
            ),
            (
                self.steady_sessions > self.settled_sessions or self.steady_days > self.settled_days,
                Problem("Asking once a week can't come before asking at every third practice."),
            ),
        )


_RANGES = {
    "rise": (2, 10, "Up must mean 2 to 10 points above the usual: one point is noise."),
    "fine_score": (0, 10, "The score that is always fine must lie between 0 and 10."),
    "acceptable": (0, 10, "The score above which bad weeks need a talk must lie between 0 and 10."),
    "very_high": (1, 10, "The very high score must lie between 1 and 10."),
    "jump": (2, 10, "The jump must be 2 to 10 points."),
    "week_days": (4, 14, "A week above the usual must look at 4 to 14 reported days."),
    "usual_days": (7, 60, "The usual must be made of 7 to 60 days."),
    "good": (2, 10, "Moving on needs 2 to 10 good practice days: nobody moves on after a single report."),
    "effort": (0, 10, "The easy effort must lie between 0 and 10."),
    "missed": (2, 10, "The easier version needs 2 to 10 missed self-checks in a row."),
    "rose": (2, 10, "A step back needs 2 to 10 practice days in a row that made it rise."),
    "night_hours": (3, 12, "The next day's answer must come 3 to 12 hours after practice."),
    "answer_days": (1, 7, "The next day's answer may come within 1 to 7 days."),
    "talk_weeks": (2, 52, "The weeks between two talks must be 2 to 52."),
    "steady_sessions": (3, 50, "Asking at every third practice needs 3 to 50 calm practice days."),
    "steady_days": (7, 180, "Calm practice days must span 7 to 180 days for every third practice."),
    "settled_sessions": (3, 100, "Asking once a week needs 3 to 100 calm practice days."),
    "settled_days": (7, 365, "Calm practice days must span 7 to 365 days for once a week."),
}
"""The lowest and highest value of each number, and the sentence that refuses others. `_comparisons` has two more."""
