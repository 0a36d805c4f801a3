"""Taking all of one's data along, and bringing a file back in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hinge_coach.accounts.access import ClientRequest, client_data, client_page, get_or_post
from lessons.practice.recording import locked
from lessons.transfer.export import export_client
from lessons.transfer.forms import STALE_FILE, FileForm, PackedForm
from lessons.transfer.merging import merge_history
from lessons.transfer.refusals import ImportRefusedError


@require_safe
@client_data
def download_export(request: ClientRequest) -> HttpResponse:
    content = export_client(request.client).model_dump_json(indent=2)
    response = HttpResponse(content, content_type="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="hinge-coach.json"'
    return response


@get_or_post
@client_page
def import_history(request: ClientRequest) -> HttpResponse:
    """First shows what a file holds and stores nothing; the page sends the same file back, packed, to be stored."""
    client, now = request.client, timezone.now()
    if "packed" in request.POST:
        return _merge(request)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = FileForm(data, files, client=client, now=now)
    form.is_valid()
    return _render_import_page(request, form)


def _merge(request: ClientRequest) -> HttpResponse:
    now = timezone.now()
    packed, empty = PackedForm(request.POST), FileForm({}, {}, client=request.client, now=now)
    if not packed.is_valid():
        empty.errors["file"] = empty.error_class([STALE_FILE])
        return _render_import_page(request, empty)
    try:
        with locked(request.client) as now:
            summary = merge_history(packed.cleaned_data["packed"], request.client, now=now)
    except ImportRefusedError as refusal:
        empty.errors["file"] = empty.error_class([f"{refusal} Nothing was stored."])
        return _render_import_page(request, empty)
    if summary.closes:
        return redirect("safety:safety")
    messages.success(request, "Imported: your chart has it now." if summary.is_news else "All of it was here already.")
    return redirect("lessons:progress")


def _render_import_page(request: ClientRequest, form: FileForm) -> HttpResponse:
    return render(request, "lessons/transfer/import.html", {"form": form, "summary": form.summary, "nav": "me"})
