"""From bytes to an export, or to a sentence that names the file's own path; never anything else."""

import copy
import gzip
import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hinge_coach.accounts.drawn_as import DRAWN_AS_VALUES
from lessons.transfer.reading import LARGEST, parse_export, read_file
from lessons.transfer.refusals import ImportRefusedError
from tests.lessons.transfer.conftest import EMPTY_FILE, LATER, Damage, Values

NOT_WHOLE = "This is not a whole export: the file is cut off or of another kind."
UNWRITABLE = "This export holds a character that can't be written down."
AT, DAY = "2026-03-04T15:00:00Z", "2026-03-04"
BEFORE, AFTER, PRACTICE = (f"3f333df6-90a4-4fda-8dd3-9485d27cee3{number}" for number in range(3))

TALK: Values = {
    "code": "no_change",
    "client_sentence": "x",
    "trainer_sentence": "y",
    "points": -1.5,
    "count": 0,
    "opened_at": AT,
    "opened_on": DAY,
}

# One row of each kind, all of them as they can be.
FILE: Values = {
    **EMPTY_FILE,
    "safety_answers": [{"answered_at": AT, "answers": ["weight"], "level": "refer"}],
    "closures": [
        {"cause": "answers", "level": "refer", "sentence": "x", "closed_at": AT, "lifted_at": None, "note": ""},
        {"cause": "rule", "level": "refer", "sentence": "x", "closed_at": AT, "lifted_at": AT, "note": "y"},
    ],
    "check_ins": [
        {
            "id": BEFORE,
            "at": AT,
            "local_on": DAY,
            "score": 3,
            "moment": "before",
            "situation": "",
            "edited_at": None,
            "note": "",
            "note_for_doctor": False,
            "sent_at": None,
        },
        {
            "id": AFTER,
            "at": AT,
            "local_on": DAY,
            "score": 2,
            "moment": "after",
            "situation": "sport",
            "edited_at": AT,
            "note": "After the car.",
            "note_for_doctor": True,
            "sent_at": AT,
        },
    ],
    "practices": [
        {
            "id": PRACTICE,
            "lesson": "wall-tap",
            "done_at": AT,
            "local_on": DAY,
            "before": BEFORE,
            "after": AFTER,
            "guess": "clean",
            "passed": True,
            "effort": 4,
            "easier": False,
            "stopped": "",
            "cue": "",
            "note": "",
            "note_for_doctor": False,
            "sent_at": AT,
            "back_dated": True,
            "edited_at": None,
            "measure": "1.5",
            "answer": 7,
            "load": "12.5",
            "load_unit": "kg",
            "verdicts": [
                {
                    "decision": "hold",
                    "reasons": [{"code": "too_few", "client": "x", "trainer": "y", "entries": [PRACTICE]}],
                    "would_change": "",
                    "morning_reference": None,
                    "usual": 2.5,
                    "next_lesson": "wall-tap",
                    "look_again_on": "2026-03-06",
                    "thresholds": {"easy_score": 2},
                    "decided_at": AT,
                }
            ],
        }
    ],
    "positions": [{"track": "hinge", "lesson": "wall-tap", "finished": False, "easier": False, "since": AT}],
    "moves": [
        {
            "track": "hinge",
            "from_lesson": "high-seat-touch",
            "to_lesson": "wall-tap",
            "moved_at": AT,
            "local_on": DAY,
            "practice": PRACTICE,
            "decided_at": AT,
            "start_test": None,
            "note": "",
        }
    ],
    "carry_overs": [{"local_on": DAY, "situation": "car"}],
    "plan": {"when": "it rains", "then": "I hinge", "chosen_at": AT},
    "pauses": [{"begins_on": "2026-03-01", "ends_on": "2026-03-02"}, {"begins_on": "2026-03-03", "ends_on": None}],
    "morning_hour": 7,
    "day_begins": 14,
    "weight_unit": "lb",
    "drawn_as": "older-man/deep",
    "message_mail": False,
    "messages": [
        {"text": "Well done.", "written_at": AT, "writer": "trainer", "sent_at": None, "seen_at": AT, "practice": None},
        {"text": "Thanks!", "written_at": AT, "writer": "client", "sent_at": AT, "seen_at": None, "practice": PRACTICE},
    ],
    "talks": [
        {**TALK, "talked_at": None, "talked_on": None, "line": ""},
        {**TALK, "talked_at": AT, "talked_on": DAY, "line": "The new chair."},
    ],
    "new_usuals": [{"since": AT, "since_on": DAY, "line": "The new chair."}],
    "variations": {"kinds": ["unsteady", "tall"], "answered_at": AT},
    "start_tests": [
        {
            "id": AFTER,
            "taken_at": AT,
            "local_on": DAY,
            "chair": 2,
            "wall": None,
            "bow": 3,
            "placements": [
                {
                    "track": "hinge",
                    "lesson": "wall-tap",
                    "reasons": [{"code": "waits", "lesson": "wall-tap", "need": "find-the-middle"}],
                }
            ],
        }
    ],
    "start_test_skipped_at": AT,
    "looks": [{"at": AT, "kind": "file"}],
}


