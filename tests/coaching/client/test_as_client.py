"""The trainer reads a client's pages as they stand: nothing can be pressed, and nothing is written but the look."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Look, Trainer
from lessons.models import Lesson, Message, move_client
from tests.coaching.conftest import Feel, Practise
from tests.conftest import SignIn
from tests.reading import page_text

PAGES = {"as-client/": "/today/", "as-client/tightness/": "/tightness/"}
# What acts, or would carry something of the client's session.
ACTING = r"<(?:form|button|input|select|textarea|dialog|label|script)\b|href=|hx-|data-|csrf|name="


@pytest.fixture
def lived(maya: Client, trainer: Trainer, now: datetime, feel: Feel, practise: Practise) -> Client:
    """Some weeks of hers, with news that she hasn't seen and a word from her trainer."""
    for days in range(12, 1, -1):
        practise(maya, days_ago=days)
        feel(maya, 3 + days % 3, days_ago=days - 0.5, note="After the car.")
    Message.objects.create(client=maya, by=trainer, text="Well done <3", written_at=now - timedelta(hours=2))
    slide = Lesson.objects.get(slug="leg-slide")
    move_client(client=maya, lesson=slide, at=now - timedelta(hours=1), by=trainer.user, note="Ready.")
    return maya


def shown(response: Any) -> str:
    """The part of the page that is the client's."""
    return str(response.content.decode().partition('<div class="as-client__page">')[2].partition("</main>")[0])


def tables() -> dict[str, list[Any]]:
    models = apps.get_models(include_auto_created=True)
    return {model._meta.label: list(model._base_manager.order_by("pk").values_list()) for model in models}


@pytest.mark.parametrize("page", PAGES)
def test_nothing_acts_and_nothing_but_the_look_is_written(desk_browser: Browser, lived: Client, page: str) -> None:
    before = tables()
    response = desk_browser.get(f"/desk/clients/{lived.pk}/{page}")
    after = tables()
    assert re.findall(ACTING, shown(response)) == []
    assert dict(response.cookies.get("csrftoken") or {}).get("value") is None
    assert {name for name, rows in after.items() if rows != before[name]} == {"accounts.Look"}
    look = Look.objects.get()
    assert (look.client, look.kind, look.by and look.by.email) == (lived, "as_client", "trainer@example.com")


@pytest.mark.parametrize(("page", "own"), PAGES.items())
def test_it_says_what_the_client_reads(
    desk_browser: Browser, lived: Client, sign_in: SignIn, page: str, own: str
) -> None:
    theirs = sign_in(lived).get(own).content.decode().partition("<main")[2].partition(">")[2].partition("</main>")[0]
    seen = shown(desk_browser.get(f"/desk/clients/{lived.pk}/{page}"))
    without_fields = re.sub(r"<(textarea|select|dialog|template).*?</\1>", "", theirs, flags=re.DOTALL)
    assert words(seen) == words(without_fields)
    assert len(words(seen)) > 100


def words(html: str) -> list[str]:
    return re.sub(r"<[^>]*>", " ", html).split()


def test_news_stay_news_for_the_client(desk_browser: Browser, lived: Client, sign_in: SignIn) -> None:
    browser = sign_in(lived)
    first = page_text(browser.get("/today/"))
    desk_browser.get(f"/desk/clients/{lived.pk}/as-client/")
    assert page_text(browser.get("/today/")) == first
    assert "Ready. Today" in first


def test_the_summary_is_the_one_that_a_doctor_gets(desk_browser: Browser, lived: Client, sign_in: SignIn) -> None:
    def article(browser: Browser, path: str) -> str:
        html = browser.get(path).content.decode()
        return str(html.partition("</header>")[2].partition("</header>")[2].partition("</article>")[0])

    theirs = article(sign_in(lived), "/tightness/summary/")
    assert article(desk_browser, f"/desk/clients/{lived.pk}/summary/") == theirs
    assert "What was reported" in theirs
    assert list(Look.objects.values_list("client", "kind")) == [(lived.pk, "summary")]
