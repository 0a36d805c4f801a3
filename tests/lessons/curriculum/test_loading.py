"""The curriculum as text becomes rows: all of it or none, twice the same, and never over the trainer's words."""

import hashlib
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from lessons.curriculum.loading import CURRICULUM, load
from lessons.curriculum.problems import CurriculumError
from lessons.models import Lesson, Track

BOW = '{{ do = "hold", text = "Bow.", say = "Bow", seconds = 20 }}'
UP = '{{ do = "reps", text = "Up.", say = "Up", reps = 4, tempo = [3, 0, 2] }}'
LESSON = (
    """+++
track = "{track}"
number = {number}
title = "Bow"
summary = "Bow from the hips."
minutes = 5
set_up = ["Stand."]
"""
    f"steps = [{BOW}, {UP}]"
    """
cues = ["Serve the tray"]
faults = [{{ fault = "The back rounds.", fix = "Bow less." }}]
feel = ["Thighs."]
muscles = ["glutes"]
dose = {{ text = "Twice a day" }}
self_check = {{ question = "So?", pass_mark = "8", kind = "felt", answers = {{ kind = "count", of = 8, passes = 8 }} }}
easier = "Hold on."
equipment = []
needs = {needs}
sources = [{{ text = "Nobody 2020", doi = "10.1000/182" }}]
fault_label = "Back bends"
right_label = "Hips go back"
brief = "Bow."
reason = "It helps."
easier_steps = [{{ do = "rest", text = "Rest.", say = "Rest", seconds = 20 }}]
+++

## Why

Because.

## How

Like this.

## In real life

Here.
"""
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "waiters-bow.md").write_text(LESSON.format(track="hinge", number=1, needs="[]"))
    (tmp_path / "wall-tap.md").write_text(LESSON.format(track="hinge", number=2, needs="[]"))
    return tmp_path


def problems(folder: Path) -> list[str]:
    with pytest.raises(CurriculumError) as caught:
        load(folder)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.usefixtures("no_lessons")
def test_the_curriculum_has_seven_nine_and_eight_lessons() -> None:
    load()
    counts = {track: Lesson.objects.filter(track=track).count() for track in Track}
    assert counts == {Track.NEUTRAL: 7, Track.HINGE: 9, Track.SIT: 8}


@pytest.mark.usefixtures("no_lessons")
def test_prerequisites_are_those_of_the_evidence() -> None:
    load()
    across = {
        lesson.slug: [need for need in lesson.needs if Lesson.objects.get(slug=need).track != lesson.track]
        for lesson in Lesson.objects.all()
    }
    assert {slug: needs for slug, needs in across.items() if needs} == {
        "wall-tap": ["find-the-middle"],
        "chair-sit": ["wall-tap"],
        "ready-position": ["dowel-hinge"],
        "lift-a-child-or-bag": ["loaded-hinge"],
    }


@pytest.mark.usefixtures("no_lessons")
def test_each_lesson_needs_the_one_before_it() -> None:
    load()
    for track in Track:
        lessons = list(Lesson.objects.filter(track=track).order_by("number"))
        assert [lesson.slug for lesson in lessons[:-1]] == [lesson.needs[0] for lesson in lessons[1:]]


@pytest.mark.usefixtures("no_lessons")
def test_loading_twice_changes_nothing(folder: Path) -> None:
    assert load(folder).added == ["waiters-bow", "wall-tap"]
    before = list(Lesson.objects.values())
    again = load(folder)
    assert (again.added, again.changed, again.same) == ([], [], ["waiters-bow", "wall-tap"])
    assert list(Lesson.objects.values()) == before


@pytest.mark.usefixtures("no_lessons")
def test_a_changed_file_changes_its_row_alone(folder: Path) -> None:
    load(folder)
    path = folder / "waiters-bow.md"
    path.write_text(path.read_text().replace("Because.", "Because it helps."))
    loaded = load(folder)
    assert (loaded.changed, loaded.same) == (["waiters-bow"], ["wall-tap"])
    assert Lesson.objects.get(slug="waiters-bow").why == "Because it helps."


@pytest.mark.usefixtures("no_lessons")
def test_a_file_saved_again_with_a_byte_order_mark_is_the_same_file(folder: Path) -> None:
    load(folder)
    path = folder / "waiters-bow.md"
    path.write_text(path.read_text(), encoding="utf-8-sig")
    assert load(folder).same == ["waiters-bow", "wall-tap"]


