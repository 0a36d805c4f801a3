"""What a request to the desk asks for: which client, which page of a list, and where to go back to."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

from hinge_coach.accounts.models import Client

LONGEST_KEY = 18  # digits, which every database can compare

LAST_PAGE = 10_000  # no list is longer

BACK_TO = {"desk", "client", "clients", "plan", "thread"}
"""The pages that a press may lead back to, by the names of their addresses."""


def asked_client(id: int) -> Client:
    """The client with this id, with the person; 404 where there is none."""
    return get_object_or_404(Client.objects.select_related("user"), pk=id)


def asked_key(text: str) -> int:
    """The key of a row; 0, which no row has, for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY else 0


def asked_page(text: str) -> int | None:
    """The number of a page, from 1 on; None for what is none."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(LAST_PAGE))
    return int(text) if is_number and 1 <= int(text) <= LAST_PAGE else None


def page_to_return_to(request: HttpRequest, default: str) -> str:
    """The page of the trainer's that `next` names, else the one given."""
    page = request.POST.get("next", request.GET.get("next", ""))
    if url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        try:
            match = resolve(urlsplit(page).path)
        except Resolver404:
            match = None
        if match is not None and match.app_name == "coaching" and match.url_name in BACK_TO:
            return page
    return default
