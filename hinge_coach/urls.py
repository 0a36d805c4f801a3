"""The URL map: the site's own pages, the rooms, sign-in."""

from allauth.account import views as account
from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView

from hinge_coach import views
from hinge_coach.accounts.signing_out import sign_out

# /admin/ uses the sign-in of the site: a mailed code, and the second factor if one is set up.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

to_sign_in = login_not_required(RedirectView.as_view(pattern_name="account_login", query_string=True))

# Listed one by one, because most pages of django-allauth are about passwords, and nobody has one here.
sign_in = [
    path("login/", account.RequestLoginCodeView.as_view(extra_context={"nav": "sign_in"}), name="account_login"),
    path("login/code/", to_sign_in, name="account_request_login_code"),
    path("login/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    path("signup/", account.signup, name="account_signup"),
    path("confirm-email/", account.email_verification_sent, name="account_email_verification_sent"),
    path("logout/", sign_out, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    # django-allauth reverses these two names, so they must exist; their pages are elsewhere.
    path("email/", RedirectView.as_view(pattern_name="arrive"), name="account_email"),
    path("password/reset/", to_sign_in, name="account_reset_password"),
    path("2fa/", include("allauth.mfa.urls")),
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
    path("accounts/", include(sign_in)),
    path("admin/", admin.site.urls),
]
