"""The start test: its form, and what it says."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hinge_coach.accounts.access import ClientRequest, client_page, get_or_post
from hinge_coach.accounts.models import Client
from lessons.figures.still_figure import StillFigure, start_figure
from lessons.models import Lesson, SkippedStartTest, StartTest, Track, lessons_in_order
from lessons.practice.history import load_state
from lessons.practice.recording import NotYoursError, PracticeIsClosedError, locked
from lessons.start_test.comparing import Comparison, StartTaskName, compare
from lessons.start_test.forms import StartTestForm
from lessons.start_test.placing import BowLevel, ChairLevel, Placement, WallLevel, table
from lessons.start_test.taking import NotOfferedNowError, may_take, placing_positions, take_start_test
from lessons.start_test.wording import TASK_TITLES, change_sentence, reason_sentence, seen

# What the drawing beside each test shows.
WELL_DONE = {
    StartTaskName.CHAIR: ChairLevel.SOFT,
    StartTaskName.WALL: WallLevel.HALF,
    StartTaskName.BOW: BowLevel.BELOW_KNEECAPS,
}


@dataclass(frozen=True, kw_only=True)
class AnswerPicture:
    """One answer in words and as a drawing; no drawing where the test wasn't done."""

    title: str
    words: str
    figure: StillFigure | None


@dataclass(frozen=True, kw_only=True)
class ComparedPicture:
    """One test, then and now."""

    title: str
    then: AnswerPicture
    now: AnswerPicture
    sentence: str


@dataclass(frozen=True, kw_only=True)
class PlacingRow:
    """A row of the table that says how answers place."""

    seen: str
    track: Track
    title: str


@dataclass(frozen=True, kw_only=True)
class PlacedTrack:
    """Where the test placed on a track, with its reasons. `lesson` is None where nothing was placed there."""

    track: Track
    lesson: Lesson | None
    reasons: tuple[str, ...]


@get_or_post
@client_page
def start_test(request: ClientRequest) -> HttpResponse:
    """The form. The first test places, later ones compare; a client who can't practice now is led to why."""
    form = StartTestForm(request.POST if request.method == "POST" else None, initial={"id": uuid.uuid4()})
    if form.is_valid():
        values = form.cleaned_data
        try:
            test = take_start_test(
                id=values["id"], client=request.client, answers=form.answers, before=values["before"]
            )
        except PracticeIsClosedError:
            return redirect("safety:safety")
        except NotOfferedNowError:
            messages.warning(request, "The start test was not stored: it waits for now.")
            return redirect("lessons:today")
        except NotYoursError:
            form.add_error(None, "This page is not fresh anymore. Please open it again.")
        else:
            if test is None:
                messages.warning(request, "Your number is noted. The start test waits for now.")
            return redirect("lessons:today" if test is None else test)
    state = load_state(request.client, now=timezone.now())
    if request.method != "POST":
        if state.closure is not None:
            return redirect("safety:safety")
        if not may_take(state):
            return redirect("lessons:today")
        if state.questions_due:
            return redirect("safety:questions")
    tests = request.client.start_tests.filter(imported=False)
    is_first = not tests.exists()
    context = {
        "form": form,
        "is_first": is_first,
        "places": is_first and any(position.is_free for position in placing_positions(state)),
        "figures": {task.value: _figure(task, level, request.client) for task, level in WELL_DONE.items()},
        "table": _table(),
        "nav": "today",
    }
    return render(request, "lessons/start_test/start_test.html", context)


def _table() -> list[PlacingRow]:
    """How each answer places, in words."""
    titles = {lesson.slug: lesson.title for lesson in lessons_in_order()}
    return [
        PlacingRow(
            seen="; ".join(
                f"{TASK_TITLES[task]}: {seen(task, levels[task])}" for task in StartTaskName if task in levels
            ),
            track=Track(track),
            title=titles.get(slug, ""),
        )
        for levels, track, slug in table()
    ]


@require_POST
@client_page
def skip_start_test(request: ClientRequest) -> HttpResponse:
    """Keeps the offer to one small line from now on; skipping again changes nothing."""
    with locked(request.client) as now:
        SkippedStartTest.objects.get_or_create(client=request.client, defaults={"skipped_at": now})
    return redirect("lessons:today")


@require_safe
@client_page
def start_test_result(request: ClientRequest, id: uuid.UUID) -> HttpResponse:
    """Where a test placed and why; or then and now, where there was one before it."""
    tests = list(request.client.start_tests.order_by("taken_at", "pk"))
    test = next((test for test in tests if test.pk == id), None) or get_object_or_404(StartTest.objects.none())
    then, client = tests[0], request.client
    context = {
        "test": test,
        "then": None if then == test else then,
        "pictures": [_picture(task, getattr(test, task), client) for task in StartTaskName],
        "compared": [_compared(row, client) for row in compare(then.answers, test.answers)] if then != test else [],
        "placed": _placed_tracks(test.placed) if test.placements else (),
        "nav": "today",
    }
    return render(request, "lessons/start_test/result.html", context)


def _picture(task: StartTaskName, level: int | None, client: Client) -> AnswerPicture:
    figure = None if level is None else _figure(task, level, client)
    return AnswerPicture(title=TASK_TITLES[task], words=seen(task, level), figure=figure)


def _figure(task: StartTaskName, level: int, client: Client) -> StillFigure:
    if task == StartTaskName.WALL:
        return start_figure("wall", level / 2, client.to_draw)
    return start_figure("chair" if task == StartTaskName.CHAIR else "bow", level, client.to_draw)


def _compared(row: Comparison, client: Client) -> ComparedPicture:
    return ComparedPicture(
        title=TASK_TITLES[row.task],
        then=_picture(row.task, row.then, client),
        now=_picture(row.task, row.now, client),
        sentence=change_sentence(row),
    )


def _placed_tracks(placements: Iterable[Placement]) -> tuple[PlacedTrack, ...]:
    lessons = {lesson.slug: lesson for lesson in lessons_in_order()}
    titles = {slug: lesson.title for slug, lesson in lessons.items()}
    by_track = {placement.track: placement for placement in placements}
    return tuple(
        PlacedTrack(
            track=track,
            lesson=lessons.get(placement.lesson) if (placement := by_track.get(track)) else None,
            reasons=tuple(reason_sentence(reason, titles) for reason in placement.reasons) if placement else (),
        )
        for track in Track
        if any(lesson.track == track for lesson in lessons.values())
    )
