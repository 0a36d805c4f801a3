"""The hinge lab: its page and its frames."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from hinge_coach.accounts.access import SiteRequest, public
from hinge_coach.kept_pages import same_for_everybody
from lessons.lab.forms import HOUR, LabForm
from lessons.lab.strip import VIEWBOX, lab_picture, strip_json


@require_safe
@same_for_everybody
@public
def lab(request: SiteRequest) -> HttpResponse:
    form = LabForm(request)
    context = {"form": form, "box": VIEWBOX, "nav": "lab", **lab_picture(form.setting, form.chosen("depth"))}
    return render(request, "lessons/lab/lab.html", context)


@require_safe
@public
@cache_control(public=True, max_age=HOUR)
def frames_json(request: SiteRequest) -> HttpResponse:
    """The strip of one setting as JSON; for invalid settings, of something near."""
    return HttpResponse(strip_json(LabForm(request).setting), content_type="application/json")
