"""What a client did is never lost: the line is cut, an answer is lost, the browser is killed, the sign-in has ended.

The line is a proxy that is really cut (`tests/browser/cutting.py`). Afterwards the database says what arrived: nothing
is lost, nothing is there twice, everything at its second and for its own person.
"""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import PATIENCE, OpenPage
from tests.browser.cutting import Line
from tests.browser.running import Site, open_port, served, text_of
from tests.browser.walking import (
    HOW_TIGHT,
    code_in,
    keep_today,
    look_around,
    open_the_scale,
    sign_in_with_a_mailed_code,
    skip_to_the_end,
)

LEE, MAYA = "lee@example.com", "maya@example.com"
TODAY, WAITING, LESSON = "/today/", "/waiting/", "/lessons/pelvic-clock/practice/"
HOW_HARD, NOW, GO_ON = "How hard was it?", "How tight is it now?", "Go on where you were"
SAVED = "Saved on this phone"
STORED = re.compile("/practices/")
ONE_SECOND = timedelta(seconds=1)
MOST_KEPT = 400_000  # bytes
JOIN = "FROM accounts_client c JOIN accounts_user u ON u.id = c.user_id"
PRACTICES = f"""SELECT p.done_at, b.score, a.score {JOIN} JOIN lessons_practice p ON p.client_id = c.id
    LEFT JOIN tightness_checkin b ON b.id = p.before_id LEFT JOIN tightness_checkin a ON a.id = p.after_id
    WHERE u.email = ? ORDER BY p.done_at"""
NUMBERS = f"""SELECT n.at, n.score {JOIN} JOIN tightness_checkin n ON n.client_id = c.id
    WHERE u.email = ? AND n.moment = 'any' ORDER BY n.at"""
PLACES = f"""SELECT o.situation {JOIN} JOIN lessons_carryover o ON o.client_id = c.id WHERE u.email = ? ORDER BY 1"""
CACHED = """async () => {
  const names = await caches.keys();
  const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  const paths = requests.flat().map(({ url }) => new URL(url).pathname);
  return paths.filter((path) => !path.startsWith("/static/")).sort();
}"""
BYTES = """async () => {
  const [name] = await caches.keys();
  const list = await (await caches.open(name)).match("/kept.json");
  return (await list.json()).bytes;
}"""


STYLE = "link[rel=stylesheet][href*='css/site.']"
PAPER = "getComputedStyle(document.body).backgroundColor"
IS_KEPT = """async (style) => {
  const names = await caches.keys();
  const found = await Promise.all(names.map(async (name) => (await caches.open(name)).match(style)));
  return names.length === 1 && Boolean(found[0]);
}"""
# As another release might have kept it.
WITHOUT_EFFORT = """() => new Promise((done) => {
  indexedDB.open("hinge-coach").onsuccess = ({ target: { result } }) => {
    const rows = result.transaction("outbox", "readwrite").objectStore("outbox");
    rows.getAll().onsuccess = ({ target }) => {
      const [entry] = target.result;
      const fields = entry.fields.filter(([name]) => name !== "effort");
      rows.put({ ...entry, fields }).onsuccess = () => (result.close(), done());
    };
  };
})"""


def arrived(site: Site, email: str = LEE) -> dict[str, list[Any]]:
    """What the site has of a client: practices and numbers in order of time, and places."""
    with closing(sqlite3.connect(site.database)) as database:

        def rows(question: str) -> list[Any]:
            return database.execute(question, [email]).fetchall()

        return {
            "practices": [[f"{at}+00:00", *scores] for at, *scores in rows(PRACTICES)],
            "numbers": [[f"{at}+00:00", score] for at, score in rows(NUMBERS)],
            "places": [situation for (situation,) in rows(PLACES)],
        }


def is_within_a_second(told: str, at: datetime) -> bool:
    return abs(datetime.fromisoformat(told) - at) <= ONE_SECOND


def number(page: Page, question: str, score: int) -> None:
    page.get_by_role("group", name=question).locator(f"input[value='{score}']").click()


def lead_through(page: Page, before: int = 4, after: int = 2) -> datetime:
    """From the start screen to the last question. When its number was tapped, which is when the practice was done."""
    number(page, HOW_TIGHT, before)
    skip_to_the_end(page)
    page.get_by_role("radio", name="Yes, all").click()
    number(page, HOW_HARD, 3)
    number(page, NOW, after)
    return datetime.now().astimezone()


def leave_one_waiting(page: Page, line: Line) -> datetime:
    """Lee, who keeps practice on this phone, does one without a connection. When it was done."""
    look_around(page, "Lee")
    keep_today(page)
    page.goto(LESSON)
    line.cut()
    done_at = lead_through(page)
    expect(page.get_by_role("heading", name=SAVED)).to_be_visible()
    return done_at


