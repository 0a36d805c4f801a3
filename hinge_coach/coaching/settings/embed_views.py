"""The call form on the trainer's own sites: which sites may show it, and what to paste there."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from hinge_coach.accounts.access import TrainerRequest, get_or_post, trainer_page
from hinge_coach.coaching.asked import asked_key
from hinge_coach.coaching.settings.embed_forms import EmbedOriginForm
from hinge_coach.fields import focus_first_error

FRAME_HEIGHT = 900  # CSS pixels, until the page around the frame knows better


@get_or_post
@trainer_page
def embed_settings(request: TrainerRequest) -> HttpResponse:
    trainer, action = request.trainer, request.POST.get("do", "")
    form = EmbedOriginForm(request.POST if action == "add" else None, trainer=trainer)
    if action == "remove":
        trainer.embed_origins.filter(pk=asked_key(request.POST.get("origin", ""))).delete()
        messages.success(request, "Removed. That site can't show the form anymore.")
        return redirect("coaching:embed")
    if action == "add" and form.is_valid():
        messages.success(request, f"Added: {form.save()} may show the form.")
        return redirect("coaching:embed")
    focus_first_error(form)
    context = {
        "form": form,
        "origins": trainer.embed_origins.all(),
        "trainer": trainer,
        "frame_height": FRAME_HEIGHT,
        "nav": "settings",
    }
    return render(request, "coaching/settings/embed.html", context)
