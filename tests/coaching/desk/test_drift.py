"""Random lives, written by the site's own writers: what the desk reads never differs from what the rows come to."""

import random
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection

from hinge_coach.accounts.forms import MeForm
from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.coaching.client.forms import NewUsualForm, PositionForm, TalkedForm
from hinge_coach.coaching.desk.clients import count_needing, needing_ids, quiet_clients
from hinge_coach.coaching.desk.rows import client_rows
from hinge_coach.coaching.models import Handled
from hinge_coach.coaching.settings.rule_forms import RulesForm
from hinge_coach.safety.closing import record_screening
from hinge_coach.safety.forms import PauseForm
from hinge_coach.safety.models import Pause, active_closure
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import Moment
from lessons.models import ClientSummary, Lesson, Message, RuleSet
from lessons.practice import recording
from lessons.practice.deciding import decide_again
from lessons.practice.recording import locked
from lessons.summary.refreshing import drifted, refresh_marked, refresh_stale, work_out
from tests.conftest import SignIn
from tests.factories import practice_once, report_and_decide
from tests.factories import report as report_once

Act = Callable[[Client, random.Random, datetime], object]

SOONEST, LATEST = timedelta(minutes=20), timedelta(days=4)


def report(client: Client, chance: random.Random, now: datetime) -> None:
    at = now - timedelta(hours=chance.choice([0, 0, 0, 5, 30]))
    score = chance.choice([1, 2, 2, 2, 3, 3, 5, 6, 6, 9])
    with locked(client):
        CheckIn.record(
            id=uuid.UUID(int=chance.getrandbits(128), version=4),
            client=client,
            at=at,
            score=score,
            moment=chance.choice([Moment.ANY, Moment.MORNING]),
            sent_at=now if at < now else None,
            situation=chance.choice(["", "sport"]),
        )
        decide_again(client, now=now)


def practice(client: Client, chance: random.Random, now: datetime) -> None:
    lessons = {position.lesson for position in client.positions.all()} or {Lesson.objects.get(slug="pelvic-clock")}
    before = chance.choice([1, 2, 2, 3, 5])
    lesson = chance.choice(sorted(lessons, key=lambda lesson: lesson.pk))
    try:
        recording.record(
            id=uuid.UUID(int=chance.getrandbits(128), version=4),
            client=client,
            lesson=lesson,
            before=before,
            after=min(before + chance.choice([0, 0, 0, 2, 3]), 10),
            guess="clean",
            passed=chance.random() < 0.7,
            effort=chance.choice([3, 5, 7]),
            at=now,
        )
    except (recording.PracticeIsClosedError, recording.LessonAheadError):
        return


def correct(client: Client, chance: random.Random, now: datetime) -> None:
    with locked(client):
        if (check_in := client.check_ins.kept().filter(moment=Moment.ANY).newest_first().first()) is not None:
            if chance.random() < 0.3:
                check_in.delete_softly(now)
            else:
                check_in.correct(score=chance.randint(0, 10), situation="", at=check_in.at, now=now)
        decide_again(client, now=now)


def write(client: Client, chance: random.Random, now: datetime) -> None:
    by = chance.choice([None, Trainer.objects.owner()])
    with locked(client):
        Message.objects.create(client=client, by=by, text="A word.", written_at=now)


def answer_questions(client: Client, chance: random.Random, now: datetime) -> None:
    record_screening(client=client, answers=chance.choice([[], [], [], ["fever"], ["weight"]]), at=now)


def reopen(client: Client, chance: random.Random, now: datetime) -> None:
    with locked(client):
        if (closure := active_closure(client)) is not None:
            closure.lift(by=client.user, note="Saw a doctor.", at=now)


def pause(client: Client, chance: random.Random, now: datetime) -> None:
    today = client.today(now)
    until = today + timedelta(days=chance.randint(0, 12))
    form = PauseForm({"until": chance.choice(["", until.isoformat()])}, client=client, today=today)
    if form.is_valid():
        form.save(by=client.user)


def resume(client: Client, chance: random.Random, now: datetime) -> None:
    PauseForm.end(client, today=client.today(now))


def move_by_hand(client: Client, chance: random.Random, now: datetime) -> None:
    trainer = Trainer.objects.owner()
    assert trainer is not None
    slug = chance.choice(["tall-kneel-hinge", "wall-tap", "finished"])
    data = {"track": "hinge", "lesson": slug, "note": "Try this."}
    form = PositionForm(data, track="hinge", lessons=list(Lesson.objects.in_order()))
    assert form.is_valid(), form.errors
    form.save(client=client, by=trainer, at=now)


