"""What a client's page tells of the time since the trainer's last visit."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Look, Trainer
from hinge_coach.coaching.client.page import clients_of_page, load_client_page
from hinge_coach.coaching.client.since import (
    STORY_DAYS_SHOWN,
    PracticeTold,
    StoryLine,
    part_of_day,
    practice_line,
    since_looked,
)
from tests.coaching.conftest import Feel, Practise
from tests.coaching.pages import url, words_of

HOUR = timedelta(hours=1)


def story(browser: Browser, client: Client) -> str:
    """What stands between the title of the story and that of the messages."""
    page = words_of(browser.get(url("client", client.pk)))
    title = "Since you last looked" if "Since you last looked" in page else "The last seven days"
    return page.split(title)[1].split(" Messages ")[0].strip()


def look(client: Client, trainer: Trainer, at: datetime, kind: str = "file") -> None:
    Look.objects.create(client=client, by=trainer.user, kind=kind, at=at)


@pytest.mark.parametrize(
    ("hours_ago", "began"),
    [
        ([], None),
        ([0.5], None),
        ([26], 26),
        ([1], 1),
        ([26, 0.9, 0.2], 26),
        ([26, 1.9, 1.0], 1),
        ([30, 26, 25.5, 2.5, 1.7, 0.8], 25.5),
    ],
)
def test_a_visit_ends_after_an_hour_without_a_look(
    maya: Client, trainer: Trainer, now: datetime, hours_ago: list[float], began: float | None
) -> None:
    for hours in hours_ago:
        look(maya, trainer, now - hours * HOUR)
    look(maya, trainer, now - 5 * HOUR, kind="export")
    found = clients_of_page([maya.pk], now)[maya.pk].looked_at
    assert found == (None if began is None else now - began * HOUR)


def test_the_story_begins_where_the_last_visit_ended(
    maya: Client, trainer: Trainer, desk_browser: Browser, feel: Feel, practise: Practise, now: datetime
) -> None:
    feel(maya, 3, days_ago=3)
    practise(maya, days_ago=2, before=3, after=2, easier=True, load=None)
    look(maya, trainer, now - 1.5 * 24 * HOUR)
    assert story(desk_browser, maya) == "Monday, March 2, 10:00 pm Nothing has come since."
    feel(maya, 6, days_ago=1, situation="sport", note="three games of pickleball")
    told = story(desk_browser, maya)
    assert "Tue, Mar 3 6 in the morning, pickleball or sport: “three games of pickleball” ." in told
    assert "easier" not in told


def test_a_first_visit_tells_of_seven_days(maya: Client, desk_browser: Browser, feel: Feel) -> None:
    feel(maya, 3, days_ago=8)
    feel(maya, 4, days_ago=6)
    assert story(desk_browser, maya) == "Thu, Feb 26 4 in the morning."


def test_looking_is_recorded_and_a_browser_that_fetches_ahead_sees_nothing(maya: Client, desk_browser: Browser) -> None:
    desk_browser.get(url("client", maya.pk))
    desk_browser.get(url("plan", maya.pk))
    assert list(Look.objects.values_list("kind", flat=True)) == ["file", "file"]
    ahead = desk_browser.get(url("client", maya.pk), headers={"sec-purpose": "prefetch"})
    assert desk_browser.head(url("client", maya.pk)).content == ahead.content == b""
    assert Look.objects.count() == 2


def test_days_come_newest_first_and_their_lines_in_order_and_old_days_are_folded() -> None:
    noon = datetime(2026, 3, 4, 12, tzinfo=UTC)
    lines = [
        StoryLine(noon - timedelta(days=days, hours=hours), date(2026, 3, 4) - timedelta(days=days), f"{days} {hours}")
        for days in range(STORY_DAYS_SHOWN + 2)
        for hours in (0, 3)
    ]
    since = since_looked(lines)
    assert [line.lead for line in since.days[0].lines] == ["0 3", "0 0"]
    assert [day.on.day for day in since.days] == [4, 3, 2, 1, 28, 27, 26, 25]
    assert [day.on.day for day in since.folded] == [24, 23]


@pytest.mark.parametrize(("usual", "score", "is_high"), [(0, 2, False), (0, 3, True), (2, 3, False), (2, 4, True)])
def test_a_number_stands_out_where_it_is_up_as_the_rules_take_it(
    maya: Client, now: datetime, feel: Feel, usual: int, score: int, is_high: bool
) -> None:
    """Two points above the usual, and above what is always fine."""
    for days_ago in range(8, 14):
        feel(maya, usual, days_ago=days_ago)
    feel(maya, score, days_ago=0)
    client = clients_of_page([maya.pk], now)[maya.pk]
    page = load_client_page(client, trainer_zone=ZoneInfo("America/New_York"), now=now)
    assert [line.is_high for day in page.since.days for line in day.lines] == [is_high]


@pytest.mark.parametrize(
    ("hour", "words"),
    [(0, "at night"), (5, "in the morning"), (12, "in the afternoon"), (17, "in the evening"), (22, "at night")],
)
def test_a_number_says_which_part_of_the_day_it_is_of(hour: int, words: str) -> None:
    assert part_of_day(hour) == words


@pytest.mark.parametrize(
    ("told", "rest", "is_high"),
    [
        ({"before": 3, "after": 2, "effort": 4}, ": 3 before, 2 after, effort 4", False),
        ({"before": 3, "after": None, "effort": 4}, ": 3 before, fine, effort 4", False),
        ({"before": 3, "after": 6, "effort": None}, ": 3 before, 6 after", True),
        (
            {"before": 6, "after": None, "effort": None, "stopped": True},
            ": stopped, it was getting tighter, 6 before",
            True,
        ),
        (
            {"before": None, "after": None, "effort": 9, "answered": "7 of 8", "load": "5 kg", "cue": "Zip it"},
            ": fine, effort 9, clean: 7 of 8, 5 kg, “Zip it” helped",
            False,
        ),
    ],
)
def test_a_practice_is_told_in_one_line(now: datetime, told: dict[str, object], rest: str, is_high: bool) -> None:
    practice = PracticeTold(at=now, on=now.date(), title="Chair sit", note="on the bus", **told)  # type: ignore[arg-type]
    line = practice_line(practice, is_up=lambda score: score is not None and score > 5)
    assert line == StoryLine(at=now, on=now.date(), lead="Chair sit", rest=rest, quote="on the bus", is_high=is_high)


def test_a_practice_of_the_easier_version_says_so(now: datetime) -> None:
    practice = PracticeTold(
        at=now, on=now.date(), title="Chair sit", before=3, after=3, effort=None, easier=True, answered="Yes, all"
    )
    line = practice_line(practice, is_up=lambda score: False)
    assert (line.lead, line.rest) == ("Chair sit, easier", ": 3 before, 3 after, clean: yes, all")
