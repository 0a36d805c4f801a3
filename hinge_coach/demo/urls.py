from django.urls import path

from hinge_coach.demo import views

app_name = "demo"
urlpatterns = [
    path("look-around/", views.look_around, name="look_around"),
]
