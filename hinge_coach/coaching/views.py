"""The trainer's pages: the desk, one client, the lessons' words, settings and calls."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hinge_coach import outbox
from hinge_coach.accounts import joining
from hinge_coach.accounts.access import TrainerRequest, trainer_page
from hinge_coach.accounts.forms import InvitationForm, PauseForm
from hinge_coach.accounts.models import Invitation
from hinge_coach.booking import reserving, slots
from hinge_coach.booking.diary import diary_of
from hinge_coach.booking.forms import (
    CallRulesForm,
    CancelForm,
    DateRuleFormSet,
    HoursFormSet,
    MoveForm,
    TimesForm,
    asks_for_times,
)
from hinge_coach.booking.models import Call, CallEvent, CallRules, DateRule
from hinge_coach.booking.offer import lay_out
from hinge_coach.booking.reserving import SlotTaken, TooLate
from hinge_coach.booking.when import When
from hinge_coach.coaching.calls import booking, calendars_of, calls_of, calls_on_this_day, lost_mails, settle
from hinge_coach.coaching.desk import known_clients, rows
from hinge_coach.coaching.forms import (
    LessonForm,
    MessageForm,
    NoteForm,
    PlaceForm,
    ReopenForm,
    RulesForm,
    SettingsForm,
    WrittenForm,
)
from hinge_coach.coaching.original import NoOriginal, back_to_the_original
from hinge_coach.coaching.sheet import Done, practice_page, sheet, thresholds
from lessons.deciding import differences
from lessons.dry_run import dry_run
from lessons.models import Lesson, RuleSet, Track

if TYPE_CHECKING:
    from hinge_coach.coaching.desk import KnownClient

RULE_SETS_SHOWN = 50

page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@trainer_page
def desk(request: TrainerRequest) -> HttpResponse:
    now = timezone.now()
    found = rows(now)
    context = {
        "needing": [row for row in found if row.needs_a_word],
        "fine": [row for row in found if not row.needs_a_word],
        "calls": calls_on_this_day(request.trainer, now=now),
        "clock": When(now, request.user.tz),
        "nav": "desk",
    }
    return render(request, "coaching/desk.html", context)


@page_or_post
@trainer_page
def invite(request: TrainerRequest) -> HttpResponse:
    now = timezone.now()
    known = {name: request.GET.get(name, "")[:254] for name in ("email", "name")}
    form = InvitationForm(request.POST if request.method == "POST" else None, initial=known)
    if request.method == "POST" and form.is_valid():
        invitation = joining.invite(trainer=request.trainer, at=now, **form.cleaned_data)
        messages.success(request, f"The invitation to {invitation.email} is on its way.")
        return redirect("coaching:invite")
    sent = Invitation.objects.filter(accepted_at=None, invited_at__gt=now - Invitation.LIFETIME)
    context = {"form": form, "open": [(each, each.invited_at + each.LIFETIME) for each in sent], "nav": "desk"}
    return render(request, "coaching/invite.html", context)


@require_safe
@trainer_page
def client(request: TrainerRequest, id: int) -> HttpResponse:
    return _sheet_page(request, _client(id), timezone.now())


@require_safe
@trainer_page
def practices(request: TrainerRequest, id: int) -> HttpResponse:
    found = _client(id)
    page = practice_page(found, request.GET.get("page"))
    done = [Done.of(practice.verdict) for practice in page]
    context = {"client": found, "page": page, "done": done, "thresholds": thresholds(), "nav": "desk"}
    return render(request, "coaching/practices.html", context)


@require_POST
@trainer_page
def place(request: TrainerRequest, id: int) -> HttpResponse:
    found, now = _client(id), timezone.now()
    track = request.POST.get("track", "")
    if track not in Track.values:
        raise Http404
    form = PlaceForm(request.POST, track=track, lessons=list(Lesson.objects.in_order()))
    if not form.is_valid():
        return _sheet_page(request, found, now, place=form)
    moved = form.save(client=found, by=request.trainer, at=now)
    return _done(request, found, "Moved, with your reason." if moved else "That is where they stand already.", "tracks")


@require_POST
@trainer_page
def reopen(request: TrainerRequest, id: int) -> HttpResponse:
    """Practice opens again. Where it is open already, as after a second press, nothing is written."""
    found, now = _client(id), timezone.now()
    stop, form = found.open_stop(), ReopenForm(request.POST)
    if stop is None:
        return _done(request, found, "Practice is open already.")
    if not form.is_valid():
        return _sheet_page(request, found, now, reopen=form)
    form.save(stop, by=request.trainer, at=now)
    return _done(request, found, "Practice is open again.")


@require_POST
@trainer_page
def add_note(request: TrainerRequest, id: int) -> HttpResponse:
    return _write(request, id, NoteForm(request.POST), "note", "Noted, for you alone.")


@require_POST
@trainer_page
def send_message(request: TrainerRequest, id: int) -> HttpResponse:
    return _write(request, id, MessageForm(request.POST), "message", "Sent. It stands on their Today page.")


@require_POST
@trainer_page
def delete_note(request: TrainerRequest, id: int, note: UUID) -> HttpResponse:
    found = _client(id)
    found.notes.filter(pk=note).delete()
    return _done(request, found, "The note is gone.", "written")


@require_POST
@trainer_page
def pause(request: TrainerRequest, id: int) -> HttpResponse:
    found, now = _client(id), timezone.now()
    form = PauseForm(request.POST, client=found, today=found.today(now))
    if not form.is_valid():
        return _sheet_page(request, found, now, pause=form)
    form.save(by=request.user)
    return _done(request, found, "On a pause. Silence is fine until it ends.")


@require_POST
@trainer_page
def resume(request: TrainerRequest, id: int) -> HttpResponse:
    found = _client(id)
    PauseForm.end(found, today=found.today(timezone.now()))
    return _done(request, found, "The pause is over.")


@require_safe
@trainer_page
def lessons(request: TrainerRequest) -> HttpResponse:
    return render(request, "coaching/lessons.html", {"tracks": Lesson.objects.by_track(), "nav": "lessons"})


@page_or_post
@trainer_page
def edit_lesson(request: TrainerRequest, slug: str) -> HttpResponse:
    lesson = get_object_or_404(Lesson, slug=slug)
    title = lesson.title  # the form writes what was typed into the lesson, right or wrong
    form = LessonForm(request.POST if request.method == "POST" else None, instance=lesson)
    if request.method == "POST" and form.is_valid():
        form.keep(at=timezone.now())
        messages.success(request, "Saved." if form.has_changed() else "Nothing was changed.")
        return redirect("coaching:edit_lesson", slug=slug)
    context = {"form": form, "lesson": lesson, "title": title, "nav": "lessons"}
    return render(request, "coaching/edit_lesson.html", context)


@require_POST
@trainer_page
def original_lesson(request: TrainerRequest, slug: str) -> HttpResponse:
    lesson = get_object_or_404(Lesson, slug=slug)
    try:
        back_to_the_original(lesson)
    except NoOriginal as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "This is the original text again.")
    return redirect("coaching:edit_lesson", slug=slug)


@page_or_post
@trainer_page
def settings(request: TrainerRequest) -> HttpResponse:
    form = SettingsForm.of(request.trainer, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        form.save(request.trainer)
        messages.success(request, "Saved.")
        return redirect("coaching:settings")
    return render(request, "coaching/settings.html", {"form": form, "nav": "settings"})


@page_or_post
@trainer_page
def hours(request: TrainerRequest) -> HttpResponse:
    """The week, the dates that differ, and the rules: one form with one button."""
    trainer, data = request.trainer, request.POST if request.method == "POST" else None
    rules = CallRules.objects.filter(trainer=trainer).first() or CallRules(trainer=trainer)
    ahead = DateRule.objects.filter(on__gte=trainer.user.today(timezone.now()))
    spoiled = {"missing_management_form": "This form came back incomplete. Please open the page anew."}
    week = HoursFormSet(data, instance=trainer, prefix="week", error_messages=spoiled)
    dates = DateRuleFormSet(data, instance=trainer, prefix="dates", queryset=ahead, error_messages=spoiled)
    rules_form = CallRulesForm(data, instance=rules, prefix="rules")
    if data is not None and all([week.is_valid(), dates.is_valid(), rules_form.is_valid()]):
        with transaction.atomic():
            for form in (week, dates, rules_form):
                form.save()
        messages.success(request, "Saved. Calls that are booked already stay where they are.")
        return redirect("coaching:hours")
    context = {"week": week, "dates": dates, "rules": rules_form, "clock": When(timezone.now(), trainer.user.tz)}
    return render(request, "coaching/hours.html", {**context, "nav": "settings"})


@page_or_post
@trainer_page
def rules(request: TrainerRequest) -> HttpResponse:
    """Other numbers are first tried on the past; what was tried can be saved, and nothing else."""
    in_force = RuleSet.objects.in_force()
    form = RulesForm(request.POST if request.method == "POST" else None, in_force=in_force)
    tried = None
    if request.method == "POST" and form.is_valid():
        if not form.is_changed:
            messages.info(request, "These are the numbers in force already, so there is nothing to save.")
            return redirect("coaching:rules")
        if "save" in request.POST and form.is_tried and not form.cleaned_data["note"]:
            form.add_error("note", form.fields["note"].error_messages["required"])
        elif "save" in request.POST and form.is_tried:
            form.save(by=request.user, at=timezone.now())
            messages.success(request, "Saved. Every verdict from now on uses these numbers.")
            return redirect("coaching:rules")
        tried = dry_run(form.thresholds, against=in_force)
        form.fields["note"].required = True  # from here on: trying needs no reason, saving does
    history = [(each, differences(each)) for each in RuleSet.objects.select_related("by")[:RULE_SETS_SHOWN]]
    context = {"form": form, "tried": tried, "history": history, "nav": "settings"}
    return render(request, "coaching/rules.html", context)


@require_safe
@trainer_page
def calls(request: TrainerRequest) -> HttpResponse:
    trainer, now = request.trainer, timezone.now()
    context = {
        "calls": calls_of(trainer, now=now),
        "outcomes": Call.OUTCOMES,
        "lost_mails": lost_mails(trainer),
        "waiting_mails": outbox.overdue(now).count(),
        "stale_calendars": [each for each in calendars_of(trainer, now=now) if each.is_stale],
        "nav": "calls",
    }
    return render(request, "coaching/calls.html", context)


@page_or_post
@trainer_page
def move_call(request: TrainerRequest, id: UUID) -> HttpResponse:
    """The buttons for other days come back to the same page, and move nothing."""
    call, now = _call(request, id), timezone.now()
    if not call.is_booked or call.is_over(now):
        return _call_is_closed(request)
    asks = asks_for_times(request.POST)
    form = MoveForm(request.POST if request.method == "POST" and not asks else None)
    nearest: tuple[slots.Slot, ...] = ()
    if form.is_valid():
        try:
            reserving.move(call, form.cleaned_data["start"], now=now, by=CallEvent.By.TRAINER)
        except SlotTaken as gone:
            form.add_error("start", gone.why.sentence)
            nearest = gone.nearest
        except TooLate:
            return _call_is_closed(request)
        else:
            messages.success(request, f"Moved. {call.name} gets a mail.")
            return redirect("coaching:calls")
    return _move_page(request, call, form, now, nearest)


@page_or_post
@trainer_page
def cancel_call(request: TrainerRequest, id: UUID) -> HttpResponse:
    call, now = _call(request, id), timezone.now()
    if not call.is_booked or call.is_over(now):
        return _call_is_closed(request)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            reserving.cancel(call, reason=form.cleaned_data["reason"], now=now, by=CallEvent.By.TRAINER)
        except TooLate:
            return _call_is_closed(request)
        messages.success(request, f"Cancelled. {call.name} gets a mail.")
        return redirect("coaching:calls")
    context = {"booked": booking(call, request.trainer), "form": form, "nav": "calls"}
    return render(request, "coaching/cancel_call.html", context)


@require_POST
@trainer_page
def outcome(request: TrainerRequest, id: UUID) -> HttpResponse:
    call, wanted = _call(request, id), request.POST.get("outcome", "")
    if wanted not in Call.OUTCOMES:
        raise Http404
    try:
        sentence = settle(call, Call.Status(wanted), trainer=request.trainer, now=timezone.now())
    except TooLate:
        return _call_is_closed(request)
    messages.success(request, sentence)
    return redirect("coaching:calls")


def _client(id: int) -> "KnownClient":
    return get_object_or_404(known_clients(timezone.now()), pk=id)


def _call(request: TrainerRequest, id: UUID) -> Call:
    return get_object_or_404(Call.objects.with_trainer(), pk=id, trainer=request.trainer)


def _call_is_closed(request: TrainerRequest) -> HttpResponse:
    messages.error(request, "This can't be done any more: the call is over, cancelled, or not begun yet.")
    return redirect("coaching:calls")


def _done(request: TrainerRequest, client: "KnownClient", sentence: str, part: str = "") -> HttpResponse:
    messages.success(request, sentence)
    return redirect(reverse("coaching:client", args=[client.pk]) + (f"#{part}" if part else ""))


def _write(request: TrainerRequest, id: int, form: WrittenForm, name: str, sentence: str) -> HttpResponse:
    found, now = _client(id), timezone.now()
    if form.is_valid() and form.save(client=found, by=request.trainer, at=now):
        return _done(request, found, sentence, "written")
    return _sheet_page(request, found, now, **{name: form.renewed()})


def _sheet_page(request: TrainerRequest, client: "KnownClient", now: datetime, **bound: Any) -> HttpResponse:
    """The client's page; a form that came back with errors takes the place of the fresh one."""
    shown = sheet(client, now=now)
    wrong = bound.pop("place", None)
    forms = {
        "note": NoteForm.empty(),
        "message": MessageForm.empty(),
        "reopen": ReopenForm(),
        "pause": PauseForm(client=client, today=shown.today),
        **bound,
    }
    tracks = [(each, PlaceForm.of(each, wrong)) for each in shown.row.standings]
    forms["message"].name_it(client.user.name or "them")
    context = {"sheet": shown, "row": shown.row, "client": client, "tracks": tracks, **forms, "nav": "desk"}
    return render(request, "coaching/client.html", context)


def _move_page(
    request: TrainerRequest, call: Call, form: MoveForm, now: datetime, nearest: tuple[slots.Slot, ...]
) -> HttpResponse:
    zone = request.user.tz
    wish = TimesForm.of(request.POST, zone.key)
    free = slots.offered(diary_of(request.trainer, now, moving=call, at_the_desk=True), now)
    offer = lay_out(
        [slot for slot in free if slot.starts_at != call.starts_at],
        viewer=zone,
        trainer=call.tz,
        now=now,
        first=wish.cleaned_data.get("first"),
        chosen=str(form["start"].value() or ""),
        nearest=nearest,
    )
    # The list of times names the other person's clock; at the desk that is the caller's.
    context = {"booked": booking(call, request.trainer), "form": form, "offer": offer, "trainer": call}
    context["month_open"] = "month" in request.POST
    return render(request, "coaching/move_call.html", {**context, "nav": "calls"})
