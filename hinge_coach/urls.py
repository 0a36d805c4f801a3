"""The site map: home, the rooms, sign-in."""

from allauth.account.views import RequestLoginCodeView
from django.contrib import admin
from django.urls import include, path

from hinge_coach import views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("", include("hinge_coach.accounts.urls")),
    path("", include("hinge_coach.tightness.urls")),
    path("", include("lessons.urls")),
    path("", include("hinge_coach.booking.urls")),
    path("", include("hinge_coach.coaching.urls")),
    # The one way in is a mailed code; a passkey is offered on the same page.
    path("accounts/login/", RequestLoginCodeView.as_view(), name="account_login"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
