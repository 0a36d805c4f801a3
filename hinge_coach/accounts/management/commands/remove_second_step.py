"""`manage.py remove_second_step maya@studio.example`: for somebody who lost their phone and their recovery codes."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from hinge_coach.accounts.adapter import tell_of_removed_second_step
from hinge_coach.accounts.models import User


class Command(BaseCommand):
    help = (
        "Removes the second step, passkeys and recovery codes of the person with this e-mail address, signs them out "
        "everywhere and mails them. First make sure that it is really them who asks."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    @transaction.atomic
    def handle(self, *, email: str, **options: Any) -> None:
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"Nobody here has the address {email}.")
        rows = Authenticator.objects.filter(user=user)
        if not rows.exists():
            raise CommandError(f"{user.email} has no second step.")
        rows.delete()
        user.end_all_sign_ins()
        tell_of_removed_second_step(user)
        self.stdout.write(
            f"{user.email} has no second step now and is signed out everywhere. A mailed code signs them in; who "
            "can see clients is then led to set up a new one."
        )
