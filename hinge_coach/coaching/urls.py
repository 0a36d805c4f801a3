from django.urls import path

from hinge_coach.coaching.calls.mend_views import mend_call
from hinge_coach.coaching.calls.note_views import call_notes, delete_call_note
from hinge_coach.coaching.calls.views import ask, book_call, calls, cancel_call, lost_mail, move_call, outcome
from hinge_coach.coaching.client.as_client import summary_of_client, tightness_as_client, today_as_client
from hinge_coach.coaching.client.message_views import messages_with_client, see_words_of_client, send_message
from hinge_coach.coaching.client.views import (
    add_note,
    client,
    client_plan,
    delete_note,
    lift_closure,
    note_talked,
    pause_client,
    practices,
    resume_client,
    set_position,
    set_usual,
)
from hinge_coach.coaching.clients.views import all_clients, clients_table, tags
from hinge_coach.coaching.desk.handling_views import handle_client, snooze_client, unhandle_client
from hinge_coach.coaching.desk.views import desk
from hinge_coach.coaching.ending.views import end_coaching, return_client
from hinge_coach.coaching.exports.views import export_everything, exports
from hinge_coach.coaching.invitations.views import (
    invitations,
    invite_client,
    invite_several,
    mend_invitation,
    send_invitation_again,
    withdraw_invitation,
)
from hinge_coach.coaching.many.views import write_to_many
from hinge_coach.coaching.settings.calendar_views import calendars
from hinge_coach.coaching.settings.embed_views import embed_settings
from hinge_coach.coaching.settings.hours_views import ask_all, hours
from hinge_coach.coaching.settings.lesson_views import edit_lesson, lesson_list, reset_lesson
from hinge_coach.coaching.settings.rule_views import rules
from hinge_coach.coaching.settings.views import review, settings
from hinge_coach.coaching.told.views import no_more_digests, read_lines

app_name = "coaching"
urlpatterns = [
    path("desk/", desk, name="desk"),
    path("desk/invite/", invite_client, name="invite"),
    path("desk/invite/several/", invite_several, name="invite_several"),
    path("desk/invitations/", invitations, name="invitations"),
    path("desk/invitations/<int:id>/mend/", mend_invitation, name="mend_invitation"),
    path("desk/invitations/<int:id>/withdraw/", withdraw_invitation, name="withdraw_invitation"),
    path("desk/invitations/<int:id>/again/", send_invitation_again, name="send_invitation_again"),
    path("desk/clients/", all_clients, name="clients"),
    path("desk/clients/table/", clients_table, name="clients_table"),
    path("desk/clients/<int:id>/tags/", tags, name="tags"),
    path("desk/read/", read_lines, name="read_lines"),
    path("desk/clients/<int:id>/", client, name="client"),
    path("desk/clients/<int:id>/handled/", handle_client, name="handle"),
    path("desk/clients/<int:id>/snooze/", snooze_client, name="snooze"),
    path("desk/clients/<int:id>/unhandle/", unhandle_client, name="unhandle"),
    path("desk/clients/<int:id>/plan/", client_plan, name="plan"),
    path("desk/clients/<int:id>/practices/", practices, name="practices"),
    path("desk/clients/<int:id>/as-client/", today_as_client, name="today_as_client"),
    path("desk/clients/<int:id>/as-client/tightness/", tightness_as_client, name="tightness_as_client"),
    path("desk/clients/<int:id>/summary/", summary_of_client, name="summary"),
    path("desk/clients/<int:id>/ending/", end_coaching, name="end_coaching"),
    path("desk/clients/<int:id>/ending/return/", return_client, name="return_client"),
    path("desk/clients/<int:id>/place/", set_position, name="set_position"),
    path("desk/clients/<int:id>/reopen/", lift_closure, name="lift_closure"),
    path("desk/clients/<int:id>/talks/<int:talk>/", note_talked, name="note_talked"),
    path("desk/clients/<int:id>/usual/", set_usual, name="set_usual"),
    path("desk/clients/<int:id>/notes/", add_note, name="add_note"),
    path("desk/clients/<int:id>/notes/<uuid:note>/delete/", delete_note, name="delete_note"),
    path("desk/clients/<int:id>/thread/", messages_with_client, name="thread"),
    path("desk/clients/<int:id>/messages/", send_message, name="send_message"),
    path("desk/clients/<int:id>/messages/seen/", see_words_of_client, name="see_messages"),
    path("desk/clients/<int:id>/pause/", pause_client, name="pause"),
    path("desk/clients/<int:id>/resume/", resume_client, name="resume"),
    path("desk/write/", write_to_many, name="write_to_many"),
    path("desk/exports/", exports, name="exports"),
    path("desk/exports/everything.zip", export_everything, name="export_everything"),
    path("desk/lessons/", lesson_list, name="lessons"),
    path("desk/lessons/<slug:slug>/", edit_lesson, name="edit_lesson"),
    path("desk/lessons/<slug:slug>/original/", reset_lesson, name="reset_lesson"),
    path("desk/settings/", settings, name="settings"),
    path("desk/settings/hours/", hours, name="hours"),
    path("desk/settings/hours/<int:id>/ask/", ask_all, name="ask_all"),
    path("desk/settings/review/", review, name="review"),
    path("desk/settings/rules/", rules, name="rules"),
    path("desk/settings/calendars/", calendars, name="calendars"),
    path("desk/settings/embed/", embed_settings, name="embed"),
    path("desk/calls/", calls, name="calls"),
    path("desk/calls/new/", book_call, name="book_call"),
    path("desk/calls/mails/", lost_mail, name="lost_mail"),
    path("desk/calls/<uuid:id>/mend/", mend_call, name="mend_call"),
    path("desk/calls/<uuid:id>/move/", move_call, name="move_call"),
    path("desk/calls/<uuid:id>/ask/", ask, name="ask"),
    path("desk/calls/<uuid:id>/cancel/", cancel_call, name="cancel_call"),
    path("desk/calls/<uuid:id>/outcome/", outcome, name="outcome"),
    path("desk/calls/<uuid:id>/notes/", call_notes, name="call_notes"),
    path("desk/calls/<uuid:id>/notes/<uuid:note>/delete/", delete_call_note, name="delete_call_note"),
    path("digest/<str:token>/off/", no_more_digests, name="no_more_digests"),
]
