"""The list of free times as a response, for every page that shows it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hinge_coach.booking.availability.forms import asks_for_times
from hinge_coach.middleware import is_htmx


def picker_response(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The whole page; to htmx, where it asked for other times, only the list.

    The focus moves to the new list after a button, but not after the list of zones changed: somebody may be going
    through it with the arrow keys.
    """
    only_times = is_htmx(request) and (asks_for_times(request.POST) or "day" in request.GET)
    context["month_open"] = "month" in request.POST
    context["take_focus"] = only_times and request.headers.get("HX-Trigger-Name") != "zone"
    return render(request, "booking/availability/_slots.html" if only_times else template, context)
