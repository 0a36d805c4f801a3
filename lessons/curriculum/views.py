"""The map of lessons, one lesson, and the picture of a shared link."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from hinge_coach.accounts.access import SiteRequest, client_of, public
from lessons.figures import share_card
from lessons.figures.lesson_figure import lesson_figure
from lessons.models import Lesson
from lessons.practice.cues import last_helpful_cue, preferred_cue_first
from lessons.practice.position import positions_of, track_positions


@require_safe
@public
def lessons(request: SiteRequest) -> HttpResponse:
    client = client_of(request)
    tracks = positions_of(client) if client else track_positions(Lesson.objects.all(), [])
    return render(request, "lessons/lessons.html", {"tracks": tracks, "client": client, "nav": "lessons"})


@require_safe
@public
def lesson(request: SiteRequest, slug: str) -> HttpResponse:
    everything = {each.slug: each for each in Lesson.objects.in_order()}
    if slug not in everything:
        raise Http404
    found = everything[slug]
    if client := client_of(request):
        found.cues = preferred_cue_first(found.cues, last_helpful_cue(client, found))
    track = [each for each in everything.values() if each.track == found.track]
    context = {
        "lesson": found,
        "needs": [everything[need] for need in found.needs if need in everything],
        "following": next((each for each in track if each.number == found.number + 1), None),
        "of": len(track),
        "figure": lesson_figure(slug),
        "card_hash": share_card.card_hash(found),
        "nav": "lessons",
    }
    return render(request, "lessons/lesson.html", context)


@require_safe
@public
@cache_control(public=True, max_age=86_400)
def card_image(request: SiteRequest, slug: str) -> HttpResponse:
    """The picture that a shared link shows."""
    return HttpResponse(share_card.card(get_object_or_404(Lesson, slug=slug)), content_type="image/png")
