"""The tables of the trainer's export: all clients, one row for each thing, with the client's key in the first column.

Each is read piece by piece. Words are written so that no spreadsheet takes them for a formula.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from hinge_coach.accounts.models import Client
from hinge_coach.cells import instant_cell, text_cell
from hinge_coach.coaching.models import Deed, Note
from hinge_coach.safety.models import Closure
from hinge_coach.tightness.models import CheckIn
from lessons.models import Message, Practice

ROWS_AT_A_TIME = 2000

TableRow = Sequence[object]


@dataclass(frozen=True, kw_only=True)
class ExportTable:
    """`rows` are in order of the client and then of time; their first column is the key of the client."""

    name: str
    columns: tuple[str, ...]
    rows: Callable[[], Iterator[TableRow]]


def client_file(client: int) -> str:
    """The name of a client's own file in the zip."""
    return f"clients/{client}.json"


def _clients() -> Iterator[TableRow]:
    clients = Client.objects.select_related("user").prefetch_related("tags").order_by("pk")
    for client in clients.iterator(chunk_size=ROWS_AT_A_TIME):
        yield (
            client.pk,
            text_cell(client.user.name),
            text_cell(client.user.email),
            text_cell(client.phone),
            client.user.tz.key,
            instant_cell(client.joined_at),
            instant_cell(client.archived_at),
            text_cell("; ".join(tag.name for tag in client.tags.all())),
            client_file(client.pk),
        )


def _check_ins() -> Iterator[TableRow]:
    rows = CheckIn.objects.kept().order_by("client", "at", "pk")
    columns = ("client", "pk", "at", "local_on", "score", "moment", "situation", "note")
    for client, pk, at, on, score, moment, situation, note in rows.values_list(*columns).iterator(ROWS_AT_A_TIME):
        yield client, pk, instant_cell(at), on, score, moment, situation, text_cell(note)


def _practices() -> Iterator[TableRow]:
    rows = Practice.objects.select_related("lesson", "before", "after").order_by("client", "done_at", "pk")
    for each in rows.iterator(ROWS_AT_A_TIME):
        yield (
            each.client_id,
            each.pk,
            instant_cell(each.done_at),
            each.local_on,
            each.lesson.slug,
            "easier" if each.easier else "full",
            each.before.score if each.before else "",
            each.after.score if each.after else "",
            each.guess,
            "yes" if each.passed else "no",
            "" if each.effort is None else each.effort,
            each.stopped,
            "" if each.measure is None else each.measure,
            "" if each.load is None else each.load,
            each.load_unit,
            text_cell(each.cue),
            text_cell(each.note),
        )


def _messages() -> Iterator[TableRow]:
    rows = Message.objects.order_by("client", "written_at", "pk")
    columns = ("client", "by", "written_at", "sent_at", "seen_at", "text")
    for client, by, written_at, sent_at, seen_at, text in rows.values_list(*columns).iterator(ROWS_AT_A_TIME):
        times = (instant_cell(written_at), instant_cell(sent_at), instant_cell(seen_at))
        yield client, "client" if by is None else "trainer", *times, text_cell(text)


def _notes() -> Iterator[TableRow]:
    rows = Note.objects.order_by("client", "written_at", "pk")
    for client, at, text in rows.values_list("client", "written_at", "text").iterator(ROWS_AT_A_TIME):
        yield client, instant_cell(at), text_cell(text)


def _closures() -> Iterator[TableRow]:
    rows = Closure.objects.order_by("client", "closed_at", "pk")
    columns = ("client", "cause", "level", "sentence", "closed_at", "lifted_at", "note")
    for client, cause, level, sentence, closed, lifted, note in rows.values_list(*columns).iterator(ROWS_AT_A_TIME):
        yield client, cause, level, text_cell(sentence), instant_cell(closed), instant_cell(lifted), text_cell(note)


def _deeds() -> Iterator[TableRow]:
    rows = Deed.objects.order_by("client", "at", "pk")
    columns = ("client", "kind", "at", "until", "line", "reasons")
    for client, kind, at, until, line, reasons in rows.values_list(*columns).iterator(ROWS_AT_A_TIME):
        about = " ".join(str(reason.get("sentence", "")) for reason in reasons)
        yield client, kind, instant_cell(at), instant_cell(until), text_cell(line), text_cell(about)


EXPORT_TABLES = (
    ExportTable(
        name="clients.csv",
        columns=("client", "name", "email", "phone", "zone", "joined_utc", "archived_utc", "tags", "file"),
        rows=_clients,
    ),
    ExportTable(
        name="check_ins.csv",
        columns=("client", "id", "at_utc", "day", "tightness_0_to_10", "moment", "situation", "note"),
        rows=_check_ins,
    ),
    ExportTable(
        name="practices.csv",
        columns=(
            *("client", "id", "done_utc", "day", "lesson", "version", "before", "after", "self_check", "passed"),
            *("effort", "stopped", "measure", "load", "load_unit", "cue", "note"),
        ),
        rows=_practices,
    ),
    ExportTable(
        name="messages.csv",
        columns=("client", "from", "written_utc", "sent_utc", "seen_utc", "text"),
        rows=_messages,
    ),
    ExportTable(name="notes.csv", columns=("client", "written_utc", "text"), rows=_notes),
    ExportTable(
        name="closures.csv",
        columns=("client", "cause", "level", "sentence", "closed_utc", "lifted_utc", "note"),
        rows=_closures,
    ),
    ExportTable(name="deeds.csv", columns=("client", "kind", "at_utc", "until_utc", "line", "about"), rows=_deeds),
)