@pytest.mark.usefixtures("no_lessons")
def test_what_the_trainer_edited_is_never_overwritten(folder: Path) -> None:
    load(folder)
    Lesson.objects.filter(slug="waiters-bow").update(why="My own words.", edited_at=timezone.now())
    path = folder / "waiters-bow.md"
    path.write_text(path.read_text().replace("Because.", "Because it helps."))
    assert load(folder).kept == ["waiters-bow"]
    assert Lesson.objects.get(slug="waiters-bow").why == "My own words."


@pytest.mark.usefixtures("no_lessons")
def test_an_edited_lesson_is_marked_once_the_text_that_came_with_the_site_has_changed(folder: Path) -> None:
    load(folder)
    Lesson.objects.filter(slug="waiters-bow").update(why="My own words.", edited_at=timezone.now())
    load(folder)
    assert Lesson.objects.get(slug="waiters-bow").shipped_text_changed is False
    path = folder / "waiters-bow.md"
    path.write_text(path.read_text().replace("Because.", "Because it helps."))
    load(folder)
    assert Lesson.objects.get(slug="waiters-bow").shipped_text_changed is True


@pytest.mark.usefixtures("no_lessons")
def test_what_a_file_no_longer_says_is_taken_out_of_its_row(folder: Path) -> None:
    path = folder / "waiters-bow.md"
    text = path.read_text()
    path.write_text(text.replace("brief =", 'load = { what = "A bag", start_kg = 2, start_lb = 5 }\nbrief ='))
    load(folder)
    assert Lesson.objects.get(slug="waiters-bow").load == {
        "what": "A bag",
        "start_kg": 2.0,
        "start_lb": 5.0,
        "optional": False,
    }
    path.write_text(text)
    load(folder)
    assert Lesson.objects.get(slug="waiters-bow").load is None


