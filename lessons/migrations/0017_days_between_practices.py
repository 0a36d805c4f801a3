from typing import Any

from django.db import migrations

NOT_DAILY = (
    "court-speed",
    "floor-lift",
    "hover-and-rise",
    "kickstand-hinge",
    "lift-a-child-or-bag",
    "loaded-hinge",
    "reach-back-and-hug",
    "strong-back",
)


def space_edited_lessons(apps: Any, schema_editor: Any) -> None:
    """The loader gives the days to all other lessons, and leaves alone what the trainer edited."""
    for lesson in apps.get_model("lessons", "Lesson").objects.filter(slug__in=NOT_DAILY, edited_at__isnull=False):
        lesson.dose = {**lesson.dose, "days_between": 1}
        lesson.save(update_fields=["dose"])


class Migration(migrations.Migration):
    dependencies = [("lessons", "0016_variations_not_asked_yet")]
    operations = [migrations.RunPython(space_edited_lessons, migrations.RunPython.noop, elidable=True)]
