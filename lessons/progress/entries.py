"""Adding an entry of another day; correcting, deleting and restoring one; the CSV export.

Each of them is a report, so the rules decide again, in the same transaction.
"""

import csv
from datetime import datetime
from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hinge_coach.accounts.access import ClientRequest, client_data, client_page, get_or_post
from hinge_coach.accounts.models import Client
from hinge_coach.cells import instant_cell, text_cell
from hinge_coach.safety.models import active_closure
from hinge_coach.tightness.forms import NumberNoteForm
from hinge_coach.tightness.models import CheckIn, CheckInQuerySet
from hinge_coach.wording import day_words, hour_words
from lessons.models import Practice
from lessons.practice.deciding import decide_again
from lessons.practice.history import load_state
from lessons.practice.recording import locked
from lessons.practice.told_moves import moves_by_rules
from lessons.progress.forms import CorrectionForm, EntryForm
from lessons.rules.values import MOVES

STALE = "This page is not up to date anymore. Please send it again."


@get_or_post
@client_page
def new_entry(request: ClientRequest) -> HttpResponse:
    """Adds an entry of another day. Sending the same id again changes nothing."""
    data, now = request.POST if request.method == "POST" else None, timezone.now()
    form = EntryForm(data, client=request.client, now=now, initial={"id": uuid4()})
    if form.is_valid():
        try:
            with locked(request.client) as now:
                saved = CheckIn.record(client=request.client, **form.cleaned_data)
                news = decide_and_tell(request, now)
        except CheckIn.DoesNotExist:
            form.add_error("id", STALE)
        else:
            messages.success(request, f"Noted: {saved.score} {_on_its_day(saved)}{news}")
            return redirect("lessons:progress")
    return render(request, "lessons/progress/new_entry.html", {"form": form.renewed(), "nav": "tightness"})


@get_or_post
@client_page
def correct_entry(request: ClientRequest, id: UUID) -> HttpResponse:
    """Corrects one number. That of a practice is put right on the page of the practice, together with it."""
    check_in, now = get_object_or_404(_mine(request).kept(), pk=id), timezone.now()
    if request.method != "POST" and (practice := _practice_with(check_in)):
        return redirect("lessons:mend_practice", id=practice.pk)
    form = CorrectionForm(request.POST if request.method == "POST" else None, check_in=check_in, now=now)
    if form.is_valid():
        with locked(request.client) as now:
            check_in.correct(**form.cleaned_data, now=now)
            news = decide_and_tell(request, now)
        messages.success(request, f"Fixed: {check_in.score} {_on_its_day(check_in)}{news}")
        return redirect("lessons:progress")
    return render(request, "lessons/progress/entry.html", {"form": form, "check_in": check_in, "nav": "tightness"})


@require_POST
@client_page
def note_entry(request: ClientRequest, id: UUID) -> HttpResponse:
    """Keeps a note with a number that is stored. The desk shows it; the rules don't read it, so nothing is decided."""
    check_in = get_object_or_404(_mine(request).kept(), pk=id)
    form = NumberNoteForm(request.POST)
    if not form.is_valid():
        return render(request, "lessons/progress/note.html", {"form": form, "check_in": check_in, "nav": "today"})
    check_in.note, check_in.note_for_doctor = form.cleaned_data["note"], form.cleaned_data["note_for_doctor"]
    with locked(request.client):
        check_in.save(update_fields=["note", "note_for_doctor"])
    messages.success(request, f"Saved with your {check_in.score}.")
    return redirect("lessons:today")


@require_POST
@client_page
def delete_entry(request: ClientRequest, id: UUID) -> HttpResponse:
    """Takes an entry out of every chart and count until it is restored. An entry of a practice can't be deleted."""
    check_in = get_object_or_404(_mine(request), pk=id)
    if check_in.is_of_a_practice:
        messages.info(request, "This entry belongs to a practice, so it stays. You can correct its number here.")
        return redirect("lessons:entry", id=id)
    if check_in.deleted_at is None:
        with locked(request.client) as now:
            check_in.delete_softly(now)
            news = decide_and_tell(request, now)
        if news:
            messages.info(request, news.strip())
    return redirect(f"{reverse('lessons:progress')}?deleted={id}")


@require_POST
@client_page
def restore_entry(request: ClientRequest, id: UUID) -> HttpResponse:
    check_in, news = get_object_or_404(_mine(request), pk=id), ""
    if check_in.is_of_a_practice:  # it comes back with its practice
        return redirect("lessons:practices")
    if check_in.deleted_at is not None:
        with locked(request.client) as now:
            check_in.restore(now)
            news = decide_and_tell(request, now)
    messages.success(request, f"Back on your chart: {check_in.score} {_on_its_day(check_in)}{news}")
    return redirect("lessons:progress")


@require_safe
@client_data
def export_entries(request: ClientRequest) -> HttpResponse:
    """Every entry as CSV, oldest first, with the instant in UTC and the client's local day."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="tightness.csv"'
    sheet = csv.writer(response)
    sheet.writerow(["at_utc", "day", "tightness_0_to_10", "moment", "situation", "note"])
    for entry in request.client.check_ins.entries():
        at, note = instant_cell(entry.at), text_cell(entry.note)
        sheet.writerow([at, entry.local_on, entry.score, entry.moment, entry.situation, note])
    return response


def decide_and_tell(request: ClientRequest, now: datetime) -> str:
    """Asks the rules, and says what followed, after a space; empty where nothing moved and nothing closed."""
    was_closed = active_closure(request.client) is not None
    records = decide_again(request.client, now=now)
    has_closed = not was_closed and active_closure(request.client) is not None
    has_moved = any(record.decision in MOVES for record in records)
    return news_since(request.client, now, has_moved=has_moved, has_closed=has_closed)


def news_since(client: Client, since: datetime, *, has_moved: bool = True, has_closed: bool) -> str:
    """Moves of the rules by name, and whether practice has closed with them; each sentence after a space."""
    news = []
    if has_moved:
        news = [f" {told.words}" for told in moves_by_rules(load_state(client, now=timezone.now()), since=since)]
    if has_closed:
        news.append(" Practice is closed for now; Today says why.")
    return "".join(news)


def _mine(request: ClientRequest) -> CheckInQuerySet:
    return request.client.check_ins.select_related("client__user")


def _practice_with(check_in: CheckIn) -> Practice | None:
    """The practice that this number belongs to; none where it came with a file, whose practices can't be put right."""
    if not check_in.is_of_a_practice:
        return None
    return Practice.objects.filter(Q(before=check_in) | Q(after=check_in), imported=False).first()


def _on_its_day(check_in: CheckIn) -> str:
    """`on Monday, March 2.`; where the client's day had not begun, also for which day it counts, and why."""
    client, counts_for = check_in.client, check_in.local_on
    on = client.user.today(check_in.at)
    if on == counts_for or client.today(check_in.at) != counts_for:  # the latter where they had another zone or hour
        return f"on {day_words(counts_for)}."
    hour = hour_words(client.day_begins)
    return f"on {day_words(on)}. It counts for {day_words(counts_for)}, because your day begins at {hour}."
