"""Rows of the desk are kept by what they show; what belongs to one page or client is that of this page and client."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.coaching.desk.shown import read_shown
from lessons.summary.refreshing import refresh
from tests.conftest import SignIn
from tests.factories import report_and_decide


@pytest.fixture
def _both_need_a_word(maya: Client, other_client: Client, now: datetime) -> None:
    for client in (maya, other_client):
        for day, score in enumerate((2, 2, 2, 6, 7, 8)):
            report_and_decide(client, now - timedelta(days=6 - day), score)
        refresh(client.pk, now=now)


def values(browser: Browser, field: str) -> list[str]:
    page = browser.get("/desk/").content.decode()
    rows = page[page.index('<ol class="needing"') : page.index("</ol>")]
    return re.findall(rf'name="{field}"\s+value="([^"]*)"', rows)


@pytest.mark.usefixtures("_both_need_a_word")
def test_each_row_has_its_own_tokens_on_each_page(
    desk_browser: Browser, maya: Client, other_client: Client, trainer: Trainer, sign_in: SignIn, now: datetime
) -> None:
    first, second = values(desk_browser, "id"), values(desk_browser, "id")
    assert len({*first, *second}) == 4
    for _ in range(2):
        shown = values(desk_browser, "shown_at")
        of_client = [{key for key in (maya.pk, other_client.pk) if read_shown(mark, key, now=now)} for mark in shown]
        assert sorted(map(tuple, of_client)) == sorted(3 * [(maya.pk,), (other_client.pk,)])
    mine, again = values(desk_browser, "csrfmiddlewaretoken"), values(sign_in(trainer), "csrfmiddlewaretoken")
    assert (len(set(mine)), len(set(again)), set(mine) & set(again)) == (1, 1, set())


@pytest.mark.usefixtures("_both_need_a_word")
def test_a_row_follows_what_it_shows(desk_browser: Browser, maya: Client) -> None:
    assert "Maya" in desk_browser.get("/desk/").content.decode()
    maya.user.name = "<i>Mia"
    maya.user.save()
    page = desk_browser.get("/desk/").content.decode()
    assert ("Maya" in page, "A message to &lt;i&gt;Mia" in page, "<bdi>&lt;i&gt;Mia</bdi>" in page) == (
        False,
        True,
        True,
    )
