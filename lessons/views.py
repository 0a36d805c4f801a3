"""The map, a lesson, a practice, its verdict, and today."""

import uuid
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from operator import attrgetter

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hinge_coach.accounts.access import ClientRequest, SiteRequest, client_of, client_page, public, with_token
from hinge_coach.accounts.models import Client
from hinge_coach.accounts.screening import due_on
from hinge_coach.tightness import trend
from hinge_coach.tightness.forms import CheckInForm
from hinge_coach.tightness.models import CheckIn, Moment
from hinge_coach.tightness.trend import Entry
from lessons import cards, everyday, exporting, morning_mail, practising
from lessons.asking import Asking, morning_after, rhythm_of
from lessons.figures import lesson_figure
from lessons.forms import MorningForm, PracticeForm
from lessons.models import Lesson, MorningMail, RuleSet, Verdict
from lessons.progression import Done
from lessons.skills import clicked_last, own_first
from lessons.standing import Standing, standings, standings_of

LATEST_PRACTICES = 6  # more than anybody does in two days
LOOKS_BACK = timedelta(days=60)  # two weeks of answers, and the days that made the level before them


@require_safe
@public
def lessons(request: SiteRequest) -> HttpResponse:
    client = client_of(request)
    tracks = standings_of(client) if client else standings(Lesson.objects.all(), [])
    return render(request, "lessons/lessons.html", {"tracks": tracks, "client": client, "nav": "lessons"})


@require_safe
@public
def lesson(request: SiteRequest, slug: str) -> HttpResponse:
    everything = {each.slug: each for each in Lesson.objects.in_order()}
    if slug not in everything:
        raise Http404
    found = everything[slug]
    if client := client_of(request):
        found.cues = own_first(found.cues, clicked_last(client, found))
    track = [each for each in everything.values() if each.track == found.track]
    context = {
        "lesson": found,
        "needs": [everything[need] for need in found.needs if need in everything],
        "following": next((each for each in track if each.number == found.number + 1), None),
        "of": len(track),
        "figure": lesson_figure(slug),
        "card_hash": cards.card_hash(found),
        "nav": "lessons",
    }
    return render(request, "lessons/lesson.html", context)


@require_safe
@public
@cache_control(public=True, max_age=86_400)
def card(request: SiteRequest, slug: str) -> HttpResponse:
    """The picture that a shared link shows."""
    return HttpResponse(cards.card(get_object_or_404(Lesson, slug=slug)), content_type="image/png")


@require_http_methods(["GET", "HEAD", "POST"])
@public
def practice(request: SiteRequest, slug: str) -> HttpResponse:
    """For everybody to try, for a client to keep."""
    client = client_of(request)
    if client is None:
        return _try(request, get_object_or_404(Lesson, slug=slug))
    standing, found = _find(standings_of(client), slug)
    stop, reopened_at = client.stop_and_reopening()
    if stop:
        return redirect("accounts:safety")
    clicked = clicked_last(client, found)
    found.cues = own_first(found.cues, clicked)
    form = PracticeForm(
        request.POST or None,
        lesson=found,
        asks=_asks(client, found, standing, reopened_at=reopened_at),
        initial={"id": uuid.uuid4(), "gentle": "yes" if standing.is_easier(found) else ""},
    )
    if request.method == "POST" and form.is_valid():
        practising.derive_again(client, now=timezone.now())
        try:
            due = form.asks.code == "questions"
            done = practising.record(
                client=client, lesson=found, questions_due=due, at=timezone.now(), **form.cleaned_data
            )
        except practising.PracticeIsClosedError:
            return redirect("accounts:safety")
        except practising.NotYoursError:
            form.add_error(None, "This page is not fresh any more. Please open the lesson anew.")
        except practising.ScoresNeededError as needed:
            form.ask_in_full(needed.asks)
        except practising.LessonAheadError:
            form.add_error(None, "This lesson is still ahead of you. You can try it; what counts is the one on Today.")
        else:
            return redirect("lessons:verdict", id=done.pk)
    context = {"lesson": found, "form": form, "figure": lesson_figure(slug, "right"), "clicked": clicked}
    return render(request, "lessons/practice.html", {**context, "nav": "today"})


