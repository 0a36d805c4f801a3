from django.db import migrations, models


class Migration(migrations.Migration):
    """Which clinician has read the safety questions, and when. Nobody yet, so there is no row."""

    dependencies = [("safety", "0002_closures_are_lifted")]

    operations = [
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("only", models.BooleanField(default=True, editable=False, unique=True)),
                ("name", models.CharField(max_length=80)),
                ("profession", models.CharField(blank=True, max_length=80)),
                ("reviewed_on", models.DateField()),
                ("fingerprint", models.CharField(editable=False, max_length=16)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("only", True)), name="one_review_of_the_questions"),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="a_review_has_a_name"),
                ],
            },
        ),
    ]
