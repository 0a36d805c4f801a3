"""Part of `make bench`: how many bytes the figures of the lessons weigh, and what a moving one costs a frame.

The cost is that of the two figures of the heaviest lesson while they play in Chromium with the processor slowed six
times, about a phone: script, style and layout, in time of the page's thread, so that whatever else the machine does
counts for little. Milliseconds don't travel between machines; `python tests/bench_figures.py REVISION` measures the
figures of another commit in turns with those of this one, and prints their cost as a multiple.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Route, ViewportSize, sync_playwright

from lessons.body.animation.movements import MOVEMENTS
from lessons.body.drawing.people import PEOPLE
from lessons.figures.lesson_figure import BUDGET, MovementDrawing, within_budget
from lessons.figures.persons import person_of
from tests.browser.conftest import FLAGS, PHONE

ROOT = Path(__file__).resolve().parent.parent
SLOWED = 6
SECONDS = 10
ROUNDS = 3
GOAL = 1.5  # times the cost of the other commit
PARTS = {"script": "ScriptDuration", "style": "RecalcStyleDuration", "layout": "LayoutDuration"}
# Runs in the tree of either commit, with its own code and rows.
PAGE = """
import io, sys
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
call_command("load_curriculum", stdout=io.StringIO())
settings.ALLOWED_HOSTS = ["testserver"]
answer = Client().get(f"/lessons/{sys.argv[1]}/")
assert answer.status_code == 200, answer.status_code
sys.stdout.buffer.write(answer.content)
"""
COUNT_FRAMES = """
    const next = requestAnimationFrame.bind(window);
    window.framesDrawn = 0;
    window.requestAnimationFrame = (draw) => next((now) => { window.framesDrawn++; draw(now); });
"""


@dataclass(frozen=True)
class Tree:
    """The files of a commit, and the page of a lesson as its code makes it."""

    root: Path
    page: bytes


@dataclass(frozen=True)
class Cost:
    """Milliseconds a frame, by part, and frames a second."""

    parts: Mapping[str, float]
    frames_a_second: float

    @property
    def whole(self) -> float:
        return sum(self.parts.values())


def weights() -> dict[str, int]:
    """Lesson -> compressed bytes of its figure, of the person that it shows."""
    drawings = {slug: MovementDrawing(movement, PEOPLE[person_of(slug).person]) for slug, movement in MOVEMENTS.items()}
    return {slug: within_budget(drawing).weight for slug, drawing in drawings.items()}


def print_weights(weighed: Mapping[str, int]) -> None:
    lightest, heaviest = (pick(weighed, key=lambda slug: weighed[slug]) for pick in (min, max))
    above = [slug for slug, weight in weighed.items() if weight > BUDGET]
    print(f"\n{'figure of a lesson':44}{'bytes':>8}{'goal':>8}")
    print(f"{'the lightest: ' + lightest:44}{weighed[lightest]:8,}")
    print(f"{f'the median of {len(weighed)}':44}{statistics.median(weighed.values()):8,.0f}")
    print(f"{'the heaviest: ' + heaviest:44}{weighed[heaviest]:8,}{BUDGET:8,}")
    print(f"{'above the budget: ' + (', '.join(above) or 'none'):44}{len(above):8}{0:8}")


def tree_of(root: Path, slug: str, folder: Path) -> Tree:
    settings = {
        "DEBUG": "1",
        "STATIC_AUTOREFRESH": "1",
        "DJANGO_SETTINGS_MODULE": "hinge_coach.settings",
        "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
        "PYTHONPATH": str(root),
    }
    command = [sys.executable, "-c", PAGE, slug]
    made = subprocess.run(command, cwd=root, env={**os.environ, **settings}, stdout=subprocess.PIPE, check=True)
    return Tree(root, made.stdout)


def unpacked(revision: str, folder: Path) -> Path:
    """The files of a commit, in a folder of their own."""
    root = folder / "tree"
    root.mkdir()
    archive = subprocess.run(["git", "archive", revision], cwd=ROOT, stdout=subprocess.PIPE, check=True)
    subprocess.run(["tar", "-x", "-C", str(root)], input=archive.stdout, check=True)
    return root


def play(browser: Browser, tree: Tree) -> Cost:
    """The cost of a frame in ten seconds of both figures on a phone."""

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        file = tree.root / path.lstrip("/")
        if route.request.is_navigation_request():
            route.fulfill(body=tree.page, content_type="text/html; charset=utf-8")
        elif path.startswith("/static/") and file.is_file():
            route.fulfill(path=file)
        else:
            route.fulfill(status=404)

    context = browser.new_context(
        viewport=ViewportSize(width=PHONE["width"], height=PHONE["height"]),
        service_workers="block",
        reduced_motion="no-preference",
    )
    page = context.new_page()
    page.route("**/*", answer)
    page.add_init_script(COUNT_FRAMES)
    page.goto("http://127.0.0.1/")
    page.locator("[data-figures]").scroll_into_view_if_needed()
    page.wait_for_function("framesDrawn > 60")  # until the script is compiled
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})

    def counted() -> tuple[float, dict[str, float]]:
        told = session.send("Performance.getMetrics")["metrics"]
        return float(page.evaluate("framesDrawn")), {each["name"]: each["value"] for each in told}

    frames_before, before = counted()
    page.wait_for_timeout(1000 * SECONDS)
    frames_after, after = counted()
    context.close()
    frames = frames_after - frames_before
    parts = {part: 1000 * (after[name] - before[name]) / frames for part, name in PARTS.items()}
    return Cost(parts, frames / SECONDS)


def print_costs(slug: str, trees: Mapping[str, Tree], chromium: str) -> None:
    rounds: dict[str, list[Cost]] = {name: [] for name in trees}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for _ in range(ROUNDS):
            for name, tree in trees.items():
                rounds[name].append(play(browser, tree))
        browser.close()
    median = {name: sorted(costs, key=lambda cost: cost.whole)[ROUNDS // 2] for name, costs in rounds.items()}
    print(f"\nms a frame of both figures of {slug}, the processor slowed {SLOWED} times; the median of {ROUNDS} rounds")
    print(
        f"{'commit':20}"
        + "".join(f"{part:>8}" for part in PARTS)
        + f"{'sum':>8}{'frames/s':>10}{'ratio':>8}{'goal':>6}"
    )
    base = list(median.values())[-1]
    for name, cost in median.items():
        ratio = f"{cost.whole / base.whole:8.2f}{GOAL:6.2f}" if cost is not base else ""
        parts = "".join(f"{ms:8.2f}" for ms in cost.parts.values())
        print(f"{name:20}{parts}{cost.whole:8.2f}{cost.frames_a_second:10.1f}{ratio}")


def main() -> None:
    weighed = weights()
    print_weights(weighed)
    chromium = os.environ.get("CHROMIUM")
    if not chromium:
        print("Chromium isn't here, so there is no cost of a frame: name it in CHROMIUM.")
        return
    heaviest = max(weighed, key=lambda slug: weighed[slug])
    with tempfile.TemporaryDirectory(prefix="hinge-coach-bench-figures-") as name:
        folder = Path(name)
        trees = {"this one": tree_of(ROOT, heaviest, folder)}
        for revision in sys.argv[1:2]:
            (folder / "other").mkdir()
            trees[revision] = tree_of(unpacked(revision, folder / "other"), heaviest, folder / "other")
        print_costs(heaviest, trees, chromium)


if __name__ == "__main__":
    main()
