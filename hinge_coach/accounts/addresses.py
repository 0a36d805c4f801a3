"""Where a request comes from, for the limits against robots."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Where a request comes from: the other end of the line, or what the proxy in front wrote into its header.

    Anybody can send such a header, so only the one that settings name counts, and of a list the last entry: the
    proxy's own, with or without its port. Of an IPv6 address the first half counts, for one household has all of the
    second.
    """
    header = settings.CLIENT_ADDRESS_HEADER
    value = request.headers.get(header, "") if header else request.META.get("REMOTE_ADDR", "")
    try:
        address = ip_address(_without_port(value.rpartition(",")[2].strip()))
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
    return str(address)


def _without_port(value: str) -> str:
    """Some proxies write `203.0.113.9:4711` and `[2001:db8::1]:4711`."""
    if value.startswith("["):
        return value[1:].partition("]")[0]
    return value.partition(":")[0] if value.count(":") == 1 else value
