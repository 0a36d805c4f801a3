"""A fresh sign-in: whoever changes how they sign in shows first, once more, that it is them.

Somebody with a second step shows that; everybody else types in a code that is mailed to them now.
"""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core import ratelimit
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest

from hinge_coach.accounts.addresses import address_of
from hinge_coach.accounts.asking_twice import ask_anew, asked_once
from hinge_coach.accounts.models import User

MAILED = "fresh_sign_in"
"""Of the session: the code that was mailed, when, and how often another one was typed in."""


def is_fresh(request: HttpRequest, user: User) -> bool:
    """Whether they have shown lately, in this session, that it is them; with their second step where they have one."""
    records = get_authentication_records(request, user)
    if is_mfa_enabled(user):
        records = [record for record in records if record["method"] == "mfa"]
    return any(time.time() - record["at"] < app_settings.REAUTHENTICATION_TIMEOUT for record in records)


class FreshSignIn(AbstractCodeVerificationProcess):  # type: ignore[misc]
    """The mailed code of one session, as long as it is good."""

    def __init__(self, request: HttpRequest, user: User, state: dict[str, Any]) -> None:
        super().__init__(
            max_attempts=app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS,
            timeout=app_settings.LOGIN_BY_CODE_TIMEOUT,
            state=state,
            user=user,
        )
        self.request = request

    @classmethod
    def begin(cls, request: HttpRequest, user: User) -> "FreshSignIn | None":
        """Mails a code, once for two presses. None where that was asked for too often."""
        who = f"{address_of(request)} {user.email}"
        if not ratelimit.consume(request, action="request_login_code_from_here", key=who):
            return None
        process = cls(request, user, cls.initial_state(user))
        asked_once(request, user.email, (MAILED,), ask=process.send, again=lambda: None)
        return cls.under_way(request, user)

    @classmethod
    def under_way(cls, request: HttpRequest, user: User) -> "FreshSignIn | None":
        state = request.session.get(MAILED)
        process = cls(request, user, state) if state else None
        return process if process and process.is_valid() else None

    def send(self) -> None:
        adapter = get_adapter()
        self.state["code"] = adapter.generate_login_code()
        self.persist()
        adapter.send_mail("account/email/fresh_sign_in", self.user.email, {"code": self.code})

    def takes(self, code: str) -> bool:
        """Whether it is the code; then the sign-in is fresh. After too many others the code is thrown away."""
        if not compare_user_code(actual=code, expected=self.code):
            self.record_invalid_attempt()
            return False
        self.abort()
        record_authentication(self.request, self.user, "code", email=self.user.email, reauthenticated=True)
        return True

    def persist(self) -> None:
        self.request.session[MAILED] = self.state

    def abort(self) -> None:
        ask_anew(self.request, self.user.email, (MAILED,))
        self.request.session.pop(MAILED, None)