def talk(client: Client, chance: random.Random, now: datetime) -> None:
    trainer, open_talk = Trainer.objects.owner(), client.talks.open().first()
    assert trainer is not None
    if open_talk is not None:
        form = TalkedForm({"line": "We talked."}, talk=open_talk)
        assert form.is_valid()
        form.save(client=client, by=trainer, at=now)


def new_usual(client: Client, chance: random.Random, now: datetime) -> None:
    trainer, form = Trainer.objects.owner(), NewUsualForm({"line": "This is where you are now."})
    assert trainer is not None
    assert form.is_valid()
    form.save(client=client, by=trainer, at=now)


def travel(client: Client, chance: random.Random, now: datetime) -> None:
    zone = chance.choice(["Asia/Tokyo", "America/Chicago", "Europe/Berlin"])
    data = {"name": client.user.name, "zone": zone, "day_begins": str(chance.choice([4, 14])), "weight_unit": "kg"}
    form = MeForm(data, client=client)
    assert form.is_valid(), form.errors
    form.save(client.user)


def other_numbers(client: Client, chance: random.Random, now: datetime) -> None:
    in_force, trainer = RuleSet.objects.in_force(), Trainer.objects.owner()
    assert trainer is not None
    values = {**in_force.as_dict(), "rise": chance.choice([2, 3]), "usual_days": chance.choice([14, 21])}
    form = RulesForm({**values, "note": "Trying."}, in_force=in_force)
    assert form.is_valid(), form.errors
    form.save(by=trainer.user, at=now)
    refresh_stale()  # what the worker does: the task waits for the commit


def handle(client: Client, chance: random.Random, now: datetime) -> None:
    until = chance.choice([None, now + timedelta(days=2)])
    Handled.objects.update_or_create(client=client, defaults={"up_to": now, "until": until})


ACTS: list[tuple[int, Act]] = [
    (12, report),
    (10, practice),
    (3, correct),
    (3, write),
    (3, answer_questions),
    (2, reopen),
    (2, pause),
    (3, resume),
    (2, move_by_hand),
    (2, talk),
    (1, new_usual),
    (1, travel),
    (1, other_numbers),
    (2, handle),
]


def what_the_desk_reads(client: Client, now: datetime) -> object:
    summary = ClientSummary.objects.filter(client=client).values().get()
    columns = {name: value for name, value in summary.items() if name not in {"client_id", "made_at"}}
    signals = client.signals.filter(from_at__lte=now).exclude(until_at__lte=now).order_by("pk")
    return columns, [(signal.code, signal.points, signal.since, signal.evidence_at, signal.facts) for signal in signals]


def what_the_rows_come_to(client: Client, now: datetime) -> object:
    worked_out = work_out(Client.objects.select_related("user").get(pk=client.pk), now=now)
    signals = [signal for signal in worked_out.signals if signal.holds(now)]
    rows = [(signal.code, signal.points, signal.since, signal.evidence_at, signal.facts) for signal in signals]
    return worked_out.columns, rows


def live(clients: list[Client], trainer: Trainer, now: datetime, *, seed: int, acts: int) -> None:
    chance = random.Random(seed)
    refresh_stale()
    for _ in range(acts):
        client = Client.objects.select_related("user").get(pk=chance.choice(clients).pk)
        act = chance.choices([act for _, act in ACTS], [weight for weight, _ in ACTS])[0]
        with time_machine.travel(now, tick=False):
            act(client, chance, now)
            refresh_marked(limit=5)  # what the middleware does after the request
        for later in (timedelta(0), timedelta(days=chance.randint(1, 45), hours=chance.randint(0, 23))):
            for each in clients:
                was_read = what_the_desk_reads(each, now + later)
                assert was_read == what_the_rows_come_to(each, now + later), (seed, act.__name__, later)
        check_the_order(now)
        now += chance.choice([SOONEST, timedelta(hours=7), timedelta(days=1), LATEST])


def check_the_order(now: datetime) -> None:
    """The database's own order, and whom it leaves out, are those of the pure reasons."""
    quiet = list(quiet_clients(now).values_list("pk", flat=True))
    ids = needing_ids(now)
    assert sorted([*ids, *quiet]) == sorted(Client.objects.values_list("pk", flat=True))
    rows = client_rows([*ids, *quiet], now=now)
    assert [row.id for row in rows if row.needs_attention] == ids
    firsts = [(-row.first.weight, -row.first.points, row.first.since) for row in rows if row.needs_attention]
    assert firsts == sorted(firsts)
    assert count_needing(now) == len(ids)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.usefixtures("curriculum")
