"""What had waited on a device: stored once, for its own person, at its own time, or refused with a reason."""

import uuid
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.accounts.whose import mark_of
from hinge_coach.safety.models import Closure, Screening
from hinge_coach.tightness.models import CheckIn
from lessons.models import CarryOver, Lesson, Practice, VerdictRecord, move_client
from tests.factories import close_by_answer, practice_once, report_and_decide, safety_answers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum", "here_for_a_month")]

URL = "/lessons/pelvic-clock/practice/"
PRACTICE = {"before": "3", "mark": "clean", "effort": "4", "after": "2", "easier": ""}
FIELDS: dict[str, dict[str, Any]] = {
    URL: PRACTICE,
    "/today/check-in/": {"score": "3"},
    "/today/places/": {"situation": "chair"},
    "/safety/questions/": safety_answers(),
}
KEY = UUID("11111111-1111-4111-8111-111111111111")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def send(browser: Browser, url: str = URL, **fields: Any) -> Any:
    """As the script sends a waiting entry: the status and what the answer says."""
    entry = {"id": str(KEY), **(PRACTICE if url == URL else {}), **fields}
    answer = browser.post(url, entry, headers={"accept": "application/json"})
    kind = answer.headers["Content-Type"]
    return (answer.status_code, answer.json() if kind == "application/json" else kind)


STORED = (200, {"stored": str(KEY), "url": f"/practices/{KEY}/"})


def test_a_practice_that_waited_is_stored_at_its_second_on_its_day(
    browser: Browser, maya: Client, now: datetime
) -> None:
    done_at = now - DAY - timedelta(seconds=17)
    assert send(browser, **{"for": mark_of(maya), "done_at": done_at.isoformat()}) == STORED
    practice = Practice.objects.get(pk=KEY)
    assert practice.before is not None
    assert practice.after is not None
    assert (practice.done_at, practice.sent_at, practice.back_dated) == (done_at, now, False)
    assert {practice.local_on, practice.before.local_on, practice.after.local_on} == {maya.today(done_at)}
    assert (practice.after.at, practice.after.sent_at) == (done_at, now)
    assert [verdict.decided_at for verdict in practice.verdicts.all()] == [now]


def test_sent_again_after_a_lost_answer_it_is_stored_once(browser: Browser, maya: Client, now: datetime) -> None:
    entry = {"for": mark_of(maya), "done_at": (now - HOUR).isoformat()}
    assert [send(browser, **entry), send(browser, **entry)] == [STORED, STORED]
    assert (Practice.objects.count(), CheckIn.objects.count(), VerdictRecord.objects.count()) == (1, 2, 1)


def test_what_is_stored_already_is_acknowledged_however_late(browser: Browser, maya: Client, now: datetime) -> None:
    practice_once(maya, now - 8 * DAY, id=KEY)
    assert send(browser, done_at=(now - 8 * DAY).isoformat()) == STORED


@pytest.mark.parametrize("url", FIELDS)
def test_nothing_is_stored_for_whoever_is_signed_in_now(browser: Browser, other_client: Client, url: str) -> None:
    assert send(browser, url, **FIELDS[url], **{"for": mark_of(other_client)})[0] == 409
    assert [Practice.objects.count(), CheckIn.objects.count(), CarryOver.objects.count()] == [0, 0, 0]
    assert Screening.objects.count() == 0


def test_with_practice_closed_the_numbers_are_stored_and_the_practice_is_not(
    browser: Browser, maya: Client, now: datetime
) -> None:
    close_by_answer(maya, now - 2 * HOUR)
    done_at = now - HOUR
    status, answer = send(browser, done_at=done_at.isoformat())
    assert (status, answer["id"], answer["code"], answer["offers"]) == (422, str(KEY), "closed", [])
    assert [(entry.score, entry.moment) for entry in maya.check_ins.all()] == [(3, "any"), (2, "any")]
    assert (maya.check_ins.latest("at").at, Practice.objects.count()) == (done_at, 0)


def test_once_practice_is_open_again_the_practice_takes_its_numbers_back(
    browser: Browser, maya: Client, now: datetime
) -> None:
    closure = close_by_answer(maya, now - 2 * HOUR)
    done_at = (now - HOUR).isoformat()
    send(browser, done_at=done_at)
    closure.lift(by=None, note="Fine.", at=now - timedelta(minutes=1))
    refusal = send(browser, done_at=done_at)[1]
    assert (refusal["code"], refusal["offers"]) == ("before-reopening", ["back_date"])
    assert send(browser, done_at=done_at, back_dated="yes") == STORED
    assert sorted(maya.check_ins.values_list("moment", "score")) == [("after", 2), ("before", 3)]
    assert Practice.objects.get().back_dated


