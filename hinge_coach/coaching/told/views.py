"""Putting a line of the desk away, and switching the morning digest off."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from hinge_coach.accounts.access import SiteRequest, TrainerRequest, get_or_post, trainer_page, with_token
from hinge_coach.accounts.models import Trainer
from hinge_coach.coaching.asked import asked_key
from hinge_coach.coaching.told.digest import is_digest_token, switch_digest_off
from hinge_coach.coaching.told.lines import put_lines_away


@require_POST
@trainer_page
def read_lines(request: TrainerRequest) -> HttpResponse:
    """Puts away what the page has shown: the line sent, and those before it."""
    if not put_lines_away(up_to=asked_key(request.POST.get("up_to", "")), at=timezone.now()):
        messages.info(request, "There was nothing left to put away.")
    return redirect("coaching:desk")


@csrf_exempt
@get_or_post
@with_token
def no_more_digests(request: SiteRequest, token: str) -> HttpResponse:
    """Unsubscribes on POST. No CSRF check, no redirect: the button of a mail program has no cookie (RFC 8058)."""
    trainer = Trainer.objects.owner()
    if trainer is None or not is_digest_token(token):
        return render(request, "coaching/told/no_more_digests.html", {"is_gone": True}, status=404)
    if request.method == "POST":
        switch_digest_off(trainer)
    return render(request, "coaching/told/no_more_digests.html", {"is_off": trainer.digest_hour is None})
