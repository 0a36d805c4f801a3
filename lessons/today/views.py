"""Today: the session of the day, what comes next on each track, and tightness in one tap."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hinge_coach import device_answers
from hinge_coach.accounts.access import ClientRequest, client_page
from hinge_coach.accounts.models import Client
from hinge_coach.fields import first_error
from hinge_coach.safety.arriving import arrival_of
from hinge_coach.tightness.forms import CheckInForm
from hinge_coach.tightness.models import CheckIn
from hinge_coach.tightness.trend import Moment
from hinge_coach.tightness.usual import FIRST_DAYS
from hinge_coach.waiting import RefusalCode, RefusedError
from lessons.figures.session_figure import session_figure
from lessons.messages.forms import composer_to
from lessons.messages.thread import thread_on_today
from lessons.models import Lesson, NewsSeen
from lessons.practice import deciding
from lessons.practice.history import ClientState, load_state
from lessons.practice.outlook import outlook, without_repeats
from lessons.practice.position import Position
from lessons.practice.recording import locked
from lessons.practice.todays_session import todays_session
from lessons.practice.told_moves import moves_by_rules
from lessons.rules.prompt_schedule import morning_after, schedule_for
from lessons.rules.values import PracticeValue
from lessons.rules.wording import learning_usual
from lessons.start_test.offering import start_test_offer
from lessons.today import daily_life, ways
from lessons.today.asking import card_for
from lessons.today.clients_of_today import client_of_today
from lessons.today.forms import NewsSeenForm, ShownSince
from lessons.today.news import move_news, open_talks, trainer_words

if TYPE_CHECKING:
    from lessons.today.clients_of_today import TodayClient


@require_safe
@client_page
def today(request: ClientRequest) -> HttpResponse:
    """With `on`, the places of that day of the last seven: those that a page was left open for."""
    form = CheckInForm(initial={"id": uuid.uuid4()})
    on = request.GET.get("on", "")
    return render(request, "lessons/today/today.html", today_context(request.client, form, now=timezone.now(), on=on))


@require_POST
@client_page
def check_in(request: ClientRequest) -> HttpResponse:
    """Stores a check-in and decides again: it may be the next day's answer, or change what holds for every track."""
    form, now = CheckInForm(request.POST), timezone.now()
    saved, code = None, RefusalCode.FORM
    if form.is_valid():
        try:
            with locked(request.client) as now:
                saved = _saved_before(request, form, now=now)
                state = load_state(request.client, now=now)
                if saved is None:
                    saved = _record(request, form, state)
                    # What was late, or was stored before, has its place among the others.
                    is_last = saved.at == now
                    state = state.with_report(saved.value) if is_last else load_state(request.client, now=now)
                deciding.decide_tracks(state)
        except CheckIn.DoesNotExist:
            form.add_error(None, "This page is not up to date anymore. Please open it again.")
        except RefusedError as error:
            code = error.code
            form.add_error(None, error.sentence)
    if device_answers.wants_json(request):
        if saved:
            return device_answers.stored(saved.pk)
        return device_answers.refused(request.POST.get("id", ""), code, first_error(form))
    if saved and not request.htmx:
        messages.success(request, f"Noted: {saved.score}.")
        return redirect("lessons:today")
    template = "lessons/today/today.html"
    if request.htmx:
        template = "lessons/today/_noted.html" if saved else "lessons/today/_check_in.html"
    shown, made_at = NewsSeenForm.shown_since(request.POST), now if saved else None
    context = today_context(request.client, form, now=now, shown=shown, made_at=made_at)
    return render(request, template, {**context, "saved": saved})


def _record(request: ClientRequest, form: CheckInForm, state: ClientState) -> CheckIn:
    """`state`: before it. Raises `RefusedError`, or `CheckIn.DoesNotExist` where the id is somebody else's."""
    arrival = arrival_of(request.POST, request.client, now=state.now)
    moment = Moment.MORNING if _is_morning_after(state, now=arrival.at) else Moment.ANY
    return CheckIn.record(
        client=request.client, at=arrival.at, moment=moment, sent_at=arrival.sent_at, **form.cleaned_data
    )


def _saved_before(request: ClientRequest, form: CheckInForm, *, now: datetime) -> CheckIn | None:
    """What had waited and was stored already, with its answer lost: as it was changed on the device since."""
    if not request.POST.get("done_at"):
        return None
    saved = request.client.check_ins.filter(pk=form.cleaned_data["id"]).first()
    if saved and saved.edited_at is None and saved.deleted_at is None:
        values = {name: form.cleaned_data[name] for name in ("score", "situation", "note", "note_for_doctor")}
        if any(getattr(saved, name) != value for name, value in values.items()):
            saved.correct(at=saved.at, now=now, **values)
    return saved


