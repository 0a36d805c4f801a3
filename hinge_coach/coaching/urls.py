from django.urls import path

from hinge_coach.coaching import call_pages, views

app_name = "coaching"
urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/invite/", views.invite, name="invite"),
    path("desk/clients/<int:id>/", views.client, name="client"),
    path("desk/clients/<int:id>/practices/", views.practices, name="practices"),
    path("desk/clients/<int:id>/place/", views.place, name="place"),
    path("desk/clients/<int:id>/reopen/", views.reopen, name="reopen"),
    path("desk/clients/<int:id>/notes/", views.add_note, name="add_note"),
    path("desk/clients/<int:id>/notes/<uuid:note>/delete/", views.delete_note, name="delete_note"),
    path("desk/clients/<int:id>/messages/", views.send_message, name="send_message"),
    path("desk/clients/<int:id>/pause/", views.pause, name="pause"),
    path("desk/clients/<int:id>/resume/", views.resume, name="resume"),
    path("desk/lessons/", views.lessons, name="lessons"),
    path("desk/lessons/<slug:slug>/", views.edit_lesson, name="edit_lesson"),
    path("desk/lessons/<slug:slug>/original/", views.original_lesson, name="original_lesson"),
    path("desk/settings/", views.settings, name="settings"),
    path("desk/settings/hours/", views.hours, name="hours"),
    path("desk/settings/rules/", views.rules, name="rules"),
    path("desk/settings/calendars/", call_pages.calendars, name="calendars"),
    path("desk/calls/", views.calls, name="calls"),
    path("desk/calls/new/", call_pages.book, name="book_call"),
    path("desk/calls/mails/", call_pages.mails, name="mails"),
    path("desk/calls/<uuid:id>/move/", views.move_call, name="move_call"),
    path("desk/calls/<uuid:id>/cancel/", views.cancel_call, name="cancel_call"),
    path("desk/calls/<uuid:id>/outcome/", views.outcome, name="outcome"),
]
