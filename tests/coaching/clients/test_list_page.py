"""The list of all clients: its rows, its pages, and what it says where nobody fits."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from hinge_coach.accounts.models import Client
from hinge_coach.coaching.models import Tag
from lessons.models import Lesson
from tests.coaching.clients.people import close, person, signal, summarize
from tests.coaching.pages import html_of, url, words_of

LIST = "/desk/clients/"
REASONS = {"": False, "?which=needs": True, "?sort=urgent": True, "?which=silent": False}


def names_on(answer: Any) -> list[str]:
    return [row.name for row, _ in answer.context["listed"].rows]


def rows_of(browser: Browser, query: str = "") -> list[str]:
    return names_on(browser.get(LIST + query))


def test_a_row_says_where_a_client_stands_and_how_they_are(maya: Client, desk_browser: Browser, now: datetime) -> None:
    lesson = Lesson.objects.get(slug="wall-tap")
    summarize(
        maya,
        now,
        usual=2.5,
        last_score=4,
        last_number_on=date(2026, 3, 4),
        last_practice_on=date(2025, 12, 1),
        days=[["2026-02-01", 9], ["2026-03-03", 2], ["2026-03-04", 5]],
        lessons=[
            {"track": "neutral", "lesson": lesson.pk, "finished": True, "easier": False},
            {"track": "hinge", "lesson": lesson.pk, "finished": False, "easier": True},
        ],
    )
    Tag.objects.create(client=maya, name="golf")
    close(maya, now)
    page = desk_browser.get(LIST)
    words = words_of(page)
    for said in [
        "Maya closed",
        "Find neutral done · Wall tap, easier",
        "today, 4",
        "usual 2½",
        "golf",
    ]:
        assert said in words
    assert 'aria-label="The last 14 days: 2, 5."' in html_of(page)


def test_where_it_matters_a_row_says_why_they_need_a_word(desk_browser: Browser, now: datetime) -> None:
    signal(person("Ana", now), now, "silent", 48, facts={"on": "2026-02-20"})
    said = {query: "Nothing heard for 12 days." in words_of(desk_browser.get(LIST + query)) for query in REASONS}
    assert said == REASONS


def test_somebody_without_a_summary_is_listed_too(maya: Client, desk_browser: Browser) -> None:
    assert names_on(desk_browser.get(LIST)) == ["Maya"]


def test_fifty_stand_on_a_page_and_the_rest_on_the_next(desk_browser: Browser, now: datetime) -> None:
    for number in range(53):
        person(f"P{number:02}", now)
    first = desk_browser.get(f"{LIST}?q=p&sort=name")
    assert names_on(first) == [f"P{number:02}" for number in range(50)]
    assert 'href="/desk/clients/?q=p&amp;page=2"' in html_of(first)
    assert "53 fit" in words_of(first)
    assert rows_of(desk_browser, "?q=p&page=2") == ["P50", "P51", "P52"]
    assert "The list ends before page 3. The first page" in words_of(desk_browser.get(f"{LIST}?q=p&page=3"))


@pytest.mark.parametrize("page", ["0", "-1", "two", "99999999999999999999", "10001", "²"])
def test_a_page_that_is_none_shows_the_first(maya: Client, desk_browser: Browser, page: str) -> None:
    answer = desk_browser.get(LIST, {"page": page})
    assert "There is no such page; here is the first." in words_of(answer)
    assert names_on(answer) == ["Maya"]


def test_a_filter_that_does_not_exist_gets_a_sentence_and_the_plain_list(maya: Client, desk_browser: Browser) -> None:
    answer = desk_browser.get(f"{LIST}?which=loud&sort=luck")
    assert "There is no filter “loud”. There is no order “luck”." in words_of(answer)
    assert names_on(answer) == ["Maya"]


def test_where_nobody_fits_the_page_says_how_to_widen(maya: Client, desk_browser: Browser) -> None:
    page = html_of(desk_browser.get(f"{LIST}?q=zoe&tag=knee"))
    ways = ["?tag=knee", "?q=zoe", "?q=zoe&amp;which=past&amp;tag=knee", ""]
    assert [way for way in ways if f'<a href="/desk/clients/{way}">' not in page] == []
    assert "Nobody fits all of this." in page


def test_before_the_first_client_the_page_says_what_to_do(desk_browser: Browser) -> None:
    assert "Nobody is here yet. Invite your first client" in words_of(desk_browser.get(LIST))


def test_htmx_gets_the_list_alone_and_the_address_that_shows_it(maya: Client, desk_browser: Browser) -> None:
    answer = desk_browser.get(f"{LIST}?q=may&place=&sort=name", headers={"HX-Request": "true"})
    assert (answer.headers["HX-Replace-Url"], "<html" in html_of(answer), "Maya" in words_of(answer)) == (
        "/desk/clients/?q=may",
        False,
        True,
    )
    assert "HX-Request" in answer.headers["Vary"]
    back = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in html_of(desk_browser.get(f"{LIST}?q=may", headers=back))


@pytest.mark.parametrize("query", ["", "?sort=urgent", "?which=needs&q=p"])
def test_thirty_clients_cost_as_many_queries_as_one(desk_browser: Browser, now: datetime, query: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk_browser.get(LIST + query)
        return len(captured)

    def come(number: int) -> None:
        client = person(f"P{number}", now)
        summarize(client, now, usual=2, days=[["2026-03-04", 2]])
        Tag.objects.create(client=client, name="golf")
        client.pauses.create(begins_on=now.date() - timedelta(days=1))
        close(client, now)

    come(0)
    one = queries()
    for number in range(1, 30):
        come(number)
    assert (queries(), one) == (one, one)
    assert one <= 16


def test_names_are_shown_and_never_run(desk_browser: Browser, now: datetime) -> None:
    Tag.objects.create(client=person("<b>Al</b>", now), name="<i>")
    page: Any = html_of(desk_browser.get(LIST))
    assert ("&lt;b&gt;Al&lt;/b&gt;" in page, "<b>Al" in page, "<i>" in page) == (True, False, False)


def test_the_invitations_are_one_press_away(desk_browser: Browser) -> None:
    html = html_of(desk_browser.get(LIST))
    assert [f'href="{url(name)}"' in html for name in ("invite", "invitations")] == [True, True]
