"""Adding an app or a passkey, by the views of django-allauth. Whoever adds one has shown it by that."""

from typing import Any, cast

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from hinge_coach.accounts.models import User
from hinge_coach.accounts.second_step import needs_second_step


class ActivateAppView(ActivateTOTPView):  # type: ignore[misc]
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        return _after_adding(self.request, response, Authenticator.Type.TOTP)


class AddPasskeyView(AddWebAuthnView):  # type: ignore[misc]
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        return _after_adding(self.request, response, Authenticator.Type.WEBAUTHN)


def _after_adding(request: HttpRequest, response: HttpResponse, kind: str) -> HttpResponse:
    user = cast("User", request.user)
    record_authentication(request, user, "mfa", type=kind)
    return redirect("second_step") if needs_second_step(user) else response
