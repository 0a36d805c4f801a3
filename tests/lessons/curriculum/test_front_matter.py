"""What every lesson of the curriculum promises its reader: few words, easy words, and steps that add up."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from lessons.curriculum.loading import CURRICULUM, split_file
from lessons.curriculum.schema import BRIEF_WORDS, CurriculumNames, FrontMatter, parse_front_matter
from lessons.models import Track
from lessons.models.step import turns
from lessons.practice.phases import COUNTDOWN, PhaseKind, phases, to_say

FILES = {path.stem: split_file(path) for path in sorted(CURRICULUM.glob("*.md"))}
NAMES = CurriculumNames(tracks=Track.values, lessons=set(FILES))
LESSONS: dict[str, FrontMatter] = {slug: parse_front_matter(file.values, NAMES) for slug, file in FILES.items()}

STEP_WORDS = 25
GRADE = 6.5
A_NUMBER = re.compile(r"\bhow (many|hard|far|low)\b[^.]*\?|\b0 to 10\b", re.IGNORECASE)


def syllables(word: str) -> int:
    """Groups of vowels, without the silent e of -e and -ed; at least one."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", letters))
    silent = re.search(r"([^l]e|[^td]ed)$", letters) is not None
    return max(1, groups - silent)


def grade(text: str) -> float:
    """The school year that can read this, as Flesch and Kincaid count it."""
    sentences = [sentence for sentence in re.split(r"[.!?:;]+(?:\s|$)", text) if sentence.strip()]
    words = re.findall(r"[A-Za-z’'-]+|\d+", text)
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def steps_of(slug: str) -> Iterator[dict[str, Any]]:
    yield from FILES[slug].values["steps"]
    yield from FILES[slug].values["easier_steps"]


def seconds_of(slug: str, version: str) -> int:
    """`version` is the key of its steps."""
    return sum(turn.seconds for turn in turns(FILES[slug].values[version]))


@pytest.mark.parametrize(("word", "count"), [("sit", 1), ("hinge", 1), ("table", 2), ("rounded", 2), ("moved", 1)])
def test_syllables_are_counted_as_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


def test_long_words_in_long_sentences_need_more_years_of_school() -> None:
    assert grade("Sit on the mat. Fold at the hips.") < 2
    assert grade("Lumbopelvic dissociation necessitates considerable neuromuscular coordination.") > 15


def test_what_to_do_and_why_are_short_and_easy() -> None:
    briefs = {(slug, text) for slug, lesson in LESSONS.items() for text in (lesson.brief, lesson.reason)}
    assert {(slug, text) for slug, text in briefs if len(text.split()) > BRIEF_WORDS or grade(text) > GRADE} == set()
    assert BRIEF_WORDS == 60


def test_each_step_is_short_and_all_of_a_lesson_are_easy() -> None:
    texts = {slug: [step["text"] for step in steps_of(slug)] for slug in FILES}
    assert [text for slug in texts for text in texts[slug] if len(text.split()) > STEP_WORDS] == []
    assert {slug for slug in texts if grade(" ".join(texts[slug])) > GRADE} == set()


def test_the_minutes_are_those_of_the_steps_and_one_to_get_ready() -> None:
    minutes = {slug: (lesson.minutes, -(-seconds_of(slug, "steps") // 60) + 1) for slug, lesson in LESSONS.items()}
    assert {slug: pair for slug, pair in minutes.items() if abs(pair[0] - pair[1]) > 1} == {}


def test_the_easier_version_is_shorter() -> None:
    seconds = {slug: (seconds_of(slug, "easier_steps"), seconds_of(slug, "steps")) for slug in FILES}
    assert {slug: pair for slug, pair in seconds.items() if not 0 < pair[0] < pair[1]} == {}


def test_a_step_asks_nothing_that_the_player_asks_at_the_end() -> None:
    steps = [(slug, step) for slug in FILES for step in steps_of(slug)]
    assert [(slug, step["asks"]) for slug, step in steps if step.get("asks", "measure") != "measure"] == []
    assert [(slug, step["text"]) for slug, step in steps if A_NUMBER.search(step["text"])] == []


def test_every_repetition_has_a_word_of_its_own() -> None:
    silent = [(slug, step["text"]) for slug in FILES for step in steps_of(slug) if not any(step.get("beats", ["-"]))]
    reps = [step for slug in FILES for step in steps_of(slug) if step["do"] == "reps"]
    assert (silent, [step["text"] for step in reps if "beats" not in step]) == ([], [])


def test_whoever_listens_has_time_to_hear_what_to_do_and_to_do_it() -> None:
    short = []
    for slug in FILES:
        for version in ("steps", "easier_steps"):
            for phase in phases(turns(FILES[slug].values[version]), get_set=10):
                told = to_say(phase.text) + (to_say(phase.announces) + COUNTDOWN if phase.announces else 0)
                spare = {PhaseKind.POSITION: 3, PhaseKind.READY: 2, PhaseKind.REST: 0}.get(phase.kind)
                if spare is not None and told + spare > phase.seconds:
                    short.append((slug, phase.text))
    assert short == []


def test_nothing_that_a_listener_must_look_at_and_nobody_else_is_needed() -> None:
    texts = [(slug, step["text"]) for slug in FILES for step in steps_of(slug)]
    eyes = re.compile(r"\b(look at|watch|glance|film|filmed|camera|phone|screen|partner|helper)\b", re.IGNORECASE)
    assert [(slug, text) for slug, text in texts if eyes.search(text)] == []


def test_a_measure_is_asked_only_where_the_lesson_has_one() -> None:
    asking = {slug for slug in FILES if any(step.get("asks") == "measure" for step in steps_of(slug))}
    assert {slug for slug in asking if LESSONS[slug].self_check.kind == "felt"} == set()


def test_every_lesson_has_sources_each_with_a_link_of_its_own() -> None:
    links = {slug: [source.link for source in lesson.sources] for slug, lesson in LESSONS.items()}
    assert {slug for slug, found in links.items() if not found or len(found) > len(set(found))} == set()
    address = re.compile(r"https://[^\s/]+\.[a-z]+/\S*")
    assert [link for found in links.values() for link in found if not address.fullmatch(link)] == []


def test_nobody_is_named_twice_in_the_variations() -> None:
    kinds = {slug: [variation.for_ for variation in lesson.variations] for slug, lesson in LESSONS.items()}
    assert {slug for slug, named in kinds.items() if len(named) > len(set(named))} == set()


def test_only_the_last_lesson_of_a_track_is_an_extra() -> None:
    extras = {slug: (lesson.track, lesson.number) for slug, lesson in LESSONS.items() if lesson.optional}
    assert extras == {"strong-back": ("hinge", max(each.number for each in LESSONS.values() if each.track == "hinge"))}


def test_today_waits_as_many_days_as_the_dose_asks_for() -> None:
    asks = re.compile(r"\b(days a week|day between|every other day)\b")
    days = {slug: lesson.dose.days_between for slug, lesson in LESSONS.items()}
    assert days == {slug: int(bool(asks.search(lesson.dose.text))) for slug, lesson in LESSONS.items()}
