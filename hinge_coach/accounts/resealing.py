"""Secrets of second steps, sealed again under the newest key, and those that no known key opens."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db import transaction

from hinge_coach.accounts.sealing import is_sealed_anew, seal, unseal

SEALED = ("secret", "seed")
"""Keys of `Authenticator.data` whose values are sealed."""


@dataclass(frozen=True, kw_only=True)
class Resealed:
    """How many rows were sealed again, how many needed nothing, and whose could not be opened."""

    sealed: int
    left: int
    unreadable: tuple[str, ...]


@transaction.atomic
def reseal() -> Resealed:
    sealed, left, unreadable = 0, 0, []
    sealed_types = [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
    rows = Authenticator.objects.select_for_update(of=("self",)).select_related("user")
    for row in rows.filter(type__in=sealed_types).order_by("pk"):
        old = {name: row.data[name] for name in SEALED if name in row.data and not is_sealed_anew(row.data[name])}
        if not old:
            left += 1
            continue
        try:
            row.data.update({name: seal(unseal(text)) for name, text in old.items()})
        except LookupError:
            unreadable.append(row.user.email)
            continue
        row.save(update_fields=["data"])
        sealed += 1
    return Resealed(sealed=sealed, left=left, unreadable=tuple(dict.fromkeys(unreadable)))


def unreadable_second_steps() -> list[str]:
    """The e-mail addresses of whoever has a second step that no known key opens."""
    found = {}
    for row in Authenticator.objects.select_related("user").order_by("pk"):
        try:
            for name in SEALED:
                unseal(row.data.get(name, ""))
        except LookupError:
            found[row.user.email] = True
    return list(found)
