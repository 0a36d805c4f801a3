"""A dozen people on the desk, each there for one thing, and all named after it."""

from datetime import date, datetime, timedelta
from typing import Any

from hinge_coach.accounts.models import Client, User
from hinge_coach.coaching.models import Handled, Tag
from hinge_coach.safety.models import Closure, Pause
from lessons.models import ClientSummary, Lesson, Signal, TrackPosition

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def person(name: str, now: datetime, *, zone: str = "America/Chicago", days_here: int = 100, **more: Any) -> Client:
    """Somebody who joined so many days ago and has an empty summary."""
    user = User.objects.create_user(f"{name.lower()}@example.com", name=name, zone=zone)
    joined_at = now - days_here * DAY
    client = Client.objects.create(user=user, joined_at=joined_at, consented_at=joined_at, **more)
    summarize(client, now)
    return client


def signal(client: Client, at: datetime, code: str = "week_up", weight: int = 80, **more: Any) -> Signal:
    """A signal that holds from `at` on, unless `more` says otherwise."""
    values = {"since": at, "evidence_at": at, "from_at": at, **more}
    return Signal.objects.create(client=client, code=code, weight=weight, **values)


def close(client: Client, at: datetime, level: str = "refer") -> Closure:
    return Closure.objects.create(client=client, cause="answers", level=level, sentence="See a doctor.", closed_at=at)


def summarize(client: Client, now: datetime, **columns: Any) -> None:
    values = {"made_at": now, "release": "test", "sort_name": client.user.name.casefold(), **columns}
    ClientSummary.objects.update_or_create(client=client, defaults=values)


def stand(client: Client, slug: str, now: datetime, **more: Any) -> None:
    lesson = Lesson.objects.get(slug=slug)
    TrackPosition.objects.create(client=client, track=lesson.track, lesson=lesson, since=now, **more)


def a_full_desk(now: datetime) -> dict[str, Client]:
    """By name. Where nothing else is said, they stand at the first lesson of each track."""
    today = now.date()
    names = "Closed Doctor Handled Later Message Newer Over Quiet Silent Snoozed Woken"
    people = {name: person(name, now) for name in names.split()}
    people["New"] = person("New", now, days_here=3)
    people["Past"] = person("Past", now, archived_at=now - DAY)
    people["Away"] = person("Away", now)
    # It is Wednesday at 15:00 in London, and Thursday at 04:00 in Auckland.
    people["Ahead"] = person("Ahead", now, zone="Pacific/Auckland")
    signal(people["Past"], now - DAY)

    close(people["Closed"], now - DAY)
    signal(people["Closed"], now - DAY)  # it does not matter while practice is closed
    close(people["Doctor"], now - DAY, level="today")
    signal(people["Doctor"], now - DAY)
    Handled.objects.create(client=people["Doctor"], up_to=now - HOUR)

    signal(people["Handled"], now - DAY)
    Handled.objects.create(client=people["Handled"], up_to=now - HOUR)
    signal(people["Newer"], now - DAY)
    signal(people["Newer"], now - HOUR, weight=60)
    Handled.objects.create(client=people["Newer"], up_to=now - 2 * HOUR)
    for name, until in [("Snoozed", now + HOUR), ("Woken", now)]:
        signal(people[name], now - DAY)
        Handled.objects.create(client=people[name], up_to=now - 2 * HOUR, until=until)
    signal(people["Later"], now + HOUR)
    signal(people["Over"], now - DAY, until_at=now)
    signal(people["Message"], now - HOUR, "message", 65)
    signal(people["Silent"], now - DAY, "silent", 48)

    Pause.objects.create(client=people["Away"], begins_on=today - DAY)
    Pause.objects.create(client=people["Ahead"], begins_on=date(2026, 3, 5), ends_on=date(2026, 3, 6))
    Pause.objects.create(client=people["Quiet"], begins_on=date(2026, 3, 5))  # tomorrow, in Chicago

    stand(people["Quiet"], "wall-tap", now)
    stand(people["Message"], "wall-tap", now, finished=True)
    Tag.objects.create(client=people["Quiet"], name="Desk job")
    Tag.objects.create(client=people["Silent"], name="desk JOB")
    Tag.objects.create(client=people["Past"], name="Knee")
    return people
