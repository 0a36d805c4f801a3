"""`make bench`: how long pages and the body take, as ratios against a bare Django page in the same run.

A ratio travels between machines; a millisecond does not. Each figure is the median of many calls.
"""

import gzip
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

os.environ.update(DEBUG="1", DEMO="1", STATIC_AUTOREFRESH="1", DJANGO_SETTINGS_MODULE="hinge_coach.settings")
FOLDER = Path(tempfile.mkdtemp(prefix="hinge-coach-bench-"))
os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER / 'bench.sqlite3'}"

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.test import Client as Browser  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402

from hinge_coach import urls  # noqa: E402
from hinge_coach.accounts.access import public  # noqa: E402
from hinge_coach.accounts.models import Client, User  # noqa: E402
from hinge_coach.tightness.models import CheckIn  # noqa: E402
from lessons.body.animation.movements import MOVEMENTS  # noqa: E402
from lessons.body.drawing.frames import Way, draw_frames  # noqa: E402
from lessons.body.model.anthropometry import Body  # noqa: E402
from lessons.body.model.balance import solve  # noqa: E402
from lessons.body.model.loads import loads  # noqa: E402
from lessons.body.model.pose import Pose, joints  # noqa: E402
from lessons.models import Lesson, Practice, VerdictRecord  # noqa: E402

ROUNDS = 30
MAN = Body("m", 1.77, 75)
WAYS: tuple[Way, ...] = ("right", "fault")
PAGES = {
    "": ["/", "/lessons/", "/lessons/wall-tap/", "/safety/", "/call/", "/accounts/login/"],
    "maya@example.com": ["/today/", "/tightness/", "/lessons/wall-tap/practice/", "/me/"],
    "trainer@example.com": ["/desk/", "/desk/clients/1/", "/desk/calls/"],
}
ENTRIES = 5000  # of somebody who has been here for almost three years


@public
def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("bare")


def long_here() -> User:
    """A client with 5,000 entries, a practice for every fourth of them."""
    now = timezone.now()
    user = User.objects.create_user("long@example.com", name="Long here", zone="America/Chicago")
    client = Client.objects.create(user=user, joined_at=now - timedelta(hours=5 * ENTRIES), consented_at=now)
    instants = [(number, now - timedelta(hours=5 * number)) for number in range(ENTRIES)]
    entries = [
        CheckIn(
            client=client,
            at=at,
            local_on=client.today(at),
            score=number * 7919 % 11,
            moment=("any", "after", "before", "morning")[number % 4],
            situation=("", "sitting", "sport")[number % 3],
        )
        for number, at in instants
    ]
    CheckIn.objects.bulk_create(entries)
    lesson = Lesson.objects.get(slug="wall-tap")
    common = {"client": client, "lesson": lesson, "guess": "clean", "passed": True, "effort": 4}
    practices = [
        Practice(before=before, after=after, done_at=after.at, local_on=after.local_on, **common)
        for after, before in zip(entries[1::4], entries[2::4], strict=True)
    ]
    Practice.objects.bulk_create(practices)
    reasons = [{"code": "bench", "client": "Stay.", "trainer": "Stay.", "entries": []}]
    VerdictRecord.objects.bulk_create(
        VerdictRecord(practice=each, decision="hold", reasons=reasons, decided_at=each.done_at) for each in practices
    )
    return user


def median_ms(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    act()
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        act()
        times.append(1000 * (time.perf_counter() - began))
    return statistics.median(times)


def pages() -> None:
    urls.urlpatterns.append(path("bare/", bare))
    settings.ALLOWED_HOSTS = ["testserver"]
    bare_ms = median_ms(lambda: Browser().get("/bare/"))
    print(f"{'page':34} {'ms':>8} {'x bare':>8} {'kB':>7}")
    print(f"{'a bare Django page':34} {bare_ms:8.2f} {1:8.1f}")
    long = long_here()
    their_page = f"/desk/clients/{long.client.pk}/"
    many = {long.email: ["/today/", "/tightness/", "/tightness/?range=all"], "trainer@example.com": [their_page]}
    for email, paths in [*PAGES.items(), *many.items()]:
        if email == long.email:
            print(f"with {ENTRIES} entries")
        browser = Browser()
        if email:
            browser.force_login(User.objects.get(email=email))
        for url in paths:
            answer = browser.get(url, headers={"Accept-Encoding": "gzip"})
            if answer.status_code != 200:
                raise SystemExit(f"{url} answered {answer.status_code}")
            ms = median_ms(lambda url=url, browser=browser: browser.get(url))  # type: ignore[misc]
            print(f"{url:34} {ms:8.2f} {ms / bare_ms:8.1f} {len(answer.content) / 1000:7.1f}")


def body() -> None:
    hinge = Pose(shank=0, thigh=25)
    solved = median_ms(lambda: loads(MAN, solve(MAN, hinge)), rounds=300)
    print(f"\n{'a solved pose with its moments':34} {solved:8.3f} ms")
    print(f"{'the joints of a pose':34} {median_ms(lambda: joints(MAN, hinge), rounds=300):8.3f} ms")
    drawn = draw_all()
    slowest = max(drawn, key=lambda name: drawn[name])
    print(f"{f'25 frames with paths, median of {len(drawn)}':34} {statistics.median(drawn.values()):8.1f} ms")
    print(f"{'the slowest: ' + slowest:34} {drawn[slowest]:8.1f} ms")
    sizes = {slug: figure_kb(slug) for slug in MOVEMENTS}
    heaviest = max(sizes, key=lambda slug: sizes[slug])
    print(f"{f'a figure on its page, median of {len(sizes)}':34} {statistics.median(sizes.values()):8.1f} kB gzip")
    print(f"{'the heaviest: ' + heaviest:34} {sizes[heaviest]:8.1f} kB gzip")


def draw_all(rounds: int = 3) -> dict[str, float]:
    """Movement and way -> ms for 25 frames with their paths. Taken in turns, so that a busy moment hits none alone."""
    times: dict[str, list[float]] = {}
    for _ in range(rounds):
        for slug, movement in MOVEMENTS.items():
            for way in WAYS:
                began = time.perf_counter()
                draw_frames.__wrapped__(movement, way, count=25)
                times.setdefault(f"{slug} {way}", []).append(1000 * (time.perf_counter() - began))
    return {name: statistics.median(found) for name, found in times.items()}


def figure_kb(slug: str) -> float:
    """How much a lesson page grows by its figure, compressed."""
    page = Browser().get(f"/lessons/{slug}/").content
    begin, end = page.index(b'<div class="figures'), page.index(b'<ul class="cues')
    return (len(gzip.compress(page, 6)) - len(gzip.compress(page[:begin] + page[end:], 6))) / 1000


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("load_curriculum", stdout=open(os.devnull, "w"))  # noqa: SIM115
    call_command("demo", stdout=open(os.devnull, "w"))  # noqa: SIM115
    pages()
    body()


if __name__ == "__main__":
    main()
