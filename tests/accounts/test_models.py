"""What the database keeps, whoever writes to it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from hinge_coach.accounts.models import Client, Invitation, Trainer, User
from hinge_coach.tokens import hash_token


@pytest.mark.parametrize("email", ["maya@example.com", "MAYA@example.com", "Maya@Example.COM"])
def test_one_address_belongs_to_one_user_however_it_is_written(maya: Client, email: str) -> None:
    with pytest.raises(IntegrityError, match=r"one_user_per_email|email"), transaction.atomic():
        User.objects.create(email=email)
    assert User.objects.count() == 1


def test_an_address_is_kept_in_small_letters_and_found_in_any(db: None) -> None:
    user = User.objects.create_user("Nina@Example.com")
    assert user.email == "nina@example.com"
    assert User.objects.get_by_natural_key("NINA@example.com") == user
    assert not user.has_usable_password()
    assert str(user) == "nina@example.com"


def test_one_trainer_owns_the_site(trainer: Trainer, newcomer: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Trainer.objects.create(user=newcomer)
    with pytest.raises(IntegrityError, match="one_trainer_owns_the_site"), transaction.atomic():
        Trainer.objects.create(user=newcomer, only=False)
    assert Trainer.objects.owner() == trainer


def test_one_address_has_at_most_one_open_invitation(trainer: Trainer, now: datetime) -> None:
    def invitation(email: str, token: str, accepted_at: datetime | None = None) -> Invitation:
        return Invitation.objects.create(
            email=email, token_hash=hash_token(token), invited_by=trainer, accepted_at=accepted_at
        )

    invitation("nia@example.com", "used", now)
    invitation("nia@example.com", "open")
    with pytest.raises(IntegrityError), transaction.atomic():
        invitation("NIA@example.com", "another")


def test_an_invitation_lasts_two_weeks_to_the_second(trainer: Trainer, now: datetime) -> None:
    invitation = Invitation(email="nia@example.com", invited_by=trainer, invited_at=now)
    end = now + timedelta(days=14)
    assert [invitation.is_open(at) for at in (now, end - timedelta(seconds=1), end)] == [True, True, False]
    invitation.accepted_at = now
    assert invitation.is_open(now) is False


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Pacific/Kiritimati", 5), ("Europe/Berlin", 4), ("America/Chicago", 4), ("Pacific/Pago_Pago", 3)],
)
def test_today_is_the_date_where_the_person_is(zone: str, day: int) -> None:
    at = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)
    assert User(zone=zone).today(at) == date(2026, 3, day)


@pytest.mark.parametrize(
    ("day_begins", "clock", "day"),
    [(4, (3, 59), 3), (4, (4, 0), 4), (0, (0, 0), 4), (14, (13, 59), 3), (14, (14, 0), 4)],
)
def test_a_clients_today_begins_at_their_own_hour(day_begins: int, clock: tuple[int, int], day: int) -> None:
    client = Client(user=User(zone="America/Chicago"), day_begins=day_begins)
    assert client.today(datetime(2026, 3, 4, *clock, tzinfo=ZoneInfo("America/Chicago"))) == date(2026, 3, day)


@pytest.mark.parametrize("hour", [-1, 24, 400])
def test_a_day_begins_at_an_hour_of_the_clock(maya: Client, hour: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Client.objects.filter(pk=maya.pk).update(day_begins=hour)
