"""The player, and the verdict on a practice."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hinge_coach import device_answers
from hinge_coach.accounts.access import (
    ClientRequest,
    SiteRequest,
    client_of,
    client_page,
    get_or_post,
    public,
    refusal_of,
)
from hinge_coach.accounts.ending import Act
from hinge_coach.accounts.models import Client, Trainer
from hinge_coach.fields import first_error
from hinge_coach.kept_pages import same_for_everybody
from hinge_coach.safety.arriving import arrival_of_practice
from hinge_coach.tightness.models import CheckIn
from hinge_coach.waiting import RefusalCode, RefusedError
from lessons.figures.lesson_figure import lesson_figure
from lessons.figures.player_figure import player_figure
from lessons.messages.forms import composer_to
from lessons.models import Lesson, Practice, PracticeQuerySet, VerdictRecord, lessons_in_order, shown_variations
from lessons.practice import recording
from lessons.practice.cues import last_helpful_cue, preferred_cue_first
from lessons.practice.deciding import decide_again
from lessons.practice.forms import ExtrasForm, FirstNumberForm, PracticeForm
from lessons.practice.history import ClientState, load_state
from lessons.practice.loads import load_offer
from lessons.practice.outlook import Outlook, outlook
from lessons.practice.player import player_data
from lessons.practice.position import Position
from lessons.practice.todays_session import SessionRow, todays_session
from lessons.practice.told_moves import ToldMove, moves_by_rules
from lessons.practice.verdict_wording import facts, heading
from lessons.rules.ahead import Ahead
from lessons.rules.values import RuleCode

NOT_UP_TO_DATE = "This page is not up to date anymore. Please open the lesson again."
CHANGED_SINCE = "This was saved before you changed it. “Put it right” opens it, so that you can fix it there."
NO_NUMBERS = "There are no numbers in it, so nothing of it can be kept."

LAST_TO_TRY = 2
"""Visitors try the first two lessons of a track; who goes on should have answered the safety questions."""


@get_or_post
@same_for_everybody
@public
def practice(request: SiteRequest, slug: str) -> HttpResponse:
    """The player. Anybody can try a lesson; the practice of a client is stored.

    A POST of the first number alone (`step`) stores a number that means rest as a report, and leads to Today. With
    `numbers_only` the numbers are stored as check-ins, and the practice isn't. The script that sends what waited on a
    device asks for JSON (`device_answers`).
    """
    client = client_of(request)
    if client is None:
        return _try(request, get_object_or_404(Lesson, slug=slug))
    if refusal := refusal_of(request, client, Act.STORE):
        return refusal if request.method == "POST" else redirect("arrive")
    if request.method != "POST":
        state = load_state(client, now=timezone.now())
        position, lesson = _find(state.positions, slug)
        if not state.may_practice:
            return _not_now(state)
        return _player(request, state, position, lesson, _form(request, state, position, lesson))
    if "step" in request.POST:
        with recording.locked(client) as now:
            return _first_number(request, load_state(client, now=now), slug)
    as_json = device_answers.wants_json(request)
    code = RefusalCode.FORM
    try:
        with recording.locked(client) as now:
            state = load_state(client, now=now)
            position, lesson = _find(state.positions, slug)
            form = _form(request, state, position, lesson)
            is_valid, is_late = form.is_valid(), bool(request.POST.get("done_at"))
            # Stored the first time it was sent; what is asked, and what may arrive, can have changed since.
            if (not is_valid or is_late) and (known := _known(form.cleaned_data.get("id"), client)):
                if as_json and is_valid and _was_changed_since(known, form):
                    raise RefusedError(RefusalCode.FORM, CHANGED_SINCE)
                return _stored(known.pk, as_json=as_json)
            if is_valid:
                arrival = arrival_of_practice(request.POST, client, now=now)
                if "numbers_only" in request.POST:
                    if form.cleaned_data["before"] is None and form.cleaned_data["after"] is None:
                        raise RefusedError(RefusalCode.AHEAD, NO_NUMBERS)
                    _keep_numbers(client, lesson, form, at=arrival.at, now=now)
                    return device_answers.stored(form.cleaned_data["id"]) if as_json else redirect("lessons:today")
                stored = recording.record(
                    client=client,
                    lesson=lesson,
                    at=arrival.at,
                    now=now,
                    back_dated=arrival.back_dated,
                    state=state,
                    **form.cleaned_data,
                )
                return _stored(stored.pk, as_json=as_json)
    except recording.PracticeIsClosedError:
        if not as_json:
            return redirect("safety:safety")
        try:
            return _closed_meanwhile(client, lesson, form, at=arrival.at)
        except recording.NotYoursError:
            form.add_error(None, NOT_UP_TO_DATE)
    except recording.NotYoursError:
        form.add_error(None, NOT_UP_TO_DATE)
    except recording.ScoresNeededError as error:
        code = RefusalCode.SCORES
        form.ask_for_scores(error.prompt)
    except recording.LessonAheadError:
        code = RefusalCode.AHEAD
        form.add_error(None, "This lesson is still ahead of you. You can try it; what counts is the one on Today.")
    except RefusedError as error:
        code = error.code
        form.add_error(None, error.sentence)
    if as_json:
        return device_answers.refused(request.POST.get("id", ""), code, first_error(form))
    if state.closure is not None:
        return redirect("safety:safety")
    return _player(request, state, position, lesson, form)


def _known(id: uuid.UUID | None, client: Client) -> Practice | None:
    """The practice of this id that is stored already, also one that was deleted since."""
    practices = Practice.with_deleted.filter(client=client).select_related("before", "after")
    return practices.filter(pk=id).first() if id else None


def _was_changed_since(practice: Practice, form: PracticeForm) -> bool:
    """Whether a waiting entry was changed on its device after it was stored, with the answer lost on the way."""
    if practice.edited_at or practice.deleted_at:
        return False
    told = {name: form.cleaned_data[name] for name in ("before", "after", "effort", "passed", "easier")}
    scores = {"before": practice.before, "after": practice.after}
    stored = {name: check_in.score if check_in else None for name, check_in in scores.items()}
    return told != {**stored, "effort": practice.effort, "passed": practice.passed, "easier": practice.easier}


def _stored(id: uuid.UUID, *, as_json: bool) -> HttpResponse:
    if as_json:
        return device_answers.stored(id, reverse("lessons:verdict", args=[id]))
    return redirect("lessons:verdict", id=id)


def _keep_numbers(client: Client, lesson: Lesson, form: PracticeForm, *, at: datetime, now: datetime) -> None:
    """In a transaction, of a valid form."""
    values = {name: form.cleaned_data[name] for name in ("id", "before", "after", "easier")}
    recording.keep_numbers(client=client, lesson=lesson, at=at, now=now, **values)


def _closed_meanwhile(client: Client, lesson: Lesson, form: PracticeForm, *, at: datetime) -> HttpResponse:
    """Practice that was done before the device heard that it is closed: its numbers are a report all the same."""
    with recording.locked(client) as now:
        _keep_numbers(client, lesson, form, at=at, now=now)
    sentence = "Practice is closed for now. Your numbers are saved; the practice itself stays on this device."
    return device_answers.refused(str(form.cleaned_data["id"]), RefusalCode.CLOSED, sentence)


def _first_number(request: SiteRequest, state: ClientState, slug: str) -> HttpResponse:
    """Before the movement: a number that means rest is stored as a report; with any other the movement may begin."""
    position, lesson = _find(state.positions, slug)
    if state.closure is not None:
        return _not_now(state)
    number = FirstNumberForm(request.POST)
    form = _form(request, state, position, lesson, bound=False)
    if not number.is_valid():
        return _player(request, state, position, lesson, form, number=number)
    score = number.cleaned_data["before"]
    if state.rests_from is None or score < state.rests_from:
        if not state.may_practice:
            return _not_now(state)
        form.initial.update(number.initial_of_practice())
        return _player(request, state, position, lesson, form, is_asked=True)
    report_id = uuid.uuid5(number.cleaned_data["id"], "rest")
    try:
        CheckIn.record(id=report_id, client=state.client, at=state.now, score=score)
    except CheckIn.DoesNotExist:
        raise Http404 from None
    decide_again(state.client, now=state.now)
    return redirect("lessons:today")


def _not_now(state: ClientState) -> HttpResponse:
    """Where to read why practice isn't offered now."""
    return redirect("lessons:today" if state.closure is None else "safety:safety")


