from django.urls import path

from hinge_coach.booking import views

app_name = "booking"

urlpatterns = [
    path("call/", views.call, name="call"),
    path("call/feed/<str:token>.ics", views.feed, name="feed"),
    path("call/<str:token>/", views.receipt, name="receipt"),
    path("call/<str:token>/move/", views.move, name="move"),
    path("call/<str:token>/cancel/", views.cancel, name="cancel"),
    path("call/<str:token>/restore/", views.restore, name="restore"),
    path("call/<str:token>/confirm/", views.confirm, name="confirm"),
    path("call/<str:token>/again/", views.again, name="again"),
    path("call/<str:token>/calendar.ics", views.calendar, name="calendar"),
]
