from django.urls import path

from lessons.curriculum.views import card_image, cards_page, lesson, lessons, stills, why_tight
from lessons.figures import contact_sheet
from lessons.lab.views import frames_json, lab
from lessons.messages.views import (
    choose_message_mail,
    messages_with_trainer,
    no_more_message_mails,
    see_words_of_trainer,
    write_message,
)
from lessons.practice.views import add_extras, practice, verdict
from lessons.progress import entries, practices, skills
from lessons.progress.summary import summary
from lessons.progress.views import progress
from lessons.rules.views import how_it_decides
from lessons.start_test.views import skip_start_test, start_test, start_test_result
from lessons.today import daily_life, morning_page, sitting_break
from lessons.today.bad_day import bad_day
from lessons.today.views import check_in, see_news, today
from lessons.transfer.views import download_export, import_history
from lessons.waiting.views import service_worker, waiting

app_name = "lessons"
urlpatterns = [
    path("lessons/", lessons, name="lessons"),
    path("lessons/<slug:slug>/", lesson, name="lesson"),
    path("lessons/<slug:slug>/practice/", practice, name="practice"),
    path("lessons/<slug:slug>/card.png", card_image, name="card"),
    path("lessons/stills.svg", stills, name="stills"),
    # Not below lessons/, where its name could be the slug of a lesson.
    path("cards/", cards_page, name="carry_over_cards"),
    path("why-tight/", why_tight, name="why_tight"),
    path("break/", sitting_break.sitting_break, name="sitting_break"),
    path("lab/", lab, name="lab"),
    path("lab/frames.json", frames_json, name="lab_frames"),
    path("lab/figures/", contact_sheet.contact_sheet_page, name="contact_sheet"),
    path("practices/", practices.practice_list, name="practices"),
    path("practices/new/", practices.add_practice, name="add_practice"),
    path("practices/card/", practices.add_card, name="add_card"),
    path("practices/<uuid:id>/", verdict, name="verdict"),
    path("practices/<uuid:id>/edit/", practices.mend_practice, name="mend_practice"),
    path("practices/<uuid:id>/delete/", practices.delete_practice, name="delete_practice"),
    path("practices/<uuid:id>/deleted/", practices.deleted_practice, name="deleted_practice"),
    path("practices/<uuid:id>/restore/", practices.restore_practice, name="restore_practice"),
    path("practices/<uuid:id>/extras/", add_extras, name="add_extras"),
    path("today/", today, name="today"),
    path("today/check-in/", check_in, name="check_in"),
    path("today/news/seen/", see_news, name="see_news"),
    path("today/places/", daily_life.record_carry_over, name="record_carry_over"),
    path("today/plan/", daily_life.choose_plan, name="choose_plan"),
    path("today/plan/card/", daily_life.take_card_plan, name="take_card_plan"),
    path("today/plan/drop/", daily_life.drop_plan, name="drop_plan"),
    path("morning/<str:token>/", morning_page.morning, name="morning"),
    path("morning/<str:token>/off/", morning_page.no_more_mornings, name="no_more_mornings"),
    path("messages/", messages_with_trainer, name="messages"),
    path("messages/send/", write_message, name="write_message"),
    path("messages/seen/", see_words_of_trainer, name="see_messages"),
    path("messages/mail/", choose_message_mail, name="choose_message_mail"),
    path("messages/mail/<str:token>/off/", no_more_message_mails, name="no_more_message_mails"),
    path("tightness/", progress, name="progress"),
    path("tightness/summary/", summary, name="summary"),
    path("tightness/export.csv", entries.export_entries, name="export_entries"),
    path("tightness/new/", entries.new_entry, name="new_entry"),
    path("tightness/<uuid:id>/", entries.correct_entry, name="entry"),
    path("tightness/<uuid:id>/note/", entries.note_entry, name="note_entry"),
    path("tightness/<uuid:id>/delete/", entries.delete_entry, name="delete_entry"),
    path("tightness/<uuid:id>/restore/", entries.restore_entry, name="restore_entry"),
    path("skills/", skills.skills, name="skills"),
    path("safety/bad-day/", bad_day, name="bad_day"),
    path("start-test/", start_test, name="start_test"),
    path("start-test/skip/", skip_start_test, name="skip_start_test"),
    path("start-test/<uuid:id>/", start_test_result, name="start_test_result"),
    path("safety/how-it-decides/", how_it_decides, name="how_it_decides"),
    path("waiting/", waiting, name="waiting"),
    path("sw.js", service_worker, name="service_worker"),
    path("me/export.json", download_export, name="export"),
    path("me/import/", import_history, name="import"),
]