def _form(
    request: SiteRequest, state: ClientState, position: Position, lesson: Lesson, *, bound: bool = True
) -> PracticeForm:
    return PracticeForm(
        request.POST if bound and request.method == "POST" else None,
        lesson=lesson,
        prompt=recording.prompt_at(state, lesson, position),
        loads=load_offer(state, position, lesson),
        initial={"id": uuid.uuid4(), "easier": "yes" if _is_easier(state, position, lesson) else ""},
    )


def _is_easier(state: ClientState, position: Position, lesson: Lesson) -> bool:
    """Whether the easier version comes first."""
    return position.is_easier(lesson) or state.is_eased


def _player(
    request: SiteRequest,
    state: ClientState,
    position: Position,
    lesson: Lesson,
    form: PracticeForm,
    *,
    number: FirstNumberForm | None = None,
    is_asked: bool = False,
) -> HttpResponse:
    """`is_asked`: the first number was given, so that the movement may begin.

    Of the context, `gates` is true where the first number may still keep it from beginning, `may_keep` is false for a
    lesson that lies ahead, `is_known` true where the client did it before, and `just_now` the score with which another
    practice has just ended. `sore`: the easier version comes first. Whoever has sent a lesson that lies ahead by now
    gets the form back, with what they answered and why it isn't kept.
    """
    cue = last_helpful_cue(state.client, lesson)
    lesson.cues = preferred_cue_first(lesson.cues, cue)
    context = {
        "lesson": lesson,
        "form": form,
        "number": number,
        "gates": not is_asked and not form.is_bound,
        "asks_first": form.prompt.asks_scores and not is_asked and not form.is_bound,
        "figure": lesson_figure(lesson.slug, "right", drawn_as=state.client.to_draw),
        "player": player_data(lesson),
        "player_figure": player_figure(lesson.slug, state.client.to_draw),
        "clicked": cue,
        "state": state,
        "position": position,
        "may_keep": form.is_bound or position.may_keep(lesson),
        "is_known": any(practice.lesson == lesson.pk for practice in state.practices),
        "just_now": state.just_now,
        "sore": _is_easier(state, position, lesson),
        **shown_variations(lesson, state.client),
        "nav": "today",
    }
    return render(request, "lessons/practice/practice.html", context)


