"""`manage.py seal_secrets`: encrypts the secrets of second steps again, under the first key of `SECRETS_KEY`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hinge_coach.accounts.resealing import reseal


class Command(BaseCommand):
    help = "Encrypts again what is under an older key. Afterwards the older keys can be taken out of SECRETS_KEY."

    def handle(self, **options: Any) -> None:
        found = reseal()
        self.stdout.write(f"Sealed anew: {found.sealed}. Under the first key already: {found.left}.")
        if found.unreadable:
            raise CommandError(
                f"No known key opens the second steps of {', '.join(found.unreadable)}. Put the old key after the new "
                "one in SECRETS_KEY, or remove their second steps with manage.py remove_second_step."
            )