@require_POST
@client_page
def see_news(request: ClientRequest) -> HttpResponse:
    """The news up to `shown_at` were in view, or "Got it" was pressed: the next visit doesn't repeat them."""
    form = NewsSeenForm(request.POST)
    if form.is_valid():
        with locked(request.client) as now:
            seen_at = min(form.cleaned_data["shown_at"], now)
            if seen_at >= request.client.joined_at:
                seen, _ = NewsSeen.objects.get_or_create(client=request.client, defaults={"seen_at": seen_at})
                if seen.seen_at < seen_at:
                    seen.seen_at = seen_at
                    seen.save(update_fields=["seen_at"])
    return redirect("lessons:today")


def _is_morning_after(state: ClientState, *, now: datetime) -> bool:
    today = state.client.today(now)
    # What had waited arrives after later things, which didn't matter when it was told.
    entries = [entry for entry in state.entries if entry.at <= now]
    practices = [practice for practice in state.practices if practice.at <= now]
    return morning_after(practices, entries, today, now, night_hours=state.thresholds.night_hours) is not None


def today_context(
    client: Client,
    form: CheckInForm,
    *,
    now: datetime,
    on: str = "",
    shown: ShownSince | None = None,
    made_at: datetime | None = None,
    row: "TodayClient | None" = None,
) -> dict[str, object]:
    """Everything that Today shows, from one state: what the rules say is worked out now, not read from verdicts.

    `shown`: since when the page that was answered shows moves; they stay on it although they were seen by now.
    `made_at`: when a number was stored just now; its answer tells of the moves that it made, and the next visit again.
    `row`: the client out of `clients_of_today`, where they are loaded so already.
    """
    row = row or client_of_today(client.pk)
    state = load_state(client, now=now, answered_at=row.last_answered_at or client.joined_at)
    practices = state.practices
    outlooks = without_repeats(outlook(state, position) for position in state.positions)
    night_hours = state.thresholds.night_hours
    awaiting_morning = morning_after(practices, state.entries, state.today, now, night_hours=night_hours)
    a_number_decides = any(track.a_number_decides for track in outlooks)
    session = todays_session(state, outlooks)
    decided, others = ways.split(outlooks, session)
    due_today = {row.lesson.pk for row in session.rows if not row.is_done}
    seen_at = row.news_seen.seen_at if hasattr(row, "news_seen") else None
    news_since = seen_at if shown is None else shown.or_earlier(seen_at)
    news = move_news(state, seen_at=news_since, due_today=due_today, before=made_at)
    return {
        "form": form,
        "state": state,
        "tracks": outlooks,
        "session": session,
        "figure": session_figure(tuple(row.lesson.slug for row in session.rows if not row.is_done), client.to_draw),
        "open_lessons": " ".join(_open_lessons(state)),
        "decides": ways.said_once(decided),
        "tomorrow_decides": any(track.ahead.needs_one_number and not track.ahead.today for track in decided),
        "ways": ways.said_once(others),
        "closure": state.closure,
        "ending": client.ending(now),
        "asks": state.questions_due,
        "learning": _learning(state),
        "news": news,
        "news_since": news_since,
        "shown_at": max((each.at for each in news), default=None),
        "made": moves_by_rules(state, since=made_at, due_today=due_today) if made_at else (),
        "talks": open_talks(state),
        "words": trainer_words(state),
        "thread": thread_on_today(client, now=now),
        **composer_to(getattr(row, "trainer_name", None)),
        "latest": practices[0] if practices else None,
        "latest_lesson": _lesson_of(practices[0], state.positions) if practices else None,
        # 0 where they moved their zone or the beginning of their day back since.
        "away_days": max(0, (state.today - practices[0].local_on).days) if practices else 0,
        "morning_after": _lesson_of(awaiting_morning, state.positions) if awaiting_morning else None,
        "a_number_decides": a_number_decides,
        "asks_number_first": bool(awaiting_morning or a_number_decides or state.must_rest or session.day_off),
        "rhythm": schedule_for(state.facts),
        "places": daily_life.places_asked_for(client, on, today=state.today),
        "plan": getattr(row, "plan", None),
        "offer": start_test_offer(state, row),
        "card": card_for(state, row),
        "pause": state.pause,
        "client": client,
        "nav": "today",
    }


def _open_lessons(state: ClientState) -> Iterable[str]:
    """The slugs of the lessons whose practice is kept now, so that one that was left on the device may go on."""
    return (lesson.slug for position in state.positions for lesson in position.lessons if position.may_keep(lesson))


def _learning(state: ClientState) -> str:
    """What is learned first, in one sentence; empty once the usual is known."""
    if state.facts.usual is not None or state.client_verdict is not None:
        return ""
    return learning_usual(len(state.facts.reported.days), needed=FIRST_DAYS).client


def _lesson_of(practice: PracticeValue, tracks: Iterable[Position]) -> Lesson:
    return next(lesson for position in tracks for lesson in position.lessons if lesson.pk == practice.lesson)
