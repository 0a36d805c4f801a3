"""A client brings their own history along: looked at first, stored once, and never a way past the rules."""

import base64
import io
import json
import re
import uuid
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.safety import closing
from hinge_coach.safety.models import Closure, Pause, active_closure
from hinge_coach.safety.screening import Level
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import Moment
from hinge_coach.views import join
from lessons.models import CarryOver, Lesson, Message, Move, Plan, Practice, TrackPosition, VerdictRecord, move_client
from lessons.practice import judging, recording
from lessons.practice.history import history_of, practice_value
from lessons.practice.position import positions_of
from lessons.transfer.export import export_client
from lessons.transfer.forms import LARGEST_FILE
from tests.conftest import NOW, LiveOnce, SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("curriculum")]
URL = "/me/import/"
MODELS = (CheckIn, Practice, VerdictRecord, Move, TrackPosition, CarryOver, Plan, Pause, Closure, Message)


@pytest.fixture(autouse=True)
def _at(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


def practised(client: Client, at: datetime, slug: str = "pelvic-clock") -> Practice:
    calm = {"before": 3, "after": 2, "guess": "clean", "passed": True, "effort": 4}
    lesson = Lesson.objects.get(slug=slug)
    return recording.record(id=uuid.uuid4(), client=client, lesson=lesson, at=at, **calm)  # type: ignore[arg-type]


def told(client: Client, at: datetime, score: int, moment: str = Moment.MORNING) -> CheckIn:
    return CheckIn.record(id=uuid.uuid4(), client=client, at=at, score=score, moment=moment)


def export_of(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(export_client(client), cls=DjangoJSONEncoder))
    return found


@pytest.fixture
def history(trainer: Trainer, lived: str) -> dict[str, Any]:
    """Three weeks of Maya, who has moved on by the rules, been moved by her trainer, paused, and left."""
    found: dict[str, Any] = json.loads(lived)
    return found


@pytest.fixture(scope="module")
def lived(live_once: LiveOnce) -> str:
    """Lived once for all tests here, and taken back."""
    with time_machine.travel(NOW, tick=False):
        return live_once(lambda maya, trainer: json.dumps(_three_weeks_of(maya, trainer, NOW)))


def _three_weeks_of(maya: Client, trainer: Trainer, now: datetime) -> dict[str, Any]:
    for days in (21, 19, 17):
        at = now - timedelta(days=days)
        practised(maya, at)
        told(maya, at + timedelta(hours=16), 2)
        judging.rejudge_after_morning(maya, now=at + timedelta(hours=16))
    assert Move.objects.filter(verdict__decision="progress").exists()
    bow = Lesson.objects.get(slug="wall-tap")
    move_client(client=maya, lesson=bow, at=now - timedelta(days=10), by=trainer.user, note="Ready.")
    Message.objects.create(client=maya, by=trainer, text="Well done.", written_at=now - timedelta(days=9))
    CarryOver.objects.create(client=maya, local_on=date(2026, 3, 2), situation="car")
    Plan.objects.create(client=maya, when="it rains", then="I hinge", chosen_at=now - timedelta(days=9))
    Pause.objects.create(client=maya, begins_on=date(2026, 2, 18), ends_on=date(2026, 2, 20))
    return export_of(maya)


@pytest.fixture
def back(history: dict[str, Any], now: datetime) -> Client:
    """Maya again, as new."""
    user = User.objects.create_user("maya@example.com", name="Maya", zone="America/Chicago")
    return join(user=user, answers=[], at=now)


@pytest.fixture
def browser(back: Client, sign_in: SignIn) -> Browser:
    return sign_in(back)


def file(content: bytes) -> io.BytesIO:
    made = io.BytesIO(content)
    made.name = "hinge-coach.json"
    return made


def looked(browser: Browser, found: Any) -> str:
    content = found if isinstance(found, bytes) else json.dumps(found).encode()
    response = browser.post(URL, {"file": file(content)})
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def packed_in(page: str) -> str:
    found: list[str] = re.findall(r'name="packed" value="([^"]*)"', page)
    return found[0]


def imported(browser: Browser, found: dict[str, Any]) -> str:
    page = browser.post(URL, {"packed": packed_in(looked(browser, found))}, follow=True)
    return page.content.decode()


def stored() -> dict[str, list[Any]]:
    return {model.__name__: list(model.objects.order_by("pk").values_list()) for model in MODELS}


def test_a_look_says_what_the_file_holds_and_stores_nothing(browser: Browser, history: dict[str, Any]) -> None:
    before = stored()
    page = looked(browser, history)
    assert "9 entries and 3 practices, from 11 February 2026 to 16 February 2026. None of it is here yet." in page
    assert "Bring in 9 entries and 3 practices</button>" in page
    assert stored() == before


def test_the_same_weeks_come_back(browser: Browser, back: Client, history: dict[str, Any]) -> None:
    assert "Brought in: your picture holds it now." in imported(browser, history)
    found = export_of(back)
    for part in ("check_ins", "practices", "carry_overs", "plan", "pauses"):
        assert found[part] == history[part], part
    assert found["moves"] == [each for each in history["moves"] if each["verdict__practice"]]
    page = browser.get("/tightness/").content.decode()
    assert "Every entry, 9 so far" in page
    assert re.search(r"<title>\d+ February: moved on to", page)
    assert "<title>Paused from 18 February to 20 February</title>" in page


def test_twice_stores_nothing_twice(browser: Browser, history: dict[str, Any]) -> None:
    packed = packed_in(looked(browser, history))
    browser.post(URL, {"packed": packed})
    once = stored()
    assert "It was here already." in browser.post(URL, {"packed": packed}, follow=True).content.decode()
    assert stored() == once
    page = looked(browser, history)
    assert ("12 of them are here already." in page, "There is nothing to bring in." in page) == (True, True)


def test_what_is_here_stays_as_it_is_and_the_rest_comes(
    browser: Browser, back: Client, history: dict[str, Any], now: datetime
) -> None:
    part = {**history, "practices": [], "moves": [], "check_ins": history["check_ins"][:2]}
    imported(browser, part)
    changed, deleted = CheckIn.objects.order_by("at")
    changed.correct(score=9, situation="", at=changed.at, now=now)
    deleted.delete_softly(now)
    page = looked(browser, history)
    assert "2 of them are here already." in page
    assert "Bring in 7 entries and 3 practices</button>" in page
    imported(browser, history)
    changed.refresh_from_db()
    deleted.refresh_from_db()
    assert (changed.score, deleted.deleted_at, CheckIn.objects.count()) == (9, now, 9)


# No way past the rules


def test_where_the_client_stands_and_what_the_trainer_did_stay_out(browser: Browser, history: dict[str, Any]) -> None:
    imported(browser, history)
    assert TrackPosition.objects.count() == 0
    assert Message.objects.count() == 0
    assert list(Move.objects.filter(verdict=None)) == []


def test_brought_in_practices_and_mornings_move_nobody_on(
    browser: Browser, back: Client, history: dict[str, Any], now: datetime
) -> None:
    """The same history, lived here, would have moved this practice on."""
    imported(browser, {**history, "moves": []})
    practice = practised(back, now)
    assert practice.verdict.decision == "hold"
    assert judging.rejudge(back, now=now) == []
    assert judging.rejudge_after_morning(back, now=now + timedelta(hours=1)) == []
    assert history_of(back, practice.lesson, position=positions_of(back)[0], now=now).practices == (
        practice_value(practice),
    )


def test_correcting_a_brought_in_entry_judges_nothing_anew(
    browser: Browser, back: Client, history: dict[str, Any], now: datetime
) -> None:
    for each in history["practices"]:
        for verdict in each["verdicts"]:
            verdict["thresholds"] = dict.fromkeys(verdict["thresholds"], 0)
    imported(browser, history)
    entry = CheckIn.objects.filter(moment="morning").latest("at")
    entry.correct(score=0, situation="", at=entry.at, now=now)
    before = stored()
    assert judging.rejudge(back, now=now + timedelta(minutes=1)) == []
    assert stored() == before


def test_an_entry_put_right_in_the_file_judges_nothing_anew(
    browser: Browser, back: Client, history: dict[str, Any], now: datetime, django_assert_num_queries: Any
) -> None:
    own = practised(back, now - timedelta(days=1))
    history["check_ins"][0]["edited_at"] = "2026-03-04T14:00:00Z"
    imported(browser, history)
    with django_assert_num_queries(4):  # is practice closed, was anything touched, and the savepoint around them
        assert judging.rejudge(back, now=now) == []
    assert own.verdicts.count() == 1


def test_high_days_in_a_file_hide_no_jump(
    browser: Browser, back: Client, history: dict[str, Any], now: datetime
) -> None:
    """After a jump the safety questions stand first, whatever level a file claims."""
    back.screenings.update(answered_at=now - timedelta(days=1, hours=1))
    for days, score in ((3, 2), (2, 2), (1, 2), (0, 6)):
        told(back, now - timedelta(days=days), score, Moment.ANY)
    asks = "First, the safety questions"
    assert asks in browser.get("/today/").content.decode()
    high = {**history["check_ins"][0], "score": 9, "moment": "any"}
    at = [now - timedelta(days=days, hours=hours) for days in (1, 2, 3) for hours in (1, 2, 3)]
    history["check_ins"] += [
        {**high, "id": str(uuid.uuid4()), "at": each.isoformat(), "local_on": f"{each:%Y-%m-%d}"} for each in at
    ]
    imported(browser, history)
    assert asks in browser.get("/today/").content.decode()


def test_a_stop_is_not_lifted(browser: Browser, back: Client, history: dict[str, Any], now: datetime) -> None:
    closing.record_screening(client=back, answers=["one-leg"], at=now)
    stop = active_closure(back)
    assert stop is not None
    closed = {"cause": "answers", "level": stop.level, "sentence": "x", "note": "Fine now."}
    history["closures"] = [{**closed, "closed_at": now.isoformat(), "lifted_at": now.isoformat()}]
    history["safety_answers"] = []
    imported(browser, history)
    assert (active_closure(back), Closure.objects.count()) == (stop, 1)


def test_a_stop_that_is_open_in_the_file_closes_practice_here_once(
    browser: Browser, back: Client, history: dict[str, Any], trainer: Trainer, now: datetime
) -> None:
    at = (now - timedelta(days=1)).isoformat()
    open_one = {"cause": "rule", "level": Level.REFER, "sentence": "See somebody.", "note": ""}
    history["closures"] = [{**open_one, "closed_at": at, "lifted_at": None}]
    assert "Practice is closed in this file, for safety." in looked(browser, history)
    assert active_closure(back) is None
    imported(browser, history)
    stop = active_closure(back)
    assert stop is not None
    stop.lift(by=trainer.user, note="We talked.", at=now)
    brought = looked(browser, history)
    assert "There is nothing to bring in." in brought
    assert active_closure(back) is None


# What is no export of this person


BEFORE = "2026-03-01T10:00:00Z"
Damage = Callable[[dict[str, Any]], Any]
WRONG: dict[str, Damage] = {
    "an entry to come": lambda found: found["check_ins"][0].update(at="2026-03-05T15:00:00Z", local_on="2026-03-05"),
    "a day far from its instant": lambda found: found["check_ins"][0].update(local_on="2026-01-01"),
    "a score of 11": lambda found: found["check_ins"][0].update(score=11),
    "a practice without a verdict": lambda found: found["practices"][0].update(verdicts=[]),
    "numbers of the rules as text": lambda found: found["practices"][0]["verdicts"][0].update(thresholds={"a": "b"}),
    "numbers of the rules as a list": lambda found: found["practices"][0]["verdicts"][0].update(thresholds=[1]),
    "an endless start": lambda found: found["practices"][0]["verdicts"][0].update(morning_reference=float("inf")),
    "a reason as long as a book": lambda found: found["practices"][0]["verdicts"][0]["reasons"][0].update(
        client="x" * 100_000
    ),
    "no entries but a number": lambda found: found.update(check_ins=7),
    "a practice without its scores": lambda found: found.update(check_ins=[]),
    "half a plan": lambda found: found["plan"].pop("then"),
    "a place on the moon": lambda found: found["carry_overs"][0].update(situation="moon"),
    "a stop with words that are none": lambda found: found.update(
        closures=[{"cause": "rule", "level": "?", "sentence": "", "closed_at": "2026-03-01T10:00Z", "lifted_at": None}]
    ),
    "nobody": lambda found: found.pop("person"),
    "an entry put right in years to come": lambda found: found["check_ins"][0].update(edited_at="2199-01-01T00:00:00Z"),
    "a verdict of years to come": lambda found: found["practices"][0]["verdicts"][0].update(
        decided_at="2199-01-01T00:00:00Z"
    ),
    "pauses beyond number": lambda found: found.update(
        pauses=[{"begins_on": "2020-01-01", "ends_on": "2020-01-01"}] * 10_000
    ),
    "stops beyond number": lambda found: found.update(
        closures=[{"cause": "rule", "level": "refer", "sentence": "x", "closed_at": BEFORE, "lifted_at": BEFORE}] * 9000
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_damaged_file_gets_a_sentence_beside_the_field_and_stores_nothing(
    browser: Browser, history: dict[str, Any], name: str
) -> None:
    WRONG[name](history)
    before = stored()
    page = looked(browser, history)
    assert re.search(r"field__error.{0,60}This export is damaged: something in “.*” can&#x27;t be. Nothing", page)
    assert stored() == before


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b'{"version": 1, "person": {"em', "This is not a whole export"),
        (b"\xff\xfe\x00", "This is not a whole export"),
        (b"[" * 100_000, "This is not a whole export"),
        (b"[]", "This is not an export of this site."),
        (b'{"version": 2}', "a version that this site doesn&#x27;t know"),
        (b'{"version": 1, "name": "\\u0000"}', "a character that can&#x27;t be written down"),
        (b" " * (LARGEST_FILE + 1), "This file is larger than 5 MB"),
        (b" " * 50_000_000, "This file is larger than 5 MB"),
    ],
    ids=["empty", "cut off", "no text", "deep", "a list", "unknown version", "NUL", "too large", "50 MB"],
)
def test_a_file_that_is_no_export_gets_a_sentence(browser: Browser, content: bytes, sentence: str) -> None:
    before = stored()
    assert sentence in looked(browser, content)
    assert stored() == before