def _try(request: SiteRequest, found: Lesson) -> HttpResponse:
    if request.method == "POST":
        return redirect(f"{reverse('account_login')}?next={request.path}")
    context = {"lesson": found, "figure": lesson_figure(found.slug, "right"), "nav": "lessons"}
    return render(request, "lessons/try.html", context)


def _find(tracks: Iterable[Standing], slug: str) -> tuple[Standing, Lesson]:
    found = ((standing, each) for standing in tracks for each in standing.lessons if each.slug == slug)
    if (first := next(found, None)) is None:
        raise Http404
    return first


def _asks(client: Client, found: Lesson, standing: Standing, *, reopened_at: datetime | None) -> Asking:
    """What this practice asks, were it done now."""
    now = timezone.now()
    today, entries = client.today(now), client.check_ins.entries()
    pause, answered_at = client.pause_and_answers(today)
    due = pause is None and _asks_again(client, answered_at, _lately(entries, now), today) is not None
    known = practising.everywhere(entries, client.practices.done(), reopened_at=reopened_at, paused=pause is not None)
    return practising.asking_at(client, found, standing=standing, now=now, questions_due=due, known=known)


@require_safe
@client_page
def verdict(request: ClientRequest, id: uuid.UUID) -> HttpResponse:
    practices = request.client.practices.select_related("lesson", "before", "after")
    done = get_object_or_404(practices.prefetch_related("verdicts__next_lesson"), pk=id)
    newest = done.verdict
    earlier = [each for each in done.verdicts.all() if each != newest]
    context = {"practice": done, "verdict": newest, "earlier": earlier, "nav": "today"}
    return render(request, "lessons/verdict.html", context)


@require_safe
@client_page
def today(request: ClientRequest) -> HttpResponse:
    form = CheckInForm(initial={"id": uuid.uuid4()})
    return render(request, "lessons/today.html", _today(request.client, form, now=timezone.now()))


@require_POST
@client_page
def check_in(request: ClientRequest) -> HttpResponse:
    """The one tap. A morning after a practice is what the rules wait for, so they look again."""
    now = timezone.now()
    form = CheckInForm(request.POST)
    saved = None
    if form.is_valid():
        moment = Moment.MORNING if _is_morning_after(request.client, now=now) else Moment.ANY
        try:
            saved = CheckIn.record(client=request.client, at=now, moment=moment, **form.cleaned_data)
        except CheckIn.DoesNotExist:
            form.add_error(None, "This page is not fresh any more. Please open it anew.")
        else:
            practising.derive_again(request.client, now=now)
            practising.look_again(request.client, now=now)
    if saved and not request.htmx:
        messages.success(request, f"Noted: {saved.score}.")
        return redirect("lessons:today")
    template = "lessons/_check_in.html" if request.htmx else "lessons/today.html"
    return render(request, template, {**_today(request.client, form, now=now), "saved": saved})


def _is_morning_after(client: Client, *, now: datetime) -> bool:
    entries = client.check_ins.filter(at__gte=now - LOOKS_BACK).entries()
    return morning_after(client.practices.all()[:LATEST_PRACTICES], entries, client.today(now)) is not None


