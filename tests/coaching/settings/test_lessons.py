"""Lessons in the hands of the trainer."""

from datetime import datetime

import pytest
from django.test import Client as Browser

from hinge_coach.coaching.settings.lesson_forms import LessonForm
from lessons.curriculum import loading
from lessons.models import Lesson
from tests.coaching.pages import NUL_SENTENCE, TEN_KB, html_of, url


def typed_lesson(browser: Browser, slug: str, **typed: str) -> dict[str, str]:
    form = browser.get(url("edit_lesson", slug)).context["form"]
    return {name: str(form[name].value()) for name in form.fields} | typed


def test_every_lesson_is_listed_and_an_edited_one_is_marked(desk_browser: Browser) -> None:
    assert html_of(desk_browser.get(url("lessons"))).count("/desk/lessons/") >= 24
    desk_browser.post(url("edit_lesson", "wall-tap"), typed_lesson(desk_browser, "wall-tap", title="Tap the wall"))
    page = html_of(desk_browser.get(url("lessons")))
    assert page.count("edited by you") == 1
    assert "Tap the wall" in page


def test_the_loader_leaves_an_edited_lesson_alone(desk_browser: Browser) -> None:
    desk_browser.post(url("edit_lesson", "wall-tap"), typed_lesson(desk_browser, "wall-tap", why="Because I say so."))
    assert loading.load().kept == ["wall-tap"]
    assert Lesson.objects.get(slug="wall-tap").why == "Because I say so."


def test_a_lesson_that_cannot_be_kept_keeps_what_was_typed(desk_browser: Browser) -> None:
    typed = typed_lesson(desk_browser, "wall-tap", title="", why="My own words.")
    answer = desk_browser.post(url("edit_lesson", "wall-tap"), typed)
    assert "A lesson needs a title." in html_of(answer)
    assert "My own words.</textarea>" in html_of(answer)
    assert "<h1>Wall tap</h1>" in html_of(answer)
    lesson = Lesson.objects.get(slug="wall-tap")
    assert (lesson.title, lesson.edited_at) == ("Wall tap", None)


def test_the_original_text_comes_back(desk_browser: Browser) -> None:
    original = Lesson.objects.filter(slug="wall-tap").values().get()
    typed = typed_lesson(desk_browser, "wall-tap", title="Tap the wall", cues="Only one", pass_mark="Ten")
    desk_browser.post(url("edit_lesson", "wall-tap"), typed)
    answer = desk_browser.post(url("reset_lesson", "wall-tap"), follow=True)
    assert "This is the original text again." in html_of(answer)
    assert Lesson.objects.filter(slug="wall-tap").values().get() == original
    assert loading.load().kept == []


class TestANewerShippedText:
    NEWS = "The shipped text changed since your edit"

    @pytest.fixture(autouse=True)
    def _edited_before_the_upgrade(self, curriculum: None, now: datetime) -> None:
        """As 0.3.0 left it: the trainer's words, and no text of which the site knew."""
        Lesson.objects.filter(slug="wall-tap").update(
            why="Because I say so.", brief="", edited_at=now, source_hash="of an older text", shipped_hash=""
        )

    def test_is_told_once_it_is_loaded_in_the_list_and_beside_the_text(self, desk_browser: Browser) -> None:
        pages = [url("lessons"), url("edit_lesson", "wall-tap")]
        assert [html_of(desk_browser.get(page)).count(self.NEWS) for page in pages] == [0, 0]
        loading.load()
        assert [html_of(desk_browser.get(page)).count(self.NEWS) for page in pages] == [1, 1]
        assert self.NEWS not in html_of(desk_browser.get(url("edit_lesson", "dowel-hinge")))

    def test_is_taken_with_one_button(self, desk_browser: Browser) -> None:
        loading.load()
        assert "Take the new text, and drop mine" in html_of(desk_browser.get(url("edit_lesson", "wall-tap")))
        desk_browser.post(url("reset_lesson", "wall-tap"))
        lesson = Lesson.objects.get(slug="wall-tap")
        assert (lesson.why == "Because I say so.", lesson.brief != "", lesson.edited_at) == (False, True, None)
        assert lesson.shipped_text_changed is False

    def test_stays_told_when_the_trainer_edits_on(self, desk_browser: Browser) -> None:
        loading.load()
        desk_browser.post(url("edit_lesson", "wall-tap"), typed_lesson(desk_browser, "wall-tap", title="Tap the wall"))
        lesson = Lesson.objects.get(slug="wall-tap")
        assert (lesson.title, lesson.why) == ("Tap the wall", "Because I say so.")
        assert self.NEWS in html_of(desk_browser.get(url("edit_lesson", "wall-tap")))

    def test_is_not_told_of_a_text_that_is_the_newest(self, desk_browser: Browser) -> None:
        desk_browser.post(url("edit_lesson", "dowel-hinge"), typed_lesson(desk_browser, "dowel-hinge", title="Mine"))
        loading.load()
        assert self.NEWS not in html_of(desk_browser.get(url("edit_lesson", "dowel-hinge")))


