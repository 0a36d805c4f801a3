"""Taking an edited lesson back to the text of the curriculum."""

from django.db import transaction

from lessons.curriculum.loading import load
from lessons.curriculum.problems import CurriculumError
from lessons.models import Lesson


class NoOriginalError(Exception):
    """The curriculum can't be read, or no longer holds this lesson; nothing was changed."""


@transaction.atomic
def restore_original(lesson: Lesson) -> None:
    """Forgets the trainer's edit and loads the curriculum anew. Raises `NoOriginalError`."""
    Lesson.objects.filter(pk=lesson.pk).update(edited_at=None, source_hash="", shipped_hash="")
    try:
        loaded = load()
    except CurriculumError as error:
        raise NoOriginalError(f"The original text can't be read: {error.problems[0]}") from None
    if lesson.slug not in loaded.changed:
        raise NoOriginalError("The curriculum has no such lesson anymore, so your text stays.")
