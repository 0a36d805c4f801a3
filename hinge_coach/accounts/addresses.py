"""The network address of a request, for the limits against robots."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

from hinge_coach.proxies import is_trusted


def address_of(request: HttpRequest) -> str:
    """The address of the connection, or the one that the proxy in front wrote into its header.

    Anybody can send such a header, so only the one named by `CLIENT_ADDRESS_HEADER` counts, from a proxy in
    `TRUSTED_PROXIES`, and of a list only the last entry, which the proxy itself wrote, with or without a port. An IPv6
    address is reduced to its /64 network, because one household has all of that. Returns "unknown" where no address can
    be read.
    """
    header, connected = settings.CLIENT_ADDRESS_HEADER, request.META.get("REMOTE_ADDR", "")
    value = request.headers.get(header, "") if header and is_trusted(connected) else connected
    try:
        address = ip_address(_without_port(value.rpartition(",")[2].strip()))
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
    return str(address)


def _without_port(value: str) -> str:
    """Drops the port of `203.0.113.9:4711` and `[2001:db8::1]:4711`, as some proxies write them."""
    if value.startswith("["):
        return value[1:].partition("]")[0]
    return value.partition(":")[0] if value.count(":") == 1 else value
