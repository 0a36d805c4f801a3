"""What a form held that came too late, so that it can be shown and sent again instead of being typed again.

A form that was left open, while somebody signed in in another tab or a sign-in ended, sends a token of before or comes
from nobody. Nothing is stored then; but what was typed arrived.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.forms.utils import pretty_name
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.dateformat import time_format
from django.utils.http import escape_leading_slashes, url_has_allowed_host_and_scheme

from hinge_coach.wording import day_words

SECRETS = ("password", "code", "credential", "token")
"""Words in the names of fields that are neither shown nor sent again."""

UNSEEN = {
    *("id", "for", "on", "opened", "shown", "shown_at", "begun", "seen", "guess", "done_at", "sent_at", "back_dated"),
    *("next", "go", "packed", "client", "who", "practice", "news_since"),
}
"""What pages send along that nobody has typed or chosen."""

LABELS = {
    "text": "What you wrote",
    "start": "The time you chose",
    "situation": "Where you hinged",
    "not": "Where you did not hinge",
    "mark": "The mark",
}
"""Of fields whose form declares no label, because it belongs to a lesson or stands in the page."""

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z")

FormClass = type[forms.BaseForm]


@dataclass(frozen=True, kw_only=True)
class StaleForm:
    """`fields`: each name with one value, to be sent again. `answers`: what somebody typed or chose, with its label.

    `files`: the names of the files that were chosen, which can't be kept.
    """

    fields: Sequence[tuple[str, str]]
    answers: Sequence[tuple[str, Sequence[str]]]
    files: Sequence[str]


def came_from_here(request: HttpRequest) -> bool:
    """Whether one of the site's own pages sent this, by the Origin that the browser names, else by the Referer.

    What another site had a browser send must not come back as a form that is filled in already.
    """
    try:
        sender = urlsplit(request.headers.get("Origin") or request.headers.get("Referer", ""))
    except ValueError:
        return False
    origin = f"{sender.scheme}://{sender.netloc}"
    return origin in {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}


def stale_form(request: HttpRequest) -> StaleForm | None:
    """None where it came from elsewhere, can't be read, held a secret, or held nothing but a file."""
    if request.method != "POST" or not came_from_here(request):
        return None
    try:
        sent = {name: [str(value) for value in values] for name, values in request.POST.lists()}
        files = [str(file) for file in request.FILES.values()]
    except UnreadablePostError:
        return None
    sent.pop("csrfmiddlewaretoken", None)
    if any(word in name for name in sent for word in SECRETS) or (files and not sent):
        return None
    return StaleForm(
        fields=[(name, value) for name, values in sent.items() for value in values],
        answers=list(_answers(sent)),
        files=files,
    )


def stale_page(request: HttpRequest, form: StaleForm | None) -> HttpResponse:
    """The page that says so, with status 403; it offers to send `form` again where there is one."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        page = reverse("home")
    context = {
        "back": page,
        "form": form,
        "action": escape_leading_slashes(request.get_full_path()),
        "must_sign_in": must_sign_in(request),
    }
    response = render(request, "403_csrf.html", context, status=403)
    add_never_cache_headers(response)
    return response


def must_sign_in(request: HttpRequest) -> bool:
    """Whether nobody is signed in and the address is for somebody who is."""
    view = request.resolver_match.func if request.resolver_match else None
    return not request.user.is_authenticated and getattr(view, "login_required", True)


def _answers(sent: dict[str, list[str]]) -> Iterator[tuple[str, list[str]]]:
    best_first = sorted(_forms_of_the_site(), key=lambda form: _likeness(form, sent), reverse=True)
    zone = _zone(sent.get("zone", [""])[0])
    for name, values in sent.items():
        typed = [value for value in values if value.strip()]
        field = next((field for form in best_first if (field := _field(form, name, typed))), None)
        is_unseen = name in UNSEEN or (field is not None and isinstance(field.widget, forms.HiddenInput))
        if typed and not is_unseen:
            short_name = name.rpartition("-")[2]
            label = (field and field.label) or LABELS.get(short_name) or pretty_name(short_name)
            yield str(label), [_in_words(field, value, zone) for value in typed]


def _forms_of_the_site() -> list[FormClass]:
    """All forms that are declared, those of libraries last."""
    found = dict.fromkeys(_descendants(forms.BaseForm))
    return sorted(found, key=lambda form: not form.__module__.startswith(("hinge_coach.", "lessons.")))


def _descendants(form: FormClass) -> Iterator[FormClass]:
    for child in form.__subclasses__():
        yield child
        yield from _descendants(child)


def _likeness(form: FormClass, sent: dict[str, list[str]]) -> tuple[int, int]:
    """How many of its fields were sent; among equals, how few were not."""
    known = sum(_field(form, name, values) is not None for name, values in sent.items())
    return known, known - len(_declared(form))


def _field(form: FormClass, name: str, values: list[str]) -> forms.Field | None:
    """The field of this form that could have sent these values under this name."""
    field = _declared(form).get(name.removeprefix(f"{form.prefix}-" if form.prefix else ""))
    choices = _choices(field)
    return field if choices is None or all(value in choices for value in values if value) else None


def _declared(form: FormClass) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = getattr(form, "base_fields", {})
    return fields


def _choices(field: forms.Field | None) -> dict[str, str] | None:
    """What a field with choices offers, value by value; None for all others."""
    if not isinstance(field, forms.ChoiceField) or isinstance(field, forms.ModelChoiceField):
        return None
    flat: list[tuple[Any, Any]] = []
    for value, label in cast("Any", field.choices):
        flat += label if isinstance(label, list | tuple) else [(value, label)]
    return {str(value): str(label) for value, label in flat}


def _in_words(field: forms.Field | None, value: str, zone: ZoneInfo) -> str:
    if isinstance(field, forms.BooleanField):
        return "Yes"
    if _INSTANT.fullmatch(value):
        try:
            at = datetime.fromisoformat(value).astimezone(zone)
        except (ValueError, OverflowError):
            return value
        return f"{day_words(at.date())}, {time_format(at, 'g:i A').lower()}, {zone.key}"
    return (_choices(field) or {}).get(value, value)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # no name of a zone, or none that is known
        return ZoneInfo("UTC")
