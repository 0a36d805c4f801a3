import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

LEVELS = [("clear", "clear"), ("refer", "refer"), ("today", "today"), ("emergency", "emergency")]


class Migration(migrations.Migration):
    """Takes over three tables of accounts as they stand; the next migration gives them their new names."""

    initial = True

    dependencies = [
        ("accounts", "0004_morning_hour"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Screening",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("answered_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("answers", models.JSONField(blank=True, default=list)),
                        ("level", models.CharField(choices=LEVELS, max_length=10)),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="screenings",
                                to="accounts.client",
                            ),
                        ),
                    ],
                    options={"db_table": "accounts_screening", "ordering": ["-answered_at", "-pk"]},
                ),
                migrations.CreateModel(
                    name="Closure",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "cause",
                            models.CharField(
                                choices=[("answers", "safety questions"), ("rule", "coaching rule")], max_length=9
                            ),
                        ),
                        ("level", models.CharField(choices=LEVELS, max_length=10)),
                        ("sentence", models.TextField(max_length=600)),
                        ("stopped_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("reopened_at", models.DateTimeField(blank=True, null=True)),
                        ("note", models.TextField(blank=True, max_length=2000)),
                        (
                            "client",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="closures",
                                to="accounts.client",
                            ),
                        ),
                        (
                            "reopened_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "db_table": "accounts_stop",
                        "ordering": ["-stopped_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("reopened_at", None)),
                                fields=("client",),
                                name="one_open_stop_per_client",
                            )
                        ],
                    },
                ),
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pauses",
                                to="accounts.client",
                            ),
                        ),
                    ],
                    options={
                        "db_table": "accounts_pause",
                        "ordering": ["-begins_on"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on", None), ("ends_on__gte", models.F("begins_on")), _connector="OR"
                                ),
                                name="a_pause_ends_after_it_begins",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ends_on", None)),
                                fields=("client",),
                                name="one_open_pause_per_client",
                            ),
                            models.UniqueConstraint(
                                fields=("client", "begins_on"), name="one_pause_begins_on_a_day"
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
