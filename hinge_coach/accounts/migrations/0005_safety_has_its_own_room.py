from django.db import migrations


class Migration(migrations.Migration):
    """Screening, Stop and Pause now belong to the safety app, which took over their tables as they stood."""

    dependencies = [
        ("accounts", "0004_morning_hour"),
        ("safety", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(name="Screening"),
                migrations.DeleteModel(name="Stop"),
                migrations.DeleteModel(name="Pause"),
            ]
        ),
        migrations.RenameField(model_name="trainer", old_name="open_door", new_name="allow_signup"),
    ]
