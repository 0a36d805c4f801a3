"""A bad day: what to do, what to leave, when to ask for help, and how the plan changes."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hinge_coach.accounts.access import SiteRequest, public, reader_of
from hinge_coach.tightness.forms import CheckInForm
from lessons.models import RuleSet
from lessons.practice.history import ClientState, load_state
from lessons.rules.values import Decision


@require_safe
@public
def bad_day(request: SiteRequest) -> HttpResponse:
    """For a client also what holds for them now, and the form that notes a number."""
    client = reader_of(request)
    state = load_state(client, now=timezone.now()) if client else None
    context = {
        "state": state,
        "is_closed": state is not None and _is_closed(state),
        "is_learning": state is not None and _is_learning(state),
        "form": CheckInForm(initial={"id": uuid.uuid4()}) if state else None,
        "thresholds": state.thresholds if state else RuleSet.objects.in_force(),
        "nav": "today" if state else "safety",
    }
    return render(request, "lessons/today/bad_day.html", context)


def _is_learning(state: ClientState) -> bool:
    """Whether there are too few days with a number for a flare to be seen: it takes as many again to compare with."""
    return len(state.facts.reported.days) < 2 * state.thresholds.flare_days


def _is_closed(state: ClientState) -> bool:
    """Then nothing on the page leads on to practice."""
    verdict = state.client_verdict
    return state.closure is not None or (verdict is not None and verdict.decision == Decision.STOP)
