"""The desk: who needs a word today, who is doing fine, and the calls of the day."""

from datetime import datetime, timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from hinge_coach.accounts.models import Client, User
from hinge_coach.booking.models import Call
from hinge_coach.safety import closing
from hinge_coach.safety.screening import Level
from lessons.summary.refreshing import refresh_stale
from tests.coaching.conftest import Feel, Practise
from tests.coaching.pages import html_of, words_of

MOST_QUERIES = 16


def test_the_desk_says_why_in_words_and_what_to_do(maya: Client, desk_browser: Browser) -> None:
    closing.close_practice(client=maya, cause="answers", level=Level.EMERGENCY, sentence="…", at=maya.joined_at)
    page = html_of(desk_browser.get("/desk/"))
    assert "A safety answer asks for help at once." in page
    assert "Call them now, before anything else." in page
    assert "practice closed" in page


def test_an_empty_desk_says_how_to_begin(desk_browser: Browser) -> None:
    assert "Nobody is here yet. Invite your first client" in html_of(desk_browser.get("/desk/"))


def test_those_who_do_fine_stand_apart(maya: Client, desk_browser: Browser, practise: Practise) -> None:
    Client.objects.update(joined_at=timezone.now() - timedelta(days=9))
    practise(maya, days_ago=1)
    refresh_stale()
    page = html_of(desk_browser.get("/desk/"))
    assert "Nobody needs a word today" in page
    assert "On the way" in page


@pytest.mark.parametrize("number", ["0", "-1", "x", "٣", "000001" + "0" * 5000, "9" * 5000])
def test_a_page_that_is_no_page_is_the_first(maya: Client, desk_browser: Browser, number: str) -> None:
    first = words_of(desk_browser.get("/desk/"))
    assert words_of(desk_browser.get("/desk/", {"page": number})) == first
    assert "Maya" in words_of(desk_browser.get(f"/desk/clients/{maya.pk}/", {"place": number}))


def test_calls_left_today_stand_on_the_desk(desk_browser: Browser, call_today: Call) -> None:
    page = html_of(desk_browser.get("/desk/"))
    assert "1 call still today" in page
    assert "11:00 am</strong> <bdi>Helen" in page
    assert "(4:00 pm, London time)" in page


def thirty_people(now: datetime, feel: Feel, practise: Practise) -> None:
    for number in range(30):
        user = User.objects.create_user(f"person-{number}@example.com", name=f"Person {number:02}", zone="Asia/Tokyo")
        client = Client.objects.create(user=user, joined_at=now - timedelta(days=40), consented_at=now)
        closing.record_screening(
            client=client, answers=["weight"] if number % 10 == 9 else [], at=now - timedelta(days=5)
        )
        if number % 10 != 9:
            practise(client, days_ago=number % 7)
        feel(client, number % 11, days_ago=1, moment="morning")


def test_the_desk_asks_as_many_queries_for_thirty_clients_as_for_one(
    maya: Client,
    desk_browser: Browser,
    now: datetime,
    feel: Feel,
    practise: Practise,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    practise(maya, days_ago=2)
    refresh_stale()
    with django_assert_max_num_queries(MOST_QUERIES) as one:
        desk_browser.get("/desk/")
    thirty_people(now, feel, practise)
    refresh_stale()
    with django_assert_max_num_queries(MOST_QUERIES) as many:
        page = desk_browser.get("/desk/")
    assert len(many) == len(one)
    assert page.content.count(b'class="need"') + page.content.count(b'class="quiet_client"') == 31
