"""Who is paused now, each on their own calendar."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from hinge_coach.safety.models import Pause

FURTHEST_BEHIND = timedelta(hours=12 + 23)  # of UTC: the westernmost zone, and a day that begins at 23:00

FURTHEST_AHEAD = timedelta(hours=14)


def paused_now(now: datetime) -> Q:
    """Clients whose own day lies in a pause of theirs. Reads the pauses that begin or end about now.

    All others cover the day of everybody on earth, or of nobody, so that the database can tell without a zone.
    """
    first, last = (now - FURTHEST_BEHIND).date(), (now + FURTHEST_AHEAD).date()
    everywhere = Q(begins_on__lte=first) & (Q(ends_on=None) | Q(ends_on__gte=last))
    somewhere = Pause.objects.filter(Q(ends_on=None) | Q(ends_on__gte=first), begins_on__lte=last).exclude(everywhere)
    here = [
        pause.client_id for pause in somewhere.select_related("client__user") if pause.covers(pause.client.today(now))
    ]
    return Q(Exists(Pause.objects.filter(everywhere, client=OuterRef("pk")))) | Q(pk__in=here)