def test_another_persons_file_is_refused(browser: Browser, other_client: Client, now: datetime) -> None:
    told(other_client, now - timedelta(days=1), 3)
    before = stored()
    assert "the export of another person than maya@example.com" in looked(browser, export_of(other_client))
    assert stored() == before


def test_an_entry_that_is_somebody_elses_is_refused(
    browser: Browser, other_client: Client, history: dict[str, Any], now: datetime
) -> None:
    history["check_ins"][0]["id"] = str(told(other_client, now - timedelta(days=1), 3).pk)
    before = stored()
    assert "This export is damaged" in looked(browser, history)
    assert stored() == before


def test_without_a_file_it_asks_for_one(browser: Browser) -> None:
    assert "Please choose the file." in browser.post(URL).content.decode()
    assert "Please choose the file." in browser.post(URL, {"file": "words"}).content.decode()


@pytest.mark.parametrize(
    "packed",
    ["", "x", "💺", "AAAA", "a" * 1_600_000, base64.b64encode(zlib.compress(b" " * (LARGEST_FILE + 1))).decode()],
    ids=["nothing", "a letter", "no base64", "not packed", "too long", "too large once unpacked"],
)
def test_a_page_that_was_tampered_with_asks_for_the_file_once_more(browser: Browser, packed: str) -> None:
    before = stored()
    assert "Please choose the file once more." in browser.post(URL, {"packed": packed}).content.decode()
    assert stored() == before


def test_it_is_linked_beside_the_export(browser: Browser) -> None:
    assert f'<a href="{URL}">Bring your history along</a>' in browser.get("/me/").content.decode()