def test_a_lesson_that_lies_ahead_by_now_offers_to_keep_the_numbers(
    browser: Browser, maya: Client, now: datetime
) -> None:
    url = "/lessons/find-the-middle/practice/"
    done_at = (now - HOUR).isoformat()
    refusal = send(browser, url, **PRACTICE, done_at=done_at)
    assert (refusal[0], refusal[1]["code"], refusal[1]["offers"]) == (422, "ahead", ["numbers"])
    assert send(browser, url, **PRACTICE, done_at=done_at, numbers_only="yes") == (200, {"stored": str(KEY)})
    assert (Practice.objects.count(), sorted(maya.check_ins.values_list("moment", "score"))) == (
        0,
        [("any", 2), ("any", 3)],
    )


def test_a_practice_of_before_the_trainers_move_moves_nobody(
    browser: Browser, maya: Client, trainer: Trainer, now: datetime
) -> None:
    for days in (3, 2, 1):
        report_and_decide(maya, now - days * DAY, 2)
    lesson = Lesson.objects.get(slug="pelvic-clock")
    move_client(client=maya, lesson=lesson, easier=True, at=now - HOUR, by=trainer.user, note="Easier first.")
    assert send(browser, done_at=(now - 2 * HOUR).isoformat()) == STORED
    verdict = Practice.objects.get().verdict
    assert (verdict.decision, verdict.reasons[0]["code"], maya.moves.count()) == ("hold", "already_passed", 1)
    assert verdict.reasons[0]["client"].startswith("It was done before your place on this track changed")


def test_what_is_wrong_with_a_field_is_named(browser: Browser) -> None:
    status, answer = send(browser, effort="11")
    assert (status, answer["code"], answer["offers"]) == (422, "form", ["mend"])
    assert answer["sentence"].startswith("How hard was it?")
    assert Practice.objects.count() == 0


@pytest.mark.parametrize("done_at", ["soon", "2031-01-01T00:00:00Z", "2020-01-01T00:00:00Z"])
@pytest.mark.parametrize("url", FIELDS)
def test_a_crafted_time_is_a_sentence_and_stores_nothing(browser: Browser, url: str, done_at: str) -> None:
    status, answer = send(browser, url, **FIELDS[url], done_at=done_at)
    assert (status, answer["id"]) == (422, str(KEY))
    assert answer["code"] in {"unreadable-time", "in-the-future", "before-joining"}
    assert [Practice.objects.count(), CheckIn.objects.count(), CarryOver.objects.count()] == [0, 0, 0]
    assert Screening.objects.count() == 0


def test_a_refused_entry_opens_to_be_mended_with_its_answers_and_its_time(
    browser: Browser, maya: Client, now: datetime
) -> None:
    done_at = (now - HOUR).isoformat()
    page = browser.post(URL, {**PRACTICE, "id": str(KEY), "effort": "", "done_at": done_at}).content.decode()
    assert f'name="done_at" value="{done_at}"'.replace("+", "&#x2B;") in page.replace("+", "&#x2B;")
    browser.post(URL, {**PRACTICE, "id": str(KEY), "done_at": done_at})
    assert Practice.objects.get(pk=KEY).done_at == now - HOUR


def test_a_number_that_waited_keeps_its_time_and_may_be_the_next_mornings_answer(
    browser: Browser, maya: Client, now: datetime
) -> None:
    practice_once(maya, now - DAY)
    morning = now - 2 * HOUR
    assert send(browser, "/today/check-in/", score="3", done_at=morning.isoformat()) == (200, {"stored": str(KEY)})
    entry = CheckIn.objects.get(pk=KEY)
    assert (entry.at, entry.sent_at, entry.moment) == (morning, now, "morning")


def test_a_carry_over_that_waited_counts_for_its_day(browser: Browser, maya: Client, now: datetime) -> None:
    done_at = now - 2 * DAY
    assert send(browser, "/today/places/", situation="chair", done_at=done_at.isoformat()) == (
        200,
        {"stored": str(KEY)},
    )
    assert list(maya.carry_overs.values_list("local_on", "situation")) == [(maya.today(done_at), "chair")]


