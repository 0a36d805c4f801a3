from django.urls import path

from hinge_coach.booking.calls.views import (
    calendar,
    call,
    cancel_by_link,
    confirm_by_link,
    feed,
    move_by_link,
    rebook_by_link,
    receipt,
    restore_by_link,
)

app_name = "booking"

urlpatterns = [
    path("call/", call, name="call"),
    path("call/feed/<str:token>.ics", feed, name="feed"),
    path("call/<str:token>/", receipt, name="receipt"),
    path("call/<str:token>/move/", move_by_link, name="move"),
    path("call/<str:token>/cancel/", cancel_by_link, name="cancel"),
    path("call/<str:token>/restore/", restore_by_link, name="restore"),
    path("call/<str:token>/confirm/", confirm_by_link, name="confirm"),
    path("call/<str:token>/again/", rebook_by_link, name="again"),
    path("call/<str:token>/calendar.ics", calendar, name="calendar"),
]
