"""How the question of a self-check is answered: in words, by a count, or by how far. PURE.

The front matter of a lesson says which. A count and a how-far carry the pass mark in them, so that nobody is asked
whether they reached it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Clean(StrEnum):
    """How much of the set was clean. The values are stored, as `Practice.guess`."""

    ALL = "clean"
    MOST = "nearly"
    NOT_YET = "not-yet"


@dataclass(frozen=True, kw_only=True)
class AnswerScale:
    """The answers of a question by their words, the least first; `passes` is the index of the first that passes."""

    words: tuple[str, ...]
    passes: int

    @property
    def most(self) -> int:
        return len(self.words) - 1

    def passed(self, answer: int) -> bool:
        return answer >= self.passes

    def clean(self, answer: int) -> Clean:
        """The answer as one of three words, for pages that compare lessons with each other."""
        if self.passed(answer):
            return Clean.ALL
        return Clean.MOST if 2 * answer >= self.passes else Clean.NOT_YET


def answer_scale(self_check: Mapping[str, Any]) -> AnswerScale | None:
    """The scale of a self-check; None where its question is answered in words, or before questions had scales."""
    answers = self_check.get("answers") or {}
    if answers.get("kind") == "count":
        return AnswerScale(words=tuple(str(count) for count in range(answers["of"] + 1)), passes=answers["passes"])
    if answers.get("kind") == "how-far":
        return AnswerScale(words=tuple(answers["choices"]), passes=answers["passes"])
    return None


def answer_words(self_check: Mapping[str, Any], answer: int | None) -> str:
    """What was answered: `7 of 8`, or the words of the choice; empty where there was no such answer."""
    scale = answer_scale(self_check)
    if answer is None or scale is None or answer > scale.most:
        return ""
    return f"{answer} of {scale.most}" if self_check["answers"]["kind"] == "count" else scale.words[answer]