def bar(page: Page) -> Locator:
    return page.locator("[data-waiting-words]")


def left(page: Page) -> int:
    """Seconds until the end, as the stage or a card tells them."""
    words = page.locator("[data-player-where], [data-go-on-where]").filter(visible=True).first.inner_text()
    minutes, seconds = re.findall(r"(\d+):(\d\d) left", words)[0]
    return int(minutes) * 60 + int(seconds)


def place(page: Page) -> tuple[str, str]:
    """The large number and the strip: where the stage stands."""
    bars = "bars => bars.map(bar => Number(bar.dataset.share).toFixed(1)).join()"
    strip = str(page.locator("[data-player-strip] span span").evaluate_all(bars))
    return page.locator("[data-player-count]").inner_text(), strip


@contextmanager
def phone(browser: Browser, folder: Path, url: str) -> Iterator[tuple[Page, Callable[[], None]]]:
    """A browser with a memory of its own in a folder, as after a restart; and a way to kill it."""
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    context = browser.browser_type.launch_persistent_context(
        folder,
        executable_path=executable,
        args=["--no-sandbox", "--disable-gpu"],
        base_url=url,
        viewport={"width": 390, "height": 844},
        timezone_id="America/Chicago",
    )
    context.set_default_timeout(PATIENCE)

    def kill() -> None:
        found = subprocess.run(["pgrep", "-f", f"user-data-dir={folder}"], capture_output=True, text=True, check=True)
        for process in found.stdout.split():
            try:
                os.kill(int(process), signal.SIGKILL)
            except ProcessLookupError:
                continue

    killed = False

    def kill_once() -> None:
        nonlocal killed
        killed = True
        kill()

    yield context.pages[0], kill_once
    if not killed:
        context.close()


def test_a_practice_goes_on_where_it_was_after_reload_back_logo_and_kill(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    with phone(browser, tmp_path / "phone", site.url) as (page, kill):
        look_around(page, "Lee")
        page.goto(LESSON)
        number(page, HOW_TIGHT, 4)
        skip = page.locator("[data-player-control=skip]")
        while "Step 2" not in page.locator("[data-player-where]").inner_text():
            skip.click()
        page.wait_for_timeout(2_500)
        page.get_by_role("button", name="Pause").click()
        where = place(page)
        page.reload()
        expect(page.get_by_role("button", name="Go on", exact=True)).to_be_visible()
        assert place(page) == where
        page.goto(TODAY)
        page.go_back()
        expect(page.get_by_role("button", name="Go on", exact=True)).to_be_visible()
        assert place(page) == where
        page.goto(TODAY)
        card = page.get_by_role("region", name=GO_ON)
        expect(card).to_contain_text("4 before")
        seconds = left(page)
        card.get_by_role("link", name="Go on").click()
        page.get_by_role("button", name="Go on", exact=True).click()
        page.wait_for_timeout(2_500)
        killed_at = place(page)
        kill()
    with phone(browser, tmp_path / "phone", site.url) as (page, _):
        look_around(page, "Lee")  # a browser writes its cookies half a minute later than what it keeps
        expect(page.get_by_role("region", name=GO_ON)).to_contain_text("Pelvic clock")
        assert 0 <= seconds - left(page) <= 4
        page.get_by_role("link", name="Go on").click()
        expect(page.get_by_role("button", name="Go on", exact=True)).to_be_visible()
        assert abs(int(place(page)[0]) - int(killed_at[0])) <= 1
        skip_to_the_end(page)
        page.get_by_role("radio", name="Yes, all").click()
        expect(page.get_by_role("heading", name=HOW_HARD)).to_be_visible()
        page.reload()
        expect(page.get_by_role("heading", name=HOW_HARD)).to_be_visible()
        number(page, HOW_HARD, 3)
        number(page, NOW, 2)
        page.wait_for_url(STORED)
        page.goto(TODAY)
        expect(page.get_by_role("region", name=GO_ON)).to_be_hidden()
    stored = arrived(site)
    assert [scores for _, *scores in stored["practices"]] == [[4, 2]]


def test_what_waits_survives_a_closed_browser_and_is_sent_in_order_once(
    browser: Browser, site: Site, line: Line, tmp_path: Path
) -> None:
    with phone(browser, tmp_path / "phone", line.url) as (page, _):
        look_around(page, "Lee")
        told_before = len(arrived(site)["numbers"])
        keep_today(page)
        assert page.evaluate(CACHED) == sorted(
            ["/kept.json", LESSON, "/lessons/tall-kneel-hinge/practice/", "/safety/", TODAY, WAITING]
        )
        assert page.evaluate(BYTES) <= MOST_KEPT
        line.cut()
        page.goto(TODAY)
        page.locator(".session__start").click()
        practiced_at = lead_through(page)
        expect(page.get_by_role("heading", name=SAVED)).to_be_visible()
        page.get_by_role("link", name="Go to Today").click()
        expect(bar(page)).to_have_text("1 entry waits")
        expect(page.get_by_text("Done, waits on this phone")).to_be_visible()
        expect(page.get_by_role("link", name="Start: Tall-kneel hinge")).to_be_visible()
        open_the_scale(page)
        number(page, HOW_TIGHT, 3)
        told_at = datetime.now().astimezone()
        expect(page.get_by_text("Kept on this phone: 3.")).to_be_visible()
        page.get_by_role("button", name="The car").click()
        expect(bar(page)).to_have_text("3 entries wait")
    assert [len(rows) for rows in arrived(site).values()] == [0, told_before, 0]
    with phone(browser, tmp_path / "phone", line.url) as (page, _):
        page.goto(WAITING)
        rows = page.locator("[data-entry]")
        expect(rows.locator("[data-row-title]")).to_have_text(["Pelvic clock", "A number", "Where you hinged"])
        expect(rows.first.locator("[data-row-summary]")).to_have_text("Yes, all, effort 3, 4 before, 2 after")
        line.mend()
        # Two tabs send at once, each by itself when it opens.
        page.context.new_page().goto(TODAY, wait_until="commit")
        page.reload()
        expect(page.get_by_text("Nothing waits. All is saved.")).to_be_visible()
    stored = arrived(site)
    assert [scores for _, *scores in stored["practices"]] == [[4, 2]]
    assert is_within_a_second(stored["practices"][0][0], practiced_at)
    assert [score for _, score in stored["numbers"][told_before:]] == [3]
    assert is_within_a_second(stored["numbers"][-1][0], told_at)
    assert stored["places"] == ["car"]


def test_what_one_tab_has_sent_no_other_shows_as_waiting_and_today_is_drawn_anew_when_it_is_seen_again(
    open_page: OpenPage, line: Line
) -> None:
    page = open_page(base_url=line.url)
    look_around(page, "Lee")
    keep_today(page)
    page.goto(TODAY)
    other = page.context.new_page()
    other.goto(LESSON)
    line.cut()
    lead_through(other)
    expect(bar(page)).to_have_text("1 entry waits")
    line.mend()
    other.goto(WAITING)
    expect(other.get_by_text("Nothing waits. All is saved.")).to_be_visible()
    expect(bar(page)).to_be_hidden()
    expect(page.get_by_role("link", name="Pelvic clock", exact=True)).to_be_hidden()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_role("link", name="Pelvic clock", exact=True)).to_be_visible()