def _try(request: SiteRequest, lesson: Lesson) -> HttpResponse:
    if request.method == "POST":
        return redirect(f"{reverse('account_login')}?next={request.path}")
    if lesson.number > LAST_TO_TRY or lesson.load:
        to_try = [lesson for lesson in lessons_in_order() if lesson.number <= LAST_TO_TRY]
        context = {"lesson": lesson, "to_try": to_try, "nav": "lessons"}
        return render(request, "lessons/practice/for_clients.html", context)
    context = {
        "lesson": lesson,
        "figure": lesson_figure(lesson.slug, "right"),
        "player": player_data(lesson),
        "player_figure": player_figure(lesson.slug),
        **shown_variations(lesson, None),
        "nav": "lessons",
    }
    return render(request, "lessons/practice/try.html", context)


def _find(positions: Iterable[Position], slug: str) -> tuple[Position, Lesson]:
    for position in positions:
        for lesson in position.lessons:
            if lesson.slug == slug:
                return position, lesson
    raise Http404


@require_safe
@client_page
def verdict(request: ClientRequest, id: uuid.UUID) -> HttpResponse:
    """The newest stored verdict on a practice; where it is the latest on its track, also what holds now."""
    practice = _practice_of(Practice.with_deleted.filter(client=request.client), id)
    if practice.deleted_at is not None:
        return redirect("lessons:deleted_practice", id=id)
    return _verdict(request, practice, ExtrasForm(practice=practice))


