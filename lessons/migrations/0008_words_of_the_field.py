import django.db.models.deletion
from django.db import migrations, models

CODES = {"gentle": "easier", "no_baseline": "no_reference"}
NUMBERS = {"baseline_reports": "reference_reports"}
TASKS = {"lessons.morning_mail.tell_morning": "lessons.today.morning_mail.send_morning_mail"}


MODELS = {
    "placement": ("trackposition", "track position"),
    "realplace": ("carryover", "carry over"),
    "verdict": ("verdictrecord", "verdict record"),
}


def _rename_permissions(apps, names):
    """Django renames the content type of a renamed model, but not its permissions."""
    Permission = apps.get_model("auth", "Permission")
    for old, (new, words) in names.items():
        for permission in Permission.objects.filter(content_type__app_label="lessons", codename__endswith=f"_{old}"):
            act = permission.codename.removesuffix(f"_{old}")
            permission.codename, permission.name = f"{act}_{new}", f"Can {act} {words}"
            permission.save(update_fields=["codename", "name"])


def _renamed(values, names):
    return {names.get(name, name): value for name, value in values.items()}


def _rewrite(apps, codes, numbers, tasks):
    """Rule codes and names of numbers inside stored JSON, and the paths of mails that wait."""
    VerdictRecord, RuleSet = apps.get_model("lessons", "VerdictRecord"), apps.get_model("lessons", "RuleSet")
    for verdict in VerdictRecord.objects.only("reasons", "thresholds").iterator():
        verdict.reasons = [{**reason, "code": codes.get(reason["code"], reason["code"])} for reason in verdict.reasons]
        verdict.thresholds = _renamed(verdict.thresholds, numbers)
        verdict.save(update_fields=["reasons", "thresholds"])
    for rule_set in RuleSet.objects.all():
        rule_set.values = _renamed(rule_set.values, numbers)
        rule_set.save(update_fields=["values"])
    Task = apps.get_model("django_tasks_database", "DBTaskResult")
    for old, new in tasks.items():
        Task.objects.filter(task_path=old).update(task_path=new)


def to_words_of_the_field(apps, schema_editor):
    _rewrite(apps, CODES, NUMBERS, TASKS)
    _rename_permissions(apps, MODELS)


def back(apps, schema_editor):
    _rewrite(apps, *({new: old for old, new in names.items()} for names in (CODES, NUMBERS, TASKS)))
    _rename_permissions(apps, {new: (old, old) for old, (new, _) in MODELS.items()})


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0005_safety_has_its_own_room"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
        ("lessons", "0007_brought_in"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="placement", name="one_placement_per_track"),
        migrations.RemoveConstraint(model_name="placement", name="placement_track_is_known"),
        migrations.RemoveConstraint(model_name="realplace", name="a_real_place_counts_once_a_day"),
        migrations.RemoveConstraint(model_name="realplace", name="real_place_is_known"),
        migrations.AlterModelOptions(name="realplace", options={}),
        migrations.RenameModel(old_name="Placement", new_name="TrackPosition"),
        migrations.RenameModel(old_name="Verdict", new_name="VerdictRecord"),
        migrations.RenameModel(old_name="RealPlace", new_name="CarryOver"),
        migrations.RenameField(model_name="trackposition", old_name="gentle", new_name="easier"),
        migrations.RenameField(model_name="practice", old_name="gentle", new_name="easier"),
        migrations.RenameField(model_name="practice", old_name="brought_in", new_name="imported"),
        migrations.RenameField(model_name="verdictrecord", old_name="baseline", new_name="morning_reference"),
        migrations.RenameField(model_name="carryover", old_name="spot", new_name="situation"),
        migrations.AlterModelOptions(name="carryover", options={"ordering": ["-local_on", "situation"]}),
        migrations.AlterField(
            model_name="trackposition",
            name="client",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="positions", to="accounts.client"
            ),
        ),
        migrations.AlterField(
            model_name="carryover",
            name="client",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="carry_overs", to="accounts.client"
            ),
        ),
        migrations.AddConstraint(
            model_name="trackposition",
            constraint=models.UniqueConstraint(fields=("client", "track"), name="one_position_per_track"),
        ),
        migrations.AddConstraint(
            model_name="trackposition",
            constraint=models.CheckConstraint(
                condition=models.Q(("track__in", ["neutral", "hinge", "sit"])), name="position_track_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="carryover",
            constraint=models.UniqueConstraint(
                fields=("client", "local_on", "situation"), name="a_carry_over_counts_once_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="carryover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "situation__in",
                        ["chair", "car", "bathroom", "dishwasher", "laundry", "picking-up", "court"],
                    )
                ),
                name="carry_over_situation_is_known",
            ),
        ),
        migrations.RunPython(to_words_of_the_field, back),
    ]