def test_what_to_do_and_why_can_be_rewritten(desk_browser: Browser) -> None:
    typed = typed_lesson(
        desk_browser, "wall-tap", brief="Tap the wall.\r\nStand tall.", reason="So you feel your hips."
    )
    desk_browser.post(url("edit_lesson", "wall-tap"), typed)
    lesson = Lesson.objects.get(slug="wall-tap")
    assert (lesson.brief, lesson.reason) == ("Tap the wall. Stand tall.", "So you feel your hips.")
    page = desk_browser.get("/lessons/wall-tap/").content.decode()
    assert "<p>Tap the wall. Stand tall.</p>" in page
    assert "<p>So you feel your hips.</p>" in page


def test_the_pass_mark_says_which_answer_it_stands_for(desk_browser: Browser) -> None:
    page = html_of(desk_browser.get(url("edit_lesson", "dowel-hinge")))
    assert "What counts is the answer: “8” or more passes." in page
    assert "What counts is the answer" not in html_of(desk_browser.get(url("edit_lesson", "pelvic-clock")))


def test_without_an_original_the_trainers_text_stays(desk_browser: Browser) -> None:
    typed = typed_lesson(desk_browser, "wall-tap", title="Mine")
    desk_browser.post(url("edit_lesson", "wall-tap"), typed)
    Lesson.objects.filter(slug="wall-tap").update(slug="my-own", number=99)
    answer = desk_browser.post(url("reset_lesson", "my-own"), follow=True)
    assert "The curriculum has no such lesson anymore, so your text stays." in html_of(answer)
    lesson = Lesson.objects.get(slug="my-own")
    assert (lesson.title, lesson.edited_at is not None) == ("Mine", True)


@pytest.mark.parametrize("slug", ["moonwalk", "x" * 500])
def test_a_lesson_that_does_not_exist_is_not_found(desk_browser: Browser, slug: str) -> None:
    assert desk_browser.get(url("edit_lesson", slug)).status_code == 404
    assert desk_browser.post(url("reset_lesson", slug)).status_code == 404


def test_what_the_trainer_writes_carries_no_script(desk_browser: Browser) -> None:
    typed = typed_lesson(desk_browser, "wall-tap", why="<script>alert(1)</script> [x](javascript:alert(1))")
    desk_browser.post(url("edit_lesson", "wall-tap"), typed)
    page = desk_browser.get("/lessons/wall-tap/").content.decode()
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


@pytest.fixture
def wall_tap(curriculum: None) -> Lesson:
    return Lesson.objects.get(slug="wall-tap")


def as_typed(lesson: Lesson, **typed: str) -> dict[str, str]:
    """What a browser sends back when nothing was touched: line ends are CRLF."""
    fresh = LessonForm(instance=lesson)
    return {name: str(fresh[name].value()).replace("\n", "\r\n") for name in fresh.fields} | typed


def test_a_lesson_sent_back_as_it_was_is_not_marked(wall_tap: Lesson, now: datetime) -> None:
    form = LessonForm(as_typed(wall_tap), instance=wall_tap)
    assert form.is_valid()
    form.save_edited(at=now)
    assert form.changed_data == []
    assert Lesson.objects.get(slug="wall-tap").edited_at is None


def test_an_edited_lesson_is_the_trainers(wall_tap: Lesson, now: datetime) -> None:
    typed = as_typed(
        wall_tap,
        title="Tap the wall",
        cues="Hips back\r\n\r\n  Shins   still \r\nHips back",
        set_up="Stand.",
        pass_mark="Ten taps",
    )
    form = LessonForm(typed, instance=wall_tap)
    assert form.is_valid()
    form.save_edited(at=now)
    lesson = Lesson.objects.get(slug="wall-tap")
    assert (lesson.title, lesson.cues, lesson.set_up) == ("Tap the wall", ["Hips back", "Shins still"], ["Stand."])
    assert (lesson.self_check["pass_mark"], lesson.self_check["kind"]) == ("Ten taps", "wall-tap")
    assert lesson.edited_at == now


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("title", "", "A lesson needs a title."),
        ("title", "a\x00", NUL_SENTENCE),
        ("summary", "a" * 141, "Please keep this to 140 letters or fewer."),
        ("why", TEN_KB, "Please keep this to 4000 letters or fewer."),
        ("how", "a\x00", NUL_SENTENCE),
        ("real_life", " ", "Please say where it helps."),
        ("easier", "a" * 601, "Please keep this to 600 letters or fewer."),
        ("cues", " \r\n ", "Please write one cue at least."),
        ("cues", "a" * 81, f"Please keep each line to 80 letters. Too long: “{'a' * 40}…”"),
        ("cues", "\n".join("abcdefghi"), "Please keep this to 8 lines."),
        ("cues", TEN_KB, "Please keep this to 640 letters or fewer."),
        ("set_up", "", "Please write one line at least."),
        ("pass_mark", "", "Please say when it counts as reached."),
        ("brief", "word " * 61, "Please keep this to 60 words. These are 61."),
        ("reason", "word " * 70, "Please keep this to 60 words. These are 70."),
        ("brief", "a" * 501, "Please keep this to 500 letters or fewer."),
        ("reason", "a\x00", NUL_SENTENCE),
    ],
)
def test_a_lesson_that_cannot_be_kept_gets_a_sentence(wall_tap: Lesson, field: str, text: str, sentence: str) -> None:
    assert LessonForm(as_typed(wall_tap, **{field: text}), instance=wall_tap).errors == {field: [sentence]}
