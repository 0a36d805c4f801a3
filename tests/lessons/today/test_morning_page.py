"""The morning mail: sent once, never for what is known already; its link only opens a page, whose buttons answer."""

import re
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.safety.models import active_closure
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import Moment
from lessons.models import Lesson, MorningMail, Move, Practice, TrackPosition, move_client
from tests import factories
from tests.conftest import SignIn
from tests.lessons.today.conftest import AN_HOUR, DAY, TODAY, ask_for_mail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("curriculum")]


@pytest.fixture
def url(mailed: MorningMail) -> str:
    return mailed.get_absolute_url()


@pytest.fixture
def nearly_there(asking: Client, now: datetime) -> Client:
    """A usual of 2 and a good practice some days before that of yesterday: the next day's answer is all that lacks."""
    for days in range(9, 5, -1):
        factories.report(asking, now - days * DAY, 2)
    factories.practice_once(asking, now - 14 * AN_HOUR - 3 * DAY)
    return asking


def told(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode()))


def mornings() -> list[tuple[int, date]]:
    return list(CheckIn.objects.filter(moment=Moment.MORNING).values_list("score", "local_on"))


class TestThePage:
    def test_opening_it_changes_nothing(self, url: str, asking: Client) -> None:
        before = CheckIn.objects.count()
        for path in (url, f"{url}off/"):
            assert [Browser().get(path).status_code, Browser().head(path).status_code] == [200, 200]
        asking.refresh_from_db()
        assert (CheckIn.objects.count(), asking.morning_hour) == (before, 9)

    def test_it_has_one_button_for_each_answer_and_words_at_the_ends(self, url: str) -> None:
        response = Browser().get(url)
        page = response.content.decode()
        assert re.findall(r'<button class="scale__item" name="score" value="(\d+)">', page) == [
            str(n) for n in range(11)
        ]
        assert ("0, not tight at all" in told(response), "10, as tight as it gets" in told(response)) == (True, True)
        assert "How tight is your low back this morning?" in page

    def test_it_tells_nothing_about_whose_it_is(self, url: str) -> None:
        words = told(Browser().get(url))
        assert [word for word in ("Maya", "maya@", "Pelvic clock", "Chicago") if word in words] == []

    def test_a_press_that_was_waited_for_moves_on_and_names_the_lesson_alone(
        self, url: str, nearly_there: Client, asking: Client
    ) -> None:
        page = told(Browser().post(url, {"score": "3"}, follow=True))
        assert ("Noted: 3" in page, "You moved on to “Find the middle”." in page) == (True, True)
        assert "It comes next on the track “Find neutral”." in page
        assert [word for word in ("Maya", "Pelvic clock", "usual") if word in page] == []
        assert mornings() == [(3, TODAY)]
        assert factories.position_on_first_track(asking) == ("find-the-middle", False)

    def test_a_step_back_is_told_too_and_what_the_trainer_did_is_not(
        self, url: str, asking: Client, trainer: Trainer, now: datetime
    ) -> None:
        """The fourth missed self-check was yesterday; after the answer the trainer moves another track."""
        for days in range(12, 8, -1):
            factories.report(asking, now - days * DAY, 2)
        Practice.objects.update(passed=False)
        for days in (5, 4, 3):
            factories.practice_once(asking, now - 14 * AN_HOUR - days * DAY, before=2, passed=False)
        Move.objects.all().delete()
        TrackPosition.objects.all().delete()
        Browser().post(url, {"score": "2"})
        lesson = Lesson.objects.get(slug="wall-tap")
        move_client(client=asking, lesson=lesson, at=now, by=trainer.user, note="For you alone.")
        page = told(Browser().get(url))
        assert "A step back, on purpose: “Pelvic clock” comes first in its easier version." in page
        assert [word for word in ("Wall tap", "Robin", "For you alone.") if word in page] == []

    def test_any_other_press_promises_nothing(self, url: str, asking: Client) -> None:
        page = told(Browser().get(url))
        assert "decides" not in page
        page = told(Browser().post(url, {"score": "3"}, follow=True))
        assert "Thank you. Your chart has it now." in page
        assert CheckIn.objects.get(moment=Moment.MORNING).client == asking

    def test_sent_twice_it_is_one_entry_and_another_number_corrects_it(self, url: str, now: datetime) -> None:
        browser = Browser()
        for score in ("3", "3", "5"):
            page = browser.post(url, {"score": score}, follow=True)
        assert mornings() == [(5, TODAY)]
        assert re.findall(r'value="(\d+)" aria-pressed="true"', page.content.decode()) == ["5"]
        assert CheckIn.objects.get(moment=Moment.MORNING).edited_at == now

    def test_a_correction_decides_again_and_takes_back_no_move(
        self, clock: time_machine.Traveller, url: str, nearly_there: Client
    ) -> None:
        """A seven keeps the lesson; meant was a two, which moves on; a seven after that moves nobody back."""
        places = []
        for score in ("7", "2", "7"):
            Browser().post(url, {"score": score})
            clock.shift(timedelta(minutes=1))
            places.append(factories.position_on_first_track(nearly_there)[0])
        assert places == ["pelvic-clock", "find-the-middle", "find-the-middle"]

    def test_an_answer_that_was_deleted_can_be_given_again(self, url: str, now: datetime) -> None:
        Browser().post(url, {"score": "3"})
        CheckIn.objects.get(moment=Moment.MORNING).delete_softly(now)
        assert "Good morning" in told(Browser().get(url))
        assert "Noted: 4" in told(Browser().post(url, {"score": "4"}, follow=True))
        assert [(each.score, each.deleted_at) for each in CheckIn.objects.filter(moment=Moment.MORNING)] == [(4, None)]

    def test_today_then_asks_no_more(self, url: str, asking: Client, sign_in: SignIn) -> None:
        browser = sign_in(asking)
        assert "The day after" in told(browser.get("/today/"))
        Browser().post(url, {"score": "3"})
        assert "The day after" not in told(browser.get("/today/"))

    @pytest.mark.parametrize("deleted", [False, True])
    def test_an_answer_put_on_another_day_is_out_of_its_reach(
        self, url: str, asking: Client, sign_in: SignIn, deleted: bool
    ) -> None:
        Browser().post(url, {"score": "3"})
        answer = CheckIn.objects.get(moment=Moment.MORNING, score=3)
        browser = sign_in(asking)
        browser.post(f"/tightness/{answer.pk}/", {"at": "2026-03-01T08:00", "score": "4", "situation": ""})
        if deleted:
            browser.post(f"/tightness/{answer.pk}/delete/")
        before = CheckIn.objects.filter(pk=answer.pk).values_list().get()
        for response in (Browser().get(url), Browser().post(url, {"score": "9"})):
            assert "You have told us already" in told(response)
        assert CheckIn.objects.filter(pk=answer.pk).values_list().get() == before

    def test_told_on_today_the_link_has_nothing_to_ask(self, url: str, asking: Client, sign_in: SignIn) -> None:
        sign_in(asking).post("/today/check-in/", {"id": str(uuid.uuid4()), "score": "2"})
        for response in (Browser().get(url), Browser().post(url, {"score": "9"})):
            assert "You have told us already" in told(response)
            assert (response.status_code, 'href="/today/"' in response.content.decode()) == (200, True)
        assert mornings() == [(2, TODAY)]

    @pytest.mark.parametrize(("hours", "is_open"), [(18, True), (19, False), (24 * 300, False)])
    def test_it_works_until_the_local_day_ends(
        self, clock: time_machine.Traveller, url: str, hours: int, is_open: bool
    ) -> None:
        clock.shift(timedelta(hours=hours, minutes=59))
        response = Browser().post(url, {"score": "3"}, follow=True)
        assert ("Noted: 3" in told(response), "This morning is over" in told(response)) == (is_open, not is_open)
        assert len(mornings()) == is_open

    def test_an_answer_of_the_day_is_not_shown_when_it_has_passed(
        self, clock: time_machine.Traveller, url: str
    ) -> None:
        Browser().post(url, {"score": "3"})
        clock.shift(DAY)
        assert "Noted" not in told(Browser().get(url))

    @pytest.mark.parametrize("days", [-1, 1])
    def test_in_another_zone_the_day_may_be_another(self, asking: Client, now: datetime, days: int) -> None:
        """Who flew east is a day ahead of the mail, who flew west a day behind."""
        url = MorningMail.begin(asking, TODAY + days * DAY, at=now).get_absolute_url()
        assert "This morning is over" in told(Browser().post(url, {"score": "3"}))
        assert mornings() == []

    @pytest.mark.parametrize("score", ["11", "-1", "7,5", "", "3\x00", "3" * 10_000, "🙂", "‮٣"])
    def test_a_bad_score_gets_a_sentence_and_stores_nothing(self, url: str, score: str) -> None:
        response = Browser().post(url, {"score": score})
        assert (response.status_code, "from 0 to 10." in told(response), mornings()) == (200, True, [])

    @pytest.mark.parametrize("token", ["nowhere", "x" * 9000, "💺", "%00"])
    @pytest.mark.parametrize("tail", ["", "off/"])
    def test_an_unknown_link_gets_a_kind_page(self, mailed: MorningMail, token: str, tail: str) -> None:
        for send in (Browser().get, Browser().post):
            response = send(f"/morning/{token}/{tail}", {"score": "3"})
            assert (response.status_code, "This link has ended" in told(response)) == (404, True)
        assert mornings() == []

    def test_somebody_else_who_is_signed_in_answers_for_whom_the_mail_was(
        self, url: str, asking: Client, other_client: Client, sign_in: SignIn
    ) -> None:
        sign_in(other_client).post(url, {"score": "3"})
        assert list(CheckIn.objects.filter(moment=Moment.MORNING).values_list("client", flat=True)) == [asking.pk]
        assert other_client.check_ins.count() == 0

    def test_a_clients_link_says_nothing_of_another_clients_morning(
        self, url: str, other_client: Client, now: datetime
    ) -> None:
        theirs = MorningMail.begin(other_client, TODAY, at=now)
        factories.report(other_client, now, 6, Moment.MORNING)
        assert "Good morning" in told(Browser().get(url))
        assert "You have told us already" in told(Browser().get(theirs.get_absolute_url()))

    def test_a_very_high_answer_rests_practice_and_says_so_without_a_number(self, url: str, asking: Client) -> None:
        response = Browser().post(url, {"score": "8"}, follow=True)
        words = told(response)
        assert ("Practice rests for now" in words, "911 or 112" in words, "Your last number" in words) == (
            True,
            True,
            False,
        )
        assert active_closure(asking) is None
        assert re.findall(r'class="button" href="([^"]+)"', response.content.decode()) == ["/safety/questions/"]

    def test_very_high_day_after_day_closes_practice_and_says_so_without_a_reason(
        self, url: str, asking: Client, now: datetime
    ) -> None:
        for days in (3, 2):
            factories.report(asking, now - days * DAY, 9)
        CheckIn.objects.filter(moment=Moment.BEFORE).update(score=9)
        response = Browser().post(url, {"score": "9"}, follow=True)
        words, closure = told(response), active_closure(asking)
        assert closure is not None
        assert ("Practice is closed for now" in words, "911 or 112" in words) == (True, True)
        assert closure.sentence not in words
        assert re.findall(r'class="button" href="([^"]+)"', response.content.decode()) == ["/today/"]

    def test_a_jump_leads_to_the_safety_questions(self, url: str, asking: Client, now: datetime) -> None:
        for days in (4, 3, 2):
            factories.report(asking, now - days * DAY, 1)
        Client.objects.update(joined_at=now - 5 * DAY)
        response = Browser().post(url, {"score": "5"}, follow=True)
        assert ("First, the safety questions" in told(response), "911 or 112" in told(response)) == (True, True)
        assert re.findall(r'class="button" href="([^"]+)"', response.content.decode()) == ["/safety/questions/"]

    def test_no_address_leaks_and_no_cache_keeps_it(self, url: str) -> None:
        for path in (url, f"{url}off/"):
            headers = Browser().get(path).headers
            assert (headers["Referrer-Policy"], headers["X-Robots-Tag"]) == ("same-origin", "noindex, nofollow")
            assert "no-store" in headers["Cache-Control"]

    def test_it_costs_few_queries(self, url: str, django_assert_max_num_queries: Callable[[int], Any]) -> None:
        with django_assert_max_num_queries(2):
            Browser().get(url)
        Browser().post(url, {"score": "3"})
        with django_assert_max_num_queries(13):
            Browser().get(url)


