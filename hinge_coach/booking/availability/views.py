"""The list of free times as a response, for every page that shows it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hinge_coach.booking.availability.forms import asks_for_times
from hinge_coach.middleware import is_htmx


def picker_response(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The whole page; to htmx, where it asked for other times, only the list.

    The focus moves to the new list after a button for other days, but not after another zone or clock: somebody may be
    going through those with the arrow keys.
    """
    asked = request.POST if request.method == "POST" else request.GET
    only_times = is_htmx(request) and asks_for_times(asked)
    context["month_open"] = "month" in asked
    context["take_focus"] = only_times and "show" not in asked
    return render(request, "booking/availability/_slots.html" if only_times else template, context)
