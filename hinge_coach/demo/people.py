"""Making the demo people: a trainer, and clients whose weeks are lived through the site's own rules."""

from datetime import datetime, time, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction

from hinge_coach import outbox
from hinge_coach.accounts.models import Trainer, User
from hinge_coach.backups.models import Backup
from hinge_coach.booking.models import CallRules, Hours
from hinge_coach.coaching.told.lines import tell_of_erased_account
from hinge_coach.demo.calls import take_a_holiday, visitors_call
from hinge_coach.demo.desk import look_after, write_about
from hinge_coach.demo.invitations import invite_guests
from hinge_coach.demo.personas import PERSONAS
from hinge_coach.demo.weeks import live_weeks


@outbox.muted()
@transaction.atomic
def make_people(now: datetime) -> list[str]:
    """Makes those who aren't there yet, with their weeks up to `now`. The names of the clients it made.

    Run again, it changes nothing. It sends no mail, because what these weeks hold is past.
    """
    trainer = Trainer.objects.owner()
    if trainer is None:
        trainer = _make_trainer()
        tell_of_erased_account(at=now - timedelta(hours=30))
        take_a_holiday(trainer, trainer.user.today(now))
        visitors_call(trainer, now)
        invite_guests(trainer, now)
        Backup.objects.create(taken_at=now - timedelta(hours=6), name="invented, as everything in a demo", size=0)
    people = []
    for persona in PERSONAS:
        if not User.objects.filter(email=persona.email).exists():
            client = live_weeks(persona, _make_user(persona.email, persona.name, persona.zone), trainer, now)
            write_about(persona, client, trainer, now)
            people.append((persona, client))
    look_after(people, trainer, now)
    return [persona.name for persona, _ in people]


def _make_user(email: str, name: str, zone: str, *, is_staff: bool = False) -> User:
    user = User.objects.create_user(email, name=name, zone=zone, is_staff=is_staff)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _make_trainer() -> Trainer:
    user = _make_user("trainer@example.com", "Robin Hale", "America/New_York", is_staff=True)
    trainer = Trainer.objects.create(
        user=user,
        phone="+1 212 555 0147",
        allow_signup=True,
        digest_hour=7,
        bio="I have coached the hip hinge for fifteen years, to people who garden, lift children and play pickleball. "
        "Tell me what bothers you, and I will tell you honestly whether I can help.",
    )
    CallRules.objects.create(trainer=trainer)
    for weekday, starts, ends in ((0, 9, 12), (1, 13, 18), (2, 9, 12), (3, 13, 18), (4, 9, 11)):
        Hours.objects.create(trainer=trainer, weekday=weekday, starts=time(starts), ends=time(ends))
    return trainer
