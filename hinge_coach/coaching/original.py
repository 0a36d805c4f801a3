"""Taking an edited lesson back to the text of the curriculum."""

from django.db import transaction

from lessons import loading
from lessons.models import Lesson


class NoOriginal(Exception):  # noqa: N818
    """The curriculum can't be read, or holds this lesson no more; nothing was changed."""


@transaction.atomic
def back_to_the_original(lesson: Lesson) -> None:
    """Forgets the trainer's edit and loads the curriculum anew. Raises ``NoOriginal``."""
    Lesson.objects.filter(pk=lesson.pk).update(edited_at=None, source_hash="")
    try:
        loaded = loading.load()
    except loading.CurriculumError as error:
        raise NoOriginal(f"The original text can't be read: {error.problems[0]}") from None
    if lesson.slug not in loaded.changed:
        raise NoOriginal("The curriculum has no such lesson any more, so your text stays.")
