"""Export files of version 1, read as version 2. PURE.

Only names differ: the site's words became those of the field, and lookups of the database became plain keys. A file
from before there were several pauses, or a morning mail, is filled up. What is damaged is passed on as it is, for the
schema to refuse.
"""

from collections.abc import Mapping
from typing import Any

from lessons.transfer.schema import VERSION

FilePath = tuple[str | int, ...]
"""Keys and indexes (from 0) from the top of a file: `("practices", 3, "effort")`."""

RENAMED_KEYS: Mapping[str, Mapping[str, str]] = {
    "": {"stops": "closures", "placements": "positions", "real_places": "carry_overs"},
    "closures": {"stopped_at": "closed_at", "reopened_at": "lifted_at"},
    "practices": {"gentle": "easier"},
    "verdicts": {"baseline": "morning_reference"},
    "thresholds": {"baseline_reports": "reference_reports"},
    "positions": {"lesson__slug": "lesson", "gentle": "easier"},
    "moves": {
        "from_lesson__slug": "from_lesson",
        "to_lesson__slug": "to_lesson",
        "verdict__practice": "practice",
        "verdict__decided_at": "decided_at",
    },
    "carry_overs": {"spot": "situation"},
}
"""Old names by the key of version 2 under which they stand; the top of the file has none."""

RENAMED_CODES = {"gentle": "easier", "no_baseline": "no_reference"}
"""Codes of reasons."""


def upgrade(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a file of version 1 under the names of version 2."""
    renamed: dict[str, Any] = _renamed(values, "")
    renamed.setdefault("morning_hour", None)
    if "pauses" not in renamed:
        renamed["pauses"] = _pauses_of(renamed.pop("pause", None))
    return {**renamed, "version": VERSION}


def path_in_version_1(path: FilePath) -> FilePath:
    """The path in a file of version 1 of what stands at this path in its upgrade. `pause` was the first of `pauses`."""
    old_names = {key: {new: old for old, new in names.items()} for key, names in RENAMED_KEYS.items()}
    under, old_path = "", []
    for key in path:
        old_path.append(key if isinstance(key, int) else old_names.get(under, {}).get(key, key))
        under = under if isinstance(key, int) else key
    return tuple(old_path)


def _renamed(value: Any, under: str) -> Any:
    if isinstance(value, Mapping):
        pairs = ((RENAMED_KEYS.get(under, {}).get(key, key), row) for key, row in value.items())
        return {key: _renamed(row, key) for key, row in pairs}
    if isinstance(value, list):
        return [_renamed(row, under) for row in value]
    return RENAMED_CODES.get(value, value) if under == "code" and isinstance(value, str) else value


def _pauses_of(pause: Any) -> list[Any]:
    """The one pause that a client could have at first; without a first day there was none."""
    if not isinstance(pause, Mapping):
        return [] if pause is None else [pause]
    names = {"on": "begins_on", "until": "ends_on"}
    return [{names.get(key, key): day for key, day in pause.items()}] if pause.get("on") else []
