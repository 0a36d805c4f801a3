"""The list of practices; putting one right, deleting and restoring it; adding those of earlier days.

Each of them is a report, so the rules decide again, in the same transaction.
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hinge_coach.accounts.access import ClientRequest, client_page, get_or_post
from hinge_coach.accounts.models import Client
from hinge_coach.accounts.zones.fields import city
from hinge_coach.fields import focus_first_error
from hinge_coach.safety.models import active_closure
from hinge_coach.wording import day_words
from lessons.models import Lesson, Practice, PracticeQuerySet
from lessons.practice import mending, recording
from lessons.practice.history import ClientState, load_state
from lessons.practice.loads import load_offer
from lessons.practice.position import Position, positions_of
from lessons.progress.entries import decide_and_tell, news_since
from lessons.progress.practice_forms import CardRowForm, MendForm, PastPracticeForm, card_rows

PRACTICE_ROWS = 30

CLOSED = "Practice is closed for now, so no practice can be added. You can still add a number."
AHEAD = "This lesson is still ahead of you, so its practice can’t be added."
TWICE = "This lesson is there already, with this day and time. You can fix it under “Your practices”."
DELETED = "This was added before, and deleted. To add it again, please open this page anew."
ADDED_BEFORE = "This was added before, for another day. You can fix it under “Your practices”."


@require_safe
@client_page
def practice_list(request: ClientRequest) -> HttpResponse:
    client, now = request.client, timezone.now()
    rows = client.practices.select_related("lesson", "before", "after").order_by("-done_at", "-pk")
    page = Paginator(rows, PRACTICE_ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, row.done_at.astimezone(client.user.tz)) for row in page],
        "today": client.today(now),
        "zone": city(client.user.zone),
        "nav": "tightness",
    }
    return render(request, "lessons/progress/practices.html", context)


@get_or_post
@client_page
def mend_practice(request: ClientRequest, id: UUID) -> HttpResponse:
    """What is sent is compared with what is stored behind the lock, so that two pages don't undo each other's work."""
    client = request.client
    practice = get_object_or_404(_practices(client).kept(), pk=id)
    if practice.imported:
        messages.info(request, "This practice came with a file, so it stays as it is. It can be deleted.")
        return redirect("lessons:practices")
    if request.method != "POST":
        return _mend_page(request, practice, _mend_form(practice, load_state(client, now=timezone.now())))
    with recording.locked(client) as now:
        practice = get_object_or_404(_practices(client).kept(), pk=id)
        form = _mend_form(practice, load_state(client, now=now), request.POST)
        if form.is_valid():
            has_changed = mending.correct(practice, form.cleaned_data["correction"], now=now)
            news = decide_and_tell(request, now) if has_changed else ""
            words = "Put right" if has_changed else "Nothing was changed"
            messages.success(request, f"{words}: {_words_of(practice)}.{news}")
            return redirect("lessons:verdict", id=practice.pk)
    return _mend_page(request, practice, form)


def _mend_form(practice: Practice, state: ClientState, data: QueryDict | None = None) -> MendForm:
    return MendForm(data, practice=practice, state=state, position=state.position_on(practice.lesson.track))


def _mend_page(request: ClientRequest, practice: Practice, form: MendForm) -> HttpResponse:
    focus_first_error(form)
    context = {"form": form, "practice": practice, "nav": "tightness"}
    return render(request, "lessons/progress/mend_practice.html", context)


@require_POST
@client_page
def delete_practice(request: ClientRequest, id: UUID) -> HttpResponse:
    """Takes it out of every page and count until it is restored. The next page offers that."""
    news = ""
    with recording.locked(request.client) as now:
        practice = get_object_or_404(_practices(request.client), pk=id)
        if practice.deleted_at is None:
            mending.delete_softly(practice, now=now)
            news = decide_and_tell(request, now)
    if news:
        messages.info(request, news.strip())
    return redirect("lessons:deleted_practice", id=id)


@require_safe
@client_page
def deleted_practice(request: ClientRequest, id: UUID) -> HttpResponse:
    """Says that it was deleted, and offers to bring it back."""
    practice = get_object_or_404(_practices(request.client), pk=id)
    if practice.deleted_at is None:
        return redirect("lessons:verdict", id=id)
    context = {"practice": practice, "nav": "tightness"}
    return render(request, "lessons/progress/deleted_practice.html", context)


@require_POST
@client_page
def restore_practice(request: ClientRequest, id: UUID) -> HttpResponse:
    news = ""
    with recording.locked(request.client) as now:
        practice = get_object_or_404(_practices(request.client), pk=id)
        if practice.deleted_at is not None:
            mending.bring_back(practice, now=now)
            news = decide_and_tell(request, now)
    messages.success(request, f"Back: {_words_of(practice)}.{news}")
    return redirect("lessons:verdict", id=id)


@get_or_post
@client_page
def add_practice(request: ClientRequest) -> HttpResponse:
    """Adds a practice of an earlier time. Without a lesson in the query, the page asks for it."""
    position, lesson = _chosen(request)
    if lesson is None or position is None:
        return _choose(request, "lessons:add_practice")
    if request.method != "POST":
        state = load_state(request.client, now=timezone.now())
        return _add_page(request, lesson, _add_form(state, position, lesson))
    with recording.locked(request.client) as now:
        state = load_state(request.client, now=now)
        form = _add_form(state, position, lesson, request.POST)
        if form.is_valid():
            stored, problem = _record(state, lesson, form.cleaned_data)
            if stored:
                messages.success(request, f"Added: {_words_of(stored)}.{_news_since(request, now)}")
                return redirect("lessons:verdict", id=stored.pk)
            form.add_error(None, problem)
    return _add_page(request, lesson, form)


def _add_form(
    state: ClientState, position: Position, lesson: Lesson, data: QueryDict | None = None
) -> PastPracticeForm:
    loads, initial = load_offer(state, position, lesson), {"id": uuid4()}
    return PastPracticeForm(data, state=state, position=position, lesson=lesson, loads=loads, initial=initial)


def _add_page(request: ClientRequest, lesson: Lesson, form: PastPracticeForm) -> HttpResponse:
    focus_first_error(form)
    return render(request, "lessons/progress/add_practice.html", {"form": form, "lesson": lesson, "nav": "tightness"})


@get_or_post
@client_page
def add_card(request: ClientRequest) -> HttpResponse:
    """A week's card: each good row is stored, each bad one comes back with its sentence beside it."""
    client = request.client
    position, lesson = _chosen(request)
    if lesson is None or position is None:
        return _choose(request, "lessons:add_card")
    now = timezone.now()
    loads = load_offer(load_state(client, now=now), position, lesson)
    data = request.POST if request.method == "POST" else None
    rows = card_rows(data, lesson=lesson, loads=loads, client=client, now=now)
    stored: list[str] = []
    news = ""
    if data is not None:
        bad = []
        for row in rows:
            if row.is_empty:
                continue
            if practice := _store_row(request, row, lesson):
                stored.append(_words_of(practice))
            else:
                bad.append(row)
        news = _news_since(request, now) if stored else ""
        if stored and not bad:
            messages.success(request, f"Added: {'; '.join(stored)}.{news}")
            return redirect("lessons:practices")
        focus_first_error(*bad)
        rows = bad or rows
    context = {
        "rows": rows,
        "stored": stored,
        "news": news,
        "is_empty": data is not None and not stored and all(row.is_empty for row in rows),
        "lesson": lesson,
        "nav": "tightness",
    }
    return render(request, "lessons/progress/add_card.html", context)


