from django.utils import timezone

from hinge_coach.coaching.told.digest import send_due_digest
from hinge_coach.commands import RepeatedCommand


class Command(RepeatedCommand):
    help = (
        "Mails the trainer how many need a word, at the hour chosen under Settings. Run it every five to fifteen "
        "minutes, or once with --every; running it twice sends nothing twice."
    )

    def once(self) -> None:
        if send_due_digest(timezone.now()):
            self.stdout.write("The morning digest is on its way.")
