"""Self-checks answered by a count or by how far: the answer itself says whether the practice passed."""

import re
import uuid
from datetime import datetime

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client
from lessons.models import Lesson, Practice, move_client
from tests.conftest import SignIn
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]
SENT = {"before": "3", "effort": "4", "after": "2", "easier": "", "cue": ""}


@pytest.fixture
def browser(sign_in: SignIn, maya: Client, now: datetime) -> Browser:
    """Maya, who stands far along each track."""
    for slug in ("neutral-on-the-move", "loaded-hinge", "court-speed"):
        move_client(client=maya, lesson=Lesson.objects.get(slug=slug), at=now, by=maya.user, note="for the test")
    return sign_in(maya)


def url(slug: str) -> str:
    return f"/lessons/{slug}/practice/"


@pytest.mark.parametrize(
    ("slug", "answer", "guess", "passed", "told"),
    [
        ("dowel-hinge", "8", "clean", True, "8 of 8: you reached the mark."),
        ("dowel-hinge", "7", "nearly", False, "7 of 8. The mark: "),
        ("dowel-hinge", "3", "not-yet", False, "3 of 8. The mark: "),
        ("dowel-hinge", "0", "not-yet", False, "0 of 8. The mark: "),
        ("standing-neutral", "4", "clean", True, "4 of 5: you reached the mark."),
        ("standing-neutral", "3", "nearly", False, "3 of 5. The mark: "),
    ],
)
def test_a_count_decides_and_is_told_on_the_next_page(
    browser: Browser, slug: str, answer: str, guess: str, passed: bool, told: str
) -> None:
    page = words_of(browser.post(url(slug), {**SENT, "id": str(uuid.uuid4()), "mark": answer}, follow=True))
    practice = Practice.objects.get()
    assert (practice.answer, practice.guess, practice.passed) == (int(answer), guess, passed)
    assert told in page


@pytest.mark.parametrize("slug", ["waiters-bow", "seat-neutral"])
def test_how_far_passes_from_one_answer_on(browser: Browser, slug: str) -> None:
    scale = Lesson.objects.get(slug=slug).answer_scale
    assert scale is not None
    for index in range(len(scale.words)):
        browser.post(url(slug), {**SENT, "id": str(uuid.uuid4()), "mark": str(index)})
    kept = Practice.objects.order_by("answer").values_list("answer", "passed")
    assert list(kept) == [(index, index >= scale.passes) for index in range(len(scale.words))]
    assert 0 < scale.passes < len(scale.words)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("", "Please choose one."),
        ("9", "Please choose one of these."),
        ("-1", "Please choose one of these."),
        ("eight", "Please choose one of these."),
        ("8\x00", "Please choose one of these."),
        ("9" * 10_000, "Please choose one of these."),
    ],
)
def test_another_answer_gets_a_sentence_keeps_the_rest_and_stores_nothing(
    browser: Browser, answer: str, sentence: str
) -> None:
    page = browser.post(url("dowel-hinge"), {**SENT, "id": str(uuid.uuid4()), "mark": answer}).content.decode()
    assert re.findall(r'<p class="field__error">(.*?)</p>', page) == [sentence]
    assert re.search(r'name="effort" value="4"[^>]* checked', page)
    assert Practice.objects.count() == 0


@pytest.mark.parametrize(
    ("old", "kept"),
    [
        ({"guess": "nearly", "passed": "yes", "gentle": ""}, (None, "nearly", True)),
        ({"answer": "8"}, (8, "clean", True)),
    ],
)
def test_a_page_from_before_the_mark_is_taken_by_its_own_words(
    browser: Browser, old: dict[str, str], kept: tuple[int | None, str, bool]
) -> None:
    browser.post(url("dowel-hinge"), {"before": "3", "effort": "4", "after": "2", **old, "id": str(uuid.uuid4())})
    practice = Practice.objects.get()
    assert (practice.answer, practice.guess, practice.passed) == kept


def test_what_is_sent_beside_the_answer_decides_nothing(browser: Browser) -> None:
    by_hand = {"guess": "clean", "passed": "yes"}
    browser.post(url("dowel-hinge"), {**SENT, **by_hand, "id": str(uuid.uuid4()), "mark": "2"})
    practice = Practice.objects.get()
    assert (practice.guess, practice.passed) == ("not-yet", False)


@pytest.mark.parametrize(
    ("mark", "guess", "passed"), [("clean", "clean", True), ("reached", "nearly", True), ("not-yet", "not-yet", False)]
)
def test_an_answer_in_words_says_how_clean_it_was_and_whether_it_passed(
    browser: Browser, mark: str, guess: str, passed: bool
) -> None:
    browser.post(url("pelvic-clock"), {**SENT, "id": str(uuid.uuid4()), "mark": mark})
    practice = Practice.objects.get()
    assert (practice.answer, practice.guess, practice.passed) == (None, guess, passed)


@pytest.mark.parametrize("slug", ["dowel-hinge", "pelvic-clock"])
def test_one_question_is_asked_with_its_mark_beside_it(browser: Browser, slug: str) -> None:
    page = browser.get(url(slug)).content.decode()
    assert Lesson.objects.get(slug=slug).self_check["question"] in page
    assert ('name="mark"' in page, 'name="answer"' in page, 'name="passed"' in page) == (True, False, False)