def test_an_answer_that_is_lost_after_the_site_stored_it_stores_nothing_twice(
    open_page: OpenPage, site: Site, line: Line
) -> None:
    page = open_page(base_url=line.url)
    look_around(page, "Lee")
    keep_today(page)
    page.goto(LESSON)
    line.lose_the_answer_to(f"POST {LESSON}")
    lead_through(page)
    expect(page.get_by_role("heading", name=SAVED)).to_be_visible()
    assert line.lost.wait(10)
    assert len(arrived(site)["practices"]) == 1
    line.mend()
    page.goto(TODAY)
    expect(page.get_by_role("link", name="Pelvic clock", exact=True)).to_be_visible()
    expect(bar(page)).to_be_hidden()
    assert [scores for _, *scores in arrived(site)["practices"]] == [[4, 2]]


def test_after_an_ended_session_the_mailed_code_brings_the_practice_back_and_stores_it_once(
    open_page: OpenPage, site: Site
) -> None:
    page = open_page()
    look_around(page, "Lee")
    page.goto(LESSON)
    expect(page.locator(".is-live")).to_be_visible()
    page.context.clear_cookies(name="sessionid")
    done_at = lead_through(page)
    page.get_by_role("link", name="Sign in").click()
    page.get_by_role("textbox", name="E-mail").fill(LEE)
    page.get_by_role("button", name="Mail me a code").click()
    page.get_by_label("Code").fill(code_in(text_of(site.mail(LEE, "Your sign-in code"))))
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(STORED)
    stored = arrived(site)
    assert [scores for _, *scores in stored["practices"]] == [[4, 2]]
    assert datetime.fromisoformat(stored["practices"][0][0]) - done_at < timedelta(minutes=1)


