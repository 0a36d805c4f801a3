"""The engines besides Chromium, each started once, against the same real gunicorn as the browser tests."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import running_site as running_site
from tests.browser.conftest import site as site
from tests.browser.running import Site
from tests.engines.browser import Browser
from tests.engines.firefox import Firefox
from tests.engines.webkit import WebKit

HERE = Path(__file__).parent
ENGINES: dict[str, type[WebKit | Firefox]] = {"webkit": WebKit, "firefox": Firefox}
ZONE = "America/Chicago"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.engines)


@pytest.fixture(scope="session")
def programs() -> dict[str, str]:
    """The program of each engine that is to be had; where all are required, a missing one is a failure."""
    found = subprocess.run([HERE / "find_engines"], stdout=subprocess.PIPE, text=True, check=False)
    return dict(line.split(" ", 1) for line in found.stdout.splitlines())


@pytest.fixture(scope="session", params=ENGINES)
def engine(
    request: pytest.FixtureRequest, programs: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    name = request.param
    if name not in programs:
        told = f"{ENGINES[name].name} is not here, and could not be installed."
        pytest.fail(told) if os.environ.get("ENGINES") == "required" else pytest.skip(told)
    running = ENGINES[name](programs[name], tmp_path_factory.mktemp(name), ZONE)
    yield running
    running.close()


@pytest.fixture
def browser(engine: Browser, site: Site) -> Iterator[Browser]:
    engine.begin(site.url)
    yield engine
    assert engine.complaints == []
