from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("tightness", "0002_brought_in"),
    ]

    operations = [
        migrations.RenameField(model_name="checkin", old_name="brought_in", new_name="imported"),
    ]
