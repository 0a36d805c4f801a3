"""The desk with a hundred clients and with ten thousand, as ratios against a bare Django page and against each other.

Part of `make bench`. The clients are made up: their rows are written directly, with the summaries and signals that the
site would have worked out. As many of them need a word as one trainer can write to, so that a page is as full with a
hundred clients as with ten thousand. Each time is the median of many calls, in time of the processor, so that whatever
else the machine does counts for little.
"""

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

os.environ.update(DEBUG="1", STATIC_AUTOREFRESH="1", DJANGO_SETTINGS_MODULE="hinge_coach.settings")
os.environ["TRAINER_SECOND_FACTOR"] = "0"
FOLDER = Path(tempfile.mkdtemp(prefix="hinge-coach-bench-desk-"))
os.environ.setdefault("DATABASE_URL", f"sqlite:///{FOLDER / 'bench.sqlite3'}")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, reset_queries, transaction  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.test import Client as Browser  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402

from hinge_coach import __version__, urls  # noqa: E402
from hinge_coach.accounts.access import public  # noqa: E402
from hinge_coach.accounts.models import Client, Trainer, User  # noqa: E402
from hinge_coach.coaching.models import Handled, Tag  # noqa: E402
from hinge_coach.safety.models import Closure, Pause  # noqa: E402
from hinge_coach.tightness.models import CheckIn  # noqa: E402
from lessons.models import ClientSummary, Lesson, Signal, TrackPosition  # noqa: E402

FEW, MANY = 100, 10_000
CHECK_INS_EACH = 100
BATCH = 500  # clients at a time
ROUNDS = 20
FIRST = ("Ana", "Bea", "Dan", "Eva", "Finn", "Gita", "Hugo", "Ivo", "Jo", "Kim", "Lee", "Maya", "Nora", "Otto", "Pia")
LAST = ("Adler", "Becker", "Chen", "Dube", "Falk", "Grant", "Holm", "Kern", "Lund", "Moss", "Novak", "Okoye", "Rao")
TAGS = ("knee", "golf", "desk job", "pickleball", "nights")
CODES = (("message", 65), ("silent", 48), ("practice_gap", 45), ("step_back", 60), ("week_up", 80), ("easier", 10))
# One number a day of each client without any, made by the database itself: a million objects would take minutes.
NUMBERS = """
    WITH RECURSIVE days(ago) AS (SELECT 0 UNION ALL SELECT ago + 1 FROM days WHERE ago + 1 < %(days)s)
    INSERT INTO tightness_checkin
        (id, client_id, at, local_on, score, moment, situation, created_at, imported, note, note_for_doctor)
    SELECT lower(hex(randomblob(16))), client.id, datetime(%(at)s, '-' || ago || ' days'),
        date(%(at)s, '-' || ago || ' days'), abs(random()) %% 7, 'any', '', %(at)s, 0, '', 0
    FROM accounts_client AS client, days
    WHERE NOT EXISTS (SELECT 1 FROM tightness_checkin AS known WHERE known.client_id = client.id)
"""
TOLD = {"sentence": "A week above your usual.", "lesson": 1, "reason": "The self-check was missed twice."}
PAGES = (
    "/desk/",
    "/desk/clients/",
    "/desk/clients/?page=2",
    "/desk/clients/?sort=urgent",
    "/desk/clients/?sort=report",
    "/desk/clients/?sort=usual",
    "/desk/clients/?sort=joined",
    "/desk/clients/?which=needs",
    "/desk/clients/?q=client",
)


@public
def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("bare")


def seed(first: int, number: int, *, now: datetime) -> None:
    """So many clients more, numbered from `first` on."""
    lessons = {track: list(Lesson.objects.filter(track=track, optional=False)) for track in ("neutral", "hinge", "sit")}
    for start in range(first, first + number, BATCH):
        with transaction.atomic():
            seed_batch(range(start, min(start + BATCH, first + number)), lessons, now)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(NUMBERS, {"at": now.isoformat(" "), "days": CHECK_INS_EACH})


