"""The page of one client."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client as Browser
from pytest_django import DjangoAssertNumQueries

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.accounts.weight_unit import WeightUnit
from hinge_coach.coaching.desk.handling import snooze
from hinge_coach.coaching.desk.shown import SaidReason
from hinge_coach.coaching.models import Note
from hinge_coach.safety import closing
from hinge_coach.safety.models import Pause
from hinge_coach.safety.screening import Level
from lessons.models import CarryOver, Lesson, Load, Message, Track, VariationAnswer, move_client
from lessons.models.variation import Variation
from lessons.practice.history import load_state
from lessons.rules.ahead import ahead
from lessons.rules.values import Decision
from tests import factories
from tests.coaching.conftest import Feel, Practise
from tests.coaching.pages import html_of, stored, url, words_of
from tests.reading import HasContent

MOST_QUERIES = 16


def page_of(client: Client, browser: Browser) -> HasContent:
    return browser.get(url("client", client.pk))


def plan_of(client: Client, browser: Browser) -> HasContent:
    return browser.get(url("plan", client.pk))


def test_the_page_of_a_client_tells_the_whole_story(
    maya: Client, trainer: Trainer, desk_browser: Browser, practise: Practise, feel: Feel, now: datetime
) -> None:
    done = practise(maya, days_ago=2, before=4, after=3, cue="Zip up the front", effort=6)
    feel(maya, 3, days_ago=1, moment="morning")
    Note.objects.create(client=maya, by=trainer, text="Works nights.", written_at=now)
    Message.objects.create(client=maya, by=trainer, text="Well begun.", written_at=now)
    page = words_of(page_of(maya, desk_browser))
    for words in (
        "9:00 am, Chicago time",
        f"{done.lesson.title} : 4 before, 3 after, effort 6, clean: yes, all, “Zip up the front” helped.",
        "Your note, Mar 4: Works nights.",
        "Well begun.",
        "Tightness from 0 to 10",
    ):
        assert words in page
    plan = html_of(plan_of(maya, desk_browser))
    for words in (
        done.lesson.title,
        done.verdict.reasons[0]["trainer"],
        'Effort <span class="number">6</span> of 10. What helped: “Zip up the front”.',
        "The default numbers were used.",
        "Works nights.",
    ):
        assert words in plan


def test_the_page_of_a_client_says_what_is_different_for_them(
    maya: Client, desk_browser: Browser, now: datetime
) -> None:
    assert "For them:" not in words_of(page_of(maya, desk_browser))
    VariationAnswer.record(maya, [Variation.THIN_BONES, Variation.UNSTEADY], at=now)
    assert "For them: unsteady on the feet, osteoporosis" in words_of(page_of(maya, desk_browser))
    VariationAnswer.record(maya, [], at=now)
    assert "For them:" not in words_of(page_of(maya, desk_browser))


def test_the_page_of_a_client_says_how_often_they_are_asked(
    maya: Client, desk_browser: Browser, practise: Practise, feel: Feel
) -> None:
    page = html_of(desk_browser.get(url("client", maya.pk)))
    assert "Asked every time" in page
    for days_ago in (15, 12, 9, 6, 3, 1):
        practise(maya, days_ago=days_ago)
        feel(maya, 2, days_ago=days_ago - 0.8, moment="morning")
    practise(maya, before=None, after=None)
    assert "Steady for two weeks" in html_of(page_of(maya, desk_browser))
    assert '<span class="practice__scores quiet">fine</span>' in html_of(plan_of(maya, desk_browser))


def test_the_usual_is_learned_first(maya: Client, desk_browser: Browser, feel: Feel) -> None:
    feel(maya, 4, days_ago=1)
    feel(maya, 4, days_ago=1.1)
    assert "Usual not known yet: it takes numbers on three days; 1 so far." in words_of(page_of(maya, desk_browser))


def test_the_usual_stands_beside_the_start(maya: Client, desk_browser: Browser, feel: Feel) -> None:
    for days_ago, score in ((7, 5), (6, 5), (5, 5), (4, 2), (3, 2), (2, 2), (1, 2)):
        feel(maya, score, days_ago=days_ago)
    assert "usual 5, start 5" in words_of(page_of(maya, desk_browser))


@pytest.mark.parametrize(
    ("latest", "pill", "sentence"),
    [
        ((6, 6), "easier for now", "They read: “Your low back was 6 and 6 on two of the last"),
        ((2, 9), "practice rests", "They read: “Your last number was 9; your usual is 2. We rest until"),
    ],
)
def test_the_page_says_that_they_are_eased_or_rest(
    maya: Client, desk_browser: Browser, feel: Feel, latest: tuple[int, int], pill: str, sentence: str
) -> None:
    for days_ago in range(3, 17):
        feel(maya, 2, days_ago=days_ago)
    for days_ago, score in zip((2, 1), latest, strict=True):
        feel(maya, score, days_ago=days_ago)
    page = words_of(page_of(maya, desk_browser))
    assert pill in page
    assert sentence in page
    closing.close_practice(client=maya, cause="rule", level=Level.REFER, sentence="…", at=maya.joined_at)
    page = words_of(page_of(maya, desk_browser))
    assert pill not in page
    assert "They read: “…”" in page


def test_the_page_says_what_would_move_them_on(
    maya: Client, desk_browser: Browser, practise: Practise, now: datetime
) -> None:
    for days_ago in (3, 2, 1):
        practise(maya, days_ago=days_ago, passed=False)
    state = load_state(maya, now=now)
    hinge = next(position for position in state.positions if position.track == Track.HINGE)
    sentence = ahead(state.facts, state.standing(hinge)).sentence
    assert sentence != ""
    assert f"What would move them on? “{sentence}”" in words_of(page_of(maya, desk_browser))
    closing.close_practice(client=maya, cause="rule", level=Level.REFER, sentence="…", at=now)
    assert "What would move them on?" not in words_of(page_of(maya, desk_browser))


def test_nothing_is_promised_while_practice_rests(maya: Client, desk_browser: Browser, now: datetime) -> None:
    factories.report(maya, now, 9)
    page = words_of(page_of(maya, desk_browser))
    assert "We rest until" in page
    assert "What would move them on?" not in page


def test_nothing_is_promised_on_a_lesson_that_waits_for_another(
    maya: Client, trainer: Trainer, desk_browser: Browser, practise: Practise, now: datetime
) -> None:
    practise(maya, days_ago=1)
    waiting = next(lesson for lesson in Lesson.objects.filter(track=Track.HINGE) if lesson.needs)
    assert words_of(page_of(maya, desk_browser)).count("What would move them on?") == 3
    move_client(client=maya, lesson=waiting, at=now, by=trainer.user, note="Try this one.")
    page = words_of(page_of(maya, desk_browser))
    assert "Waits for" in page
    assert page.count("What would move them on?") == 2


def test_looking_at_a_client_changes_nothing(maya: Client, desk_browser: Browser, practise: Practise) -> None:
    practise(maya)
    before = (maya.practices.count(), maya.check_ins.count(), stored())
    for name in ("client", "plan", "practices"):
        desk_browser.get(url(name, maya.pk))
        desk_browser.head(url(name, maya.pk))
    assert (maya.practices.count(), maya.check_ins.count(), stored()) == before


def test_thresholds_other_than_the_defaults_are_named(maya: Client, desk_browser: Browser, practise: Practise) -> None:
    verdict = practise(maya).verdict
    verdict.thresholds = {**verdict.thresholds, "rise": 3}
    verdict.save()
    page = words_of(desk_browser.get(url("practices", maya.pk)))
    assert "Numbers other than the defaults: points above the usual that count as up: 3." in page


def test_a_verdict_says_which_usual_it_compared_with(maya: Client, desk_browser: Browser, practise: Practise) -> None:
    for days_ago in (4, 3, 2, 1):
        practise(maya, days_ago=days_ago, before=3, after=3)
    page = words_of(desk_browser.get(url("practices", maya.pk)))
    assert "against a usual of 3" in page
    assert "mornings measured" not in page
    assert "to be looked at again" not in page


def test_a_verdict_of_the_old_rules_keeps_what_it_said(maya: Client, desk_browser: Browser, practise: Practise) -> None:
    verdict = practise(maya).verdict
    verdict.thresholds = {"easy_score": 3, "limit_score": 5}
    verdict.would_change, verdict.morning_reference = "One more calm session.", 2.5
    verdict.look_again_on = date(2026, 3, 9)
    verdict.save()
    page = words_of(desk_browser.get(url("practices", maya.pk)))
    assert "They read: “One more calm session.”" in page
    assert "mornings measured from 2½; to be looked at again on Mar 9. By the rules before version 0.3." in page


@pytest.mark.parametrize(
    ("decision", "outcome"),
    [
        (Decision.PROGRESS, "moved on"),
        (Decision.HOLD, "stayed"),
        (Decision.REGRESS, "step back"),
        (Decision.RESTORE, "full version again"),
        (Decision.EASE, "eased"),
        (Decision.REST, "rest"),
        (Decision.PAUSED, "paused"),
        (Decision.STOP, "stopped"),
    ],
)
def test_each_decision_has_a_label(
    maya: Client, desk_browser: Browser, practise: Practise, decision: Decision, outcome: str
) -> None:
    verdict = practise(maya).verdict
    verdict.decision = decision
    verdict.save()
    assert f">{outcome}</span>" in html_of(desk_browser.get(url("practices", maya.pk)))


def test_all_practices_are_there_page_by_page(maya: Client, desk_browser: Browser, practise: Practise) -> None:
    for day in range(27):
        practise(maya, days_ago=27 - day)
    assert desk_browser.get(url("practices", maya.pk)).content.count(b'class="practice"') == 25
    assert desk_browser.get(url("practices", maya.pk) + "?page=2").content.count(b'class="practice"') == 2
    assert desk_browser.get(url("practices", maya.pk) + "?page=x").content.count(b'class="practice"') == 25


def test_the_trainer_sees_the_real_places_of_the_week(maya: Client, desk_browser: Browser) -> None:
    assert "In real places" not in html_of(plan_of(maya, desk_browser))
    Pause.objects.create(client=maya, begins_on=date(2026, 2, 1), ends_on=date(2026, 3, 3))
    for local_on, situation in ((date(2026, 3, 3), "car"), (date(2026, 3, 4), "car"), (date(2026, 2, 20), "court")):
        CarryOver.objects.create(client=maya, local_on=local_on, situation=situation)
    page = html_of(plan_of(maya, desk_browser))
    assert "2 times at 1 place in the last seven days; 1 in the seven days before." in page


def test_the_trainer_sees_the_weights_beside_each_practice_and_over_the_weeks(
    maya: Client, desk_browser: Browser, practise: Practise
) -> None:
    practise(maya, days_ago=100, load=Load(Decimal(2), WeightUnit.KG))
    practise(maya, days_ago=9)
    page = html_of(desk_browser.get(url("client", maya.pk)))
    assert 'id="weights"' not in page
    for days_ago, weight in ((8, "4"), (4, "5"), (1, "5.5")):
        practise(maya, days_ago=days_ago, load=Load(Decimal(weight), WeightUnit.KG))
    practise(maya, load=Load(Decimal(0), WeightUnit.KG))
    page = html_of(desk_browser.get(url("client", maya.pk)))
    assert "Weights, over the same days" in page
    assert "5.5 kg on March 3, one day with it. The first was 4 kg on February 24." in page
    shown = re.findall(r'<span class="small number">([^<]*)</span>', html_of(plan_of(maya, desk_browser)))
    assert shown == ["no weight", "5.5 kg", "5 kg", "4 kg", "2 kg"]
    assert '<span class="small number">5.5 kg</span>' in html_of(desk_browser.get(url("practices", maya.pk)))


@pytest.mark.walk
def test_the_page_of_a_client_asks_as_many_queries_after_sixty_practices_as_after_one(
    maya: Client,
    desk_browser: Browser,
    practise: Practise,
    feel: Feel,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    practise(maya, days_ago=70)
    desk_browser.get(f"/desk/clients/{maya.pk}/")  # Django asks SQLite once a process whether it knows JSON
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        desk_browser.get(f"/desk/clients/{maya.pk}/")
    for day in range(60):
        practise(maya, days_ago=60 - day, load=Load(Decimal(4 + day // 8), WeightUnit.KG))
        feel(maya, 2, days_ago=59.6 - day, moment="morning")
    with django_assert_max_num_queries(MOST_QUERIES) as many:
        desk_browser.get(f"/desk/clients/{maya.pk}/")
    assert len(many) == len(few)


def test_the_card_says_who_did_what_when_and_why(
    maya: Client, trainer: Trainer, desk_browser: Browser, now: datetime
) -> None:
    assert "Nothing has been handled or snoozed yet." in words_of(plan_of(maya, desk_browser))
    said = [SaidReason(code="eased", sentence="2 to 6 since November 21.")]
    until = now + timedelta(days=2)
    snooze(maya, by=trainer, up_to=now, until=until, line="her doctor, Friday", at=now, reasons=said)
    told = words_of(plan_of(maya, desk_browser)).split("Who did what on the desk")[1]
    assert "Snoozed until Fri, Mar 6, Robin Hale Mar 4, 2026, 10:00 am “her doctor, Friday” 2 to 6 since" in told
    page = words_of(page_of(maya, desk_browser))
    assert "Snoozed until Friday, March 6 , “ her doctor, Friday ” Undo" in page
