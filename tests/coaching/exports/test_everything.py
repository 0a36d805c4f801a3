"""Everything of all clients in one zip: read back, it is what the site holds, and each client can read of it."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client as Browser

from hinge_coach.accounts.models import Client, Look, Trainer
from hinge_coach.coaching.exports.everything import zip_of_everything
from hinge_coach.coaching.exports.zip_stream import ZipStream
from hinge_coach.coaching.models import Deed, Note, Tag
from lessons.models import Message
from tests.coaching.conftest import Feel, Practise
from tests.factories import close_by_answer

Table = list[dict[str, str]]


@pytest.fixture
def lived(maya: Client, other_client: Client, trainer: Trainer, now: datetime, feel: Feel, practise: Practise) -> None:
    feel(maya, 4, days_ago=3, note="=1+1")
    feel(other_client, 2, days_ago=1)
    practise(maya, days_ago=2, cue="-Hips")
    Message.objects.create(client=maya, by=trainer, text="@Maya, well done.\nReally.", written_at=now)
    Message.objects.create(client=maya, text="Thank you", written_at=now + timedelta(minutes=1))
    Note.objects.create(client=maya, by=trainer, text="+ likes the wall", written_at=now)
    Tag.objects.create(client=maya, name="pickleball")
    close_by_answer(other_client, now)
    reasons = [{"code": "up", "sentence": "2 to 6 since November 21."}]
    Deed.objects.create(client=maya, by=trainer, kind="handled", at=now, line="called", reasons=reasons)
    Client.objects.filter(pk=maya.pk).update(phone="+12025550143")


@pytest.fixture
def files(desk_browser: Browser, lived: None) -> dict[str, str]:
    """The zip as the trainer gets it, by the names of its files."""
    response: Any = desk_browser.post("/desk/exports/everything.zip")
    assert response.streaming
    assert response.headers["Content-Disposition"] == 'attachment; filename="hinge-coach-2026-03-04.zip"'
    with ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def table(files: dict[str, str], name: str) -> Table:
    return list(csv.DictReader(io.StringIO(files[name], newline="")))


def test_the_tables_hold_every_row(files: dict[str, str], maya: Client, other_client: Client) -> None:
    first, second = str(maya.pk), str(other_client.pk)
    counts = {name: len(table(files, name)) for name in files if name.endswith(".csv")}
    assert counts == {
        "clients.csv": 2,
        "check_ins.csv": 4,
        "practices.csv": 1,
        "messages.csv": 2,
        "notes.csv": 1,
        "closures.csv": 1,
        "deeds.csv": 1,
    }
    assert table(files, "clients.csv")[0] == {
        "client": first,
        "name": "Maya",
        "email": "maya@example.com",
        "phone": "'+12025550143",
        "zone": "America/Chicago",
        "joined_utc": "2026-03-04T15:00:00Z",
        "archived_utc": "",
        "tags": "pickleball",
        "file": f"clients/{first}.json",
    }
    assert [(row["client"], row["from"]) for row in table(files, "messages.csv")] == [
        (first, "trainer"),
        (first, "client"),
    ]
    assert [(row["client"], row["level"]) for row in table(files, "closures.csv")] == [(second, "today")]
    assert [(row["kind"], row["line"], row["about"]) for row in table(files, "deeds.csv")] == [
        ("handled", "called", "2 to 6 since November 21.")
    ]
    numbers = [(row["client"], row["tightness_0_to_10"], row["moment"]) for row in table(files, "check_ins.csv")]
    assert numbers == [(first, "4", "any"), (first, "2", "before"), (first, "2", "after"), (second, "2", "any")]


def test_no_cell_is_a_formula(files: dict[str, str]) -> None:
    words = {
        table(files, "check_ins.csv")[0]["note"],
        table(files, "practices.csv")[0]["cue"],
        table(files, "messages.csv")[0]["text"],
        table(files, "notes.csv")[0]["text"],
    }
    assert words == {"'=1+1", "'-Hips", "'@Maya, well done.\nReally.", "'+ likes the wall"}
    cells = [cell for name in files if name.endswith(".csv") for row in table(files, name) for cell in row.values()]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


def test_each_client_has_the_file_that_they_can_download(
    files: dict[str, str], maya: Client, other_client: Client, sign_in: Any
) -> None:
    for client in (maya, other_client):
        own = sign_in(client).get("/me/export.json").content.decode()
        assert json.loads(files[f"clients/{client.pk}.json"]) == json.loads(own)
        assert json.loads(own)["looks"] == [{"at": "2026-03-04T15:00:00Z", "kind": "export"}]


def test_the_page_alone_takes_nothing_along(desk_browser: Browser, lived: None) -> None:
    assert desk_browser.get("/desk/exports/").status_code == 200
    assert desk_browser.get("/desk/exports/everything.zip").status_code == 405
    assert Look.objects.count() == 0


def test_who_is_erased_or_joins_while_it_is_written_is_not_in_it(
    lived: None, maya: Client, other_client: Client, now: datetime
) -> None:
    key, pieces = other_client.pk, []
    stream = zip_of_everything([maya.pk, key], at=now)
    other_client.user.delete()
    pieces = list(stream)
    with ZipFile(io.BytesIO(b"".join(pieces))) as archive:
        names = [name for name in archive.namelist() if name.endswith(".json")]
    assert names == [f"clients/{maya.pk}.json"]
    with ZipFile(io.BytesIO(b"".join(zip_of_everything([], at=now)))) as archive:
        assert archive.read("check_ins.csv").decode("utf-8-sig").splitlines()[1:] == []


def test_it_is_sent_while_it_is_written() -> None:
    """Of a table that would not fit into memory, the beginning is there before the end is read."""
    read = 0

    def rows() -> Iterator[tuple[int, str]]:
        nonlocal read
        for number in range(200_000):
            read += 1
            yield number, f"{number * 7919 % 1_000_003:x}" * 3

    stream = ZipStream(datetime(2026, 3, 4, tzinfo=UTC))
    pieces = stream.table("numbers.csv", ("number", "words"), rows())
    first = next(pieces)
    assert read < 30_000
    whole = first + b"".join(pieces) + b"".join(stream.end())
    with ZipFile(io.BytesIO(whole)) as archive:
        lines = archive.read("numbers.csv").decode("utf-8-sig").splitlines()
    assert (len(lines), lines[0], lines[-1].split(",")[0]) == (200_001, "number,words", "199999")
