import timezone_field.fields
from django.db import migrations


class Migration(migrations.Migration):
    """The column keeps its IANA names; in Python they are zones."""

    dependencies = [
        ("accounts", "0005_safety_has_its_own_room"),
    ]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="zone",
            field=timezone_field.fields.TimeZoneField(
                default="UTC", max_length=64, use_pytz=False, verbose_name="time zone"
            ),
        ),
    ]