class TestSwitchingItOff:
    def test_one_press_switches_it_off(self, url: str, asking: Client) -> None:
        assert "Switch the morning mail off?" in told(Browser().get(f"{url}off/"))
        assert "The morning mail is off" in told(Browser().post(f"{url}off/"))
        asking.refresh_from_db()
        assert asking.morning_hour is None
        assert "The morning mail is off" in told(Browser().get(f"{url}off/"))

    def test_a_mail_program_presses_without_a_cookie_and_needs_no_redirect(self, url: str, asking: Client) -> None:
        careful = Browser(enforce_csrf_checks=True)
        response = careful.post(f"{url}off/", {"List-Unsubscribe": "One-Click"})
        asking.refresh_from_db()
        assert (response.status_code, asking.morning_hour) == (200, None)

    def test_the_answer_itself_does_need_the_cookie(self, url: str) -> None:
        assert Browser(enforce_csrf_checks=True).post(url, {"score": "3"}).status_code == 403
        assert mornings() == []

    def test_the_link_of_an_old_mail_still_does_it(
        self, clock: time_machine.Traveller, url: str, asking: Client
    ) -> None:
        clock.shift(200 * DAY)
        Browser().post(f"{url}off/")
        asking.refresh_from_db()
        assert asking.morning_hour is None

    def test_it_is_the_own_mail_of_whom_it_went_to(self, url: str, other_client: Client) -> None:
        ask_for_mail(other_client, 7)
        Browser().post(f"{url}off/")
        other_client.refresh_from_db()
        assert other_client.morning_hour == 7
