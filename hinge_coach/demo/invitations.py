"""Invitations in the demo, through the writers of the site: one in each state that a trainer asks about."""

from datetime import datetime, timedelta

from hinge_coach.accounts.inviting import withdraw_open
from hinge_coach.accounts.joining import accept, invite, note_opened
from hinge_coach.accounts.models import Trainer

DAY = timedelta(days=1)


def invite_guests(trainer: Trainer, now: datetime) -> None:
    """Ivy has not opened hers, Otto has, Una began to join and stopped, Walt's is withdrawn, Eve's has expired."""
    invite(trainer=trainer, email="ivy@example.net", name="Ivy Castellanos", at=now - 1 * DAY)
    otto = invite(trainer=trainer, email="otto@example.net", name="Otto Brandt", at=now - 4 * DAY)
    note_opened(otto.token, at=now - 3 * DAY)
    una = invite(trainer=trainer, email="una@example.net", name="Una Fitzgerald", at=now - 9 * DAY)
    accept(una.token, at=now - 8 * DAY)
    walt = invite(trainer=trainer, email="walt@example.net", name="", at=now - 6 * DAY)
    withdraw_open(walt, at=now - 5 * DAY)
    invite(trainer=trainer, email="eve@example.net", name="Eve Aldana", at=now - 20 * DAY)
