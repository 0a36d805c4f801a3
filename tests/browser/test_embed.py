"""The visitor's minute inside a frame on the trainer's blog, which is another site: no cookie of ours gets there.

`localhost` and `127.0.0.1` are this machine, and to a browser they are two sites.
"""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, Playwright, expect

from tests.browser.conftest import FLAGS, OpenPage, Watch
from tests.browser.running import Site
from tests.browser.walking import clock_in, day_in, instant, look_around, tab_to, type_like_a_person

CHICAGO = "America/Chicago"
ARTICLE = "<p>Why sitting makes you stiff.</p>" * 12


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A whole Chromium: the one without windows doesn't keep a site's cookies from its frames on other sites."""
    search = [str(Path(__file__).with_name("find_browser")), "--whole"]
    program = subprocess.run(search, capture_output=True, text=True, timeout=300, check=True).stdout.strip()
    found = playwright.chromium.launch(executable_path=program, args=FLAGS)
    yield found
    found.close()


class Blog(ThreadingHTTPServer):
    """One page at every address: an article with the form in the middle."""

    snippet = ""

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.server_address[1]}"


class Reader(BaseHTTPRequestHandler):
    server: Blog

    def do_GET(self) -> None:
        page = f"<!doctype html><html lang=en><title>Blog</title>{ARTICLE}{self.server.snippet}{ARTICLE}</html>"
        self.send_response(200 if self.path == "/" else 204)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        if self.path == "/":
            self.wfile.write(page.encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def running_blog() -> Iterator[Blog]:
    with Blog(("127.0.0.1", 0), Reader) as blog:
        Thread(target=blog.serve_forever, daemon=True).start()
        yield blog
        blog.shutdown()


def snippet_for(blog: Blog, page: Page) -> str:
    """What the trainer pastes, once the blog is in the list."""
    look_around(page, "The trainer")
    page.goto("/desk/settings/embed/")
    page.get_by_label("Address of your site").fill(f"{blog.origin}/article/")
    page.get_by_role("button", name="Add the site").click()
    expect(page.get_by_text("Only the address of the whole site, please")).to_be_visible()
    page.get_by_label("Address of your site").fill(f"{blog.origin}/")
    page.get_by_role("button", name="Add the site").click()
    expect(page.get_by_text(f"Added: {blog.origin} may show the form.")).to_be_visible()
    return page.get_by_label("The form, as tall as it needs to be").input_value()


def framed(page: Page, blog: Blog) -> FrameLocator:
    """The form on the blog, once its times are on the visitor's clock and the frame is as tall as the form.

    The visitor has a cookie of the site, and the browser keeps it from the frame.
    """
    page.goto("/safety/")
    page.evaluate("document.cookie = 'mine=1; SameSite=None; Secure; path=/'")
    page.goto(blog.origin)
    page.locator("iframe").scroll_into_view_if_needed()
    frame = page.frame_locator("iframe[title='Book a free call with Robin Hale']")
    expect(frame.get_by_label("Your time zone")).to_have_value(CHICAGO)
    expect(frame.get_by_role("group", name=re.compile("Chicago time")).first).to_be_visible()
    expect_to_fit(page)
    assert page.frames[1].evaluate("document.cookie") == ""
    return frame


def expect_to_fit(page: Page) -> None:
    """Nothing to scroll inside the frame, and no empty space below the form."""
    page.wait_for_function("height => document.querySelector('iframe').clientHeight !== height", arg=900)
    (frame,) = page.frames[1:]
    frame.wait_for_function("() => Math.abs(document.documentElement.offsetHeight - innerHeight) <= 1")


def expect_booked(frame: FrameLocator, page: Page, site: Site, at: datetime, email: str) -> None:
    expect(frame.get_by_role("heading", level=1)).to_have_text("Your call is booked")
    expect(frame.get_by_role("heading", level=1)).to_be_focused()
    expect(frame.get_by_role("heading", level=1)).to_be_in_viewport()
    expect(frame.get_by_role("main")).to_contain_text(day_in(CHICAGO, at))
    expect(frame.get_by_role("main")).to_contain_text(clock_in(CHICAGO, at))
    expect_to_fit(page)
    site.mail(email, "Booked: ")


def test_a_call_is_booked_in_a_frame_on_the_blog_by_mouse_and_by_keyboard(
    open_page: OpenPage, site: Site, watch: Watch
) -> None:
    watch.expected.add(f"{site.url}/call/embed/")  # it ignores `autofocus` there, and a script does that instead
    with running_blog() as blog:
        trainer = open_page()
        blog.snippet = snippet_for(blog, trainer)

        page = open_page(locale="en-US")
        frame = framed(page, blog)
        frame.get_by_role("button", name="Book the call").click()
        expect(frame.get_by_text("Nothing is booked yet.")).to_be_visible()
        wanted = frame.get_by_role("group", name="Choose a time").get_by_role("radio").nth(1)
        at = instant(wanted)
        frame.locator("label.time").filter(has=page.locator(f"[value='{at:%Y-%m-%dT%H:%MZ}']")).click()
        type_like_a_person(frame.get_by_label("Your name"), "Kim Rai")
        frame.get_by_label("E-mail").fill("kim@example.com")
        frame.get_by_label("Phone").fill("(202) 555-0143")
        frame.get_by_role("button", name="Book the call").click()
        expect_booked(frame, page, site, at, "kim@example.com")
        with page.context.expect_page() as opened:
            frame.get_by_role("link", name="See the call").click()
        expect(opened.value.get_by_role("heading", level=1)).to_have_text("Your call is booked")
        expect(frame.get_by_role("heading", level=1)).to_have_text("Your call is booked")
        assert [cookie.get("name") for cookie in page.context.cookies()] == ["mine"]

        page = open_page(locale="en-US")
        frame = framed(page, blog)
        tab_to(page, frame.get_by_role("group", name="Choose a time").get_by_role("radio").first)
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        at = instant(frame.get_by_role("group", name="Choose a time").get_by_role("radio", checked=True))
        for label, words in (("Your name", "Lou Rai"), ("E-mail", "lou@example.com"), ("Phone", "(202) 555-0144")):
            tab_to(page, frame.get_by_label(label))
            page.keyboard.type(words, delay=35)
        tab_to(page, frame.get_by_role("button", name="Book the call").last)
        page.keyboard.press("Enter")
        expect_booked(frame, page, site, at, "lou@example.com")
        assert [cookie.get("name") for cookie in page.context.cookies()] == ["mine"]

        trainer.goto("/desk/calls/")
        assert trainer.get_by_text(f"What led them here: {blog.origin}").count() == 2
