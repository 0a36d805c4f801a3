"""What every lesson of the curriculum promises its reader: few words, easy words, and steps that add up."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from lessons.curriculum.loading import CURRICULUM, split_file
from lessons.curriculum.schema import BRIEF_WORDS, CurriculumNames, FrontMatter, parse_front_matter
from lessons.models import Track
from lessons.models.step import turns

FILES = {path.stem: split_file(path) for path in sorted(CURRICULUM.glob("*.md"))}
NAMES = CurriculumNames(tracks=Track.values, lessons=set(FILES))
LESSONS: dict[str, FrontMatter] = {slug: parse_front_matter(file.values, NAMES) for slug, file in FILES.items()}

each_lesson = pytest.mark.parametrize("slug", FILES)
STEP_WORDS = 30
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


@pytest.mark.parametrize(("word", "count"), [("sit", 1), ("hinge", 1), ("table", 2), ("rounded", 2), ("moved", 1)])
def test_syllables_are_counted_as_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


def test_long_words_in_long_sentences_need_more_years_of_school() -> None:
    assert grade("Sit on the mat. Fold at the hips.") < 2
    assert grade("Lumbopelvic dissociation necessitates considerable neuromuscular coordination.") > 15


@each_lesson
def test_what_to_do_and_why_are_short_and_easy(slug: str) -> None:
    lesson = LESSONS[slug]
    long = [text for text in (lesson.brief, lesson.reason) if len(text.split()) > BRIEF_WORDS]
    hard = [text for text in (lesson.brief, lesson.reason) if grade(text) > GRADE]
    assert (BRIEF_WORDS, long, hard) == (60, [], [])


@each_lesson
def test_each_step_is_short_and_all_of_them_are_easy(slug: str) -> None:
    texts = [step["text"] for step in steps_of(slug)]
    assert [text for text in texts if len(text.split()) > STEP_WORDS] == []
    assert grade(" ".join(texts)) <= GRADE


@each_lesson
def test_the_minutes_are_those_of_the_steps_and_one_to_get_ready(slug: str) -> None:
    seconds = sum(turn.seconds for turn in turns(FILES[slug].values["steps"]))
    assert abs(LESSONS[slug].minutes - (-(-seconds // 60) + 1)) <= 1


@each_lesson
def test_the_easier_version_is_shorter(slug: str) -> None:
    full, easier = (sum(turn.seconds for turn in turns(FILES[slug].values[key])) for key in ("steps", "easier_steps"))
    assert 0 < easier < full


@each_lesson
def test_a_step_that_asks_for_a_number_has_a_place_for_it(slug: str) -> None:
    assert [step["text"] for step in steps_of(slug) if A_NUMBER.search(step["text"]) and "asks" not in step] == []


@each_lesson
def test_a_step_with_a_place_for_a_number_asks_for_it(slug: str) -> None:
    assert [step["text"] for step in steps_of(slug) if "asks" in step and not A_NUMBER.search(step["text"])] == []


@each_lesson
def test_a_measure_is_asked_only_where_the_lesson_has_one(slug: str) -> None:
    asks_for_it = any(step.get("asks") == "measure" for step in steps_of(slug))
    assert not (asks_for_it and LESSONS[slug].self_check.kind == "felt")


@each_lesson
def test_every_source_has_a_link_of_its_own(slug: str) -> None:
    links = [source.link for source in LESSONS[slug].sources]
    assert links
    assert len(links) == len(set(links))
    assert [link for link in links if not re.fullmatch(r"https://[^\s/]+\.[a-z]+/\S*", link)] == []


@each_lesson
def test_nobody_is_named_twice_in_the_variations(slug: str) -> None:
    kinds = [variation.for_ for variation in LESSONS[slug].variations]
    assert len(kinds) == len(set(kinds))


def test_only_the_last_lesson_of_a_track_is_an_extra() -> None:
    extras = {slug: (lesson.track, lesson.number) for slug, lesson in LESSONS.items() if lesson.optional}
    assert extras == {"strong-back": ("hinge", max(each.number for each in LESSONS.values() if each.track == "hinge"))}