def test_safety_answers_that_waited_close_practice_once(browser: Browser, maya: Client, now: datetime) -> None:
    entry = {**safety_answers("bladder"), "done_at": (now - HOUR).isoformat()}
    sent = [send(browser, "/safety/questions/", **entry), send(browser, "/safety/questions/", **entry)]
    assert sent == [(200, {"stored": str(KEY)})] * 2
    assert [(row.answered_at, row.sent_as) for row in Screening.objects.all()] == [(now - HOUR, KEY)]
    assert [closure.closed_at for closure in Closure.objects.all()] == [now]


def test_a_yes_is_never_refused_for_a_clock_that_is_wrong(browser: Browser, maya: Client, now: datetime) -> None:
    for number, done_at in enumerate(["2031-01-01T00:00:00Z", "1970-01-01T00:00:00Z"]):
        entry = {**safety_answers("bladder"), "id": str(UUID(int=number)), "done_at": done_at}
        assert send(browser, "/safety/questions/", **entry)[0] == 200
    assert {row.answered_at for row in Screening.objects.all()} == {now}
    assert Closure.objects.active().count() == 1


def test_a_number_that_was_changed_after_its_answer_was_lost_is_corrected(
    browser: Browser, maya: Client, now: datetime
) -> None:
    done_at = (now - HOUR).isoformat()
    for score in ("3", "7", "7"):
        assert send(browser, "/today/check-in/", score=score, done_at=done_at) == (200, {"stored": str(KEY)})
    entry = CheckIn.objects.get()
    assert (entry.score, entry.at, entry.edited_at) == (7, now - HOUR, now)


def test_a_practice_that_was_changed_after_its_answer_was_lost_is_named(
    browser: Browser, maya: Client, now: datetime
) -> None:
    done_at = (now - HOUR).isoformat()
    send(browser, done_at=done_at)
    status, answer = send(browser, done_at=done_at, after="7")
    assert (status, answer["code"], answer["offers"]) == (422, "form", ["mend"])
    assert answer["sentence"].startswith("This was saved before you changed it.")
    assert send(browser, done_at=done_at) == STORED


def test_numbers_of_a_practice_without_numbers_are_not_called_stored(
    browser: Browser, maya: Client, now: datetime
) -> None:
    entry = {**PRACTICE, "before": "", "after": "", "usual": "fine", "done_at": (now - HOUR).isoformat()}
    url = "/lessons/find-the-middle/practice/"
    status, answer = send(browser, url, **entry, numbers_only="yes")
    assert (status, answer["sentence"]) == (422, "There are no numbers in it, so nothing of it can be kept.")


def test_what_was_corrected_in_a_kept_number_stays_in_its_practice(
    browser: Browser, maya: Client, now: datetime
) -> None:
    closure = close_by_answer(maya, now - 2 * HOUR)
    done_at = (now - HOUR).isoformat()
    send(browser, done_at=done_at)
    number = maya.check_ins.get(score=2)
    number.correct(score=5, situation="", at=number.at, note="After the car.", now=now)
    closure.lift(by=None, note="Fine.", at=now - timedelta(minutes=1))
    assert send(browser, done_at=done_at, back_dated="yes") == STORED
    stored = list(maya.check_ins.order_by("at").values_list("moment", "score", "note"))
    assert stored == [("before", 3, ""), ("after", 5, "After the car.")]


def test_a_morning_number_that_arrives_after_the_evenings_practice_is_the_mornings(
    browser: Browser, maya: Client, now: datetime
) -> None:
    practice_once(maya, now - DAY)
    practice_once(maya, now - HOUR)
    send(browser, "/today/check-in/", score="3", done_at=(now - 2 * HOUR).isoformat())
    assert CheckIn.objects.get(pk=KEY).moment == "morning"


def test_a_place_without_an_id_is_not_stored(browser: Browser) -> None:
    answer = browser.post("/today/places/", {"situation": "chair", "id": "x"}, headers={"accept": "application/json"})
    assert (answer.status_code, CarryOver.objects.count()) == (404, 0)


def test_a_deleted_practice_is_on_no_page_of_its_client(browser: Browser, maya: Client, now: datetime) -> None:
    practice = practice_once(maya, now, id=uuid.uuid4())
    Practice.objects.update(deleted_at=now)
    assert (maya.practices.count(), Practice.with_deleted.get()) == (0, practice)
