from django.urls import path

from hinge_coach.safety import views

app_name = "safety"
urlpatterns = [
    path("safety/", views.safety, name="safety"),
    path("safety/cleared/", views.cleared, name="cleared"),
    path("safety/questions/", views.questions, name="questions"),
]
