from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from hinge_coach.accounts.models import Client
from hinge_coach.wording import counted_in_digits
from lessons.summary.refreshing import drifted, refresh_stale


class Command(BaseCommand):
    help = (
        "Works out what the desk shows of all clients anew, and says whether any of it had drifted: it was not marked "
        "as stale, and yet not what the client's rows come to. Once after an upgrade, and whenever in doubt."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = list(drifted(now=timezone.now()))
        Client.objects.filter(pk__in=[client.pk for client in wrong]).update(stale_since=timezone.now())
        number = refresh_stale()
        for client in wrong:
            self.stdout.write(f"Client {client.pk} had drifted.")
        anew = counted_in_digits(number, "summary", "summaries")
        self.stdout.write(f"{anew} worked out anew; {len(wrong) or 'none'} had drifted.")
