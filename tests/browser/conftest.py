"""A real browser against a real gunicorn. What the browser complains about, in any journey, fails that journey."""

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Response,
    expect,
    sync_playwright,
)
from playwright.sync_api import Error as PlaywrightError

from tests.browser.cutting import Line, line_to
from tests.browser.running import Site, open_port, served
from tests.migrated import Migrated, Once

BROWSER_TESTS = Path(__file__).parent
PHONE = {"width": 390, "height": 844}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
PATIENCE = 30_000  # milliseconds; a busy machine is slow, a broken page never comes

OpenPage = Callable[..., Page]
CONTEXTS = pytest.StashKey[list[BrowserContext]]()  # the browsers that a test has opened


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if BROWSER_TESTS in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Adds to the message of a failed test what its pages show: without that, a refused form is only a timeout."""
    if call.when == "call" and call.excinfo:
        for context in item.stash.get(CONTEXTS, []):
            for page in context.pages:
                call.excinfo.value.add_note(words_of(page))
    return (yield)


def words_of(page: Page) -> str:
    """The address of a page, its heading, and its errors: at the top, beside fields, and of fields marked invalid."""
    try:
        headings = page.get_by_role("heading", level=1).all_inner_texts()
        errors = page.locator("[role=alert], .field__error").all_inner_texts()
        invalid = page.locator("[aria-invalid=true]").evaluate_all("fields => fields.map(field => field.name)")
    except PlaywrightError as problem:
        return f"{page.url} can't be read: {problem.message}"
    return f"{page.url} shows {headings}, errors {errors}, invalid fields {invalid}"


@pytest.fixture(scope="session")
def running_site(tmp_path_factory: pytest.TempPathFactory, once: Once, migrated: Migrated) -> Iterator[Site]:
    with open_port() as listening:
        site = Site(tmp_path_factory.mktemp("site"), listening.getsockname()[1])
        site.furnish(once, migrated)
        # A test is quicker than a person: whether it needs two seconds for the form of a call depends on the machine.
        with served(site, listening, CALL_FORM_SECONDS="0"):
            yield site


@pytest.fixture
def site(running_site: Site) -> Site:
    running_site.begin_anew()
    return running_site


@pytest.fixture(scope="session")
def live_url(running_site: Site) -> Iterator[str]:
    """The same site as the world would see it: no DEBUG, no demo, and on its guard against robots. Its address."""
    switches = {"DEBUG": "0", "DEMO": "0", "SECRET_KEY": "only for these tests " * 3, "ALLOWED_HOSTS": "127.0.0.1"}
    with open_port() as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with served(running_site, listening, **switches, SITE_URL=address) as url:
            yield url


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as play:
        yield play


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not chromium or not Path(chromium).exists():
        pytest.fail("The browser tests need Chromium, and there is none. `make browser` installs one.")
    found = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
    yield found
    found.close()


# What a browser says where a line is cut, a token is stale or an entry is refused is no fault of a page.
HINDERED = ("net::ERR", "htmx:", "status of 403", "status of 409", "status of 422", "status of 503")


class Watch:
    """Keeps what a browser complains about: errors in its console, in scripts, and answers of 500 and more."""

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self.expected: set[str] = set()  # addresses that are meant to answer with an error
        self.is_cut = False  # whether the line to the site may be cut meanwhile

    def over(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and message.location["url"] not in self.expected:
            self.complaints.append(f"console: {message.text} ({message.location['url']})")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status}: {response.request.method} {response.url}")


@pytest.fixture
def watch() -> Iterator[Watch]:
    watching = Watch()
    yield watching
    hindered = HINDERED if watching.is_cut else ()
    assert [words for words in watching.complaints if not any(each in words for each in hindered)] == []


@pytest.fixture
def line(site: Site, watch: Watch) -> Iterator[Line]:
    """A line to the site that can be cut; open pages with its `url`."""
    watch.is_cut = True
    with line_to(int(site.url.rpartition(":")[2])) as line:
        yield line


@pytest.fixture
def open_page(request: pytest.FixtureRequest, browser: Browser, site: Site, watch: Watch) -> Iterator[OpenPage]:
    """A new browser of its own for each call: no cookies yet, a phone held upright in Chicago unless told otherwise."""
    contexts: list[BrowserContext] = []
    request.node.stash[CONTEXTS] = contexts

    def opened(**options: Any) -> Page:
        usual = {"base_url": site.url, "viewport": PHONE, "locale": "en-GB", "timezone_id": "America/Chicago"}
        context = browser.new_context(**{**usual, **options})
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
