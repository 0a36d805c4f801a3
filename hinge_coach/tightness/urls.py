from django.urls import path

from hinge_coach.tightness import views

app_name = "tightness"
urlpatterns = [
    path("tightness/export.csv", views.export, name="export"),
    path("tightness/new/", views.new, name="new"),
    path("tightness/<uuid:id>/", views.entry, name="entry"),
    path("tightness/<uuid:id>/delete/", views.delete, name="delete"),
    path("tightness/<uuid:id>/restore/", views.restore, name="restore"),
]
