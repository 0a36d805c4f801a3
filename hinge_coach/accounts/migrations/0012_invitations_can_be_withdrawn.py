import django.utils.timezone
from django.db import migrations, models
from django.db.models import F


def keep_the_links(apps, schema_editor):
    """A link that was mailed before was made when it was mailed, and its token is derived from that instant."""
    apps.get_model('accounts', 'Invitation').objects.update(link_made_at=F('invited_at'))


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0011_clients_choose_whom_to_see'),
    ]

    operations = [
        migrations.AddField(
            model_name='invitation',
            name='link_made_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name='invitation',
            name='mails',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='invitation',
            name='opened_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='invitation',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterModelOptions(
            name='invitation',
            options={'ordering': ['-invited_at', '-pk']},
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('accepted_at', None), ('withdrawn_at', None), _connector='OR'), name='an_invitation_ends_in_one_way'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('mails__gte', 1), ('mails__lte', 3)), name='an_invitation_is_mailed_a_few_times'),
        ),
        migrations.RunPython(keep_the_links, migrations.RunPython.noop),
    ]