def refusal(content: bytes) -> str:
    with pytest.raises(ImportRefusedError) as caught:
        parse_export(content, now=LATER)
    return str(caught.value)


def test_a_file_reads_as_it_was_written() -> None:
    export = parse_export(json.dumps(FILE).encode(), now=LATER)
    assert json.loads(export.model_dump_json()) == FILE


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_that_an_editor_has_saved_again_with_a_mark_of_its_encoding_is_read(
    tmp_path: Path, encoding: str
) -> None:
    file = tmp_path / "hinge-coach.json"
    file.write_text(json.dumps(FILE, ensure_ascii=False), encoding=encoding)
    assert json.loads(read_file(file).model_dump_json()) == FILE


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", NOT_WHOLE),
        (b"\xef\xbb\xbf", NOT_WHOLE),
        (b"\xff\xfe", NOT_WHOLE),
        (b'{"version": 1, "person": {"em', NOT_WHOLE),
        (b"\xff\xfe\x00", NOT_WHOLE),
        (b"[" * 100_000, NOT_WHOLE),
        (b'{"version": 1, "stops": ' + b'{"a":' * 900 + b"1" + b"}" * 901, NOT_WHOLE),
        (b'{"version": ' + b"9" * 5_000 + b"}", NOT_WHOLE),
        (b'{"version": 2, "name": "\\ud83d"}', NOT_WHOLE),
        (b'{"version": 1, "name": "\\u0000"}', UNWRITABLE),
        (b'{"version": 2, "\\u0000": 1}', UNWRITABLE),
        (b'{"version": 2, "name": "\\\\\\u0000"}', UNWRITABLE),
        (b"[]", "This is not an export of this site."),
        (b"{}", "This is not an export of this site."),
        (b"null", "This is not an export of this site."),
        (b'{"version": 3}', "This export has version 3; this site reads 1 and 2."),
        (b'{"version": 999}', "This export has version 999; this site reads 1 and 2."),
        *(
            (content, "This export has no version that could be; this site reads 1 and 2.")
            for content in (b'{"version": "1"}', b'{"version": true}', b'{"version": 1.0}', b'{"version": 0}')
        ),
        (b'{"version": null}', "This export has no version that could be; this site reads 1 and 2."),
        (b'{"version": 2}', "This export is damaged: person: it is missing."),
        (b'{"version": 1}', "This export is damaged: person: it is missing."),
    ],
)
def test_a_file_that_is_no_export_gets_a_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    assert refusal(content) == sentence
    file = tmp_path / "export.json"
    file.write_bytes(content)
    with pytest.raises(ImportRefusedError) as caught:
        read_file(file)
    assert str(caught.value) == sentence


def test_a_file_that_is_too_large_or_not_there_gets_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "export.json"
    file.write_bytes(b" " * (LARGEST + 1))
    with pytest.raises(ImportRefusedError) as caught:
        read_file(file)
    assert str(caught.value) == "This file is larger than 20 MB, so it is no export of one person."
    with pytest.raises(ImportRefusedError) as caught:
        read_file(tmp_path / "nothing.json")
    assert str(caught.value) == "There is no such file, or it can't be read."


def test_backslashes_before_the_letters_of_a_nul_are_no_nul() -> None:
    file = {**FILE, "messages": [{"text": "C:\\u0000", "written_at": AT}]}
    assert parse_export(json.dumps(file).encode(), now=LATER).messages[0].text == "C:\\u0000"