def _store_row(request: ClientRequest, row: CardRowForm, lesson: Lesson) -> Practice | None:
    """The practice of a good row; of a bad one None, with its errors in the form."""
    if not row.is_valid():
        return None
    with recording.locked(request.client) as now:
        state = load_state(request.client, now=now)
        stored, problem = _record(state, lesson, row.cleaned_data)
    if stored is None:
        row.add_error(None, problem)
    return stored


def _record(state: ClientState, lesson: Lesson, values: dict[str, Any]) -> tuple[Practice | None, str]:
    """The stored practice, or why it can't be; behind the lock of the client. Sent again, it is the stored one."""
    if problem := _why_not_again(state.client, lesson, values["at"], id=values["id"]):
        return None, problem
    try:
        return recording.record(
            client=state.client, lesson=lesson, now=state.now, back_dated=True, state=state, **values
        ), ""
    except recording.PracticeIsClosedError:
        return None, CLOSED
    except recording.LessonAheadError:
        return None, AHEAD
    except recording.ScoresNeededError as error:
        return None, error.prompt.sentence
    except recording.NotYoursError:
        return None, "This page is not up to date anymore. Please open it again."


def _why_not_again(client: Client, lesson: Lesson, at: datetime, *, id: UUID) -> str:
    """Why this isn't taken beside what is stored: the same practice on another day, or another one at this instant."""
    there = Practice.with_deleted.filter(client=client, pk=id).first()
    if there is None:
        return TWICE if client.practices.filter(lesson=lesson, done_at=at).exists() else ""
    if there.deleted_at:
        return DELETED
    return "" if (there.lesson_id, there.local_on) == (lesson.pk, client.today(at)) else ADDED_BEFORE


def _news_since(request: ClientRequest, began: datetime) -> str:
    """What followed from practices that were added since then; practice was open then, or none was added."""
    return news_since(request.client, began, has_closed=active_closure(request.client) is not None)


def _chosen(request: ClientRequest) -> tuple[Position | None, Lesson | None]:
    """The lesson that the query names, with its track; none where it names none, or one that lies ahead."""
    slug = request.GET.get("lesson", "")
    if not slug:
        return None, None
    for position in positions_of(request.client):
        for lesson in position.lessons:
            if lesson.slug == slug and position.may_keep(lesson):
                return position, lesson
    raise Http404


def _choose(request: ClientRequest, view: str) -> HttpResponse:
    tracks = [
        (position.track.label, [lesson for lesson in reversed(position.lessons) if position.may_keep(lesson)])
        for position in positions_of(request.client)
    ]
    context = {"tracks": tracks, "url": reverse(view), "is_card": view == "lessons:add_card", "nav": "tightness"}
    return render(request, "lessons/progress/choose_lesson.html", context)


def _practices(client: Client) -> PracticeQuerySet:
    """Those of the client, deleted ones included, with all that the pages and `mending` read."""
    practices = Practice.with_deleted.filter(client=client)
    return practices.select_related("lesson", "before", "after", "client__user")


def _words_of(practice: Practice) -> str:
    """`Pelvic clock, Monday, March 2`."""
    return f"{practice.lesson.title}, {day_words(practice.local_on)}"
