"""The map of lessons, one lesson, the carry-over cards, why a back feels tight, and the picture of a shared link."""

from collections.abc import Iterable
from typing import cast

from csp.decorators import csp_update
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from hinge_coach.accounts.access import SiteRequest, public, reader_of
from hinge_coach.accounts.models import Client
from hinge_coach.kept_pages import same_for_everybody
from hinge_coach.safety.models import active_closure
from lessons.curriculum.carry_over_cards import CARD_GROUPS
from lessons.figures import share_card
from lessons.figures.lesson_figure import lesson_figure
from lessons.figures.still_figure import card_figure
from lessons.figures.stills import stills_svg, style_hash
from lessons.models import Lesson, Plan, lessons_in_order, shown_variations
from lessons.practice.cues import last_helpful_cue, preferred_cue_first
from lessons.practice.history import load_state
from lessons.practice.outlook import Outlook, outlook
from lessons.practice.position import Position, positions_of, track_positions


@require_safe
@same_for_everybody
@public
def lessons(request: SiteRequest) -> HttpResponse:
    client = reader_of(request)
    tracks = positions_of(client) if client else track_positions(lessons_in_order(), [])
    return render(request, "lessons/curriculum/lessons.html", {"tracks": tracks, "client": client, "nav": "lessons"})


@require_safe
@same_for_everybody
@public
def lesson(request: SiteRequest, slug: str) -> HttpResponse:
    by_slug = {lesson.slug: lesson for lesson in lessons_in_order()}
    if slug not in by_slug:
        raise Http404
    lesson = by_slug[slug]
    client = reader_of(request)
    if client:
        lesson.cues = preferred_cue_first(lesson.cues, last_helpful_cue(client, lesson))
    position = _position(client, by_slug.values(), lesson) if client else None
    track = [other for other in by_slug.values() if other.track == lesson.track]
    context = {
        "lesson": lesson,
        "needs": [by_slug[need] for need in lesson.needs if need in by_slug],
        "following": next((other for other in track if other.number == lesson.number + 1), None),
        "of": sum(not other.optional for other in track),
        "figure": lesson_figure(slug, drawn_as=client.to_draw if client else None),
        "card_hash": share_card.card_hash(lesson),
        "is_ahead": position is not None and not position.may_keep(lesson),
        "track": _outlook_here(client, position, lesson) if client and position else None,
        **shown_variations(lesson, client),
        "nav": "lessons",
    }
    return render(request, "lessons/curriculum/lesson.html", context)


def _position(client: Client, lessons: Iterable[Lesson], lesson: Lesson) -> Position:
    """Where the client stands on the track of this lesson; one query."""
    positions = track_positions(lessons, client.positions.all())
    return next(position for position in positions if position.track == lesson.track)


def _outlook_here(client: Client, position: Position, lesson: Lesson) -> Outlook | None:
    """What would move the client on; None unless this is the lesson on which they stand."""
    if position.next != lesson or position.finished:
        return None
    state = load_state(client, now=timezone.now())
    return outlook(state, next(position for position in state.positions if position.next == lesson))


@require_safe
@same_for_everybody
@public
def cards_page(request: SiteRequest) -> HttpResponse:
    """The carry-over cards by group. A client may take the plan of one, but not while practice is closed."""
    client = reader_of(request)
    drawn_as = client.to_draw if client else None
    lessons = {lesson.slug: lesson for lesson in lessons_in_order()}
    context = {
        "groups": [
            (group, [(card, card_figure(card.slug, drawn_as), lessons.get(card.lesson)) for card in group.cards])
            for group in CARD_GROUPS
        ],
        "client": client,
        "plan": Plan.objects.filter(client=client).first() if client else None,
        "closure": active_closure(client) if client else None,
        "nav": "lessons",
    }
    return render(request, "lessons/curriculum/cards.html", context)


@require_safe
@same_for_everybody
@public
def why_tight(request: SiteRequest) -> HttpResponse:
    return render(request, "lessons/curriculum/why_tight.html", {"nav": "lessons"})


@require_safe
@public
@cache_control(public=True, max_age=86_400)
def card_image(request: SiteRequest, slug: str) -> HttpResponse:
    """The picture that a shared link shows."""
    picture = share_card.card(get_object_or_404(Lesson, slug=slug))
    return HttpResponse(picture, content_type="image/png", headers={"Cross-Origin-Resource-Policy": "cross-origin"})


@require_safe
@public
@cache_control(public=True, max_age=86_400)
def stills(request: SiteRequest) -> HttpResponse:
    """The first sit-down in three drawings. A picture can't fetch its colors, so they are in it."""
    picture = stills_svg()
    response = HttpResponse(picture, content_type="image/svg+xml")
    with_its_style = csp_update({"style-src": [f"'sha256-{style_hash(picture)}'"]})
    return cast("HttpResponse", with_its_style(lambda request: response)(request))
