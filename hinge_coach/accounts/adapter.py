"""What this site changes in the sign-in of django-allauth."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.sites.shortcuts import get_current_site
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils import timezone

from hinge_coach import outbox
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
        """The address by which attempts are limited: behind a proxy, the visitor's and not the proxy's."""
        return address_of(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sends within the request, so that signing in needs no worker; a task tries again if that fails."""
        facts = {"request": self.request, "email": email, "current_site": get_current_site(self.request), **context}
        name = outbox.message_id(f"{uuid4()}.sign-in")
        mail = self.render_mail(template_prefix, email, facts, headers={"Message-ID": name})
        mail.reply_to = _reply_to()
        try:
            mail.send()
        except OSError as problem:  # SMTPException is one
            if not outbox.is_final(problem):
                until = timezone.now() + timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
                outbox.enqueue(send_late, mail.subject, mail.body, email, name, until.isoformat())

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether the trainer allows signing up without an invitation."""
        trainer = Trainer.objects.owner()
        return trainer is not None and trainer.allow_signup

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Keeps errors only: the next page shows by itself what succeeded."""
        if level >= messages.ERROR:
            super().add_message(request, level, *args, **kwargs)


def _describe_late_mail(subject: str, body: str, email: str, *args: object) -> str:
    return f"to {email}, about signing in"


@outbox.mail_task(about=_describe_late_mail)
def send_late(subject: str, body: str, email: str, name: str, until: str) -> None:
    """Sends the mail unless its code has expired. A stored code works only in the browser that asked for it."""
    if timezone.now() < datetime.fromisoformat(until):
        EmailMessage(subject, body, to=[email], reply_to=_reply_to(), headers={"Message-ID": name}).send()


def _reply_to() -> list[str]:
    """The trainer, who can help whoever doesn't get in; nobody reads what comes back to the site's own address."""
    trainer = Trainer.objects.owner()
    return [trainer.user.email] if trainer else []
