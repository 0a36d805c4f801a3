"""Taking all of one's data along, and bringing a file back in."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hinge_coach.accounts.access import ClientRequest, client_page, get_or_post
from lessons.transfer.export import export_client
from lessons.transfer.forms import STALE_FILE, FileForm, PackedForm
from lessons.transfer.import_ import ImportRefusedError, merge_history


@require_safe
@client_page
def download_export(request: ClientRequest) -> HttpResponse:
    response = JsonResponse(export_client(request.client), json_dumps_params={"indent": 2})
    response.headers["Content-Disposition"] = 'attachment; filename="hinge-coach.json"'
    return response


@get_or_post
@client_page
def import_history(request: ClientRequest) -> HttpResponse:
    """First a look, which stores nothing; then the same file again, packed into the page, to be brought in."""
    client, now = request.client, timezone.now()
    if "packed" in request.POST:
        return _merge(request)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = FileForm(data, files, client=client, now=now)
    form.is_valid()
    return _render_import_page(request, form)


def _merge(request: ClientRequest) -> HttpResponse:
    packed, again = PackedForm(request.POST), FileForm({}, {}, client=request.client, now=timezone.now())
    if not packed.is_valid():
        again.errors["file"] = again.error_class([STALE_FILE])
        return _render_import_page(request, again)
    try:
        brought = merge_history(packed.cleaned_data["packed"], request.client, now=timezone.now())
    except ImportRefusedError as refused:
        again.errors["file"] = again.error_class([f"{refused} Nothing was stored."])
        return _render_import_page(request, again)
    if brought.closes:
        return redirect("safety:safety")
    messages.success(request, "Brought in: your picture holds it now." if brought.is_news else "It was here already.")
    return redirect("lessons:progress")


def _render_import_page(request: ClientRequest, form: FileForm) -> HttpResponse:
    return render(request, "lessons/transfer/import.html", {"form": form, "brought": form.brought, "nav": "me"})
