"""The morning mail: sent once, never for what is known already; its link only opens a page, whose buttons answer."""

import re
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from hinge_coach.accounts import joining
from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.safety import closing
from hinge_coach.safety.models import Closure, Pause, active_closure
from hinge_coach.safety.screening import Level
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import Moment
from lessons.models import Lesson, MorningMail, Practice
from lessons.practice import recording
from lessons.today import morning_mail
from tests.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("curriculum")]

Sent = Callable[[datetime], list[str]]
AN_HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TODAY = date(2026, 3, 4)
SUBJECT = "Good morning. One question for you"
BODY_WORDS = re.compile(r"back|tight|pain|hinge|practise|lesson|\b(?:[0-9]|10)\b", re.IGNORECASE)


def practice_of(client: Client, at: datetime, *, after: int = 2) -> Practice:
    return recording.record(
        id=uuid.uuid4(),
        client=client,
        lesson=Lesson.objects.get(slug="pelvic-clock"),
        before=3,
        after=after,
        guess="clean",
        passed=True,
        effort=4,
        at=at,
    )


def felt(client: Client, at: datetime, score: int, moment: str = Moment.ANY) -> CheckIn:
    return CheckIn.record(id=uuid.uuid4(), client=client, at=at, score=score, moment=moment)


def stop(client: Client, now: datetime) -> None:
    closing.close_practice(
        client=client, cause=Closure.Cause.ANSWERS, level=Level.TODAY, sentence="See a doctor.", at=now
    )


def wish(client: Client, hour: int | None) -> None:
    client.morning_hour = hour
    client.save()


@pytest.fixture
def clock(now: datetime) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now, tick=False) as clock:
        yield clock


@pytest.fixture
def asking(clock: time_machine.Traveller, maya: Client, now: datetime) -> Client:
    """Maya practised yesterday evening and asked for a mail at nine, which it is in Chicago."""
    practice_of(maya, now - 14 * AN_HOUR)
    wish(maya, 9)
    return maya


@pytest.fixture
def sent(clock: time_machine.Traveller, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Sent:
    """Runs the command at this time, and tells to whom mail went."""

    def run(at: datetime) -> list[str]:
        mail.outbox.clear()
        clock.move_to(at, tick=False)
        with django_capture_on_commit_callbacks(execute=True):
            call_command("send_mornings", stdout=StringIO())
        return [to for message in mail.outbox for to in message.to]

    return run


@pytest.fixture
def mailed(asking: Client, now: datetime) -> MorningMail:
    return MorningMail.begin(asking, TODAY, at=now)


@pytest.fixture
def url(mailed: MorningMail) -> str:
    return mailed.get_absolute_url()


def told(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode()))


def mornings() -> list[tuple[int, date]]:
    return list(CheckIn.objects.filter(moment=Moment.MORNING).values_list("score", "local_on"))


