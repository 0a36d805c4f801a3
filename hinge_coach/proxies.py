"""Which server in front of the site is believed about the visitors it passes on.

Anybody can send the headers of a proxy. From all that `TRUSTED_PROXIES` doesn't name they are taken before anything
reads them.
"""

import logging
from collections.abc import Callable
from functools import lru_cache
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from environs import ValidationError

UNIX = "unix"
"""Stands in `TRUSTED_PROXIES` for whoever connects through the site's socket file: such a connection has no address."""

ABOUT_THE_CONNECTION = ("X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-For", "Forwarded")

_log = logging.getLogger(__name__)


def must_name_proxies(names: list[str]) -> None:
    """Each may be an address, a network such as `172.18.0.0/16`, or `unix`. Raises `ValidationError`."""
    for name in names:
        try:
            _ = name == UNIX or ip_network(name, strict=False)
        except ValueError:
            raise ValidationError(f"{name!r} is no address, no network and not {UNIX!r}.") from None


def is_trusted(address: str) -> bool:
    """Whether a connection from this address comes from a proxy in `TRUSTED_PROXIES`; empty through a socket file."""
    proxies: list[str] = settings.TRUSTED_PROXIES
    if not address:
        return UNIX in proxies
    try:
        found = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return any((mapped or found) in ip_network(proxy, strict=False) for proxy in proxies if proxy != UNIX)


def only_known_proxies(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: takes the headers of a proxy from everybody else's requests. It stands above all that read them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        address = request.META.get("REMOTE_ADDR", "")
        if not is_trusted(address):
            brought = [name for name in (*ABOUT_THE_CONNECTION, settings.CLIENT_ADDRESS_HEADER) if _take(request, name)]
            if brought and settings.TRUSTED_PROXIES:
                _warn_once(address)
        return get_response(request)

    return middleware


def _take(request: HttpRequest, header: str) -> bool:
    return bool(header) and request.META.pop(f"HTTP_{header.upper().replace('-', '_')}", None) is not None


@lru_cache(maxsize=100)
def _warn_once(address: str) -> None:
    """Behind a proxy that isn't named, everybody is sent from http to https for ever: the log says which one it is."""
    _log.warning("%s sends headers of a proxy and is not in TRUSTED_PROXIES: they are not read.", address or UNIX)
