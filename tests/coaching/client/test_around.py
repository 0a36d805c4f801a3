"""The way from one client to the next, in the order of the desk."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, User
from hinge_coach.coaching.desk.rows import neighbors
from lessons.models import Signal
from tests.coaching.pages import html_of, url


@pytest.fixture
def five(maya: Client, now: datetime) -> list[Client]:
    """Maya and three others need a word, in this order; the fifth does not."""
    others = [User.objects.create_user(f"{name}@example.com", name=name) for name in ("Bea", "Cy", "Dot", "Eve")]
    clients = [maya, *(Client.objects.create(user=user, consented_at=now) for user in others)]
    Client.objects.update(stale_since=None)
    for weight, client in zip((90, 80, 70, 60), clients, strict=False):
        at = now - timedelta(hours=1)
        moments = {"since": at, "evidence_at": at, "from_at": at}
        Signal.objects.create(client=client, code="message", weight=weight, facts={"line": "Hi", "count": 1}, **moments)
    return clients


@pytest.mark.parametrize(
    ("index", "place", "around"),
    [
        (0, 1, (None, 1, 1)),
        (1, 1, (0, 2, 2)),
        (3, 1, (2, None, 4)),
        (4, 1, (None, 0, None)),
        (4, 3, (1, 2, None)),
        (4, 5, (3, None, None)),
        (4, 99_999, (3, None, None)),
    ],
)
def test_neighbors_stand_around_a_client_or_around_the_place_they_have_left(
    five: list[Client], now: datetime, index: int, place: int, around: tuple[int | None, int | None, int | None]
) -> None:
    found = neighbors(five[index].pk, now, place=place)
    previous, following, number = around
    assert found.previous == (None if previous is None else five[previous].pk)
    assert found.following == (None if following is None else five[following].pk)
    assert (found.number, found.total) == (number, 4)


def test_who_comes_next_still_follows_once_a_client_is_handled(five: list[Client], desk_browser: Browser) -> None:
    bea = five[1]
    page = html_of(desk_browser.get(url("client", bea.pk)))
    assert '<a class="quiet" href="/desk/"> 2 of 4' in page
    press = dict(re.findall(r'<input type="hidden" name="(shown_at|next)" value="([^"]*)">', page))
    handled = desk_browser.post(url("handle", bea.pk), press)
    Signal.objects.filter(client=bea).delete()  # her summary was worked out anew meanwhile
    page = html_of(desk_browser.get(handled.headers["Location"]))
    links = dict(re.findall(r'<a href="([^"]*)" data-key="([jk])"', page))
    assert {key: href for href, key in links.items()} == {
        "k": url("client", five[0].pk),
        "j": url("client", five[2].pk),
    }
