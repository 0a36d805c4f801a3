"""Calendar files behind links: one call for its visitor, all calls for the trainer."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from hinge_coach.accounts.access import SiteRequest, with_token
from hinge_coach.booking.calendars.feed import Method, calendar_file, feed_file
from hinge_coach.booking.models import Call, Feed
from hinge_coach.tokens import hash_token

CALENDAR_TYPE = "text/calendar; charset=utf-8"


@require_safe
@with_token
def calendar_by_link(request: SiteRequest, token: str) -> HttpResponse:
    """The visitor's call as a file to download."""
    call = get_object_or_404(Call.objects.with_token(token))
    method = Method.CANCEL if call.is_cancelled else Method.PUBLISH
    response = HttpResponse(calendar_file(call, method), content_type=CALENDAR_TYPE)
    response.headers["Content-Disposition"] = 'attachment; filename="call.ics"'
    return response


@require_safe
@with_token
def feed_by_link(request: SiteRequest, token: str) -> HttpResponse:
    """The trainer's calls, for a calendar program that asks every hour. Past calls stay in it for a month."""
    feed = get_object_or_404(Feed, token_hash=hash_token(token))
    since = timezone.now() - timedelta(days=31)
    calls = Call.objects.live().with_trainer().filter(trainer=feed.trainer_id, starts_at__gt=since)
    return HttpResponse(feed_file(calls), content_type=CALENDAR_TYPE)
