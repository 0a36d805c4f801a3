"""Prints for each lesson how many taps and words lie between Today and the first movement of somebody who knows it.

From the root: PYTHONPATH=. CHROMIUM=$(tests/browser/find_browser) .venv/bin/python tests/words_and_taps.py
It makes a site of its own in a temporary folder, with one client for each lesson.
"""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hinge_coach.settings")
os.environ.setdefault("DEBUG", "1")

import django

django.setup()

from playwright.sync_api import sync_playwright  # noqa: E402

from tests.browser import knowing  # noqa: E402
from tests.browser.counting import way_to_the_first_movement  # noqa: E402
from tests.browser.running import Site, finish, open_port, served  # noqa: E402


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="hinge-coach-words-") as folder, open_port() as listening:
        site = Site(Path(folder), listening.getsockname()[1])
        for command in ("collectstatic --no-input -v0", "migrate -v0", "createcachetable", "load_curriculum"):
            finish(site.manage(*command.split()))
        cookies = knowing.cookies(site)
        with served(site, listening), sync_playwright() as play:
            browser = play.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
            print(f"{'lesson':24} taps words = Today + before the start")
            for slug, cookie in cookies.items():
                context = browser.new_context(base_url=site.url, viewport={"width": 390, "height": 844})
                context.add_cookies([cookie])  # type: ignore[list-item]
                page = context.new_page()
                way = way_to_the_first_movement(page)
                assert f"/{slug}/" in page.url, page.url
                print(f"{slug:24} {way.taps:4} {way.words:5} = {way.on_today} + {way.on_start}")
                context.close()
            browser.close()


if __name__ == "__main__":
    main()
