"""What each decision does, in a sentence or two for the public page. PURE."""

from collections.abc import Mapping

from lessons.rules.values import Decision

DECISION_EFFECTS: Mapping[Decision, str] = {
    Decision.STOP: (
        "Practice is closed until the trainer opens it, and the trainer is mailed at once. You can read every lesson."
    ),
    Decision.REST: "No practice until a lower number comes. It ends by itself, and the safety questions are shown.",
    Decision.PAUSED: "Nothing is asked of you, and your places stay.",
    Decision.REGRESS: (
        "The first time in a lesson, its easier version comes first. If that happens again in the same lesson, the "
        "lesson before it; in the first lesson, the easier version once more. Never further back than one lesson."
    ),
    Decision.EASE: (
        "Every track offers its easier version, nobody moves on, and your places stay. You may still choose the full "
        "version. It ends by itself after some calm days; the page says how many."
    ),
    Decision.HOLD: "The same lesson next time.",
    Decision.RESTORE: "The full version of the lesson is the next one again. Practice days count from there.",
    Decision.PROGRESS: "The next lesson opens. Practice days count from there.",
}
"""In the order of `DECISION_LABELS`: the most careful first."""
