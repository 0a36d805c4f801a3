"""The curriculum as text becomes rows: all of it or none, twice the same, and never over the trainer's words."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from lessons.curriculum.loading import CURRICULUM, CurriculumError, load
from lessons.models import Lesson, Track

LESSON = """+++
track = "{track}"
number = {number}
title = "Bow"
summary = "Bow from the hips."
minutes = 5
set_up = ["Stand."]
steps = [{{ text = "Bow.", seconds = 20, reps = 4 }}]
cues = ["Serve the tray"]
faults = [{{ fault = "The back rounds.", fix = "Bow less." }}]
feel = ["Thighs."]
muscles = ["glutes"]
dose = {{ text = "Twice a day" }}
self_check = {{ question = "How many?", pass_mark = "Eight", kind = "felt" }}
easier = "Hold on."
equipment = []
needs = {needs}
sources = ["Nobody 2020"]
fault_label = "Back bends"
right_label = "Hips go back"
+++

## Why

Because.

## How

Like this.

## In real life

Here.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bow.md").write_text(LESSON.format(track="hinge", number=1, needs="[]"))
    (tmp_path / "deep-bow.md").write_text(LESSON.format(track="hinge", number=2, needs="[]"))
    return tmp_path


def problems(folder: Path) -> list[str]:
    with pytest.raises(CurriculumError) as caught:
        load(folder)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.usefixtures("no_lessons")
def test_the_curriculum_has_seven_eight_and_eight_lessons() -> None:
    load()
    counts = {track: Lesson.objects.filter(track=track).count() for track in Track}
    assert counts == {Track.NEUTRAL: 7, Track.HINGE: 8, Track.SIT: 8}


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
    assert load(folder).added == ["bow", "deep-bow"]
    before = list(Lesson.objects.values())
    again = load(folder)
    assert (again.added, again.changed, again.same) == ([], [], ["bow", "deep-bow"])
    assert list(Lesson.objects.values()) == before


@pytest.mark.usefixtures("no_lessons")
def test_a_changed_file_changes_its_row_alone(folder: Path) -> None:
    load(folder)
    path = folder / "bow.md"
    path.write_text(path.read_text().replace("Because.", "Because it helps."))
    loaded = load(folder)
    assert (loaded.changed, loaded.same) == (["bow"], ["deep-bow"])
    assert Lesson.objects.get(slug="bow").why == "Because it helps."


@pytest.mark.usefixtures("no_lessons")
def test_what_the_trainer_edited_is_never_overwritten(folder: Path) -> None:
    load(folder)
    Lesson.objects.filter(slug="bow").update(why="My own words.", edited_at=timezone.now())
    path = folder / "bow.md"
    path.write_text(path.read_text().replace("Because.", "Because it helps."))
    assert load(folder).kept == ["bow"]
    assert Lesson.objects.get(slug="bow").why == "My own words."


@pytest.mark.usefixtures("no_lessons")
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("number = 1", "number = one", "bow.md:3: This is not TOML: Invalid value (at line 2, column 10)."),
        ("number = 1", "number = 0", "bow.md:3: 'number' must be a whole number from 1."),
        ('track = "hinge"', 'track = "swim"', "bow.md:2: 'track' must be one of neutral, hinge, sit."),
        ('easier = "Hold on."\n', "", "bow.md:1: 'easier' is missing."),
        ("minutes = 5", "minutes = 5\nlength = 5", "bow.md:7: 'length' is not a key we know."),
        ('muscles = ["glutes"]', 'muscles = ["tail"]', "bow.md:12: Unknown muscles: tail."),
        ("seconds = 20", "seconds = 0", "bow.md:8: Step 1 needs a 'text' and 'seconds' from 1 to 600."),
        ('fix = "Bow less."', "fix = 3", "bow.md:10: Fault 1 needs a 'fault' and a 'fix'."),
        ('kind = "felt"', 'kind = "guess"', "bow.md:14: 'kind' must be one of dowel, felt, hold, sit-downs, wall-tap."),
        ("## Why", "## Whither", "bow.md:23: 'Whither' is not one of: Why, How, In real life."),
        ("\nLike this.\n", "\n", "bow.md:22: The section 'How' is missing or empty."),
        ('title = "Bow"', f'title = "{"b" * 61}"', "bow.md:4: 'title' is longer than 60 letters."),
        ("+++\ntrack", "track", "bow.md:1: The front matter must stand between two lines of +++."),
        ("needs = []", 'needs = ["swim"]', "bow.md:1: It needs 'swim', which isn't a lesson."),
    ],
)
def test_each_fault_is_reported_with_file_and_line(folder: Path, old: str, new: str, said: str) -> None:
    path = folder / "bow.md"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    assert said in problems(folder)


@pytest.mark.usefixtures("no_lessons")
def test_one_bad_file_keeps_all_the_others_out(folder: Path) -> None:
    (folder / "deep-bow.md").write_text("nonsense")
    assert problems(folder) == ["deep-bow.md:1: The front matter must stand between two lines of +++."]
    assert Lesson.objects.count() == 0


@pytest.mark.usefixtures("no_lessons")
def test_every_bad_file_is_named_at_once(folder: Path) -> None:
    (folder / "bow.md").write_bytes(b"+++\n\xff\n+++\n")
    (folder / "deep-bow.md").write_text("nonsense")
    assert [line.split(":")[0] for line in problems(folder)] == ["bow.md", "deep-bow.md"]


@pytest.mark.usefixtures("no_lessons")
def test_a_place_taken_twice_and_a_gap_are_reported(folder: Path) -> None:
    (folder / "deep-bow.md").write_text(LESSON.format(track="hinge", number=1, needs="[]"))
    (folder / "late.md").write_text(LESSON.format(track="sit", number=3, needs="[]"))
    assert problems(folder) == [
        "deep-bow.md:1: bow.md is number 1 of this track already.",
        "late.md:1: Number 2 of this track is missing.",
    ]


@pytest.mark.usefixtures("no_lessons")
def test_the_command_says_what_it_did(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_curriculum", folder)
    assert capsys.readouterr().out == "2 added, 0 changed, 0 as they were, 0 kept as the trainer edited them.\n"


@pytest.mark.usefixtures("no_lessons")
def test_the_command_fails_with_the_list(folder: Path) -> None:
    (folder / "bow.md").write_text("nonsense")
    with pytest.raises(CommandError, match=r"^Nothing was loaded\.\nbow\.md:1: "):
        call_command("load_curriculum", folder)


@pytest.mark.parametrize("path", sorted(CURRICULUM.glob("*.md")), ids=lambda path: path.stem)
def test_no_lesson_uses_words_we_do_not_use(path: Path) -> None:
    text = path.read_text().lower()
    assert [word for word in ("diagnos", "treat", "cure", "damage", "dangerous", "slipped") if word in text] == []
