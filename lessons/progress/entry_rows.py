"""The rows of the table of entries, drawn in Python: a page has fifty, and a template takes ten times as long."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hinge_coach.tightness.models import CheckIn

_ANY_ID = UUID(int=0)


@dataclass(frozen=True, kw_only=True)
class ListedEntry:
    """An entry of the table, with the practice that it belongs to."""

    entry: CheckIn
    practice: UUID | None

    @property
    def is_mended_with_practice(self) -> bool:
        return self.practice is not None and not self.entry.imported


def entry_rows(entries: Iterable[ListedEntry], *, zone: ZoneInfo, today: date, may_change: bool) -> SafeString:
    """The rows, with the times of the clock in `zone`. `may_change`: with what edits and deletes them."""
    addresses = _Addresses()
    return format_html_join(
        "\n",
        '<tr><th scope="row" id="when-{}">{}</th><td class="entries__score number strong">{}</td>'
        '<td class="entries__do">{}</td></tr>',
        (
            (
                number,
                _when_and_what(listed.entry, zone, today),
                listed.entry.score,
                _acts(listed, number, addresses) if may_change else "",
            )
            for number, listed in enumerate(entries, start=1)
        ),
    )


def _when_and_what(entry: CheckIn, zone: ZoneInfo, today: date) -> SafeString:
    at = entry.at.astimezone(zone)
    what = [format_date(at, "g:i A").lower()]
    if entry.moment != "any":
        what.append(entry.get_moment_display().lower())
    if entry.situation:
        what.append(entry.get_situation_display().lower())
    counts_for = f" (counts for {format_date(entry.local_on, 'M j')})" if at.date() != entry.local_on else ""
    note = format_html('<span class="entries__what" dir="auto">“{}”</span>', entry.note) if entry.note else ""
    day = format_date(at, "D, M j") if at.year == today.year else f"{format_date(at, 'D, M j')}, {at.year}"
    return format_html('{} <span class="entries__what">{}{}</span>{}', day, ", ".join(what), counts_for, note)


def _acts(listed: ListedEntry, number: int, addresses: "_Addresses") -> SafeString:
    entry = listed.entry
    edits = addresses.mend(listed.practice) if listed.is_mended_with_practice else addresses.edit(entry.pk)
    edit = format_html('<a href="{}" aria-describedby="when-{}">Edit</a>', edits, number)
    if entry.is_of_a_practice:
        return edit
    button = '{}<button class="button button--link" formaction="{}" aria-describedby="when-{}">Delete</button>'
    return format_html(button, edit, addresses.delete(entry.pk), number)


class _Addresses:
    """The addresses of one id, made once for a page and then for each id by putting it in."""

    def __init__(self) -> None:
        self._mend, self._edit, self._delete = (
            reverse(f"lessons:{name}", args=[_ANY_ID]) for name in ("mend_practice", "entry", "delete_entry")
        )

    def mend(self, practice: UUID | None) -> str:
        return self._mend.replace(str(_ANY_ID), str(practice))

    def edit(self, entry: UUID) -> str:
        return self._edit.replace(str(_ANY_ID), str(entry))

    def delete(self, entry: UUID) -> str:
        return self._delete.replace(str(_ANY_ID), str(entry))
