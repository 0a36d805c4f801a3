"""The page of one client."""

from datetime import date, datetime

from django.test import Client as Browser
from pytest_django import DjangoAssertNumQueries

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.coaching.models import Note
from hinge_coach.safety.models import Pause
from lessons.models import CarryOver, Message
from tests.coaching.conftest import Feel, Practise
from tests.coaching.pages import html_of, stored, url

MOST_QUERIES = 16


def test_the_page_of_a_client_tells_the_whole_story(
    maya: Client, trainer: Trainer, desk_browser: Browser, practise: Practise, feel: Feel, now: datetime
) -> None:
    done = practise(maya, days_ago=2, before=4, after=3, cue="Zip up the front", effort=6)
    feel(maya, 3, days_ago=1, moment="morning")
    Note.objects.create(client=maya, by=trainer, text="Works nights.", written_at=now)
    Message.objects.create(client=maya, by=trainer, text="Well begun.", written_at=now)
    page = html_of(desk_browser.get(url("client", maya.pk)))
    for words in (
        "9:00 am, Chicago time",
        done.lesson.title,
        done.verdict.reasons[0]["trainer"],
        'Effort <span class="number">6</span> of 10. What helped: “Zip up the front”.',
        "The usual numbers were used.",
        "Works nights.",
        "Well begun.",
        "Tightness from 0 to 10",
    ):
        assert words in page


def test_the_page_of_a_client_says_how_often_they_are_asked(
    maya: Client, desk_browser: Browser, practise: Practise, feel: Feel
) -> None:
    page = desk_browser.get(f"/desk/clients/{maya.pk}/").content.decode()
    assert "Asked at each practice: no calm session yet; 6 over 14 days make it every third." in page
    for days_ago in (15, 12, 9, 6, 3, 1):
        practise(maya, days_ago=days_ago)
        feel(maya, 2, days_ago=days_ago - 0.8, moment="morning")
    practise(maya, before=None, after=None)
    page = desk_browser.get(f"/desk/clients/{maya.pk}/").content.decode()
    assert "Steady for two weeks (six calm sessions over 14 days)" in page
    assert '<span class="practice__scores quiet">fine</span>' in page


def test_looking_at_a_client_changes_nothing(maya: Client, desk_browser: Browser, practise: Practise) -> None:
    practise(maya)
    before = (maya.practices.count(), maya.check_ins.count(), stored())
    for name in ("client", "practices"):
        desk_browser.get(url(name, maya.pk))
        desk_browser.head(url(name, maya.pk))
    assert (maya.practices.count(), maya.check_ins.count(), stored()) == before


def test_thresholds_other_than_the_usual_are_named(maya: Client, desk_browser: Browser, practise: Practise) -> None:
    verdict = practise(maya).verdict
    verdict.thresholds = {**verdict.thresholds, "easy_score": 3}
    verdict.save()
    page = html_of(desk_browser.get(url("practices", maya.pk)))
    assert "Other numbers than usual: a score up to this is easy: 3." in page


def test_all_practices_are_there_page_by_page(maya: Client, desk_browser: Browser, practise: Practise) -> None:
    for day in range(27):
        practise(maya, days_ago=27 - day)
    assert desk_browser.get(url("practices", maya.pk)).content.count(b'class="practice"') == 25
    assert desk_browser.get(url("practices", maya.pk) + "?page=2").content.count(b'class="practice"') == 2
    assert desk_browser.get(url("practices", maya.pk) + "?page=x").content.count(b'class="practice"') == 25


def test_the_trainer_sees_the_real_places_of_the_week(maya: Client, desk_browser: Browser) -> None:
    assert "In real places" not in html_of(desk_browser.get(url("client", maya.pk)))
    Pause.objects.create(client=maya, begins_on=date(2026, 2, 1), ends_on=date(2026, 3, 3))
    for local_on, situation in ((date(2026, 3, 3), "car"), (date(2026, 3, 4), "car"), (date(2026, 2, 20), "court")):
        CarryOver.objects.create(client=maya, local_on=local_on, situation=situation)
    page = html_of(desk_browser.get(url("client", maya.pk)))
    assert "2 times at 1 place in the last seven days; 1 in the seven before." in page


def test_the_page_of_a_client_asks_as_many_queries_after_sixty_practices_as_after_one(
    maya: Client,
    desk_browser: Browser,
    practise: Practise,
    feel: Feel,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    practise(maya, days_ago=70)
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        desk_browser.get(f"/desk/clients/{maya.pk}/")
    for day in range(60):
        practise(maya, days_ago=60 - day)
        feel(maya, 2, days_ago=59.6 - day, moment="morning")
    with django_assert_max_num_queries(MOST_QUERIES) as many:
        desk_browser.get(f"/desk/clients/{maya.pk}/")
    assert len(many) == len(few)
