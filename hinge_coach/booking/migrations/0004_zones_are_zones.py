import timezone_field.fields
from django.db import migrations


class Migration(migrations.Migration):
    """The column keeps its IANA names; in Python they are zones."""

    dependencies = [
        ("booking", "0003_mail_tasks_have_moved"),
    ]

    operations = [
        migrations.AlterField(
            model_name="call",
            name="zone",
            field=timezone_field.fields.TimeZoneField(
                max_length=64, use_pytz=False, verbose_name="visitor's time zone"
            ),
        ),
    ]
