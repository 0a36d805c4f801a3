"""News are seen when their words come into view, and stay on the page on which they were."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.running import Site, finish
from tests.browser.walking import look_around

SEEN = "/today/news/seen/"

PLACED = """
from django.utils import timezone
from hinge_coach.accounts.models import Client, Trainer
from lessons.models import Lesson, NewsSeen, move_client

sam = Client.objects.get(user__email="sam@example.com")
NewsSeen.objects.create(client=sam, seen_at=timezone.now())
lesson = Lesson.objects.get(slug="seat-neutral")
move_client(client=sam, lesson=lesson, at=timezone.now(), by=Trainer.objects.owner().user, note="Go on sitting down.")
"""


def test_news_wait_below_the_fold_until_they_were_in_view_once(open_page: OpenPage, site: Site) -> None:
    finish(site.manage("shell", "--verbosity", "0", "--command", PLACED))
    page = open_page(viewport={"width": 390, "height": 160}, reduced_motion="reduce")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith(SEEN) else None)
    look_around(page, "Sam")
    page.goto("/today/")
    news = page.get_by_role("region", name="News")
    expect(news).to_contain_text("placed you at “Seat neutral”.")
    page.wait_for_load_state("networkidle")
    assert sent == []

    with page.expect_response(f"**{SEEN}"):
        news.get_by_text("placed you at").scroll_into_view_if_needed()
    expect(news).to_contain_text("Go on sitting down.")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    expect(news).to_have_count(0)
    assert len(sent) == 1
