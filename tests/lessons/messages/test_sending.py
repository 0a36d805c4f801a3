"""Storing a word once, and noting what was seen."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from hinge_coach.accounts import joining
from hinge_coach.accounts.models import Client, Trainer
from lessons.messages.sending import OthersMessageError, mark_seen, send
from lessons.messages.thread import latest_thread, thread_on_today
from lessons.models import Message
from tests.lessons.messages.conftest import Say, seen_by

pytestmark = pytest.mark.usefixtures("clock")
SOME_ID = UUID("11111111-1111-4111-8111-111111111111")


def test_the_same_id_is_one_word(maya: Client, trainer: Trainer, now: datetime) -> None:
    for at in (now, now + timedelta(minutes=1)):
        send(maya, by=trainer, id=SOME_ID, text="Take the chair.", at=at)
    assert list(Message.objects.values_list("pk", "written_at")) == [(SOME_ID, now)]


@pytest.mark.parametrize("whose", ["another thread", "the other side"])
def test_an_id_that_is_taken_stores_nothing(
    maya: Client, other_client: Client, trainer: Trainer, now: datetime, whose: str
) -> None:
    taken = send(other_client if whose == "another thread" else maya, by=trainer, id=SOME_ID, text="Hers.", at=now)
    with pytest.raises(OthersMessageError):
        send(maya, by=None, id=SOME_ID, text="Mine.", at=now)
    assert list(Message.objects.values_list("text")) == [(taken.text,)]


def test_nothing_is_stored_for_somebody_who_is_erased_meanwhile(maya: Client, trainer: Trainer, now: datetime) -> None:
    joining.erase_account(maya.user.__class__.objects.get(pk=maya.user_id))
    with pytest.raises(Client.DoesNotExist):
        send(maya, by=trainer, id=SOME_ID, text="Take the chair.", at=now)
    assert Message.objects.count() == 0


def test_each_side_sees_the_words_of_the_other_once(maya: Client, say: Say, now: datetime) -> None:
    hers, his = say("Hers.", by=None), say("His.")
    later = now + timedelta(minutes=1)
    marked = [
        mark_seen(maya, [hers.pk, his.pk], by_trainer=by_trainer, at=at)
        for by_trainer, at in ((True, now), (False, now), (True, later), (False, later))
    ]
    assert (marked, seen_by(maya)) == ([1, 1, 0, 0], {hers.pk: now, his.pk: now})


def test_a_word_marks_the_clients_summary_as_stale(maya: Client, say: Say, now: datetime) -> None:
    Client.objects.update(stale_since=None)
    say(by=None)
    maya.refresh_from_db()
    assert maya.stale_since == now


def test_seen_on_is_for_the_trainer_alone(maya: Client, say: Say, now: datetime) -> None:
    his, hers = say("His."), say("Hers.", by=None)
    for by_trainer in (True, False):
        mark_seen(maya, [his.pk, hers.pk], by_trainer=by_trainer, at=now)
    told = {
        for_trainer: {
            message.text: message.seen_at for message in latest_thread(maya, for_trainer=for_trainer).messages
        }
        for for_trainer in (True, False)
    }
    assert told == {True: {"His.": now, "Hers.": None}, False: {"His.": None, "Hers.": None}}


def words(maya: Client, now: datetime, *said: tuple[str, float, bool]) -> None:
    """Each word of one letter for who wrote it, so many days ago, seen or not."""
    for number, (by, days, is_seen) in enumerate(said):
        at = now - timedelta(days=days)
        by_trainer = Trainer.objects.owner() if by == "r" else None
        seen_at = at if is_seen else None
        Message.objects.create(client=maya, by=by_trainer, text=f"{by}{number}", written_at=at, seen_at=seen_at)


@pytest.mark.parametrize(
    ("said", "on_today"),
    [
        ([], ""),
        ([("r", 3, True), ("r", 1, False)], "r1"),
        ([("r", 3, False), ("r", 1, False)], "r0 r1"),
        ([("r", 3, True), ("m", 2, True), ("m", 1, False)], "r0 m1 m2"),
        ([("r", 3, True), ("m", 2, True), ("r", 1, True)], "r2"),
        ([("m", 3, True), ("m", 2, False)], "m1"),
        ([("r", 15, True)], ""),
        ([("r", 15, False)], "r0"),
        ([("r", 90, True), ("m", 13, True)], "r0 m1"),
    ],
)
def test_today_shows_what_is_new_or_the_last_exchange(
    maya: Client, trainer: Trainer, now: datetime, said: list[tuple[str, float, bool]], on_today: str
) -> None:
    words(maya, now, *said)
    thread = thread_on_today(maya, now=now)
    assert " ".join(message.text for message in thread.messages) == on_today
