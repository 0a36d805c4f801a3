from django.utils import timezone

from hinge_coach import outbox
from hinge_coach.booking.calls import claiming, reminders
from hinge_coach.commands import RepeatedCommand


class Command(RepeatedCommand):
    help = (
        "Sends the reminders that are due, lets unconfirmed calls go, and takes up mail that a killed worker left. "
        "Run it every five minutes, or once with --every; running it twice sends nothing twice."
    )

    def once(self) -> None:
        now = timezone.now()
        expired, requeued, sent = claiming.expire_unconfirmed(now), outbox.requeue_stuck(now), reminders.send_due(now)
        if expired or requeued or sent:
            self.stdout.write(f"{sent} reminders sent, {expired} unconfirmed calls let go, {requeued} mails taken up.")