def test_another_person_on_the_phone_sees_and_sends_nothing_of_the_first(
    open_page: OpenPage, site: Site, line: Line
) -> None:
    page = open_page(base_url=line.url)
    leave_one_waiting(page, line)
    line.mend()
    page.context.clear_cookies(name="sessionid")
    before = arrived(site, MAYA)
    look_around(page, "Maya")
    page.goto(WAITING)
    expect(page.get_by_text("Nothing waits. All is saved.")).to_be_visible()
    expect(bar(page)).to_be_hidden()
    assert page.evaluate("caches.keys()") == []
    assert (arrived(site, MAYA), arrived(site)["practices"]) == (before, [])
    page.context.clear_cookies(name="sessionid")
    look_around(page, "Lee")
    expect(page.get_by_role("link", name="Pelvic clock", exact=True)).to_be_visible()  # sent, and told on Today
    assert [scores for _, *scores in arrived(site)["practices"]] == [[4, 2]]


def test_signing_out_asks_about_what_waits_and_leaves_nothing_on_the_phone(
    open_page: OpenPage, site: Site, line: Line
) -> None:
    page = open_page(base_url=line.url)
    leave_one_waiting(page, line)
    line.mend()
    # The site takes nothing for a while, so that something is left to ask about.
    page.route("**/practice/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.goto("/me/")
    page.get_by_role("button", name="Sign out").click()
    question = page.get_by_role("dialog", name="Not everything is sent yet")
    expect(question).to_contain_text("1 entry isn’t sent yet.")
    question.get_by_role("button", name="Stay signed in").click()
    expect(bar(page)).to_have_text("1 entry waits")
    page.get_by_role("button", name="Sign out").click()
    question.get_by_role("button", name="Sign out and delete").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("indexedDB.databases()") == []
    line.cut()
    with pytest.raises(Exception, match="ERR_CONNECTION_REFUSED"):
        page.goto(TODAY)
    assert arrived(site)["practices"] == []


def test_a_refused_entry_says_why_and_is_put_right(open_page: OpenPage, site: Site, line: Line) -> None:
    page = open_page(base_url=line.url)
    done_at = leave_one_waiting(page, line)
    page.evaluate(WITHOUT_EFFORT)
    line.mend()
    page.goto(WAITING)
    expect(bar(page)).to_have_text("1 wasn’t taken")
    row = page.locator("[data-entry]")
    expect(row).to_contain_text("How hard was it? Please choose a number from 0 to 10.")
    row.get_by_role("button", name="Put it right").click()
    expect(page.get_by_role("heading", name=HOW_HARD)).to_be_visible()
    number(page, HOW_HARD, 3)
    page.wait_for_url(STORED)
    page.goto(TODAY)
    expect(bar(page)).to_be_hidden()
    stored = arrived(site)["practices"]
    assert [scores for _, *scores in stored] == [[4, 2]]
    assert is_within_a_second(stored[0][0], done_at)


def test_a_new_release_leaves_what_is_kept_whole_until_its_own_pages_are_in(
    open_page: OpenPage, site: Site, line: Line, tmp_path: Path
) -> None:
    """With hashed names, as on a real site."""
    real = {"DEBUG": "0", "DEMO": "0", "SECRET_KEY": "only for these tests " * 3, "ALLOWED_HOSTS": "127.0.0.1"}
    old, new = site.folder / "static", other_release(site, tmp_path / "static")
    page = open_page(base_url=line.url)
    with (
        open_port() as first,
        open_port() as second,
        served(site, first, **real, STATIC_ROOT=str(old)) as before,
        served(site, second, **real, STATIC_ROOT=str(new)) as after,
    ):
        line.lead_to(port_of(before))
        sign_in_with_a_mailed_code(page, site, LEE)
        keep_today(page)
        line.lead_to(port_of(after))
        line.cut()
        page.goto(TODAY)
        style = page.locator(STYLE).get_attribute("href")
        assert page.evaluate(PAPER) == "rgb(251, 246, 236)"
        line.mend()
        page.goto(TODAY)
        fresh = page.locator(STYLE).get_attribute("href")
        assert fresh == "/static/css/site.0123456789ab.css" != style
        while not page.evaluate(IS_KEPT, fresh):  # the site's own time limit ends a wait that is in vain
            page.wait_for_timeout(100)
        line.cut()
        page.goto(TODAY)
        assert page.locator(STYLE).get_attribute("href") == fresh
        assert page.evaluate(PAPER) == "rgb(251, 246, 236)"


def port_of(url: str) -> int:
    return int(url.rpartition(":")[2])


def other_release(site: Site, folder: Path) -> Path:
    """The static files with another style sheet for the whole site."""
    shutil.copytree(site.folder / "static", folder)
    manifest = json.loads((folder / "staticfiles.json").read_text())
    old = folder / manifest["paths"]["css/site.css"]
    new = old.with_name("site.0123456789ab.css")
    new.write_bytes(old.read_bytes() + b"\n")
    manifest["paths"]["css/site.css"] = "css/site.0123456789ab.css"
    (folder / "staticfiles.json").write_text(json.dumps(manifest))
    return folder
