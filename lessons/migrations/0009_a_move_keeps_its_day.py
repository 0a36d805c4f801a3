from django.db import migrations, models


def fill(apps, schema_editor):
    """The date on the client's calendar, by the zone they have now: what pages have shown so far."""
    Move = apps.get_model("lessons", "Move")
    moves = []
    for move in Move.objects.select_related("client__user").iterator():
        move.local_on = move.moved_at.astimezone(move.client.user.zone).date()
        moves.append(move)
    Move.objects.bulk_update(moves, ["local_on"], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_the_day_begins'),
        ('lessons', '0008_words_of_the_field'),
    ]

    operations = [
        migrations.AddField(
            model_name='move',
            name='local_on',
            field=models.DateField(null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='move',
            name='local_on',
            field=models.DateField(),
        ),
    ]
