"""When the trainer was last on a client's page, before this visit."""

from datetime import datetime, timedelta

from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, QuerySet

from hinge_coach.accounts.models import Look

A_VISIT_ENDS_AFTER = timedelta(hours=1)
"""So long without a look: whoever comes back sooner is still on the same visit."""


def last_looks_of_visits(until: datetime) -> QuerySet[Look]:
    """The last look of each visit whose last look was up to `until`, at the client of an outer query; latest first.

    A visit is over `A_VISIT_ENDS_AFTER` its last look.
    """
    looks = Look.objects.filter(kind=Look.Kind.FILE)
    soon = ExpressionWrapper(F("at") + A_VISIT_ENDS_AFTER, output_field=DateTimeField())
    ended = looks.filter(client=OuterRef("pk"), at__lte=until).annotate(soon=soon)
    went_on = looks.filter(client=OuterRef("client"), at__gt=OuterRef("at"), at__lt=OuterRef("soon"))
    return ended.filter(~Exists(went_on)).order_by("-at")
