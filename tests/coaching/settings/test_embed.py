"""The trainer's own sites that may show the call form, and what to paste there."""

import re
from html import unescape

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from hinge_coach.accounts.models import Trainer, User
from hinge_coach.booking.models import Call, EmbedOrigin
from hinge_coach.coaching.settings.embed_forms import FLAW_SENTENCES, MOST_ORIGINS
from tests.coaching.pages import html_of, words_of

EMBED = "/desk/settings/embed/"


def listed() -> list[str]:
    return list(EmbedOrigin.objects.values_list("origin", flat=True))


def add(browser: Browser, origin: str) -> str:
    return words_of(browser.post(EMBED, {"do": "add", "origin": origin}, follow=True))


def test_a_site_is_added_once_and_removed(desk_browser: Browser) -> None:
    assert "No site is in the list yet." in words_of(desk_browser.get(EMBED))
    assert "Added: https://blog.example.com may show the form." in add(desk_browser, " https://Blog.example.com:443/ ")
    assert "https://blog.example.com is in the list already." in add(desk_browser, "https://blog.example.com")
    assert listed() == ["https://blog.example.com"]
    removed = desk_browser.post(EMBED, {"do": "remove", "origin": str(EmbedOrigin.objects.get().pk)}, follow=True)
    assert ("That site can't show the form anymore." in words_of(removed), listed()) == (True, [])


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Please write the address of your site."),
        ("null", "This stands for no site of yours."),
        ("https://*.example.com", "A star would let in sites that aren't yours."),
        ("https://blog.example.com/hinge", "Only the address of the whole site, please"),
        ("http://blog.example.com", "The address has to begin with https://"),
        ("http://localhost:8000", "The address has to begin with https://"),
        ("https://me@blog.example.com", "Please leave out the name before the @."),
        ("https://blog.example.com; script-src *", "A star would let in sites"),
        ("https://blog.example.com;x", "This doesn't look like the address of a site."),
        ("https://blog.example.com:99999", "a number from 1 to 65535"),
        ("https://a\0b.example.com", "This holds a character that can't be written down."),
        ("https://" + "a" * 1_000_000, "This is too long for the address of a site."),
    ],
)
def test_what_is_no_site_gets_a_sentence_and_what_was_typed_stays(
    desk_browser: Browser, typed: str, sentence: str
) -> None:
    response = desk_browser.post(EMBED, {"do": "add", "origin": typed})
    (field,) = re.findall('<input type="url"[^>]*>', response.content.decode())
    assert (sentence in words_of(response), listed()) == (True, [])
    assert (f'value="{typed}"' in unescape(field)) == bool(typed)


def test_every_flaw_has_a_sentence() -> None:
    assert set(FLAW_SENTENCES) == set(next(iter(FLAW_SENTENCES)).__class__)


def test_ten_sites_are_the_most(desk_browser: Browser, trainer: Trainer) -> None:
    for number in range(MOST_ORIGINS):
        add(desk_browser, f"https://blog-{number}.example.com")
    assert "10 sites are the most. Please remove one first." in add(desk_browser, "https://more.example.com")
    assert len(listed()) == MOST_ORIGINS


@pytest.mark.parametrize("number", ["", "x", "9" * 40, "٣", "\0"])
def test_removing_a_site_that_is_not_there_is_harmless(desk_browser: Browser, number: str) -> None:
    assert desk_browser.post(EMBED, {"do": "remove", "origin": number}).status_code == 302


def test_the_snippet_can_be_pasted_as_it_is(desk_browser: Browser, trainer: Trainer, settings: Settings) -> None:
    User.objects.filter(pk=trainer.user_id).update(name='Robin "Hinge" <Hale> & Co')
    add(desk_browser, "https://blog.example.com")
    page = desk_browser.get(EMBED).content.decode()
    with_script, alone, link = (
        unescape(each) for each in re.findall(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.DOTALL)
    )
    frame, script = with_script.splitlines()
    assert alone.strip() == frame
    assert frame == (
        f'<iframe src="{settings.SITE_URL}/call/embed/"'
        ' title="Book a free call with Robin &quot;Hinge&quot; &lt;Hale&gt; &amp; Co"'
        ' width="100%" height="900" frameborder="0" loading="lazy" referrerpolicy="origin"></iframe>'
    )
    assert script == f'<script async src="{settings.SITE_URL}/static/js/embed.js"></script>'
    assert link == f"{settings.SITE_URL}/call/?from=sitting-article"
    assert "<iframe" not in page


def test_the_desk_shows_what_led_a_caller_here_as_text(desk_browser: Browser, ninas_call: Call) -> None:
    Call.objects.filter(pk=ninas_call.pk).update(source="<b>https://evil.example</b>")
    page = html_of(desk_browser.get("/desk/calls/"))
    assert "What led them here: <bdi>&lt;b&gt;https://evil.example&lt;/b&gt;</bdi>" in page
