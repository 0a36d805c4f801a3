from django.db import migrations, models


MODELS = {"pause": "pause", "screening": "screening", "stop": "closure"}


def _move(apps, names, source, target):
    """What somebody may see in the admin goes with the tables: content types, and permissions by their codenames."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    for old, new in names.items():
        for content_type in ContentType.objects.filter(app_label=source, model=old):
            content_type.app_label, content_type.model = target, new
            content_type.save(update_fields=["app_label", "model"])
            for permission in Permission.objects.filter(content_type=content_type):
                permission.codename = permission.codename.replace(f"_{old}", f"_{new}")
                permission.name = permission.name.replace(f" {old}", f" {new}")
                permission.save(update_fields=["codename", "name"])


def forward(apps, schema_editor):
    _move(apps, MODELS, "accounts", "safety")


def backward(apps, schema_editor):
    _move(apps, {new: old for old, new in MODELS.items()}, "safety", "accounts")


class Migration(migrations.Migration):
    """The tables get the names of this app, and a stop that is reopened becomes a closure that is lifted."""

    dependencies = [
        ("safety", "0001_initial"),
        ("accounts", "0005_safety_has_its_own_room"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
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
        migrations.RunPython(forward, backward),
    ]