@require_POST
@client_page
def add_extras(request: ClientRequest, id: uuid.UUID) -> HttpResponse:
    """The cue that helped and a note for the trainer, of a practice that is saved. The rules read neither."""
    practice = _practice_of(request.client.practices.all(), id)
    form = ExtrasForm(request.POST, practice=practice)
    if not form.is_valid():
        return _verdict(request, practice, form)
    # No page can take a cue back, so none means that the page had none to choose, or only ones that are gone.
    practice.cue, practice.note = form.cleaned_data["cue"] or practice.cue, form.cleaned_data["note"]
    practice.note_for_doctor = form.cleaned_data["note_for_doctor"]
    practice.save(update_fields=["cue", "note", "note_for_doctor"])
    messages.success(request, "Saved with this practice.")
    return redirect("lessons:verdict", id=practice.pk)


def _practice_of(practices: PracticeQuerySet, id: uuid.UUID) -> Practice:
    practices = practices.select_related("lesson", "before", "after")
    return get_object_or_404(practices.prefetch_related("verdicts__next_lesson"), pk=id)


def _verdict(request: ClientRequest, practice: Practice, extras: ExtrasForm) -> HttpResponse:
    newest = practice.verdict
    state = load_state(request.client, now=timezone.now())
    outlooks = tuple(outlook(state, position) for position in state.positions)
    trainer = Trainer.objects.owner()
    holds = _what_holds_now(state, practice, newest, outlooks)
    track: Outlook | None = holds.get("track")
    context = {
        "practice": practice,
        "is_of_today": practice.local_on == state.today,
        "verdict": newest,
        "heading": heading(practice, newest, _ahead_here(track, practice)),
        "facts": facts(practice, newest, state.thresholds),
        "earlier": [record for record in practice.verdicts.all() if record != newest],
        "state": state,
        "closure": state.closure,
        **holds,
        "also": [told for told in _moves_made(state, newest) if told.practice != practice.pk],
        "next": _next_in_session(state, practice, outlooks),
        "extras": extras,
        "trainer": trainer,
        **composer_to(trainer.name if trainer else None),
        "nav": "today",
    }
    return render(request, "lessons/practice/verdict.html", context)


def _moves_made(state: ClientState, verdict: VerdictRecord) -> tuple[ToldMove, ...]:
    """Every move that was decided on together with this verdict, on any track."""
    return moves_by_rules(state, since=verdict.decided_at, until=verdict.decided_at)


def _ahead_here(track: Outlook | None, practice: Practice) -> Ahead | None:
    """What would move the client on from the lesson of this practice; None where they stand on another one by now."""
    return track.ahead if track is not None and track.position.next == practice.lesson else None


def _next_in_session(state: ClientState, practice: Practice, outlooks: Iterable[Outlook]) -> SessionRow | None:
    """What today's session still holds after this practice. Nobody is led on who has just stopped, or has to rest."""
    if practice.local_on != state.today or practice.stopped or not state.may_practice:
        return None
    return todays_session(state, outlooks).next


def _what_holds_now(
    state: ClientState, practice: Practice, stored: VerdictRecord, outlooks: Iterable[Outlook]
) -> dict[str, Any]:
    """`track`: its outlook. `now`: what the rules say since, in one sentence; empty where they say the same.

    `ahead`: what would move the client on; empty where the stored reason says so.
    """
    position, _ = _find(state.positions, practice.lesson.slug)
    lessons = {lesson.pk for lesson in position.lessons}
    latest = next((row for row in state.practices if row.lesson in lessons and not row.imported), None)
    if latest is None or latest.id != str(practice.pk):
        return {}
    track = next(each for each in outlooks if each.position == position)
    said = stored.reasons[0]["client"]
    holds = {"track": track, "ahead": "" if track.repeats(said) else track.way_on}
    current = state.client_verdict or track.verdict
    if state.closure is not None:
        return {**holds, "now": "" if stored.is_stop else state.closure.sentence}
    if current is None or current.reason.code == RuleCode.NOTHING_YET or current.reason.client == said:
        return {**holds, "now": ""}
    return {**holds, "now": current.reason.client}
