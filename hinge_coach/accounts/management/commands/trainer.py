"""`manage.py trainer maya@studio.example --name "Maya Ruiz" --zone Europe/Madrid`: makes somebody the trainer."""

from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.accounts.zones.fields import zone_names
from hinge_coach.fields import NameField


class Command(BaseCommand):
    help = "Makes the person with this e-mail address the trainer; run again, it updates name and zone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--zone", default="UTC", help="IANA name, such as America/Chicago")

    @transaction.atomic
    def handle(self, *, email: str, name: str, zone: str, **options: Any) -> None:
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email} does not look like an e-mail address.") from None
        try:
            name = NameField().clean(name)
        except ValidationError as problem:
            raise CommandError(problem.messages[0]) from None
        if zone not in zone_names():
            raise CommandError(f"{zone} is not a time zone we know; try Europe/London or America/Chicago.")
        owner = Trainer.objects.owner()
        if owner is not None and owner.user.email != email.lower():
            raise CommandError(f"{owner.user.email} is the trainer already; one trainer owns a site.")
        if Client.objects.filter(user__email__iexact=email).exists():
            raise CommandError(f"{email} is a client; the trainer needs another address.")
        user = User.objects.filter(email__iexact=email).first() or User.objects.create_user(email)
        user.name, user.zone, user.is_staff = name, zone, True
        user.save()
        EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
        Trainer.objects.get_or_create(user=user)
        self.stdout.write(f"{name} <{user.email}> is the trainer. Sign in at /accounts/login/ by mailed code.")
