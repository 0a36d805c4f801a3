from django.db import migrations, models


class Migration(migrations.Migration):
    """The tables get the names of this app, and a stop that is reopened becomes a closure that is lifted."""

    dependencies = [
        ("safety", "0001_initial"),
        ("accounts", "0005_safety_has_its_own_room"),
    ]

    operations = [
        migrations.AlterModelTable(name="screening", table=None),
        migrations.AlterModelTable(name="closure", table=None),
        migrations.AlterModelTable(name="pause", table=None),
        migrations.RemoveConstraint(model_name="closure", name="one_open_stop_per_client"),
        migrations.AlterModelOptions(name="closure", options={}),
        migrations.RenameField(model_name="closure", old_name="stopped_at", new_name="closed_at"),
        migrations.RenameField(model_name="closure", old_name="reopened_at", new_name="lifted_at"),
        migrations.RenameField(model_name="closure", old_name="reopened_by", new_name="lifted_by"),
        migrations.AlterModelOptions(name="closure", options={"ordering": ["-closed_at", "-pk"]}),
        migrations.AddConstraint(
            model_name="closure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at", None)), fields=("client",), name="one_active_closure_per_client"
            ),
        ),
    ]
