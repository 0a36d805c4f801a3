"""One page for a doctor or physical therapist: counts, method, limits, and no diagnosis."""

import html
import re
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client
from hinge_coach.accounts.weight_unit import WeightUnit
from hinge_coach.safety import closing
from hinge_coach.safety.models import active_closure
from hinge_coach.tightness.first_numbers import record_first_numbers
from hinge_coach.tightness.models import CheckIn, Situation
from hinge_coach.tightness.trend import Moment
from lessons.models import Lesson, Load, Talk, move_client
from lessons.practice import recording
from lessons.rules.values import TalkCode
from tests.conftest import SignIn, entered
from tests.factories import practice_once, report_fine
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_stands_still", "curriculum")]


def told(browser: Browser) -> str:
    page = browser.get("/tightness/summary/").content.decode()
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page)))


def test_it_tells_counts_method_and_limits(sign_in: SignIn, maya: Client, now: datetime) -> None:
    closing.record_screening(client=maya, answers=["weight"], at=now - timedelta(days=30))
    stop = active_closure(maya)
    assert stop is not None
    stop.lift(by=maya.user, note="Seen.", at=now - timedelta(days=29))
    for day in range(4):
        at = now - timedelta(days=8 - 2 * day)
        recording.record(
            id=uuid.uuid4(),
            client=maya,
            lesson=Lesson.objects.get(slug="pelvic-clock"),
            before=4,
            after=3,
            guess="clean",
            passed=False,
            effort=4,
            at=at,
        )
        morning = at + timedelta(hours=20)
        CheckIn.record(id=uuid.uuid4(), client=maya, at=morning, score=4, moment=Moment.MORNING)
    CheckIn.record(id=uuid.uuid4(), client=maya, at=now, score=4, situation=Situation.SITTING)
    page = told(sign_in(maya))
    assert "Not a diagnosis, and not a medical record." in page
    assert "13 entries on 9 days since February 24, 2026; 4 practices in 2 weeks." in page
    assert "About the same. You started at 4 and are at 4 now (" in page
    assert "Right after a practice: Usually 1 lower" in page
    assert "The next morning: Usually the same (" in page
    assert "Sitting down: too early to say" in page
    assert "with yes to: Losing weight without trying?" in page
    assert "closed on February 2, 2026 by the safety questions and opened again on February 3, 2026" in page
    assert "Days without an entry are unknown, not calm" in page


def test_fine_days_count_as_practices_and_not_as_entries(
    sign_in: SignIn, maya: Client, make_steady: Callable[[Client], None], now: datetime
) -> None:
    make_steady(maya)
    entries = maya.check_ins.count()
    report_fine(maya, now)
    page = told(sign_in(maya))
    assert f"{entries} entries on 12 days since February 17, 2026; 7 practices in 3 weeks, 1 of them" in page
    assert "answered with “fine today” instead of numbers." in page
    assert "(6 practices)." in page


def test_easier_weeks_do_not_hide_a_flare_that_is_on(sign_in: SignIn, maya: Client, now: datetime) -> None:
    for days_ago, score in enumerate((6, 6, *[3] * 12, 9, 9, 9)):
        entered(maya, now - timedelta(days=days_ago), score, situation=Situation.SITTING)
    page = told(sign_in(maya))
    assert "Likely easier over these weeks; a flare is on now . You started at 9" in page.replace(" now.", " now .")
    assert "likely easier over these weeks; a flare is on now, 9 at the start, 3 now" in page


def test_it_tells_usual_flares_talks_and_what_is_from_memory(sign_in: SignIn, maya: Client, now: datetime) -> None:
    record_first_numbers(maya, (3, 4, 2), at=now - timedelta(days=9))
    for days_ago, score in enumerate((3, 6, 6, *[3] * 6)):
        entered(maya, now - timedelta(days=days_ago), score)
    talk = Talk.objects.create(
        client=maya,
        code=TalkCode.WEEK_UP,
        client_sentence="A week above your usual.",
        trainer_sentence="2 to 6.",
        opened_at=now,
        opened_on=date(2026, 3, 2),
    )
    Talk.objects.create(
        client=maya, code=TalkCode.TWICE_BACK, trainer_sentence="Back.", opened_at=now, opened_on=date(2026, 3, 2)
    )
    page = told(sign_in(maya))
    assert "Start: 3 . Usual: 3 ." in page
    assert "Given from memory at sign-up, and left out of start, level and changes: 2 for February 21, 2026" in page
    assert "4 for February 22, 2026 ." in page or "4 for February 22, 2026." in page
    assert "One flare: from March 3 to March 4, 2026." in page
    assert (
        "Reason to talk with the trainer: a week above the usual, noticed on March 2, 2026, not talked about yet."
        in page
    )
    assert "lesson that does not come off" not in page
    assert ("morning reference" in page, "30 percent" in page) == (False, False)
    talk.note_talked(by=maya.user, line="", at=now, on=date(2026, 3, 4))
    assert "talked about on March 4, 2026." in told(sign_in(maya))


def test_the_weights_used_are_one_line(sign_in: SignIn, maya: Client, now: datetime) -> None:
    for days_ago, slug in ((12, "high-seat-touch"), (5, "high-seat-touch"), (3, "pelvic-clock"), (1, "pelvic-clock")):
        practice_once(maya, now - timedelta(days=days_ago), slug, load=Load(Decimal(12), WeightUnit.LB))
    page = words_of(sign_in(maya).get("/tightness/summary/"))
    assert "Weights used, as typed by the person: Pelvic clock, 12 lb since March 1" in page
    assert "; High-seat touch, 12 lb since February 20" in page


def test_somebody_new_gets_an_honest_empty_page(sign_in: SignIn, maya: Client) -> None:
    page = told(sign_in(maya))
    assert "Nothing was reported yet." in page
    assert "The safety questions are not answered yet." in page


def test_lessons_that_were_passed_over_are_not_counted_as_done(browser: Browser, maya: Client, now: datetime) -> None:
    practice_once(maya, now - timedelta(days=1))
    lesson = Lesson.objects.get(slug="rock-back")
    move_client(client=maya, lesson=lesson, at=now, by=maya.user, note="Knows them. For Maya to read.")
    page = words_of(browser.get("/tightness/summary/"))
    assert "Find neutral: 1 of 7 lessons done, 2 skipped, now at “Rock back”." in page
    assert "For Maya to read." not in page