def _today(client: Client, form: CheckInForm, *, now: datetime) -> dict[str, object]:
    today, entries, practices = client.today(now), client.check_ins.entries(), client.practices.done()
    lately = _lately(entries, now)
    stop, reopened_at = client.stop_and_reopening()
    pause, answered_at = client.pause_and_answers(today)
    known = practising.everywhere(entries, practices, reopened_at=reopened_at)
    tracks, slept_on = standings_of(client), morning_after(practices[:LATEST_PRACTICES], lately, today)
    chips, plan = everyday.chips_and_plan(client, today)
    return {
        "form": form,
        "tracks": tracks,
        "stop": stop,
        "asks": None if stop or pause else _asks_again(client, answered_at, lately, today),
        "message": client.messages.select_related("by__user").first(),
        "latest": _verdict_on(practices[0]) if practices else None,
        "away_days": (today - practices[0].local_on).days if practices else 0,
        "morning_after": _lesson_of(slept_on, tracks) if slept_on else None,
        "rhythm": rhythm_of(known, RuleSet.objects.in_force(), now.astimezone(client.user.tz)),
        "chips": chips,
        "plan": plan,
        "pause": pause,
        "client": client,
        "nav": "today",
    }


def _lately(entries: Sequence[Entry], now: datetime) -> Sequence[Entry]:
    """``entries`` oldest first."""
    return entries[bisect_left(entries, now - LOOKS_BACK, key=attrgetter("at")) :]


def _lesson_of(practice: Done, tracks: Iterable[Standing]) -> Lesson:
    return next(each for standing in tracks for each in standing.lessons if each.pk == practice.lesson)


def _verdict_on(practice: Done) -> Verdict | None:
    """The newest one, with the practice and its lesson."""
    return Verdict.objects.filter(practice=uuid.UUID(practice.id)).select_related("practice__lesson").first()


def _asks_again(client: Client, answered_at: datetime, entries: Iterable[Entry], today: date) -> str | None:
    """Why the safety questions stand first today, if they do: ``jump`` or ``fortnight``."""
    jumped = trend.jump(entries, answered_at)
    if due_on(client.today(answered_at), jumped.local_on if jumped else None) > today:
        return None
    return "jump" if jumped else "fortnight"


@require_http_methods(["GET", "HEAD", "POST"])
@with_token
def morning(request: SiteRequest, token: str) -> HttpResponse:
    """The mailed link only opens this page; a button answers, and pressing another one corrects the answer."""
    now, mail = timezone.now(), MorningMail.objects.with_token(token).first()
    if mail is None:
        return render(request, "lessons/morning_gone.html", status=404)
    noted, elsewhere = morning_mail.told(mail)
    is_open = mail.is_open(now) and (noted is not None or not elsewhere)
    form = MorningForm(
        request.POST if request.method == "POST" else None, initial={"score": noted.score} if noted else None
    )
    if is_open and form.is_valid():
        morning_mail.note(mail, form.cleaned_data["score"], now=now)
        return redirect("lessons:morning", token=token)
    context: dict[str, object] = {"form": form, "noted": noted, "is_open": is_open, "is_over": not mail.is_open(now)}
    if noted and is_open:
        context |= _after(mail.client, now=now)
    return render(request, "lessons/morning.html", context)


def _after(client: Client, *, now: datetime) -> dict[str, object]:
    """What stands first on Today after an answer."""
    today, stop = client.today(now), client.open_stop()
    pause, answered_at = client.pause_and_answers(today)
    entries = client.check_ins.filter(at__gte=now - LOOKS_BACK).entries()
    return {"stop": stop, "asks": None if stop or pause else _asks_again(client, answered_at, entries, today)}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@with_token
def no_more_mornings(request: SiteRequest, token: str) -> HttpResponse:
    """One press, also on the mail program's own button, which brings no cookie and follows no redirect (RFC 8058)."""
    mail = MorningMail.objects.with_token(token).first()
    if mail is None:
        return render(request, "lessons/morning_gone.html", status=404)
    client = mail.client
    if request.method == "POST" and client.morning_hour is not None:
        client.morning_hour = None
        client.save(update_fields=["morning_hour"])
    return render(request, "lessons/no_more_mornings.html", {"is_off": client.morning_hour is None})


@require_safe
@client_page
def export(request: ClientRequest) -> HttpResponse:
    response = JsonResponse(exporting.everything_about(request.client), json_dumps_params={"indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="hinge-coach.json"'
    return response
