"""The desk."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hinge_coach.accounts.access import TrainerRequest, trainer_page
from hinge_coach.accounts.models import User
from hinge_coach.booking.local_time import LocalTime
from hinge_coach.coaching.asked import asked_page
from hinge_coach.coaching.calls.rows import calls_on_this_day
from hinge_coach.coaching.desk.clients import (
    MOST_LISTED,
    QUIET_LISTED,
    needing_ids,
    put_away,
    quiet_ids,
)
from hinge_coach.coaching.desk.pressable import desk_row
from hinge_coach.coaching.desk.rows import client_rows
from hinge_coach.coaching.models import Handled
from hinge_coach.coaching.told.last_backup import last_backup
from hinge_coach.coaching.told.lines import desk_lines

ROWS_A_PAGE = 40

QUIET_SHOWN = QUIET_LISTED - 1


@require_safe
@trainer_page
def desk(request: TrainerRequest) -> HttpResponse:
    """Who needs a word, the most urgent first, a page of them at a time; then those who are on their way."""
    now = timezone.now()
    number = asked_page(request.GET.get("page", "1")) or 1
    start = (number - 1) * ROWS_A_PAGE
    listed = needing_ids(now)
    ids = listed[start : start + ROWS_A_PAGE]
    quiet = quiet_ids(now) if number == 1 else []
    rows = client_rows([*ids, *quiet[:QUIET_SHOWN]], now=now)
    needing = [row for row in rows if row.id in ids]
    context = {
        "rows": [desk_row(row, now) for row in needing],
        "quiet": [row for row in rows if row.id in quiet],
        "more_quiet": len(quiet) > QUIET_SHOWN,
        "number": number,
        "first_number": start + 1,
        "previous": number - 1,
        "following": number + 1 if len(listed) > start + ROWS_A_PAGE else None,
        "needing": len(listed),
        "most_needing": MOST_LISTED,
        "has_clients": bool(listed or quiet) or number > 1,
        "put_away": [(handled, _put_away_words(handled, request.user)) for handled in put_away(now)],
        "calls": calls_on_this_day(request.trainer, now=now),
        "lines": desk_lines(request.trainer, now=now),
        "backup": last_backup(request.trainer, now=now),
        "clock": LocalTime(now, request.user.tz),
        "here": request.get_full_path(),
        "nav": "desk",
    }
    return render(request, "coaching/desk/desk.html", context)


def _put_away_words(handled: Handled, trainer: User) -> str:
    return f"Snoozed until {LocalTime(handled.until, trainer.tz).day}" if handled.until else "Handled"
