"""What this site changes in the sign-in of django-allauth."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.sites.shortcuts import get_current_site
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import time_format

from hinge_coach import outbox
from hinge_coach.accounts.addresses import address_of
from hinge_coach.accounts.fresh_sign_in import is_fresh
from hinge_coach.accounts.models import Trainer, User
from hinge_coach.accounts.sealing import seal, unseal
from hinge_coach.accounts.second_step import FACTORS, begin_sign_in, needs_second_step
from hinge_coach.wording import day_words


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

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        begin_sign_in(request, user)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """False where the sign-in is fresh. Otherwise it raises what a True would lead to.

        After a True, django-allauth would still let somebody pass who has neither a password nor a second step.
        """
        request = self.request
        if isinstance(request.user, User) and is_fresh(request, request.user):
            return False
        raise ReauthenticationRequired

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """The ways to show that it is them: the second step, or a mailed code for whoever has none."""
        names = {"mfa_reauthenticate": "App or recovery code", "mfa_reauthenticate:webauthn": "Passkey or key"}
        ways = [way for way in super().get_reauthentication_methods(user) if way["id"] in names]
        mailed = {"id": "reauthenticate", "description": "Mailed code", "url": reverse("account_reauthenticate")}
        return [{**way, "description": names[way["id"]]} for way in ways] or [mailed]

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tells the owner of an account, as a task, what changed about how they sign in."""
        facts = {
            **_facts_of_notice(user),
            "browser": self.get_http_user_agent(self.request)[:200],
            "address": self.get_client_ip(self.request),
        }
        _enqueue_notice(self.render_mail(template_prefix, user.email, facts), user)

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


def _describe_notice(subject: str, body: str, email: str, *args: object) -> str:
    return f"to {email}, about a change to how they sign in"


def _facts_of_notice(user: User) -> dict[str, Any]:
    now = timezone.now().astimezone(user.tz)
    when = f"{day_words(now.date())}, {time_format(now, 'g:i A').lower()}, {user.tz.key}"
    return {"when": when, "SITE_URL": settings.SITE_URL}


def _enqueue_notice(mail: EmailMessage, user: User) -> None:
    outbox.enqueue(send_notice, mail.subject, mail.body, user.email, f"{uuid4()}.notice")


def tell_of_removed_second_step(user: User) -> None:
    """Mails somebody whose second step was removed by a command, which no request has asked for."""
    mail = Adapter().render_mail("mfa/email/second_step_removed", user.email, _facts_of_notice(user))
    _enqueue_notice(mail, user)


@outbox.mail_task(about=_describe_notice)
def send_notice(subject: str, body: str, email: str, name: str) -> None:
    headers = {"Message-ID": outbox.message_id(name)}
    EmailMessage(subject, body, to=[email], reply_to=_reply_to(), headers=headers).send()


def _reply_to() -> list[str]:
    """The trainer, who can help whoever doesn't get in; nobody reads what comes back to the site's own address."""
    trainer = Trainer.objects.owner()
    return [trainer.user.email] if trainer else []


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": (
            "This is your only second step, and the pages about your clients need one. Add another one first."
        ),
        "incorrect_code": (
            "This doesn't fit. The number changes every 30 seconds, so please take the newest one. "
            "A recovery code works once."
        ),
    }

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        known = Authenticator.objects.filter(user=user, type=type).count()
        return f"Passkey {known + 1}" if known else "Passkey"

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whoever can see clients keeps one second step at least."""
        if not needs_second_step(authenticator.user):
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS).exclude(pk=authenticator.pk)
        return bool(others.exists())
