from django.db import migrations

OLD, NEW = "hinge_coach.booking.mail", "hinge_coach.booking.calls.mail"
TASKS = {
    f"{OLD}.tell_visitor": f"{NEW}.send_visitor_mail",
    f"{OLD}.tell_reminder": f"{NEW}.send_reminder_mail",
    f"{OLD}.tell_missed": f"{NEW}.send_missed_mail",
    f"{OLD}.tell_trainer": f"{NEW}.send_trainer_mail",
}


def forward(apps, schema_editor):
    """A mail that was queued before the upgrade is found by its new path."""
    Task = apps.get_model("django_tasks_database", "DBTaskResult")
    for old, new in TASKS.items():
        Task.objects.filter(task_path=old).update(task_path=new)


def backward(apps, schema_editor):
    Task = apps.get_model("django_tasks_database", "DBTaskResult")
    for old, new in TASKS.items():
        Task.objects.filter(task_path=new).update(task_path=old)


class Migration(migrations.Migration):

    dependencies = [
        ("booking", "0002_answers_reminders_and_calendars"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
    ]

    operations = [
        migrations.RunPython(forward, backward),
    ]
