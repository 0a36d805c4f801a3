"""The morning mail: sent once, never for what is known already; its link only opens a page, whose buttons answer."""

import re
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from hinge_coach.accounts import joining
from hinge_coach.accounts.models import Client
from lessons.models import MorningMail
from tests.conftest import SignIn
from tests.lessons.today.conftest import ask_for_mail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("curriculum")]


def told(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode()))


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
            ask_for_mail(maya, hour)

    def test_erasing_takes_the_mails_along(self, mailed: MorningMail) -> None:
        joining.erase_account(mailed.client.user)
        assert MorningMail.objects.count() == 0