BAD = [
    # TOML
    ("number = 1", "number = one", ["3: This is not TOML: Invalid value (at line 3, column 10)."]),
    (
        "minutes = 5",
        "minutes = 5\nminutes = 6",
        ["7: This is not TOML: Cannot overwrite a value (at line 7, column 12)."],
    ),
    (
        'title = "Bow"',
        "title",
        ["4: This is not TOML: Expected '=' after a key in a key/value pair (at line 4, column 6)."],
    ),
    ("+++\n\n## Why", "x = [\n+++\n\n## Why", ["25: This is not TOML: Invalid value (at end of document)."]),
    ("+++\ntrack", "track", ["1: The front matter must stand between two lines of +++."]),
    # missing, empty and unknown keys
    ('easier = "Hold on."\n', "", ["1: 'easier' is missing."]),
    ('{ do = "hold", text = "Bow.", say', '{ do = "hold", say', ["8: 'steps.1.text' is missing."]),
    (', say = "Bow"', "", ["8: 'steps.1.say' is missing."]),
    ('say = "Bow"', 'say = "Bow to a guest"', ["8: 'steps.1.say' must be one to three words, without a period."]),
    ('text = "Bow."', 'text = " "', ["8: 'steps.1.text' is empty."]),
    (", seconds = 20", "", ["8: 'steps.1.seconds' is missing."]),
    (', fix = "Bow less."', "", ["10: 'faults.1.fix' is missing."]),
    ('text = "Twice a day"', "", ["13: 'dose.text' is missing."]),
    (', kind = "felt"', "", ["14: 'self_check.kind' is missing."]),
    ('title = "Bow"', 'title = ""', ["4: 'title' is empty."]),
    ('["Stand."]', '["Stand.", ""]', ["7: 'set_up.2' is empty."]),
    ("minutes = 5", "minutes = 5\nlength = 5", ["7: 'length' is not a key we know."]),
    (
        "reps = 4",
        "rep = 4",
        ["8: 'steps.2.reps' is missing.", "8: 'steps.2.rep' is not a key we know."],
    ),
    ("sources", "movement = 'wall-tap'\nsources", ["18: 'movement' is not a key we know."]),
    # types
    ("number = 1", 'number = "1"', ["3: 'number' must be a whole number."]),
    ("minutes = 5", "minutes = 5.0", ["6: 'minutes' must be a whole number."]),
    ("reps = 4", "reps = true", ["8: 'steps.2.reps' must be a whole number."]),
    ('title = "Bow"', "title = 2026-01-01", ["4: 'title' must be text."]),
    ('fix = "Bow less."', "fix = 3", ["10: 'faults.1.fix' must be text."]),
    ('cues = ["Serve the tray"]', 'cues = "Serve the tray"', ["9: 'cues' must be a list."]),
    ('cues = ["Serve the tray"]', 'cues = [\n  "Serve",\n  7,\n]', ["11: 'cues.2' must be text."]),
    (
        'easier_steps = [{ do = "rest", text = "Rest.", say = "Rest", seconds = 20 }]',
        'easier_steps = ["Bow."]',
        ["23: 'easier_steps.1' must be a table."],
    ),
    (
        'easier_steps = [{ do = "rest", text = "Rest.", say = "Rest", seconds = 20 }]',
        "easier_steps = []",
        ["23: 'easier_steps' must hold at least 1."],
    ),
    # what a step is
    ('{ do = "hold", ', "{ ", ["8: 'steps.1' must say what it is, with 'do'."]),
    (
        'do = "hold"',
        'do = "swim"',
        ["8: 'steps.1' must say what it is: 'do' is one of 'position', 'reps', 'hold', 'rest'."],
    ),
    ("tempo = [3, 0, 2]", "tempo = [3, 2]", ["8: 'steps.2.tempo' must hold at least 3."]),
    ("tempo = [3, 0, 2]", "tempo = [3, 0, 2, 1]", ["8: 'steps.2.tempo' must hold at most 3."]),
    ("tempo = [3, 0, 2]", "tempo = [0, 0, 0]", ["8: 'steps.2.tempo' takes no time."]),
    ("tempo = [3, 0, 2]", "tempo = [3, 0, -1]", ["8: 'steps.2.tempo.3' must be 0 or more."]),
    ("reps = 4", "reps = 4, sides = 2", ["8: 'steps.2.sides' must be true or false."]),
    ("reps = 4", "reps = 4, sets = 21", ["8: 'steps.2.sets' must be 20 or less."]),
    ('brief = "Bow."', f'brief = "{"bow " * 61}"', ["21: 'brief' is longer than 60 words."]),
    # the self-check, the load, variations and sources
    ("passes = 8", "passes = 9", ["14: 'self_check' can never be passed."]),
    (
        'kind = "count", of = 8, passes = 8',
        'kind = "how-far", choices = ["Near", "Far"], passes = 2',
        ["14: 'self_check' can never be passed."],
    ),
    (
        'kind = "count"',
        'kind = "guess"',
        ["14: 'self_check.answers' must say what it is: 'kind' is one of 'clean', 'count', 'how-far'."],
    ),
    (
        'brief = "Bow."',
        'brief = "Bow."\nload = { what = "The bag", start_kg = 0, start_lb = 5 }',
        ["22: 'load.start_kg' must be more than 0."],
    ),
    (
        'brief = "Bow."',
        'brief = "Bow."\nload = { what = "The bag", start_kg = "4", start_lb = 5 }',
        ["22: 'load.start_kg' must be a number."],
    ),
    (
        'brief = "Bow."',
        'brief = "Bow."\nvariations = [{ for = "cats", text = "Purr.", source = "No study." }]',
        [
            "22: 'variations.1.for' must be 'floor', 'unsteady', 'thin-bones', 'pregnancy', 'new-joint', 'tall' or "
            "'short'."
        ],
    ),
    (', doi = "10.1000/182"', "", ["18: 'sources.1' must have one link: doi, pmid, pmc or url."]),
    (
        'doi = "10.1000/182"',
        'doi = "10.1000/182", pmid = "123456"',
        ["18: 'sources.1' must have one link: doi, pmid, pmc or url."],
    ),
    ('doi = "10.1000/182"', 'doi = "the paper"', ["18: 'sources.1.doi' isn't a DOI."]),
    ('doi = "10.1000/182"', 'pmid = "PMC123"', ["18: 'sources.1.pmid' isn't a PubMed number."]),
    ('doi = "10.1000/182"', 'url = "http://example.com"', ["18: 'sources.1.url' isn't an address with https."]),
    ('dose = { text = "Twice a day" }', 'dose = "Twice a day"', ["13: 'dose' must be a table."]),
    # ranges
    ("number = 1", "number = 0", ["3: 'number' must be 1 or more."]),
    ("minutes = 5", "minutes = 121", ["6: 'minutes' must be 120 or less."]),
    ("seconds = 20", "seconds = 0", ["8: 'steps.1.seconds' must be 1 or more."]),
    ("seconds = 20", "seconds = 601", ["8: 'steps.1.seconds' must be 600 or less."]),
    ("reps = 4", "reps = 123456789012345678901234567890", ["8: 'steps.2.reps' must be 100 or less."]),
    ('title = "Bow"', f'title = "{"b" * 61}"', ["4: 'title' is longer than 60 letters."]),
    ('"Bow from the hips."', f'"{"b" * 141}"', ["5: 'summary' is longer than 140 letters."]),
    ('"Back bends"', f'"{"b" * 41}"', ["19: 'fault_label' is longer than 40 letters."]),
    # names
    ('track = "hinge"', 'track = "swim"', ["2: 'track' must be one of neutral, hinge, sit."]),
    ("needs = []", 'needs = ["swim"]', ["17: 'needs.1' names 'swim', which isn't a lesson."]),
    (
        'muscles = ["glutes"]',
        'muscles = ["tail"]',
        ["12: 'muscles.1' must be 'glutes', 'hamstrings', 'quadriceps', 'back extensors' or 'abdominal wall'."],
    ),
    (
        'kind = "felt"',
        'kind = "guess"',
        ["14: 'self_check.kind' must be 'felt', 'wall-tap', 'dowel', 'hold', 'march' or 'sit-downs'."],
    ),
    # sections
    (
        "## Why",
        "## Whither",
        ["25: The section 'Why' is missing or empty.", "26: 'Whither' is not one of: Why, How, In real life."],
    ),
    ("\nLike this.\n", "\n", ["25: The section 'How' is missing or empty."]),
    ("\n## Why", "Words.\n## Why", ["25: Text must stand below one of the headings."]),
]


