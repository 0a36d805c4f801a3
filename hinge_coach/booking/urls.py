from django.urls import path

from hinge_coach.booking.calendars.views import calendar_by_link, feed_by_link
from hinge_coach.booking.calls.embed_views import embed
from hinge_coach.booking.calls.mend_views import mend_asked, mend_by_link
from hinge_coach.booking.calls.receipt_views import (
    cancel_by_link,
    confirm_by_link,
    move_by_link,
    rebook_by_link,
    receipt,
    restore_by_link,
)
from hinge_coach.booking.calls.views import call

app_name = "booking"

urlpatterns = [
    path("call/", call, name="call"),
    path("call/embed/", embed, name="embed"),
    path("call/feed/<str:token>.ics", feed_by_link, name="feed"),
    path("call/mend/<str:proof>/", mend_asked, name="mend_asked"),
    path("call/<str:token>/", receipt, name="receipt"),
    path("call/<str:token>/mend/", mend_by_link, name="mend"),
    path("call/<str:token>/move/", move_by_link, name="move"),
    path("call/<str:token>/cancel/", cancel_by_link, name="cancel"),
    path("call/<str:token>/restore/", restore_by_link, name="restore"),
    path("call/<str:token>/confirm/", confirm_by_link, name="confirm"),
    path("call/<str:token>/again/", rebook_by_link, name="again"),
    path("call/<str:token>/calendar.ics", calendar_by_link, name="calendar"),
]
