"""All clients: the list, its table for a spreadsheet, and tags."""

from dataclasses import replace
from typing import Any, cast

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import replace_url

from hinge_coach.accounts.access import TrainerRequest, get_or_post, trainer_page
from hinge_coach.accounts.looks import record_looks
from hinge_coach.accounts.models import Look
from hinge_coach.coaching.asked import asked_client, asked_page, page_to_return_to
from hinge_coach.coaching.clients.filters import Filter, Sort, Which, all_places, chosen
from hinge_coach.coaching.clients.forms import TagForm
from hinge_coach.coaching.clients.listing import load_list, ordered_ids
from hinge_coach.coaching.clients.table import table_lines
from hinge_coach.coaching.clients.tags import TooManyTagsError, add_tag, remove_tag, tags_in_use


@require_safe
@trainer_page
def all_clients(request: TrainerRequest) -> HttpResponse:
    """The list as the query string chooses it; htmx gets the list alone, while somebody types."""
    now, choice = timezone.now(), chosen(request.GET)
    number = asked_page(request.GET.get("page", "1"))
    listed = load_list(choice, number or 1, now=now)
    here = _list_url(choice, listed.number)
    context: dict[str, Any] = {
        "choice": choice,
        "errors": [*choice.errors, *([] if number else ["There is no such page; here is the first."])],
        "listed": listed,
        "everybody_url": _list_url(replace(choice, which=None)),
        "kinds": [(which, _list_url(replace(choice, which=which))) for which in Which],
        "widenings": [] if listed.rows else _widenings(choice, listed.number),
        "table_url": _url("clients_table", choice),
        "many_url": _url("write_to_many", choice),
        "earlier_url": _list_url(choice, listed.number - 1) if listed.number > 1 else "",
        "later_url": _list_url(choice, listed.number + 1) if listed.has_next else "",
        "shows_reasons": choice.which in {Which.NEEDS, Which.MESSAGE} or choice.sort == Sort.URGENT,
        "here": here,
        "nav": "clients",
    }
    if request.htmx and not request.htmx.history_restore_request:
        context["swaps_along"] = True
        return replace_url(render(request, "coaching/clients/_list.html", context), here)
    tags = tags_in_use()
    if choice.tag and choice.tag.casefold() not in [tag.casefold() for tag in tags]:
        tags.append(choice.tag)
    context |= {"typed": request.GET.get("q", "")[:1000], "tracks": all_places(), "sorts": Sort, "tags": tags}
    return render(request, "coaching/clients/clients.html", context)


@require_safe
@trainer_page
def clients_table(request: TrainerRequest) -> HttpResponse:
    """The chosen clients as CSV, streamed. Each of them can read that the trainer took it; without that, no file."""
    now, choice = timezone.now(), chosen(request.GET)
    if choice.errors:  # a mistyped filter must not take everybody along
        return redirect(f"{reverse('coaching:clients')}?{request.GET.urlencode()}")
    ids = ordered_ids(choice, now=now)
    record_looks(request, ids, Look.Kind.TABLE, at=now)
    answer = StreamingHttpResponse(table_lines(ids, now=now), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="clients.csv"'
    return cast("HttpResponse", answer)


@get_or_post
@trainer_page
def tags(request: TrainerRequest, id: int) -> HttpResponse:
    """Adds a tag (`name`) or takes one off (`remove`). With htmx its box is swapped; else a page of its own has it."""
    client = asked_client(id)
    form = TagForm(request.POST if request.method == "POST" and "remove" not in request.POST else None, client_id=id)
    if "remove" in request.POST:
        remove_tag(client, request.POST["remove"])
    elif form.is_valid():
        try:
            add_tag(client, form.cleaned_data["name"])
        except TooManyTagsError as error:
            form.add_error("name", str(error))
        else:
            form = TagForm(client_id=id)
    back = page_to_return_to(request, reverse("coaching:clients"))
    context = {
        "client_id": id,
        "name": str(client),
        "tags": client.tags.all(),
        "form": form,
        "next": back,
        "nav": "clients",
    }
    if request.htmx:
        return render(request, "coaching/clients/_tags.html", {**context, "is_open": True})
    if request.method == "POST" and not form.errors:
        return redirect(back)
    return render(request, "coaching/clients/tags.html", context)


def _widenings(choice: Filter, number: int) -> list[tuple[str, str]]:
    """What shows more than an empty page does: each in words, with its address."""
    ways = []
    if number > 1:
        ways.append(("The first page", choice))
    if choice.words:
        ways.append((f"Without “{choice.words}”", replace(choice, words="")))
    if choice.tag:
        ways.append((f"Without the tag “{choice.tag}”", replace(choice, tag="")))
    if choice.place:
        ways.append(("At any lesson", replace(choice, place=None)))
    if choice.which:
        ways.append((f"Not only “{choice.which.label}”", replace(choice, which=None)))
    elif choice.narrows:
        ways.append(("Look among past clients", replace(choice, which=Which.PAST)))
    if choice.narrows:
        ways.append(("All clients", Filter(sort=choice.sort)))
    return [(words, _list_url(wider)) for words, wider in ways]


def _list_url(choice: Filter, page: int = 1) -> str:
    return _url("clients", choice, page)


def _url(name: str, choice: Filter, page: int = 1) -> str:
    query = "&".join(part for part in (choice.query, f"page={page}" if page > 1 else "") if part)
    return reverse(f"coaching:{name}") + (f"?{query}" if query else "")