def test_a_random_life_never_drifts(
    maya: Client, other_client: Client, trainer: Trainer, now: datetime, seed: int
) -> None:
    live([maya, other_client], trainer, now, seed=seed, acts=12)


@pytest.mark.walk
@pytest.mark.parametrize("seed", range(100, 104))
@pytest.mark.usefixtures("curriculum")
def test_many_random_lives_never_drift(
    maya: Client, other_client: Client, trainer: Trainer, now: datetime, seed: int
) -> None:
    live([maya, other_client], trainer, now, seed=seed, acts=30)


@pytest.mark.usefixtures("curriculum")
def test_rebuilding_names_what_had_drifted_and_mends_it(
    maya: Client, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    refresh_stale()
    call_command("rebuild_summaries")
    assert capsys.readouterr().out == "0 summaries worked out anew; none had drifted.\n"
    ClientSummary.objects.filter(client=maya).update(usual=7)  # somebody writes past the writers
    call_command("rebuild_summaries")
    assert capsys.readouterr().out == (f"Client {maya.pk} had drifted.\n1 summary worked out anew; 1 had drifted.\n")
    assert maya.summary.usual is None


@pytest.mark.usefixtures("curriculum")
def test_what_is_stored_while_a_summary_waits_for_its_turn_is_in_it(maya: Client, now: datetime) -> None:
    refresh_stale()
    maya.lock()
    is_waiting = [True]

    def post_first(execute: Callable[..., object], sql: str, *rest: object) -> object:
        """Another post takes its turn between the choice of the stale summaries and the lock of this one."""
        if is_waiting and sql.startswith("SELECT") and "IS NOT NULL" not in sql:
            is_waiting.clear()
            clock.shift(1)
            report_and_decide(maya, now + timedelta(seconds=1), 4)
        return execute(sql, *rest)

    with time_machine.travel(now, tick=False) as clock, connection.execute_wrapper(post_first):
        refresh_marked(limit=1)
    maya.refresh_from_db()
    assert (is_waiting, maya.stale_since, maya.summary.last_score) == ([], None, 4)


@pytest.mark.usefixtures("curriculum")
def test_a_note_that_comes_after_its_number_is_on_the_desk(maya: Client, now: datetime, sign_in: SignIn) -> None:
    for days_ago, score in enumerate([6, 6, *[2] * 14]):
        report_once(maya, now - timedelta(days=days_ago), score)
    number = maya.check_ins.newest_first()[0]
    refresh_stale()
    sign_in(maya).post(f"/tightness/{number.pk}/note/", {"note": "Pickleball, three games"})
    (row,) = client_rows([maya.pk], now=now)
    assert row.first.sentence == "2 to 6 since March 3, up on 2 days: “Pickleball, three games”."


@pytest.mark.usefixtures("curriculum")
def test_what_is_changed_in_the_admin_is_on_the_desk(
    maya: Client, trainer: Trainer, now: datetime, sign_in: SignIn
) -> None:
    User.objects.filter(pk=trainer.user.pk).update(is_superuser=True)
    browser, done = sign_in(trainer), practice_once(maya, now - timedelta(days=1))
    report_once(maya, now, 3)
    pause = Pause.objects.create(client=maya, begins_on=maya.today(now))
    name = {"email": maya.user.email, "name": "Zoe", "zone": "Asia/Tokyo", "password": "x", "is_active": "on"}
    posts: dict[str, dict[str, object]] = {
        f"safety/pause/{pause.pk}/change/": {"client": maya.pk, "begins_on": "2026-03-01", "ends_on": "2026-03-02"},
        f"lessons/practice/{done.pk}/delete/": {"post": "yes"},
        f"lessons/verdictrecord/{done.verdicts.get().pk}/delete/": {"post": "yes"},
        "tightness/checkin/": {
            "action": "delete_selected",
            "_selected_action": [maya.check_ins.latest("at").pk],
            "post": "yes",
        },
        f"accounts/user/{maya.user.pk}/change/": {**name, "joined_at_0": "2026-01-01", "joined_at_1": "00:00"},
    }
    for place, data in reversed(posts.items()):
        refresh_stale()
        assert browser.post(f"/admin/{place}", data).status_code == 302, place
        assert (place, list(drifted(now=now))) == (place, [])
        assert not Client.objects.filter(stale_since__isnull=False).exists()
    maya = Client.objects.select_related("user").get()
    assert (maya.summary.sort_name, maya.summary.numbers, maya.pauses.get().ends_on) == ("zoe", 2, date(2026, 3, 2))
