"""How sign-in differs here from what django-allauth does by itself."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from hinge_coach.accounts.models import Trainer


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Only where the trainer leaves the door open; everybody else comes by invitation."""
        trainer = Trainer.objects.owner()
        return trainer is not None and trainer.open_door

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The next page shows what happened; a toast on top would say it twice."""
