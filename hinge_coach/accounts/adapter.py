"""How sign-in differs here from what django-allauth does by itself."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest

from hinge_coach.accounts.addresses import address_of
from hinge_coach.accounts.models import Trainer


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed.",
        "incorrect_code": "This is not the code. Please look at the newest mail again.",
        "rate_limited": "That was quick. Please wait a minute before asking for another mail.",
        "too_many_login_attempts": "That was one try too many. Please ask for a new code in a few minutes.",
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """So that behind a proxy one stranger's tries don't count as everybody's."""
        return address_of(request)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Only where the trainer leaves the door open; everybody else comes by invitation."""
        trainer = Trainer.objects.owner()
        return trainer is not None and trainer.open_door

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """What went well shows on the next page by itself; only what went wrong needs words."""
        if level >= messages.ERROR:
            super().add_message(request, level, *args, **kwargs)
