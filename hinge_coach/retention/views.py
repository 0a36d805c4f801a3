"""The privacy page: what the site knows about people, why, and for how long."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hinge_coach.accounts.access import SiteRequest, public
from hinge_coach.accounts.models import Trainer
from hinge_coach.kept_pages import same_for_everybody
from hinge_coach.retention.deleting import retention_days
from hinge_coach.retention.table import TABLE


@require_safe
@same_for_everybody
@public
def privacy(request: SiteRequest) -> HttpResponse:
    days = retention_days()
    groups = [
        (group.title, [(row.what, row.why, row.until.value.format(**days)) for row in group.rows]) for group in TABLE
    ]
    return render(
        request,
        "retention/privacy.html",
        {"groups": groups, "days": settings.ARCHIVE_DAYS, "trainer": Trainer.objects.owner()},
    )
