"""When not to practice and whom to ask, the safety questions, and how a client lifts a closure."""

from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hinge_coach import device_answers
from hinge_coach.accounts.access import ClientRequest, SiteRequest, client_page, public, reader_of
from hinge_coach.accounts.models import Trainer
from hinge_coach.fields import first_error, focus_first_error
from hinge_coach.kept_pages import same_for_everybody
from hinge_coach.safety.arriving import arrival_of
from hinge_coach.safety.closing import record_screening
from hinge_coach.safety.forms import ClearedForm, ScreeningForm
from hinge_coach.safety.models import Closure, Review, Screening, active_closure
from hinge_coach.safety.screening import QUESTIONS, Level, Question, dialled, level_of, texts
from hinge_coach.waiting import RefusalCode, RefusedError


@require_safe
@same_for_everybody
@public
def safety(request: SiteRequest) -> HttpResponse:
    client = reader_of(request)
    return _safety_page(request, active_closure(client) if client else None, ClearedForm())


@require_POST
@client_page
def cleared(request: ClientRequest) -> HttpResponse:
    """Lifts the closure if clients may lift it, once the client says that they saw a doctor."""
    closure = active_closure(request.client)
    if closure is None:  # a double click
        return redirect("arrive")
    if not closure.client_may_lift:  # a more urgent closure since the page was opened
        return redirect("safety:safety")
    form = ClearedForm(request.POST)
    if not form.is_valid():
        return _safety_page(request, closure, form)
    with transaction.atomic():
        request.client.lock()
        closure.lift(by=request.user, note="Says a doctor or physical therapist is happy.", at=timezone.now())
    return redirect("safety:safety" if active_closure(request.client) else "arrive")


@require_http_methods(["GET", "HEAD", "POST"])
@client_page
def questions(request: ClientRequest) -> HttpResponse:
    """With JSON (`device_answers`) for answers that had waited on a device; they need the `id` they were kept under."""
    form = ScreeningForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and device_answers.wants_json(request):
        return _waiting_answers(request, form)
    if request.method == "POST" and form.is_valid():
        answers, key = form.cleaned_data["answers"], _key(request.POST.get("id", ""))
        try:
            record_screening(client=request.client, answers=answers, at=timezone.now(), sent_as=key)
        except Screening.DoesNotExist:
            raise Http404 from None
        if active_closure(request.client):
            return redirect("safety:safety")
        messages.success(request, "Thank you. Nothing you answered stands in the way of practicing.")
        return redirect("arrive")
    focus_first_error(form)
    key = _key(request.POST.get("id", "")) or uuid4()
    return render(request, "safety/questions.html", {"form": form, "id": key})


def _key(sent_as: str) -> UUID | None:
    """The key that the page has handed out, so that a second press stores nothing; None where there is none."""
    try:
        return UUID(sent_as)
    except ValueError:
        return None


def _waiting_answers(request: ClientRequest, form: ScreeningForm) -> HttpResponse:
    """A yes is never refused for its time, which a wrong clock may have told: it counts as answered now."""
    sent_as, now = request.POST.get("id", ""), timezone.now()
    try:
        key = UUID(sent_as)
        if request.client.screenings.filter(sent_as=key).exists():
            return device_answers.stored(key)
        if not form.is_valid():
            return device_answers.refused(sent_as, RefusalCode.FORM, first_error(form))
        answers = form.cleaned_data["answers"]
        at = now
        try:
            at = arrival_of(request.POST, request.client, now=now).at
        except RefusedError:
            if level_of(answers) == Level.CLEAR:
                raise
        record_screening(client=request.client, answers=answers, at=at, now=now, sent_as=key)
    except RefusedError as error:
        return device_answers.refused(sent_as, error.code, error.sentence)
    except (ValueError, Screening.DoesNotExist):
        raise Http404 from None
    return device_answers.stored(key)


def _safety_page(request: HttpRequest, closure: Closure | None, form: ClearedForm) -> HttpResponse:
    """The page of the active closure, with the answers that caused it; of safety in general where there is none."""
    screening = None
    if closure and closure.cause == Closure.Cause.ANSWERS:
        screening = closure.client.screenings.filter(level=closure.level).first()
    answers = texts(screening.answers) if screening else []
    context: dict[str, object] = {"closure": closure, "answers": answers, "form": form, "nav": "safety"}
    if closure and closure.level == Level.EMERGENCY:
        return render(request, "safety/emergency.html", {**context, "emergency": dialled(settings.EMERGENCY_NUMBER)})
    context |= {
        "trainer": Trainer.objects.owner(),
        "emergency_signs": _asked(Level.EMERGENCY),
        "today_signs": _asked(Level.TODAY),
        "refer_signs": _asked(Level.REFER),
        "questions": QUESTIONS,
        "review": Review.objects.first(),
    }
    return render(request, "safety/safety.html", context)


def _asked(level: Level) -> list[Question]:
    return [question for question in QUESTIONS if question.level == level]
