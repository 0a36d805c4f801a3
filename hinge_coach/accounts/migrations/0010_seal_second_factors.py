"""Encrypts the secrets of authenticator apps and the seeds of recovery codes that are stored already."""

from django.db import migrations

from hinge_coach.accounts.sealing import is_sealed_anew, seal, unseal


def _change(apps, change):
    for row in apps.get_model("mfa", "Authenticator").objects.filter(type__in=["totp", "recovery_codes"]):
        for name in ("secret", "seed"):
            if name in row.data:
                row.data[name] = change(row.data[name])
        row.save(update_fields=["data"])


def seal_all(apps, schema_editor):
    _change(apps, lambda secret: secret if is_sealed_anew(secret) else seal(unseal(secret)))


def unseal_all(apps, schema_editor):
    _change(apps, unseal)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_clients_can_be_rung_archived_and_looked_at"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(seal_all, unseal_all)]
