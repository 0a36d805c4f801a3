from django.utils import timezone

from hinge_coach.commands import RepeatedCommand
from lessons.today import morning_mail


class Command(RepeatedCommand):
    help = (
        "Sends the morning question to clients who asked for it by mail, at their own hour after a day of practice. "
        "Run it every five to fifteen minutes, or once with --every; running it twice sends nothing twice."
    )

    def once(self) -> None:
        if sent := morning_mail.send_due_mails(timezone.now()):
            self.stdout.write(f"{sent} morning mails sent.")
