"""One page about a client's weeks for a doctor or a physical therapist: method, counts, limits."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hinge_coach.accounts.access import ClientRequest, client_page
from hinge_coach.accounts.models import Client
from hinge_coach.accounts.zones.fields import city
from hinge_coach.safety.screening import texts
from hinge_coach.tightness import trend
from hinge_coach.tightness.models import Situation
from hinge_coach.tightness.trend import Moment
from lessons.models import lessons_in_order
from lessons.practice import client_rows
from lessons.practice.move_rows import move_rows
from lessons.practice.position import track_positions
from lessons.progress import chart, wording
from lessons.progress.background import flare_spans
from lessons.progress.load_chart import newest_loads, used_loads
from lessons.progress.moves import THEIRS, chart_moves, moves_of
from lessons.progress.reported import load_reported
from lessons.rules.facts import flare_on

NOTES_SHOWN = 20


@require_safe
@client_page
def summary(request: ClientRequest) -> HttpResponse:
    context = summary_context(request.client, now=timezone.now())
    return render(request, "lessons/progress/summary.html", {**context, "nav": "tightness"})


def summary_context(client: Client, *, now: datetime) -> dict[str, object]:
    """Everything that the page shows, for the client and for the trainer alike."""
    today = client.today(now)
    entries = client.check_ins.entries()
    closures = client_rows.read_closures(client)
    columns = (
        "local_on",
        "after",
        "lesson__title",
        "load",
        "load_unit",
        "done_at",
        "note",
        "note_for_doctor",
        "lesson",
    )
    rows = list(client.practices.order_by("done_at", "pk").values_list(*columns, "passed", "easier"))
    passed = {lesson for *_, lesson, is_passed, easier in rows if is_passed and not easier}
    practices = [row[:-3] for row in rows]
    fine = [on for on, after, *_ in practices if after is None]
    notes = [(at, on, title, note) for on, _, title, _, _, at, note, is_shown in practices if note and is_shown]
    notes += [
        (each.at, each.local_on, str(each.score), each.note) for each in entries if each.note and each.note_for_doctor
    ]
    reported, thresholds = load_reported(client, entries, closures, now=now)
    start, end = chart.span(entries, today, None)
    change, has_flare = trend.change(entries, today), bool(flare_on(today, reported, thresholds))
    flares = flare_spans(reported, thresholds, start, end)
    talks = client.talks.exclude(client_sentence="").order_by("opened_at", "pk")
    screening = client.screenings.first()
    moves = chart_moves(moves_of(client), trainer=THEIRS)
    pauses = client.pauses.values_list("begins_on", "ends_on")
    return {
        "client": client,
        "zone": city(client.user.zone),
        "today": today,
        "entries": len(entries),
        "days": len({entry.local_on for entry in entries}),
        "first": entries[0].local_on if entries else None,
        "recalled": [entry for entry in entries if entry.moment == Moment.RECALLED],
        "start": trend.start_score(entries),
        "usual": reported.usual,
        "flares": wording.flare_sentence(flares) if flares else "",
        "talks": [wording.talk_sentence(*talk) for talk in talks.values_list("code", "opened_on", "talked_on")],
        "thresholds": thresholds,
        "change_points": trend.CHANGE_POINTS,
        "practices": len(practices),
        "weeks": len({on.isocalendar()[:2] for on, *_ in practices}),
        "fine": len(fine),
        "change": change,
        "change_label": wording.change_label(change, has_flare=has_flare),
        "has_flare": has_flare,
        "chart": chart.progress_chart(
            entries,
            start,
            end,
            reported=reported,
            thresholds=thresholds,
            pauses=pauses,
            changes=moves,
            fine=fine,
        ),
        "situations": [(Situation(change.situation), change) for change in trend.by_situation(entries, today)],
        "within": trend.within_practice(chart.pairs(entries)),
        "morning": trend.next_morning(chart.nights(entries)),
        "tracks": track_positions(lessons_in_order(), client.positions.all(), moves=move_rows(client), passed=passed),
        "loads": newest_loads(used_loads((on, title, load, unit) for on, _, title, load, unit, *_ in practices), today),
        "notes": sorted(notes, reverse=True)[:NOTES_SHOWN],
        "closures": closures,
        "answered": screening,
        "yes": texts(screening.answers) if screening else [],
    }
