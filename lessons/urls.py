from django.urls import path

from lessons import bringing, deciding, everyday, lab, skills, summary, views, weeks

app_name = "lessons"
urlpatterns = [
    path("lessons/", views.lessons, name="lessons"),
    path("lessons/<slug:slug>/", views.lesson, name="lesson"),
    path("lessons/<slug:slug>/practice/", views.practice, name="practice"),
    path("lessons/<slug:slug>/card.png", views.card, name="card"),
    path("lab/", lab.lab, name="lab"),
    path("lab/frames.json", lab.frames_json, name="lab_frames"),
    path("lab/figures/", lab.figures, name="figures"),
    path("practices/<uuid:id>/", views.verdict, name="verdict"),
    path("today/", views.today, name="today"),
    path("today/check-in/", views.check_in, name="check_in"),
    path("today/places/", everyday.note_place, name="note_place"),
    path("today/plan/", everyday.plan, name="plan"),
    path("today/plan/drop/", everyday.drop_plan, name="drop_plan"),
    path("morning/<str:token>/", views.morning, name="morning"),
    path("morning/<str:token>/off/", views.no_more_mornings, name="no_more_mornings"),
    path("tightness/", weeks.weeks, name="weeks"),
    path("tightness/summary/", summary.summary, name="summary"),
    path("skills/", skills.skills, name="skills"),
    path("safety/how-it-decides/", deciding.how_it_decides, name="how_it_decides"),
    path("me/export.json", views.export, name="export"),
    path("me/import/", bringing.bring, name="bring"),
]
