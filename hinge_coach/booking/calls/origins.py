"""Origins of other sites, as a trainer types them and as a Content-Security-Policy names them. PURE."""

import re
from enum import StrEnum
from urllib.parse import urlsplit

# A host as `frame-ancestors` can name it (CSP3, host-part): no underscore, no IPv6 address, and of IPv4 addresses only
# 127.0.0.1 matches anything. So a last label of digits, which browsers read as an address, is refused.
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
_ADDRESS = re.compile(r"\d+|0x[0-9a-f]*", re.ASCII)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.ASCII | re.IGNORECASE)

# Python maps these letters as IDNA 2003 did; browsers keep them (UTS 46), which is another host.
_MAPPED_OTHERWISE = set("ßς\u200c\u200d")

HERE = {"localhost", "127.0.0.1"}
DEFAULT_PORTS = {"https": 443, "http": 80}


class OriginFlaw(StrEnum):
    """Why something is no origin that may show the form in a frame."""

    OPAQUE = "opaque"  # null, *, and the like: they stand for any page, or for none
    WILDCARD = "wildcard"
    SCHEME = "scheme"
    USER = "user"
    PATH = "path"
    HOST = "host"
    PORT = "port"


class OriginError(ValueError):
    def __init__(self, flaw: OriginFlaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


def read_origin(typed: str, *, allows_here: bool = False) -> str:
    """The origin as browsers write it, such as `https://blog.example.com:8443`: small letters, Punycode, no slash.

    The usual port is left out. Only https; `allows_here` also takes http on localhost, for development. Raises
    `OriginError`.
    """
    text = typed.strip()
    if text.lower() in {"null", "*", "'self'", "'none'", "self", "none"}:
        raise OriginError(OriginFlaw.OPAQUE)
    if "*" in text:
        raise OriginError(OriginFlaw.WILDCARD)
    if not _SCHEME.match(text):
        raise OriginError(OriginFlaw.SCHEME)
    if "\\" in text or any(character.isspace() or not character.isprintable() for character in text):
        raise OriginError(OriginFlaw.HOST)
    try:
        parts = urlsplit(text)
    except ValueError:  # such as brackets that don't match
        raise OriginError(OriginFlaw.HOST) from None
    if "@" in parts.netloc:
        raise OriginError(OriginFlaw.USER)
    if parts.path not in ("", "/") or "?" in text or "#" in text:
        raise OriginError(OriginFlaw.PATH)
    port = _port(parts.netloc)
    host = _host(parts.netloc.partition(":")[0])
    if parts.scheme != "https" and not (allows_here and parts.scheme == "http" and host in HERE):
        raise OriginError(OriginFlaw.SCHEME)
    if host in HERE and not allows_here:
        raise OriginError(OriginFlaw.HOST)
    shown_port = "" if port in (None, DEFAULT_PORTS[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{host}{shown_port}"


def origin_of(address: str) -> str:
    """The origin of an address that a browser sent, such as a Referer; empty where it has none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}".lower() if parts.scheme in DEFAULT_PORTS and parts.netloc else ""


def _port(netloc: str) -> int | None:
    _, colon, digits = netloc.partition(":")
    if not colon or netloc.startswith("["):
        return None
    if not re.fullmatch(r"\d{1,5}", digits, re.ASCII) or not 0 < int(digits) < 65536:
        raise OriginError(OriginFlaw.PORT)
    return int(digits)


def _host(typed: str) -> str:
    if _MAPPED_OTHERWISE & set(typed):
        raise OriginError(OriginFlaw.HOST)
    try:
        host = typed.encode("idna").decode().lower().removesuffix(".")
    except UnicodeError:
        raise OriginError(OriginFlaw.HOST) from None
    labels = host.split(".")
    is_name = len(labels) > 1 and not _ADDRESS.fullmatch(labels[-1])
    if host not in HERE and not (is_name and len(host) <= 253 and all(map(_LABEL.fullmatch, labels))):
        raise OriginError(OriginFlaw.HOST)
    return host
