"""What a pasted list of people is read as."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hinge_coach.coaching.invitations.pasted import PastedLine, PastedProblem, read_pasted

MAYA = "maya@example.com"


@pytest.mark.parametrize(
    ("line", "name", "email"),
    [
        ("maya@example.com", "", MAYA),
        ("  maya@example.com  ", "", MAYA),
        ("Maya Ortiz <maya@example.com>", "Maya Ortiz", MAYA),
        ('"Maya Ortiz" <maya@example.com>', "Maya Ortiz", MAYA),
        ("'Maya Ortiz' <maya@example.com>,", "Maya Ortiz", MAYA),
        ('"Ortiz, Maya" <maya@example.com>;', "Ortiz, Maya", MAYA),
        ("Maya Ortiz<maya@example.com>", "Maya Ortiz", MAYA),
        ("<maya@example.com>", "", MAYA),
        ("maya@example.com <maya@example.com>", "", MAYA),
        ("'Maya@example.com' <maya@example.com>", "", MAYA),
        ("maya@example.com, Maya", "Maya", MAYA),
        ("maya@example.com; Maya Ortiz;", "Maya Ortiz", MAYA),
        ("maya@example.com Maya", "Maya", MAYA),
        ("maya@example.com (Maya)", "Maya", MAYA),
        ("Maya, maya@example.com", "Maya", MAYA),
        ("Maya maya@example.com", "Maya", MAYA),
        ("Maya: maya@example.com", "Maya", MAYA),
        ("Maya\tmaya@example.com", "Maya", MAYA),
        ("maya@example.com\tMaya Ortiz\t\t", "Maya Ortiz", MAYA),
        ("Maya\tOrtiz\tmaya@example.com", "Maya Ortiz", MAYA),
        ('"Maya","Ortiz","maya@example.com"', "Maya Ortiz", MAYA),
        ("Maya | maya@example.com", "Maya", MAYA),
        ("mailto:maya@example.com", "", MAYA),
        ("- maya@example.com", "", MAYA),
        ("• Maya <maya@example.com>", "Maya", MAYA),
        ("12. Maya <maya@example.com>", "Maya", MAYA),
        ("maya@example.com.", "", MAYA),
        ("Seán O’Brien <sean.o'brien+gym@example.co.uk>", "Seán O’Brien", "sean.o'brien+gym@example.co.uk"),
        ("Jean-Luc de la Tour, jl@example.com", "Jean-Luc de la Tour", "jl@example.com"),
        ("Майя <maya@пример.испытание>", "Майя", "maya@пример.испытание"),
        ("J. Smith, Jr. <j@example.com>", "J. Smith, Jr.", "j@example.com"),
        (f"{'M' * 383} maya@example.com", "M" * 383, MAYA),  # 400 letters
    ],
)
def test_a_line_names_one_person(line: str, name: str, email: str) -> None:
    assert read_pasted(line) == (PastedLine(number=1, text=line.strip(), name=name, email=email),)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Maya Ortiz", PastedProblem.NO_ADDRESS),
        ("Name\tE-mail", PastedProblem.NO_ADDRESS),
        ("maya at example.com", PastedProblem.NO_ADDRESS),
        ("@example.com", PastedProblem.NO_ADDRESS),
        ("maya@", PastedProblem.NO_ADDRESS),
        ('"a b"@example.com', PastedProblem.NO_ADDRESS),
        ("maya@example.com, lee@example.com", PastedProblem.SEVERAL_ADDRESSES),
        ("Maya <maya@example.com>; Lee <lee@example.com>", PastedProblem.SEVERAL_ADDRESSES),
        # what stands behind the name may be about a body
        ("maya@example.com, Maya, knee pain", PastedProblem.MORE_THAN_A_PERSON),
        ("Maya, Ortiz, knee pain, maya@example.com", PastedProblem.MORE_THAN_A_PERSON),
        ("Maya\tmaya@example.com\tknee pain", PastedProblem.MORE_THAN_A_PERSON),
        ("Maya <maya@example.com> knee pain", PastedProblem.MORE_THAN_A_PERSON),
        ("maya@example.com, +1 202 555 0143", PastedProblem.MORE_THAN_A_PERSON),
        ("https://example.com/maya@example.com", PastedProblem.MORE_THAN_A_PERSON),
        (f"{'M' * 384} maya@example.com", PastedProblem.TOO_LONG),
    ],
)
def test_a_line_that_is_not_clear_is_not_guessed_at(line: str, problem: PastedProblem) -> None:
    assert read_pasted(line) == (PastedLine(number=1, text=line, problem=problem),)


def test_lines_are_counted_as_they_stand_in_the_box_and_blank_ones_are_left_out() -> None:
    lines = read_pasted("\r\nmaya@example.com\r\n \t\r\nLee\n\rjo@example.com\r\n")
    assert [(line.number, line.email, line.problem) for line in lines] == [
        (2, MAYA, None),
        (4, "", PastedProblem.NO_ADDRESS),
        (6, "jo@example.com", None),
    ]
    assert read_pasted("") == read_pasted(" \n\t\n") == ()


def test_a_second_line_with_the_same_address_names_the_first() -> None:
    lines = read_pasted("Lee\nmaya@example.com\nMaya <MAYA@Example.com>\nmaya@example.com, Maya")
    assert [(line.number, line.problem, line.twin) for line in lines[1:]] == [
        (2, None, None),
        (3, PastedProblem.TWICE, 2),
        (4, PastedProblem.TWICE, 2),
    ]


def test_a_line_without_end_is_answered_at_once() -> None:
    (line,) = read_pasted("a" * 2_000_000)
    assert line.problem is PastedProblem.TOO_LONG


@given(st.text(alphabet=st.sampled_from("abé@.,;<>\"' \t\n\r-1:()|")) | st.text())
def test_any_text_is_read_and_each_line_is_a_person_or_has_a_problem(text: str) -> None:
    lines = read_pasted(text)
    numbers = [line.number for line in lines]
    assert numbers == sorted(set(numbers))
    assert [line for line in lines if bool(line.email) == bool(line.problem)] == []
    assert [line for line in lines if not line.text.strip() or (line.problem and line.name)] == []
    emails = [line.email.lower() for line in lines if line.email]
    assert len(emails) == len(set(emails))


NAMES = st.lists(st.text(alphabet="abcdefgåéñ'", min_size=1).filter(lambda name: name.strip("'") == name), max_size=3)
WAYS = st.sampled_from(
    ("{name} <{email}>", '"{name}" <{email}>', "{email}, {name}", "{name}\t{email}", "{name};{email}")
)


@given(st.lists(st.tuples(NAMES.map(" ".join), WAYS), max_size=8), st.sampled_from(("\n", "\r\n", "\n\n")))
def test_whatever_way_people_are_written_they_are_read_back(people: list[tuple[str, str]], between: str) -> None:
    written = [(name, f"p{number}@example.com", way) for number, (name, way) in enumerate(people)]
    text = between.join(way.format(name=name, email=email) for name, email, way in written)
    assert [(line.name, line.email) for line in read_pasted(text)] == [(name, email) for name, email, _ in written]