@pytest.mark.usefixtures("no_lessons")
@pytest.mark.parametrize(("old", "new", "sentences"), BAD)
def test_each_fault_is_reported_with_file_and_line(folder: Path, old: str, new: str, sentences: list[str]) -> None:
    path = folder / "waiters-bow.md"
    text = path.read_text()
    assert old in text
    (folder / "wall-tap.md").unlink()
    path.write_text(text.replace(old, new, 1))
    assert problems(folder) == [f"waiters-bow.md:{sentence}" for sentence in sentences]
    assert Lesson.objects.count() == 0


@pytest.mark.usefixtures("no_lessons")
def test_a_fault_in_a_table_of_its_own_is_reported_on_its_line(folder: Path) -> None:
    path = folder / "waiters-bow.md"
    steps = re.search(r"^steps = .*\n", path.read_text(), re.MULTILINE)[0]  # type: ignore[index]
    tables = '[[steps]]\ndo = "rest"\ntext = "Rest."\nsay = "Rest"\nseconds = 20\n\n'
    tables += '[[steps]]\ndo = "hold"\nsay = "Hold"\nseconds = 900\n'
    path.write_text(path.read_text().replace(steps, "").replace("\n+++\n", f"\n\n{tables}+++\n"))
    assert problems(folder) == [
        "waiters-bow.md:30: 'steps.2.text' is missing.",
        "waiters-bow.md:33: 'steps.2.seconds' must be 600 or less.",
    ]


@pytest.mark.usefixtures("no_lessons")
def test_a_movement_that_does_not_exist_is_reported(folder: Path) -> None:
    (folder / "waiters-bow.md").rename(folder / "waiters-bowl.md")
    assert problems(folder) == ["waiters-bowl.md:1: There is no movement 'waiters-bowl' to draw this lesson with."]
    assert Lesson.objects.count() == 0


@pytest.mark.usefixtures("no_lessons")
def test_everything_that_is_wrong_is_reported_at_once(folder: Path) -> None:
    text = LESSON.format(track="hinge", number=1, needs='["waiters-bow", "chair-sit", "swim"]')
    (folder / "wall-tap.md").write_text(text.replace("seconds = 20", "seconds = 0", 1).replace("Because.", ""))
    (folder / "wall.md").write_text(LESSON.format(track="sit", number=1, needs="[]"))
    (folder / "chair-sit.md").write_text("nonsense")
    assert problems(folder) == [
        "chair-sit.md:1: The front matter must stand between two lines of +++.",
        "wall-tap.md:3: waiters-bow.md is number 1 of this track already.",
        "wall-tap.md:8: 'steps.1.seconds' must be 1 or more.",
        "wall-tap.md:17: 'needs.3' names 'swim', which isn't a lesson.",
        "wall-tap.md:25: The section 'Why' is missing or empty.",
        "wall.md:1: There is no movement 'wall' to draw this lesson with.",
    ]
    assert Lesson.objects.count() == 0


