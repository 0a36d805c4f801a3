"""The sentences of the start test. PURE."""

from collections.abc import Mapping

from lessons.start_test.comparing import Comparison, StartTaskName, StartTestChange
from lessons.start_test.placing import BowLevel, ChairLevel, PlacingReason, ReasonCode, StartAnswers, WallLevel

NOT_DONE = "I didn’t do this one"

# The choices of the form.
CHAIR_LABELS = {
    ChairLevel.HANDS: "I need my hands",
    ChairLevel.DROPS: "I drop the last bit",
    ChairLevel.SOFT: "Slow and soft, hips first",
}
WALL_LABELS = {
    WallLevel.CLOSE: "Less than half a foot-length",
    WallLevel.HALF: "Half a foot-length",
    WallLevel.WHOLE: "One foot-length",
}
BOW_LABELS = {
    BowLevel.ABOVE_KNEES: "Above my knees",
    BowLevel.AT_KNEES: "At my knees",
    BowLevel.BELOW_KNEECAPS: "Below my kneecaps",
    BowLevel.MID_SHIN: "Mid-shin or lower",
}

TASK_TITLES = {
    StartTaskName.CHAIR: "The chair",
    StartTaskName.WALL: "The wall",
    StartTaskName.BOW: "The bow",
}

_SEEN: Mapping[StartTaskName, tuple[str, ...]] = {
    StartTaskName.CHAIR: ("hands needed", "a drop at the end", "slow and soft, hips first"),
    StartTaskName.WALL: (
        "heels less than half a foot-length from the wall",
        "heels half a foot-length from the wall",
        "heels one foot-length from the wall",
    ),
    StartTaskName.BOW: (
        "fingertips above the knees",
        "fingertips at the knees",
        "fingertips below the kneecaps",
        "fingertips at mid-shin or lower",
    ),
}

# What an answer shows: for the client, and for the trainer in the note of a move.
_SHOWN = {
    ReasonCode.CHAIR_NOT_DONE: ("You left out the chair.", "chair left out"),
    ReasonCode.CHAIR_HANDS: ("You need your hands to sit down.", "hands needed on the chair"),
    ReasonCode.CHAIR_DROPS: ("On the chair you drop the last bit.", "a drop at the end on the chair"),
    ReasonCode.CHAIR_SOFT: ("You sit down slow and soft, hips first.", "slow and soft onto the chair, hips first"),
    ReasonCode.WALL_NOT_DONE: ("You left out the wall.", "wall left out"),
    ReasonCode.WALL_CLOSE: (
        "You tap the wall from less than half a foot-length.",
        "wall tap from less than half a foot-length",
    ),
    ReasonCode.WALL_HALF: (
        "You tap the wall from half a foot-length, shins still.",
        "wall tap from half a foot-length, shins still",
    ),
    ReasonCode.WALL_WHOLE: (
        "You tap the wall from one foot-length, shins still.",
        "wall tap from one foot-length, shins still",
    ),
    ReasonCode.BOW_NOT_DONE: ("You left out the bow.", "bow left out"),
    ReasonCode.BOW_ABOVE_KNEES: (
        "In the bow your fingertips stay above your knees.",
        "bow with fingertips above the knees, low back still",
    ),
    ReasonCode.BOW_AT_KNEES: (
        "In the bow your fingertips come to your knees, low back still.",
        "bow with fingertips at the knees, low back still",
    ),
    ReasonCode.BOW_BELOW_KNEECAPS: (
        "In the bow your fingertips come below your kneecaps, low back still.",
        "bow with fingertips below the kneecaps, low back still",
    ),
    ReasonCode.BOW_MID_SHIN: (
        "In the bow your fingertips come to mid-shin, low back still.",
        "bow with fingertips at mid-shin, low back still",
    ),
}

_CHANGES = {
    StartTestChange.NOT_BOTH: "Done only once, so there is nothing to compare.",
    StartTestChange.SAME: "The same as then.",
    StartTestChange.STEP_UP: "One step farther. A step can be chance.",
    StartTestChange.STEP_DOWN: "One step less far. A step can be chance.",
    StartTestChange.UP: "At least two steps farther: that is a change.",
    StartTestChange.DOWN: "At least two steps less far: that is a change. Tell your trainer about it.",
}

_WALL_STEPS = {
    StartTestChange.STEP_UP: "Half a foot-length farther. That much can be chance.",
    StartTestChange.STEP_DOWN: "Half a foot-length less. That much can be chance.",
}


def seen(task: StartTaskName, level: int | None) -> str:
    """What a test showed: `fingertips at the knees`."""
    return "not done" if level is None else _SEEN[task][level]


def answers_line(answers: StartAnswers) -> str:
    """All that a test showed: `chair: hands needed; bow: fingertips at the knees`. What wasn't done is left out."""
    levels = ((task, getattr(answers, task)) for task in StartTaskName)
    return "; ".join(f"{task}: {seen(task, level)}" for task, level in levels if level is not None)


def change_sentence(comparison: Comparison) -> str:
    if comparison.task == StartTaskName.WALL and comparison.change in _WALL_STEPS:
        return _WALL_STEPS[comparison.change]
    return _CHANGES[comparison.change]


def reason_sentence(reason: PlacingReason, titles: Mapping[str, str]) -> str:
    """A reason of a placement for the client; `titles` of lessons by slug."""
    if reason.code == ReasonCode.WAITS:
        lesson, need = (titles.get(slug, slug) for slug in (reason.lesson, reason.need))
        return f"“{lesson}” opens after “{need}”, so this track begins before it."
    return _SHOWN[reason.code][0]


def move_note(reasons: tuple[PlacingReason, ...], titles: Mapping[str, str]) -> str:
    """The reason of a move by the start test: what the trainer reads, and what the client's file holds."""
    return f"Start test: {'; '.join(_note(reason, titles) for reason in reasons)}."


def _note(reason: PlacingReason, titles: Mapping[str, str]) -> str:
    if reason.code == ReasonCode.WAITS:
        lesson, need = (titles.get(slug, slug) for slug in (reason.lesson, reason.need))
        return f"“{lesson}” waits for “{need}”"
    return _SHOWN[reason.code][1]
