"""The morning mail: sent once, never for what is known already; its link only opens a page, whose buttons answer."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from hinge_coach.accounts import joining
from hinge_coach.accounts.models import Client, Trainer, User
from hinge_coach.safety.models import Closure, Pause
from hinge_coach.tightness.trend import Moment
from lessons.models import MorningMail, Practice
from lessons.today import morning_mail
from tests import factories
from tests.lessons.today.conftest import AN_HOUR, DAY, TODAY, ask_for_mail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("curriculum")]
Sent = Callable[[datetime], list[str]]
SUBJECT = "Good morning. One question for you"
BODY_WORDS = re.compile(r"back|tight|pain|hinge|practise|lesson|\b(?:[0-9]|10)\b", re.IGNORECASE)


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


def told(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode()))


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
        "why", ["not wished", "told", "paused", "stopped", "no practice", "before today", "gone inactive", "archived"]
    )
    def test_nothing_goes_out_where_nothing_is_to_be_asked(
        self, sent: Sent, asking: Client, now: datetime, why: str
    ) -> None:
        match why:
            case "not wished":
                ask_for_mail(asking, None)
            case "told":
                factories.report(asking, now - AN_HOUR, 2, Moment.MORNING)
            case "paused":
                Pause.objects.create(client=asking, begins_on=TODAY)
            case "stopped":
                factories.close_by_answer(asking, now)
            case "no practice":
                Practice.objects.all().delete()
            case "before today":
                Practice.objects.update(local_on=TODAY - 2 * DAY)
            case "gone inactive":
                User.objects.update(is_active=False)
            case "archived":
                Client.objects.update(archived_at=now)
        assert (sent(now), MorningMail.objects.count()) == ([], 0)

    def test_a_stop_that_was_lifted_stops_nothing(self, sent: Sent, asking: Client, now: datetime) -> None:
        factories.close_by_answer(asking, now - 2 * DAY)
        Closure.objects.get().lift(by=asking.user, note="Seen.", at=now - DAY)
        assert sent(now) == ["maya@example.com"]

    def test_a_morning_that_was_deleted_is_asked_for(self, sent: Sent, asking: Client, now: datetime) -> None:
        factories.report(asking, now - AN_HOUR, 2, Moment.MORNING).delete_softly(now)
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
        factories.practice_once(client, at - 12 * AN_HOUR)
        ask_for_mail(client, 9)
        assert (sent(at - timedelta(seconds=1)), sent(at)) == ([], ["maya@example.com"])
        assert MorningMail.objects.get().local_on == TODAY

    def test_a_trip_over_the_date_line_brings_no_second_mail_for_a_day(
        self, clock: time_machine.Traveller, sent: Sent, maya: Client
    ) -> None:
        User.objects.update(zone="Pacific/Auckland")
        client = Client.objects.get()
        factories.practice_once(client, datetime(2026, 3, 4, 5, tzinfo=UTC))  # the fourth, six in the evening
        ask_for_mail(client, 7)
        assert sent(datetime(2026, 3, 4, 18, tzinfo=UTC)) == ["maya@example.com"]  # the fifth
        User.objects.update(zone="Pacific/Honolulu")
        hours = [datetime(2026, 3, 4, 19, tzinfo=UTC) + hour * AN_HOUR for hour in range(40)]
        assert [sent(hour) for hour in hours] == [[]] * 40

    def test_a_clock_change_on_the_morning_is_counted(
        self, clock: time_machine.Traveller, sent: Sent, maya: Client
    ) -> None:
        """On March 8 nine o'clock in Chicago comes an hour sooner."""
        factories.practice_once(maya, datetime(2026, 3, 7, 23, tzinfo=UTC))
        ask_for_mail(maya, 9)
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
                factories.report(mailed.client, now, 2, Moment.MORNING)
            case "paused":
                Pause.objects.create(client=mailed.client, begins_on=TODAY)
            case "stopped":
                factories.close_by_answer(mailed.client, now)
            case "switched off":
                ask_for_mail(mailed.client, None)
            case "over":  # with another day's practice behind it, so that another mail is due
                factories.practice_once(mailed.client, now + 10 * AN_HOUR)
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
            factories.practice_once(other_client, now - DAY)
            ask_for_mail(other_client, 9)
        assert counts == [(1, 7), (2, 7)]


class TestTheMail:
    @pytest.fixture
    def message(self, mailed: MorningMail, trainer: Trainer) -> Any:
        morning_mail.send_morning_mail.call(str(mailed.pk))
        return mail.outbox[0]

    def test_it_says_nothing_about_a_body(self, message: Any) -> None:
        html = str(message.alternatives[0][0])
        for text in (message.subject, message.body, re.sub(r"<[^>]*>", " ", html)):
            words = re.sub(r"https?://\S+|4 am on Thursday, March 5, Chicago time", "", str(text))
            assert BODY_WORDS.findall(words) == []
        assert message.subject == SUBJECT

    def test_both_parts_hold_the_page_and_the_way_to_switch_it_off(self, message: Any, mailed: MorningMail) -> None:
        page = f"http://127.0.0.1:8000/morning/{mailed.token}/"
        html, kind = message.alternatives[0]
        assert re.findall(r"https?://\S+", message.body) == [page, f"{page}off/"]
        assert (re.findall(r'href="([^"]+)"', html), kind) == ([page, f"{page}off/"], "text/html")
        assert re.findall(r"<img|<link|<script|style=", html) == []
        ends = "until 4 am on Thursday, March 5, Chicago time."
        assert [ends in text for text in (message.body, html)] == [True, True]

    @pytest.mark.parametrize(
        ("hour", "until"),
        [(0, "the end of Wednesday, March 4"), (12, "noon on Thursday, March 5"), (14, "2 pm on Thursday, March 5")],
    )
    def test_its_link_ends_with_the_clients_own_day(self, mailed: MorningMail, hour: int, until: str) -> None:
        mailed.client.day_begins = hour
        assert mailed.until == until

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
