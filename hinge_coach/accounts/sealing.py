"""Encryption of secrets in the database: what authenticator apps and recovery codes are made of.

A copy of the database alone then lets nobody in. The key is `SECRETS_KEY`, apart from `SECRET_KEY`.
"""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

MARK = "sealed:"
"""Stands before what is sealed. Secrets of authenticator apps are base 32 and seeds are hex, so none holds a colon."""

SEALING = "hinge_coach.accounts.sealing"


def seal(text: str) -> str:
    """`text`, encrypted and signed under the first key."""
    return MARK + Fernet(_keys()[0]).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """What was sealed under any known key; what was never sealed, as it is.

    Raises `LookupError` if no known key opens it.
    """
    if not sealed.startswith(MARK):
        return sealed
    try:
        return MultiFernet([Fernet(key) for key in _keys()]).decrypt(sealed.removeprefix(MARK).encode()).decode()
    except InvalidToken:
        raise LookupError("SECRETS_KEY changed: put the old one after the new one, with a comma") from None


def is_sealed_anew(sealed: str) -> bool:
    """Whether it is sealed under the first key."""
    try:
        Fernet(_keys()[0]).decrypt(sealed.removeprefix(MARK).encode())
    except InvalidToken:
        return False
    return sealed.startswith(MARK)


def _keys() -> list[bytes]:
    """The first one seals. What was sealed before `SECRETS_KEY` was set is under `SECRET_KEY`, or one before it."""
    secrets = (*settings.SECRETS_KEY, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [urlsafe_b64encode(salted_hmac(SEALING, "", secret=key, algorithm="sha256").digest()) for key in secrets]
