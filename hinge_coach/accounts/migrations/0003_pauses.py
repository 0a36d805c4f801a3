import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep_the_latest(apps, schema_editor):
    """The one pause that a client had becomes their first row."""
    Client, Pause = apps.get_model("accounts", "Client"), apps.get_model("accounts", "Pause")
    paused = Client.objects.exclude(paused_on=None).values_list("pk", "paused_on", "paused_until")
    Pause.objects.bulk_create(
        Pause(client_id=client, begins_on=begins_on, ends_on=ends_on) for client, begins_on, ends_on in paused
    )


def back_to_the_latest(apps, schema_editor):
    Client, Pause = apps.get_model("accounts", "Client"), apps.get_model("accounts", "Pause")
    for pause in Pause.objects.order_by("begins_on"):
        Client.objects.filter(pk=pause.client_id).update(paused_on=pause.begins_on, paused_until=pause.ends_on)


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0002_all_clear_is_an_answer"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begins_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pauses", to="accounts.client"
                    ),
                ),
            ],
            options={"ordering": ["-begins_on"]},
        ),
        migrations.RunPython(keep_the_latest, back_to_the_latest),
        migrations.RemoveConstraint(model_name="client", name="a_pause_ends_after_it_begins"),
        migrations.RemoveField(model_name="client", name="paused_on"),
        migrations.RemoveField(model_name="client", name="paused_until"),
        migrations.AddConstraint(
            model_name="pause",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("begins_on")), _connector="OR"),
                name="a_pause_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="pause",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_on", None)), fields=("client",), name="one_open_pause_per_client"
            ),
        ),
        migrations.AddConstraint(
            model_name="pause",
            constraint=models.UniqueConstraint(fields=("client", "begins_on"), name="one_pause_begins_on_a_day"),
        ),
    ]
