"""Tags: added and removed on the list and on the client's page."""

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client
from hinge_coach.coaching.models import Tag
from tests.coaching.pages import NUL_SENTENCE, TEN_KB, html_of, url, words_of

HTMX = {"HX-Request": "true"}


def tags_of(client: Client) -> list[str]:
    return [tag.name for tag in client.tags.all()]


def test_a_tag_is_added_once_in_whatever_case_and_removed_once(maya: Client, desk_browser: Browser) -> None:
    for name in ("Knie  Öl", "knie öl", "KNIE ÖL"):
        answer = desk_browser.post(url("tags", maya.pk), {"name": name, "next": "/desk/clients/?q=maya"})
        assert answer.headers["Location"] == "/desk/clients/?q=maya"
    assert tags_of(maya) == ["Knie Öl"]
    for _ in range(2):
        assert desk_browser.post(url("tags", maya.pk), {"remove": "KNIE öl"}).headers["Location"] == "/desk/clients/"
    assert tags_of(maya) == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Please write a tag, such as “knee”."),
        (" \n\t", "Please write a tag, such as “knee”."),
        ("\u200b\u200f", "Please write a tag, such as “knee”."),
        ("x" * 31, "Please keep a tag to 30 letters."),
        (TEN_KB, "Please keep a tag to 30 letters."),
        ("a\x00b", NUL_SENTENCE),
    ],
    ids=["empty", "blank", "invisible", "31 letters", "10 kB", "unwritable"],
)
def test_a_bad_tag_is_refused_beside_its_field(maya: Client, desk_browser: Browser, name: str, sentence: str) -> None:
    for headers in ({}, HTMX):
        answer = desk_browser.post(url("tags", maya.pk), {"name": name}, headers=headers)
        assert (answer.status_code, sentence in words_of(answer)) == (200, True)
    assert Tag.objects.count() == 0


def test_what_was_refused_stays_in_the_field(maya: Client, desk_browser: Browser) -> None:
    answer = desk_browser.post(url("tags", maya.pk), {"name": "a" * 31}, headers=HTMX)
    assert f'value="{"a" * 31}"' in html_of(answer)


def test_twelve_tags_are_the_most(maya: Client, desk_browser: Browser) -> None:
    for number in range(13):
        answer = desk_browser.post(url("tags", maya.pk), {"name": f"tag {number}"}, headers=HTMX)
    assert "12 tags are the most. Please remove one first." in words_of(answer)
    assert Tag.objects.count() == 12
    desk_browser.post(url("tags", maya.pk), {"name": "TAG 3"})  # it is there already, so nothing is too much


def test_htmx_gets_the_open_box_with_the_new_tag(maya: Client, desk_browser: Browser) -> None:
    answer = desk_browser.post(url("tags", maya.pk), {"name": "golf"}, headers=HTMX)
    page = html_of(answer)
    assert f'<details class="tags" id="tags-{maya.pk}" open>' in page
    assert ("<bdi>golf</bdi>" in page, "autofocus" in page, "<html" in page) == (True, True, False)


@pytest.mark.parametrize("away", ["https://elsewhere.example/desk/", "//elsewhere.example/desk/", "/today/", "desk/"])
def test_the_way_back_stays_on_the_desk(maya: Client, desk_browser: Browser, away: str) -> None:
    answer = desk_browser.post(url("tags", maya.pk), {"name": "golf", "next": away})
    assert answer.headers["Location"] == "/desk/clients/"


def test_a_tag_for_somebody_erased_meanwhile_is_not_stored(maya: Client, desk_browser: Browser) -> None:
    address = url("tags", maya.pk)
    maya.user.delete()
    answer = desk_browser.post(address, {"name": "golf"})
    assert (answer.status_code, Tag.objects.count()) == (404, 0)
