"""Everything of all clients as one zip, piece by piece: tables, and each client's own file."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from hinge_coach.accounts.models import Client
from hinge_coach.coaching.exports.tables import EXPORT_TABLES, client_file
from hinge_coach.coaching.exports.zip_stream import ZipStream
from lessons.transfer.export import export_client

ABOUT = """\
Everything that Hinge Coach keeps of your clients.

clients.csv names each client; the first column of all other tables is the key of the client.
clients/<key>.json is the same file that the client can download. Days are the client's own, all other times are UTC.
This holds what people told you about their bodies. Please keep it where nobody else can read it, and delete it once you
don't need it anymore.
"""


def zip_of_everything(clients: Sequence[int], *, at: datetime) -> Iterator[bytes]:
    """The zip of these clients, by their keys. Whoever is erased while it is written is left out from then on."""
    stream, known = ZipStream(at), frozenset(clients)
    yield from stream.text("README.txt", ABOUT)
    for table in EXPORT_TABLES:
        # Whoever joins while it is written has not been told that anybody looked.
        yield from stream.table(table.name, table.columns, (row for row in table.rows() if row[0] in known))
    for key in clients:
        client = Client.objects.select_related("user").filter(pk=key).first()
        if client is not None:
            yield from stream.text(client_file(key), export_client(client).model_dump_json(indent=2))
    yield from stream.end()
