"""Bringing history along: a client's own export, looked at first and stored when they say so."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hinge_coach.accounts.access import ClientRequest, client_page
from lessons.forms import STALE_FILE, FileForm, PackedForm
from lessons.importing import ImportRefusedError, add


@require_http_methods(["GET", "HEAD", "POST"])
@client_page
def bring(request: ClientRequest) -> HttpResponse:
    """First a look, which stores nothing; then the same file again, packed into the page, to be brought in."""
    client, now = request.client, timezone.now()
    if "packed" in request.POST:
        return _brought_in(request)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = FileForm(data, files, client=client, now=now)
    form.is_valid()
    return _page(request, form)


def _brought_in(request: ClientRequest) -> HttpResponse:
    packed, again = PackedForm(request.POST), FileForm({}, {}, client=request.client, now=timezone.now())
    if not packed.is_valid():
        again.errors["file"] = again.error_class([STALE_FILE])
        return _page(request, again)
    try:
        brought = add(packed.cleaned_data["packed"], request.client, now=timezone.now())
    except ImportRefusedError as refused:
        again.errors["file"] = again.error_class([f"{refused} Nothing was stored."])
        return _page(request, again)
    if brought.closes:
        return redirect("accounts:safety")
    messages.success(request, "Brought in: your picture holds it now." if brought.is_news else "It was here already.")
    return redirect("lessons:weeks")


def _page(request: ClientRequest, form: FileForm) -> HttpResponse:
    return render(request, "lessons/bring.html", {"form": form, "brought": form.brought, "nav": "me"})
