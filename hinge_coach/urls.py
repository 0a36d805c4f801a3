"""The URL map: the site's own pages, the rooms, sign-in."""

from allauth.account import views as account
from allauth.account.decorators import secure_admin_login
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes.views import generate_recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView

from hinge_coach import views
from hinge_coach.accounts import views as own_account
from hinge_coach.accounts.adding_second_step import ActivateAppView, AddPasskeyView
from hinge_coach.accounts.asking_twice import AskForCodeView, JoinView
from hinge_coach.accounts.signing_out import sign_out
from hinge_coach.accounts.typing_twice import typed_once

# /admin/ uses the sign-in of the site: a mailed code, and the second factor if one is set up.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

to_sign_in = login_not_required(RedirectView.as_view(pattern_name="account_login", query_string=True))

# Listed one by one, because most pages of django-allauth are about passwords, and nobody has one here.
sign_in = [
    path("login/", AskForCodeView.as_view(extra_context={"nav": "sign_in"}), name="account_login"),
    path("login/code/", to_sign_in, name="account_request_login_code"),
    path("login/code/confirm/", typed_once(account.confirm_login_code), name="account_confirm_login_code"),
    path("signup/", JoinView.as_view(), name="account_signup"),
    path("confirm-email/", typed_once(account.email_verification_sent), name="account_email_verification_sent"),
    path("logout/", sign_out, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("logout/everywhere/", own_account.sign_out_everywhere, name="sign_out_everywhere"),
    path("reauthenticate/", typed_once(own_account.reauthenticate), name="account_reauthenticate"),
    path("second-step/", own_account.second_step, name="second_step"),
    # django-allauth reverses these two names, so they must exist; their pages are elsewhere.
    path("email/", RedirectView.as_view(pattern_name="arrive"), name="account_email"),
    path("password/reset/", to_sign_in, name="account_reset_password"),
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", ActivateAppView.as_view(), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", own_account.recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", own_account.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("2fa/webauthn/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    path("2fa/webauthn/reauthenticate/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/remove/", own_account.remove_passkey, name="mfa_remove_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/edit/", own_account.rename_passkey, name="mfa_edit_webauthn"),
    path("2fa/webauthn/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
]

handler500 = "hinge_coach.views.server_error"

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("arrive/", views.arrive, name="arrive"),
    path("welcome/", views.welcome, name="welcome"),
    path("welcome/safety/", views.welcome_safety, name="welcome_safety"),
    path("welcome/numbers/", views.welcome_numbers, name="welcome_numbers"),
    path("me/", views.me, name="me"),
    path("me/looks/", views.looks, name="looks"),
    path("me/pause/", views.pause, name="pause"),
    path("me/resume/", views.resume, name="resume"),
    path("me/morning/", views.morning_mail, name="morning_mail"),
    path("me/variations/", views.variations, name="variations"),
    path("me/erase/", views.erase, name="erase"),
    path("ended/", views.ended, name="ended"),
    path("goodbye/", views.erased, name="erased"),
    path("", include("hinge_coach.accounts.urls")),
    path("", include("hinge_coach.safety.urls")),
    path("", include("lessons.urls")),
    path("", include("hinge_coach.booking.urls")),
    path("", include("hinge_coach.coaching.urls")),
    path("", include("hinge_coach.demo.urls")),
    path("", include("hinge_coach.retention.urls")),
    path("accounts/", include(sign_in)),
    path("admin/", admin.site.urls),
]
