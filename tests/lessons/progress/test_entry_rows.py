"""The rows of the table of entries: what they say, where they lead, and that what was typed is text."""

from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from hinge_coach.tightness.models import CheckIn
from lessons.progress.entry_rows import ListedEntry, entry_rows

CHICAGO = ZoneInfo("America/Chicago")
ID, PRACTICE = UUID(int=7), UUID(int=8)
EDIT = f'<a href="/tightness/{ID}/" aria-describedby="when-1">Edit</a>'
MEND = f'<a href="/practices/{PRACTICE}/edit/" aria-describedby="when-1">Edit</a>'
DELETE = (
    '<button class="button button--link" '
    f'formaction="/tightness/{ID}/delete/" aria-describedby="when-1">Delete</button>'
)


def row(acts: str, when: str, what: str, note: str = "") -> str:
    return (
        f'<tr><th scope="row" id="when-1">{when} <span class="entries__what">{what}</span>{note}</th>'
        f'<td class="entries__score number strong">3</td><td class="entries__do">{acts}</td></tr>'
    )


@pytest.mark.parametrize(
    ("values", "practice", "expected"),
    [
        ({}, None, row(EDIT + DELETE, "Wed, Mar 4", "9:05 am")),
        ({"moment": "after"}, PRACTICE, row(MEND, "Wed, Mar 4", "9:05 am, after practice")),
        ({"moment": "after", "imported": True}, PRACTICE, row(EDIT, "Wed, Mar 4", "9:05 am, after practice")),
        ({"situation": "sport"}, None, row(EDIT + DELETE, "Wed, Mar 4", "9:05 am, pickleball or sport")),
        (
            {"at": datetime(2025, 3, 4, 6, 5, tzinfo=UTC), "local_on": date(2025, 3, 3)},
            None,
            row(EDIT + DELETE, "Tue, Mar 4, 2025", "12:05 am (counts for Mar 3)"),
        ),
        (
            {"note": "<b>knee"},
            None,
            row(
                EDIT + DELETE, "Wed, Mar 4", "9:05 am", '<span class="entries__what" dir="auto">“&lt;b&gt;knee”</span>'
            ),
        ),
    ],
)
def test_a_row_tells_when_and_what_and_leads_to_what_may_be_done(
    values: dict[str, object], practice: UUID | None, expected: str
) -> None:
    at = {"at": datetime(2026, 3, 4, 15, 5, tzinfo=UTC), "local_on": date(2026, 3, 4)}
    entry = CheckIn(**{"id": ID, "score": 3, **at, **values})
    listed = [ListedEntry(entry=entry, practice=practice)]
    today = date(2026, 3, 5)
    assert entry_rows(listed, zone=CHICAGO, today=today, may_change=True) == expected
    acts = expected[expected.index('entries__do">') + 13 : expected.index("</td></tr>")]
    assert entry_rows(listed, zone=CHICAGO, today=today, may_change=False) == expected.replace(acts, "")