@pytest.mark.usefixtures("no_lessons")
def test_a_bad_file_leaves_the_rows_of_an_earlier_load_as_they_were(folder: Path) -> None:
    load(folder)
    before = list(Lesson.objects.values())
    path = folder / "waiters-bow.md"
    path.write_text(path.read_text().replace("Because.", "Because it helps."))
    (folder / "wall-tap.md").write_text("nonsense")
    assert problems(folder) == ["wall-tap.md:1: The front matter must stand between two lines of +++."]
    assert list(Lesson.objects.values()) == before


@pytest.mark.usefixtures("no_lessons")
def test_a_folder_without_lessons_is_reported(tmp_path: Path) -> None:
    assert problems(tmp_path) == [f"{tmp_path.name}:1: There are no lessons here."]


@pytest.mark.usefixtures("no_lessons")
def test_rows_hold_what_stands_in_the_file(folder: Path) -> None:
    """Keys that a file leaves out stay out, so that rows of earlier versions and new ones are alike."""
    load(folder)
    lesson = Lesson.objects.get(slug="wall-tap")
    assert [lesson.steps, lesson.faults, lesson.dose, lesson.self_check, lesson.needs] == [
        [
            {"text": "Bow.", "say": "Bow", "do": "hold", "seconds": 20},
            {"text": "Up.", "say": "Up", "do": "reps", "reps": 4, "tempo": [3, 0, 2]},
        ],
        [{"fault": "The back rounds.", "fix": "Bow less."}],
        {"text": "Twice a day"},
        {"question": "So?", "answers": {"kind": "count", "of": 8, "passes": 8}, "pass_mark": "8", "kind": "felt"},
        ["waiters-bow"],
    ]
    assert (lesson.sources, lesson.load, lesson.variations, lesson.optional) == (
        [{"text": "Nobody 2020", "url": "https://doi.org/10.1000/182"}],
        None,
        [],
        False,
    )
    assert lesson.source_hash == hashlib.sha256((folder / "wall-tap.md").read_bytes()).hexdigest()


@pytest.mark.usefixtures("no_lessons")
def test_one_bad_file_keeps_all_the_others_out(folder: Path) -> None:
    (folder / "wall-tap.md").write_text("nonsense")
    assert problems(folder) == ["wall-tap.md:1: The front matter must stand between two lines of +++."]
    assert Lesson.objects.count() == 0


@pytest.mark.usefixtures("no_lessons")
def test_every_bad_file_is_named_at_once(folder: Path) -> None:
    (folder / "waiters-bow.md").write_bytes(b"+++\n\xff\n+++\n")
    (folder / "wall-tap.md").write_text("nonsense")
    assert [line.split(":")[0] for line in problems(folder)] == ["waiters-bow.md", "wall-tap.md"]


@pytest.mark.usefixtures("no_lessons")
def test_a_place_taken_twice_and_a_gap_are_reported(folder: Path) -> None:
    (folder / "wall-tap.md").write_text(LESSON.format(track="hinge", number=1, needs="[]"))
    (folder / "chair-sit.md").write_text(LESSON.format(track="sit", number=3, needs="[]"))
    assert problems(folder) == [
        "chair-sit.md:3: Number 2 of this track is missing.",
        "wall-tap.md:3: waiters-bow.md is number 1 of this track already.",
    ]


@pytest.mark.usefixtures("no_lessons")
def test_the_command_says_what_it_did(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_curriculum", folder)
    assert capsys.readouterr().out == "2 added, 0 changed, 0 as they were, 0 kept as the trainer edited them.\n"


@pytest.mark.usefixtures("no_lessons")
def test_the_command_fails_with_the_list(folder: Path) -> None:
    (folder / "waiters-bow.md").write_text("nonsense")
    with pytest.raises(CommandError, match=r"^Nothing was loaded\.\nwaiters-bow\.md:1: "):
        call_command("load_curriculum", folder)


def test_no_lesson_uses_words_we_do_not_use() -> None:
    words = re.compile("diagnos|treat|cure|damage|dangerous|slipped", re.IGNORECASE)
    found = {path.stem: words.findall(path.read_text()) for path in CURRICULUM.glob("*.md")}
    assert {slug: used for slug, used in found.items() if used} == {}
