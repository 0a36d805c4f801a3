"""The frames that dragging steps through, with their sentences, and the small lab of the home page."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypedDict

from lessons.body.drawing.delta_codec import encode_frames
from lessons.body.drawing.shapes import to_svg_units
from lessons.body.drawing.vignettes import HERO
from lessons.body.model.loads import MUSCLE_NAMES
from lessons.figures.lesson_figure import COLORING, FigureStill, outline_of, paths_of
from lessons.figures.vignette_picture import layer_paths
from lessons.lab.poses import DEPTH, LEAD_SENTENCES, STEPS, HipMoment, Setting, deepest, frame_at, moment_at

VIEWBOX = "-300 -1080 780 1100"
"""Room for the tallest body with the longest reach, so that a short one looks short."""

SMALL_DEPTH = 78

MUSCLE_WORDS = ((0.99, "most"), (0.6, "much"), (0.25, "some"), (0.05, "a little"))
"""The least shading, as a part of the darkest muscle's, for each word."""
MOST_NAMED = 3
PALEST_NAMED = 0.15
"""A muscle that is shaded less than this is not named: standing at ease shades none more."""


class MomentBar(TypedDict):
    name: str
    percent: int


def bars(moment: HipMoment) -> list[MomentBar]:
    return [
        {"name": name, "percent": round(100 * share)}
        for name, share in zip(("Hips", "Knees", "Low back"), moment.shares, strict=True)
    ]


def lab_strip(setting: Setting) -> dict[str, Any]:
    """All that the page's script needs for one setting, JSON-ready: drawings and sentences for every depth.

    `strip` as lessons.body.drawing.delta_codec has it (its seconds are depths), `order` part, role, path, transform and
    pathLength of the first frame, `bars` percents, `work fold together muscles` words for each frame, `grip` the point
    by which the figure is dragged.
    """
    end = deepest(setting)
    moments = [moment_at(setting, end * step / STEPS) for step in range(STEPS + 1)]
    pictures = [frame_at(setting, moment) for moment in moments]
    pack = encode_frames(pictures)
    return {
        "strip": {**{name: pack[name] for name in ("seconds", "changes", "places", "soft", "muscles")}, **COLORING},
        "order": [[path.part, path.role, path.d, path.transform, path.length] for path in paths_of(pictures[0])],
        "deepest": end,
        "limit": limit_in_words(setting, end),
        "lead": LEAD_SENTENCES[setting.lead],
        "bars": [[bar["percent"] for bar in bars(moment)] for moment in moments],
        "work": [moment.work for moment in moments],
        "fold": [moment.fold for moment in moments],
        "together": [moment.together for moment in moments],
        "muscles": [muscles_in_words(frame.muscles) for frame in pictures],
        "grip": [to_svg_units(moment.skeleton["shoulder"]) for moment in moments],
    }


@lru_cache(maxsize=256)
def strip_json(setting: Setting) -> str:
    return json.dumps(lab_strip(setting), separators=(",", ":"), ensure_ascii=False)


def limit_in_words(setting: Setting, end: int) -> str:
    if end == DEPTH[1]:
        return ""
    load = f" with {setting.load_kg} kg {'reached out' if setting.hold == 'reached' else 'in the hands'}"
    return (
        f"Deeper than {end} this body{load if setting.load_kg else ''} would tip over, so {end} is as deep as it goes."
    )


@lru_cache(maxsize=128)
def lab_picture(setting: Setting, depth: int) -> dict[str, Any]:
    """One depth as the page shows it without JavaScript; a depth that can't be held is drawn at the deepest."""
    end = deepest(setting)
    moment = moment_at(setting, min(depth, end))
    frame = frame_at(setting, moment)
    return {
        "still": FigureStill("", moment.work, paths_of(frame), None),
        "muscles": muscles_in_words(frame.muscles),
        "ghost": outline_of(frame_at(setting, moment_at(setting, 0))),
        "grip": to_svg_units(moment.skeleton["shoulder"]),
        "moment": moment,
        "bars": bars(moment),
        "limit": limit_in_words(setting, end) if depth > end else "",
        "lead": LEAD_SENTENCES[setting.lead],
        "depth": moment.depth,
    }


@lru_cache(maxsize=1)
def small_lab() -> dict[str, Any]:
    """The small lab of the home page: one hinge to drag, two smaller depths as ghosts, a plant behind."""
    setting = Setting()
    ghosts = [(x, outline_of(frame_at(setting, moment_at(setting, depth)))) for x, depth in ((-590, 0), (-310, 38))]
    strip = lab_strip(setting)
    names = ("strip", "order", "deepest", "work", "fold", "grip")
    return {
        **lab_picture(setting, SMALL_DEPTH),
        "box": "-700 -860 1090 880",
        "ghosts": ghosts,
        "behind": layer_paths(HERO),
        "data": {name: strip[name] for name in names},
    }


def muscles_in_words(muscles: Mapping[str, float]) -> str:
    """The shading in words, for readers who can't tell the shades apart: "glutes most, hamstrings much, ..."."""
    darkest = max(muscles.values())
    order = sorted((name for name in MUSCLE_NAMES if muscles[name] >= PALEST_NAMED), key=lambda name: -muscles[name])
    if not order:
        return "none to speak of, the bones carry you"
    muscles_with_words = [(MUSCLE_NAMES[name].lower(), _word(muscles[name] / darkest)) for name in order[:MOST_NAMED]]
    return ", ".join(f"{name} {word}" for name, word in muscles_with_words if word)


def _word(part: float) -> str:
    return next((word for least, word in MUSCLE_WORDS if part >= least), "")