INSTANT = "it must be an instant, such as 2026-03-04T15:00:00Z."
ID = "it must be an id, such as 3f333df6-90a4-4fda-8dd3-9485d27cee36."
DAMAGED: dict[str, tuple[Damage, str]] = {
    "an unknown key": (lambda file: file.update(mood="good"), "mood: it is not a key we know."),
    "an unknown key below": (
        lambda file: file["practices"][0].update(mood="good"),
        "practices[0].mood: it is not a key we know.",
    ),
    "a key of version 1": (
        lambda file: file["practices"][0]["verdicts"][0].update(baseline=3),
        "practices[0].verdicts[0].baseline: it is not a key we know.",
    ),
    "a key of 10 kB": (
        lambda file: file.update({"k" * 10_000: 1}),
        f"{'k' * 100}…: it is not a key we know.",
    ),
    "a missing key": (lambda file: file.pop("pauses"), "pauses: it is missing."),
    "a missing key below": (lambda file: file["practices"][0].pop("cue"), "practices[0].cue: it is missing."),
    "text for a number": (
        lambda file: file["practices"][0].update(effort="4"),
        "practices[0].effort: it must be a whole number.",
    ),
    "a flag for a number": (
        lambda file: file["practices"][0].update(effort=True),
        "practices[0].effort: it must be a whole number.",
    ),
    "a decimal for a whole number": (
        lambda file: file["practices"][0].update(effort=4.5),
        "practices[0].effort: it must be a whole number.",
    ),
    "a huge number": (
        lambda file: file["practices"][0].update(effort=10**100),
        "practices[0].effort: it must be at most 10.",
    ),
    "a number below zero": (
        lambda file: file["practices"][0].update(effort=-1),
        "practices[0].effort: it must be at least 0.",
    ),
    "a number for a flag": (
        lambda file: file["practices"][0].update(passed=1),
        "practices[0].passed: it must be true or false.",
    ),
    "a number for text": (lambda file: file["person"].update(name=7), "person.name: it must be text."),
    "text for a decimal": (
        lambda file: file["practices"][0]["verdicts"][0].update(morning_reference="2"),
        "practices[0].verdicts[0].morning_reference: it must be a number.",
    ),
    "a usual of 11": (
        lambda file: file["practices"][0]["verdicts"][0].update(usual=11),
        "practices[0].verdicts[0].usual: it must be at most 10.0.",
    ),
    "a decision that no rules make": (
        lambda file: file["practices"][0]["verdicts"][0].update(decision="leap"),
        "practices[0].verdicts[0].decision: it must be "
        "'progress', 'hold', 'regress', 'restore', 'ease', 'rest', 'paused' or 'stop'.",
    ),
    "a talk of two halves": (
        lambda file: file["talks"][0].update(talked_at=AT),
        "talks[0].talked_on: it is null, and the other time of the talk is not.",
    ),
    "a talk of the other two halves": (
        lambda file: file["talks"][1].update(talked_at=None),
        "talks[1].talked_at: it is null, and the other time of the talk is not.",
    ),
    "a talk that is open twice": (
        lambda file: file["talks"][1].update(talked_at=None, talked_on=None),
        "talks[1].talked_at: a talk about the same can't be open twice.",
    ),
    "a talk on another day": (
        lambda file: file["talks"][0].update(opened_on="2026-02-04"),
        "talks[0].opened_on: it is not the day of its instant.",
    ),
    "a new usual on another day": (
        lambda file: file["new_usuals"][0].update(since_on="2026-02-04"),
        "new_usuals[0].since_on: it is not the day of its instant.",
    ),
    "a new usual without a line": (
        lambda file: file["new_usuals"][0].update(line=""),
        "new_usuals[0].line: it is empty.",
    ),
    "a variation that no lesson has": (
        lambda file: file["variations"].update(kinds=["left-handed"]),
        "variations.kinds[0]: it must be "
        "'floor', 'unsteady', 'thin-bones', 'pregnancy', 'new-joint', 'tall' or 'short'.",
    ),
    "a variation twice": (
        lambda file: file["variations"].update(kinds=["tall", "tall"]),
        "variations.kinds: it is there twice.",
    ),
    "a client who is tall and short": (
        lambda file: file["variations"].update(kinds=["tall", "short"]),
        "variations.kinds: nobody is both tall and short.",
    ),
    "a flag for a measure": (
        lambda file: file["practices"][0].update(measure=True),
        "practices[0].measure: it must be a number.",
    ),
    "a measure that is no number": (
        lambda file: file["practices"][0].update(measure="NaN"),
        "practices[0].measure: it must be a number.",
    ),
    "a measure to the hundredth": (
        lambda file: file["practices"][0].update(measure="1.55"),
        "practices[0].measure: it must have one decimal at most.",
    ),
    "a measure beyond all": (
        lambda file: file["practices"][0].update(measure="601"),
        "practices[0].measure: it must be at most 600.",
    ),
    "no effort where nothing was stopped": (
        lambda file: file["practices"][0].update(effort=None),
        "practices[0].effort: it is null, and the practice was not stopped.",
    ),
    "a stop without the score after it": (
        lambda file: file["practices"][0].update(effort=None, stopped="tighter", before=None, after=None),
        "practices[0].after: it is null, and the practice was stopped.",
    ),
    "a weight without its unit": (
        lambda file: file["practices"][0].update(load="5", load_unit=None),
        "practices[0].load_unit: it is null, and the rest of the weight is not.",
    ),
    "a unit without its weight": (
        lambda file: file["practices"][0].update(load=None, load_unit="kg"),
        "practices[0].load: it is null, and the rest of the weight is not.",
    ),
    "a weight below nothing": (
        lambda file: file["practices"][0].update(load="-1", load_unit="kg"),
        "practices[0].load: it must be at least 0.",
    ),
    "a weight that nobody lifts": (
        lambda file: file["practices"][0].update(load="200.5", load_unit="kg"),
        "practices[0].load: it is more than 200 kg.",
    ),
    "a weight that nobody lifts, in pounds": (
        lambda file: file["practices"][0].update(load="441", load_unit="lb"),
        "practices[0].load: it must be at most 440.",
    ),
    "a weight with a comma": (
        lambda file: file["practices"][0].update(load="12,5", load_unit="kg"),
        "practices[0].load: it must be a number.",
    ),
    "a weight to the gram": (
        lambda file: file["practices"][0].update(load="1.255", load_unit="kg"),
        "practices[0].load: it must have two decimals at most.",
    ),
    "a weight in stone": (
        lambda file: file["practices"][0].update(load="5", load_unit="st"),
        "practices[0].load_unit: it must be 'kg' or 'lb'.",
    ),
    "a habit of stone": (
        lambda file: file.update(weight_unit="st"),
        "weight_unit: it must be 'kg' or 'lb'.",
    ),
    "nobody who can be drawn": (
        lambda file: file.update(drawn_as="child/light"),
        "drawn_as: it must be " + ", ".join(map(repr, DRAWN_AS_VALUES[:-1])) + f" or {DRAWN_AS_VALUES[-1]!r}.",
    ),
    "null for what must be there": (
        lambda file: file["practices"][0].update(lesson=None),
        "practices[0].lesson: it must be text.",
    ),
    "an object for a list": (lambda file: file.update(moves={}), "moves: it must be a list."),
    "a list for an object": (lambda file: file.update(plan=[]), "plan: it must be an object."),
    "an id that is none": (lambda file: file["check_ins"][1].update(id="two"), f"check_ins[1].id: {ID}"),
    "a number for an id": (lambda file: file["check_ins"][1].update(id=2), f"check_ins[1].id: {ID}"),
    "a number for an instant": (
        lambda file: file["check_ins"][1].update(at=1_770_000_000),
        f"check_ins[1].at: {INSTANT}",
    ),
    "a number as text for an instant": (
        lambda file: file["check_ins"][1].update(at="1770000000"),
        f"check_ins[1].at: {INSTANT}",
    ),
    "a day for an instant": (lambda file: file["check_ins"][1].update(at=DAY), f"check_ins[1].at: {INSTANT}"),
    "an instant that is none": (
        lambda file: file["check_ins"][1].update(at="2026-03-04T25:00:00Z"),
        f"check_ins[1].at: {INSTANT}",
    ),
    "an instant for a day": (
        lambda file: file["check_ins"][1].update(local_on=AT),
        "check_ins[1].local_on: it must be a day, such as 2026-03-04.",
    ),
    "an instant before computers": (
        lambda file: file["check_ins"][1].update(at="0001-01-01T00:00:00+14:00", local_on="0001-01-01"),
        "check_ins[1].at: it lies before 2000-01-01.",
    ),
    "an instant a second before computers": (
        lambda file: file["practices"][0].update(done_at="1999-12-31T23:59:59Z", local_on="2000-01-01"),
        "practices[0].done_at: it lies before 2000-01-01.",
    ),
    "a day before computers": (
        lambda file: file["pauses"][1].update(begins_on="1999-12-31"),
        "pauses[1].begins_on: it must be at least 2000-01-01.",
    ),
    "a day beyond all": (
        lambda file: file["pauses"][1].update(ends_on="2200-01-02"),
        "pauses[1].ends_on: it must be at most 2200-01-01.",
    ),
    "empty text": (lambda file: file["plan"].update(then=""), "plan.then: it is empty."),
    "the same practice twice": (
        lambda file: file["practices"].append(file["practices"][0]),
        "practices[1].id: it is there twice.",
    ),
    "one check-in for two practices": (
        lambda file: file["practices"].append({**file["practices"][0], "id": str(uuid.UUID(int=1))}),
        "practices[1].before: there is no such check-in, or another practice has it.",
    ),
    "the same track twice": (
        lambda file: file["positions"].append(file["positions"][0]),
        "positions[1].track: it is there twice.",
    ),
    "the same carry-over twice": (
        lambda file: file["carry_overs"].append(file["carry_overs"][0]),
        "carry_overs[1].situation: it is there twice.",
    ),
    "a move by a practice that isn't there": (
        lambda file: file["moves"][0].update(practice=BEFORE),
        "moves[0].practice: there is no such verdict.",
    ),
    "a move by a verdict that isn't there": (
        lambda file: file["moves"][0].update(decided_at="2026-03-04T15:00:01Z"),
        "moves[0].practice: there is no such verdict.",
    ),
    "a move by half a verdict": (
        lambda file: file["moves"][0].update(decided_at=None),
        "moves[0].decided_at: it is null, and the rest of the verdict is not.",
    ),
    "practice closed twice at once": (
        lambda file: file["closures"][1].update(lifted_at=None),
        "closures[1].lifted_at: practice can't be closed twice at once.",
    ),
    "a pause after one without an end": (
        lambda file: file["pauses"].append({"begins_on": "2026-03-09", "ends_on": "2026-03-10"}),
        "pauses[2].begins_on: it lies within another pause.",
    ),
    "a thousand rule numbers": (
        lambda file: file["practices"][0]["verdicts"][0].update(thresholds={str(key): 1 for key in range(1_000)}),
        "practices[0].verdicts[0].thresholds: it holds more than 100.",
    ),
}


