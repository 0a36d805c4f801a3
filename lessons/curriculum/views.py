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
    return render(request, "lessons/curriculum/lessons.html", {"tracks": tracks, "client": client, "nav": "lessons"})


@require_safe
@public
def lesson(request: SiteRequest, slug: str) -> HttpResponse:
    by_slug = {lesson.slug: lesson for lesson in Lesson.objects.in_order()}
    if slug not in by_slug:
        raise Http404
    lesson = by_slug[slug]
    if client := client_of(request):
        lesson.cues = preferred_cue_first(lesson.cues, last_helpful_cue(client, lesson))
    track = [other for other in by_slug.values() if other.track == lesson.track]
    context = {
        "lesson": lesson,
        "needs": [by_slug[need] for need in lesson.needs if need in by_slug],
        "following": next((other for other in track if other.number == lesson.number + 1), None),
        "of": len(track),
        "figure": lesson_figure(slug),
        "card_hash": share_card.card_hash(lesson),
        "nav": "lessons",
    }
    return render(request, "lessons/curriculum/lesson.html", context)


@require_safe
@public
@cache_control(public=True, max_age=86_400)
def card_image(request: SiteRequest, slug: str) -> HttpResponse:
    """The picture that a shared link shows."""
    return HttpResponse(share_card.card(get_object_or_404(Lesson, slug=slug)), content_type="image/png")
