"""Tokens of mailed links: derived from the site's secret, stored as hashes only."""

import hashlib
from base64 import urlsafe_b64encode

from django.conf import settings
from django.utils.crypto import salted_hmac


def hash_token(token: str) -> str:
    """SHA-256 of a token, as 64 hex digits. Only the hash is stored; it can't be used as a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_token(purpose: str, words: str, *, secret: str | bytes | None = None) -> str:
    """A token of 43 URL-safe characters: the HMAC-SHA-256 of `words` under the site's secret, or under `secret`."""
    mac = salted_hmac(purpose, words, secret=secret, algorithm="sha256")
    return urlsafe_b64encode(mac.digest()).decode().rstrip("=")


def derive_token(purpose: str, words: str, token_hash: str) -> str:
    """The token whose hash is `token_hash`, for mails that a task sends later.

    The token itself is never stored, so a copy of the database, task table included, holds no usable link. Raises
    `LookupError` if no known secret gives this hash.
    """
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        token = make_token(purpose, words, secret=secret)
        if hash_token(token) == token_hash:
            return token
    raise LookupError("SECRET_KEY changed: put the old one into SECRET_KEY_FALLBACKS")