@pytest.mark.parametrize(("damage", "sentence"), DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_gets_a_sentence_with_its_path(damage: Damage, sentence: str) -> None:
    file = copy.deepcopy(FILE)
    damage(file)
    assert refusal(json.dumps(file).encode()) == f"This export is damaged: {sentence}"


EXTREMES: dict[str, Damage] = {
    "the heaviest in kilograms": lambda file: file["practices"][0].update(load="200", load_unit="kg"),
    "the heaviest in pounds": lambda file: file["practices"][0].update(load="440", load_unit="lb"),
    "the first instant": lambda file: file["looks"][0].update(at="2000-01-01T00:00:00Z"),
    "a pause of one day": lambda file: file["pauses"][0].update(ends_on="2026-03-01"),
    "the first day": lambda file: file["pauses"][0].update(begins_on="2000-01-01"),
}


@pytest.mark.parametrize("change", EXTREMES.values(), ids=EXTREMES)
def test_what_is_just_possible_is_read(change: Damage) -> None:
    file = copy.deepcopy(FILE)
    change(file)
    assert json.loads(parse_export(json.dumps(file).encode(), now=LATER).model_dump_json()) == file


def test_a_file_of_damage_alone_is_not_looked_at_in_full() -> None:
    file = {**FILE, **dict.fromkeys(map(str, range(5_000)), 1)}
    assert refusal(json.dumps(file).encode()) == "This export is damaged in more than 1,000 places."
    file = {**FILE, "check_ins": [7] * 100_000}
    assert refusal(json.dumps(file).encode()) == "This export is damaged: check_ins[0]: it must be an object."


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from([AT, DAY, BEFORE]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
VERSION_1 = json.loads(gzip.decompress((Path(__file__).parent / "maya_version_1.json.gz").read_bytes()))
VERSION_1 = {key: value[:2] if isinstance(value, list) else value for key, value in VERSION_1.items()}


@given(data=st.data())
@pytest.mark.parametrize("file", [FILE, VERSION_1], ids=["version 2", "version 1"])
def test_whatever_a_value_becomes_the_file_is_read_or_refused_in_our_words(file: Values, data: st.DataObject) -> None:
    file = copy.deepcopy(file)
    parent: Any = file
    while True:
        keys = [key for key in parent if key != "version"] if isinstance(parent, dict) else list(range(len(parent)))
        key = data.draw(st.sampled_from(keys))
        if not (isinstance(parent[key], dict | list) and parent[key]) or data.draw(st.integers(0, 3)) == 0:
            break
        parent = parent[key]
    parent[key] = data.draw(JSON)
    sentence = ""
    try:
        parse_export(json.dumps(file).encode(), now=LATER)
    except ImportRefusedError as error:
        sentence = str(error)
    assert not sentence or sentence in (NOT_WHOLE, UNWRITABLE) or sentence.startswith("This export is damaged: ")
    assert "it can't be." not in sentence