def seed_batch(numbers: range, lessons: dict[str, list[Lesson]], now: datetime) -> None:
    chance = random.Random(numbers.start)  # the same clients in each run
    users = User.objects.bulk_create(
        User(
            email=f"client{number}@example.com",
            name=f"{chance.choice(FIRST)} {chance.choice(LAST)} {number}",
            zone="America/Chicago",
            password="!",
        )
        for number in numbers
    )
    joined = [now - timedelta(days=chance.randrange(5, 700)) for _ in users]
    clients = Client.objects.bulk_create(
        Client(user=user, joined_at=at, consented_at=at) for user, at in zip(users, joined, strict=True)
    )
    today = now.date()
    summaries, signals, positions, tags, handled = [], [], [], [], []
    for client in clients:
        usual = chance.randrange(1, 6)
        days = [(today - timedelta(days=day), max(0, usual + chance.randrange(-1, 3))) for day in range(CHECK_INS_EACH)]
        last_on = days[0][0]
        here = {track: chance.choice(ordered) for track, ordered in lessons.items()}
        summaries.append(
            ClientSummary(
                client=client,
                made_at=now,
                release=__version__,
                sort_name=client.user.name.casefold(),
                usual=usual,
                start=usual + 1,
                last_score=days[0][1],
                last_number_on=last_on,
                last_practice_on=last_on,
                last_report_at=now - timedelta(minutes=chance.randrange(20_000)),
                numbers=CHECK_INS_EACH,
                days=[[on.isoformat(), score] for on, score in reversed(days[:56])],
                lessons=[
                    {"track": track, "lesson": lesson.pk, "finished": False, "easier": False}
                    for track, lesson in here.items()
                ],
            )
        )
        positions += [
            TrackPosition(client=client, track=track, lesson=lesson, since=now)
            for track, lesson in here.items()
            if lesson.number > 1
        ]
        tags += [Tag(client=client, name=name) for name in TAGS if chance.random() < 0.1]
        if chance.random() < (0.6 if numbers.start < FEW else 0.06):
            code, weight = chance.choice(CODES)
            signals.append(signal(client, code, weight, points=chance.randrange(5), at=now - timedelta(hours=5)))
            if chance.random() < 0.2:
                handled.append(Handled(client=client, up_to=now - timedelta(hours=1)))
        # Silence, of which each client has a signal that begins later.
        signals.append(signal(client, "silent", 48, points=10, at=now + timedelta(days=5)))
    ClientSummary.objects.bulk_create(summaries)
    TrackPosition.objects.bulk_create(positions)
    Tag.objects.bulk_create(tags)
    Signal.objects.bulk_create(signals)
    Handled.objects.bulk_create(handled)
    Closure.objects.bulk_create(
        Closure(client=client, cause="answers", level="refer", sentence="See a doctor.", closed_at=now)
        for client in clients[:2]
    )
    Pause.objects.bulk_create(Pause(client=client, begins_on=today - timedelta(days=9)) for client in clients[2:4])


def signal(client: Client, code: str, weight: int, *, points: float, at: datetime) -> Signal:
    facts = {"on": at.date().isoformat(), "usual": 3, "start": 5, "line": "May I go on?", "count": 1, **TOLD}
    values = {"since": at, "evidence_at": at, "from_at": at, "facts": facts}
    return Signal(client=client, code=code, weight=weight, points=points, **values)


def median_ms(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    act()
    times = []
    for _ in range(rounds):
        began = time.process_time()
        act()
        times.append(1000 * (time.process_time() - began))
    return statistics.median(times)


def measured(browser: Browser) -> dict[str, tuple[float, int]]:
    """Milliseconds and queries of each page."""
    found = {}
    for url in PAGES:
        reset_queries()
        with CaptureQueriesContext(connection) as queries:
            answer = browser.get(url)
        if answer.status_code != 200:
            raise SystemExit(f"{url} answered {answer.status_code}")
        found[url] = (median_ms(lambda url=url: browser.get(url)), len(queries))  # type: ignore[misc]
    return found


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("load_curriculum", stdout=open(os.devnull, "w"))  # noqa: SIM115
    settings.ALLOWED_HOSTS = ["testserver"]
    urls.urlpatterns.append(path("bare/", bare))
    robin = User.objects.create_user("trainer@example.com", name="Robin Hale", zone="America/New_York")
    Trainer.objects.create(user=robin)
    browser, now = Browser(), timezone.now()
    browser.force_login(robin)
    bare_ms = median_ms(lambda: browser.get("/bare/"))
    seed(0, FEW, now=now)
    few = measured(browser)
    began = time.process_time()
    seed(FEW, MANY - FEW, now=now)
    seconds = time.process_time() - began
    many = measured(browser)
    print(f"{CheckIn.objects.count():,} numbers of {MANY:,} clients, made in {seconds:.0f} s")
    print(f"{'page':34} {'x bare':>8} {'x bare':>8} {'ratio':>7} {'queries':>9}")
    print(f"{'':34} {f'{FEW:,}':>8} {f'{MANY:,}':>8}")
    for url, (ms, queries) in few.items():
        then, queries_then = many[url]
        print(f"{url:34} {ms / bare_ms:8.1f} {then / bare_ms:8.1f} {then / ms:7.2f} {queries:4} {queries_then:4}")


if __name__ == "__main__":
    main()
