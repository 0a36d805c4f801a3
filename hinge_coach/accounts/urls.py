from django.urls import path

from hinge_coach.accounts import views

app_name = "accounts"
urlpatterns = [
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("invitation/<str:token>/opened/", views.invitation_opened, name="invitation_opened"),
]
