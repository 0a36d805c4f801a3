"""The lessons in memory are always the lessons as they are."""

from datetime import datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from hinge_coach.accounts.models import Trainer
from hinge_coach.content_mark import content_mark, watch_content
from lessons.models import Lesson, RuleSet, lessons_in_order


def title(slug: str) -> str:
    return next(lesson.title for lesson in lessons_in_order() if lesson.slug == slug)


def test_a_changed_lesson_is_there_at_once_whoever_changed_it(curriculum: None) -> None:
    title("wall-tap")
    Lesson.objects.filter(slug="wall-tap").update(title="Tap the wall")
    assert title("wall-tap") == "Tap the wall"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE lessons_lesson SET title = 'By hand' WHERE slug = 'wall-tap'")
    assert title("wall-tap") == "By hand"


def test_a_change_that_is_taken_back_leaves_nothing_behind(curriculum: None) -> None:
    before = title("wall-tap")
    with transaction.atomic():
        Lesson.objects.filter(slug="wall-tap").update(title="Never so")
        assert title("wall-tap") == "Never so"
        transaction.set_rollback(True)
    assert title("wall-tap") == before


def test_a_view_that_sets_a_field_changes_it_for_nobody_else(curriculum: None) -> None:
    before = lessons_in_order()
    before[0].cues = ["Mine"]
    assert lessons_in_order()[0].cues == Lesson.objects.get(pk=before[0].pk).cues


def test_lessons_in_memory_are_equal_in_every_field_to_the_rows(curriculum: None) -> None:
    names = [field.attname for field in Lesson._meta.concrete_fields]
    kept = [[getattr(lesson, name) for name in names] for lesson in lessons_in_order()]
    assert kept == [list(row) for row in Lesson.objects.in_order().values_list(*names)]


def test_lessons_in_memory_take_one_query(curriculum: None) -> None:
    lessons_in_order()
    with CaptureQueriesContext(connection) as queries:
        lessons_in_order()
    assert [query["sql"] for query in queries] == ["SELECT mark FROM content_mark"]


def test_what_visitors_see_changes_the_mark_and_a_sign_in_does_not(trainer: Trainer, now: datetime) -> None:
    marks = [content_mark()]
    trainer.user.name = "Robin"
    trainer.user.save()
    marks.append(content_mark())
    Trainer.objects.update(bio="Other words.")
    marks.append(content_mark())
    RuleSet.objects.create(values={}, note="The usual.", by=trainer.user, saved_at=now)
    marks.append(content_mark())
    assert len(set(marks)) == 4
    trainer.user.save(update_fields=["last_login"])
    assert content_mark() == marks[-1]


@pytest.mark.usefixtures("curriculum")
def test_watching_again_after_a_migration_changes_the_mark() -> None:
    before = content_mark()
    watch_content(using="default")
    assert content_mark() != before
