"""The privacy page."""

from django.urls import path

from hinge_coach.retention.views import privacy

app_name = "retention"

urlpatterns = [path("privacy/", privacy, name="privacy")]