class TestSending:
    def test_it_goes_out_at_the_wished_hour_and_once(self, sent: Sent, asking: Client, now: datetime) -> None:
        minutes = (-1, 0, 5, 60, 179, 180)
        found = [sent(now + timedelta(minutes=after)) for after in minutes]
        assert found == [[], ["maya@example.com"], [], [], [], []]
        assert list(MorningMail.objects.values_list("client", "local_on")) == [(asking.pk, TODAY)]

    def test_a_command_that_was_down_at_the_hour_still_sends_within_three(
        self, sent: Sent, asking: Client, now: datetime
    ) -> None:
        assert sent(now + timedelta(minutes=179)) == ["maya@example.com"]

    @pytest.mark.parametrize(
        "why", ["not wished", "told", "paused", "stopped", "no practice", "before today", "gone inactive"]
    )
    def test_nothing_goes_out_where_nothing_is_to_be_asked(
        self, sent: Sent, asking: Client, now: datetime, why: str
    ) -> None:
        match why:
            case "not wished":
                wish(asking, None)
            case "told":
                felt(asking, now - AN_HOUR, 2, Moment.MORNING)
            case "paused":
                Pause.objects.create(client=asking, begins_on=TODAY)
            case "stopped":
                stop(asking, now)
            case "no practice":
                Practice.objects.all().delete()
            case "before today":
                Practice.objects.update(local_on=TODAY - 2 * DAY)
            case "gone inactive":
                User.objects.update(is_active=False)
        assert (sent(now), MorningMail.objects.count()) == ([], 0)

    def test_a_stop_that_was_lifted_stops_nothing(self, sent: Sent, asking: Client, now: datetime) -> None:
        stop(asking, now - 2 * DAY)
        Closure.objects.get().lift(by=asking.user, note="Seen.", at=now - DAY)
        assert sent(now) == ["maya@example.com"]

    def test_a_morning_that_was_deleted_is_asked_for(self, sent: Sent, asking: Client, now: datetime) -> None:
        felt(asking, now - AN_HOUR, 2, Moment.MORNING).delete_softly(now)
        assert sent(now) == ["maya@example.com"]

    @pytest.mark.parametrize(
        ("zone", "at"),
        [
            ("Pacific/Auckland", datetime(2026, 3, 3, 20, tzinfo=UTC)),
            ("Asia/Kathmandu", datetime(2026, 3, 4, 3, 15, tzinfo=UTC)),
            ("America/New_York", datetime(2026, 3, 4, 14, tzinfo=UTC)),
        ],
    )
    def test_each_has_the_hour_of_their_own_zone(
        self, clock: time_machine.Traveller, sent: Sent, maya: Client, zone: str, at: datetime
    ) -> None:
        User.objects.update(zone=zone)
        client = Client.objects.get()
        practice_of(client, at - 12 * AN_HOUR)
        wish(client, 9)
        assert (sent(at - timedelta(seconds=1)), sent(at)) == ([], ["maya@example.com"])
        assert MorningMail.objects.get().local_on == TODAY

    def test_a_trip_over_the_date_line_brings_no_second_mail_for_a_day(
        self, clock: time_machine.Traveller, sent: Sent, maya: Client
    ) -> None:
        User.objects.update(zone="Pacific/Auckland")
        client = Client.objects.get()
        practice_of(client, datetime(2026, 3, 4, 5, tzinfo=UTC))  # the fourth, six in the evening
        wish(client, 7)
        assert sent(datetime(2026, 3, 4, 18, tzinfo=UTC)) == ["maya@example.com"]  # the fifth
        User.objects.update(zone="Pacific/Honolulu")
        hours = [datetime(2026, 3, 4, 19, tzinfo=UTC) + hour * AN_HOUR for hour in range(40)]
        assert [sent(hour) for hour in hours] == [[]] * 40

    def test_a_clock_change_on_the_morning_is_counted(
        self, clock: time_machine.Traveller, sent: Sent, maya: Client
    ) -> None:
        """On 8 March nine o'clock in Chicago comes an hour sooner."""
        practice_of(maya, datetime(2026, 3, 7, 23, tzinfo=UTC))
        wish(maya, 9)
        nine = datetime(2026, 3, 8, 14, tzinfo=UTC)
        assert [sent(nine - timedelta(minutes=1)), sent(nine), sent(nine + AN_HOUR)] == [[], ["maya@example.com"], []]

    def test_two_at_the_same_time_send_one(
        self, asking: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The other one has just written its row, and this one did not see it yet."""
        both = list(morning_mail.mails_due(now))
        assert morning_mail.send_due_mails(now) == 1
        monkeypatch.setattr(morning_mail, "mails_due", lambda now: both)
        assert (morning_mail.send_due_mails(now), MorningMail.objects.count()) == (0, 1)

    def test_the_database_keeps_one_a_day(self, mailed: MorningMail, now: datetime) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            MorningMail.begin(mailed.client, TODAY, at=now)
        MorningMail.begin(mailed.client, TODAY + DAY, at=now)

    def test_what_is_rolled_back_is_sent_next_time(self, sent: Sent, asking: Client, now: datetime) -> None:
        with transaction.atomic():
            morning_mail.send_due_mails(now)
            transaction.set_rollback(True)
        assert sent(now) == ["maya@example.com"]

    def test_the_task_is_kept_with_its_row_and_holds_no_token(
        self, mailed: MorningMail, asking: Client, now: datetime, settings: Settings
    ) -> None:
        mailed.delete()
        settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
        assert morning_mail.send_due_mails(now) == 1
        (kept,) = MorningMail.objects.all()
        assert DBTaskResult.objects.get().args_kwargs["args"] == [str(kept.pk)]

    @pytest.mark.parametrize("since", ["told", "paused", "stopped", "switched off", "over", "late", "erased"])
    def test_what_changes_before_the_mail_is_sent_stops_it(
        self, clock: time_machine.Traveller, mailed: MorningMail, now: datetime, since: str
    ) -> None:
        """The task may have waited for a mail server."""
        match since:
            case "told":
                felt(mailed.client, now, 2, Moment.MORNING)
            case "paused":
                Pause.objects.create(client=mailed.client, begins_on=TODAY)
            case "stopped":
                stop(mailed.client, now)
            case "switched off":
                wish(mailed.client, None)
            case "over":  # with another day's practice behind it, so that another mail is due
                practice_of(mailed.client, now + 10 * AN_HOUR)
                clock.shift(DAY)
            case "late":
                clock.shift(3 * AN_HOUR)
            case "erased":
                joining.erase_account(mailed.client.user)
        morning_mail.send_morning_mail.call(str(mailed.pk))
        assert mail.outbox == []

    def test_a_repeated_mail_has_the_same_name_and_the_same_link(self, mailed: MorningMail) -> None:
        for _ in range(2):
            morning_mail.send_morning_mail.call(str(mailed.pk))
        first, again = mail.outbox
        assert first.message()["Message-ID"] == again.message()["Message-ID"] == f"<{mailed.pk}.morning@127.0.0.1>"
        assert first.body == again.body

    def test_looking_costs_the_same_for_one_client_as_for_two(
        self, asking: Client, other_client: Client, now: datetime
    ) -> None:
        counts = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                found = len(list(morning_mail.mails_due(now)))
            counts.append((found, len(queries)))
            User.objects.update(zone="America/Chicago")
            practice_of(other_client, now - DAY)
            wish(other_client, 9)
        assert counts == [(1, 6), (2, 6)]


class TestTheMail:
    @pytest.fixture
    def message(self, mailed: MorningMail, trainer: Trainer) -> Any:
        morning_mail.send_morning_mail.call(str(mailed.pk))
        return mail.outbox[0]

    def test_it_says_nothing_about_a_body(self, message: Any) -> None:
        html = str(message.alternatives[0][0])
        for text in (message.subject, message.body, re.sub(r"<[^>]*>", " ", html)):
            words = re.sub(r"https?://\S+|Wednesday 4 March, Chicago time", "", str(text))
            assert BODY_WORDS.findall(words) == []
        assert message.subject == SUBJECT

    def test_both_parts_hold_the_page_and_the_way_to_switch_it_off(self, message: Any, mailed: MorningMail) -> None:
        page = f"http://127.0.0.1:8000/morning/{mailed.token}/"
        html, kind = message.alternatives[0]
        assert re.findall(r"https?://\S+", message.body) == [page, f"{page}off/"]
        assert (re.findall(r'href="([^"]+)"', html), kind) == ([page, f"{page}off/"], "text/html")
        assert re.findall(r"<img|<link|<script|style=", html) == []
        assert ["until the end of Wednesday 4 March, Chicago time." in text for text in (message.body, html)] == [
            True
        ] * 2

    def test_a_mail_program_can_switch_it_off(self, message: Any, mailed: MorningMail) -> None:
        headers = message.message()
        assert headers["List-Unsubscribe"].replace("\n", "") == f"<http://127.0.0.1:8000/morning/{mailed.token}/off/>"
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert (headers["Reply-To"], headers["Auto-Submitted"]) == ("trainer@example.com", "auto-generated")

    def test_only_a_hash_of_its_link_is_stored(self, mailed: MorningMail) -> None:
        stored = [str(value) for value in MorningMail.objects.values_list().get()]
        assert (len(mailed.token), [value for value in stored if mailed.token in value]) == (43, [])
        assert MorningMail.objects.with_token(mailed.token).get() == mailed
        assert not MorningMail.objects.with_token(mailed.token_hash).exists()


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
        assert ("0 , not at all" in told(response), "10 , as tight as it gets" in told(response)) == (True, True)
        assert "How tight is your low back this morning?" in page

    def test_it_tells_nothing_about_whose_it_is(self, url: str) -> None:
        words = told(Browser().get(url))
        assert [word for word in ("Maya", "maya@", "Pelvic clock", "Chicago") if word in words] == []

    def test_a_press_is_the_next_morning_and_the_rules_look_again(self, url: str, asking: Client) -> None:
        practice = Practice.objects.get()
        assert "How it feels next morning decides" in " ".join(each["client"] for each in practice.verdict.reasons)
        page = Browser().post(url, {"score": "3"}, follow=True)
        assert ("Noted: 3" in told(page), mornings()) == (True, [(3, TODAY)])
        assert practice.verdicts.count() == 2
        assert CheckIn.objects.get(moment=Moment.MORNING).client == asking

    def test_sent_twice_it_is_one_entry_and_another_number_corrects_it(self, url: str, now: datetime) -> None:
        browser = Browser()
        for score in ("3", "3", "5"):
            page = browser.post(url, {"score": score}, follow=True)
        assert mornings() == [(5, TODAY)]
        assert re.findall(r'value="(\d+)" aria-pressed="true"', page.content.decode()) == ["5"]
        assert CheckIn.objects.get(moment=Moment.MORNING).edited_at == now

    def test_a_correction_takes_back_what_a_slip_brought_about(
        self, clock: time_machine.Traveller, maya: Client, now: datetime
    ) -> None:
        """A seven after a calm start is a step back; meant was a two, the second calm morning."""
        practice_of(maya, now - 14 * AN_HOUR - DAY)
        felt(maya, now - DAY, 2, Moment.MORNING)
        practice = practice_of(maya, now - 14 * AN_HOUR)
        url = MorningMail.begin(maya, TODAY, at=now).get_absolute_url()
        decisions = []
        for score in ("7", "2"):
            Browser().post(url, {"score": score})
            clock.shift(timedelta(minutes=1))
            decisions.append(Practice.objects.get(pk=practice.pk).verdict.decision)
        assert decisions == ["regress", "progress"]

    def test_an_answer_that_was_deleted_can_be_given_again(self, url: str, now: datetime) -> None:
        Browser().post(url, {"score": "3"})
        CheckIn.objects.get(moment=Moment.MORNING).delete_softly(now)
        assert "Good morning" in told(Browser().get(url))
        assert "Noted: 4" in told(Browser().post(url, {"score": "4"}, follow=True))
        assert [(each.score, each.deleted_at) for each in CheckIn.objects.filter(moment=Moment.MORNING)] == [(4, None)]

    def test_today_then_asks_no_more(self, url: str, asking: Client, sign_in: SignIn) -> None:
        browser = sign_in(asking)
        assert "The morning after" in told(browser.get("/today/"))
        Browser().post(url, {"score": "3"})
        assert "The morning after" not in told(browser.get("/today/"))

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

    @pytest.mark.parametrize(("hours", "is_open"), [(14, True), (15, False), (24 * 300, False)])
    def test_it_works_until_the_local_day_ends(
        self, clock: time_machine.Traveller, url: str, hours: int, is_open: bool
    ) -> None:
        clock.shift(timedelta(hours=hours, minutes=59))
        response = Browser().post(url, {"score": "3"}, follow=True)
        assert ("Noted: 3" in told(response), "This morning has passed" in told(response)) == (is_open, not is_open)
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
        assert "This morning has passed" in told(Browser().post(url, {"score": "3"}))
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
        felt(other_client, now, 6, Moment.MORNING)
        assert "Good morning" in told(Browser().get(url))
        assert "You have told us already" in told(Browser().get(theirs.get_absolute_url()))

    def test_a_very_high_answer_closes_practice_and_says_so_without_a_reason(self, url: str, asking: Client) -> None:
        response = Browser().post(url, {"score": "8"}, follow=True)
        words = told(response)
        stop = active_closure(asking)
        assert stop is not None
        assert ("Practice is closed for now" in words, "911 or 112" in words, stop.sentence in words) == (
            True,
            True,
            False,
        )
        assert re.findall(r'class="button" href="([^"]+)"', response.content.decode()) == ["/today/"]

    def test_a_jump_leads_to_the_safety_questions(self, url: str, asking: Client, now: datetime) -> None:
        for days in (4, 3, 2):
            felt(asking, now - days * DAY, 1)
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
        with django_assert_max_num_queries(6):
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
        wish(other_client, 7)
        Browser().post(f"{url}off/")
        other_client.refresh_from_db()
        assert other_client.morning_hour == 7


class TestTheWish:
    @pytest.mark.parametrize(("hour", "kept"), [("5", 5), ("11", 11), ("off", None)])
    def test_it_is_the_clients_own_choice(
        self, clock: time_machine.Traveller, asking: Client, sign_in: SignIn, hour: str, kept: int | None
    ) -> None:
        browser = sign_in(asking)
        assert browser.post("/me/morning/", {"hour": hour}).headers["Location"] == "/me/"
        asking.refresh_from_db()
        assert asking.morning_hour == kept
        assert f'<option value="{hour}" selected>' in browser.get("/me/").content.decode()

    def test_nobody_gets_mail_without_asking(self, maya: Client, sign_in: SignIn) -> None:
        page = sign_in(maya).get("/me/")
        assert maya.morning_hour is None
        assert '<option value="off" selected>Never: no morning mail</option>' in page.content.decode()
        assert "By the clock in Chicago, your time zone." in told(page)

    @pytest.mark.parametrize("hour", ["", "4", "12", "7.5", "7\x00", "x" * 10_000, "🙂"])
    def test_another_hour_gets_a_sentence_and_changes_nothing(self, asking: Client, sign_in: SignIn, hour: str) -> None:
        response = sign_in(asking).post("/me/morning/", {"hour": hour})
        asking.refresh_from_db()
        assert (response.status_code, asking.morning_hour) == (200, 9)
        assert "Please choose one of these." in told(response)

    @pytest.mark.parametrize("hour", [0, 4, 12, 23])
    def test_the_database_keeps_to_the_morning(self, maya: Client, hour: int) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            wish(maya, hour)

    def test_erasing_takes_the_mails_along(self, mailed: MorningMail) -> None:
        joining.erase_account(mailed.client.user)
        assert MorningMail.objects.count() == 0
