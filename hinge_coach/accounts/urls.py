from django.urls import path

from hinge_coach.accounts import views

app_name = "accounts"
urlpatterns = [
    path("arrive/", views.arrive, name="arrive"),
    path("welcome/", views.welcome, name="welcome"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("safety/", views.safety, name="safety"),
    path("safety/cleared/", views.cleared, name="cleared"),
    path("safety/questions/", views.questions, name="questions"),
    path("me/", views.me, name="me"),
    path("me/pause/", views.pause, name="pause"),
    path("me/resume/", views.resume, name="resume"),
    path("me/morning/", views.morning_mail, name="morning_mail"),
    path("me/erase/", views.erase, name="erase"),
    path("goodbye/", views.erased, name="erased"),
    path("look-around/", views.look_around, name="look_around"),
]
