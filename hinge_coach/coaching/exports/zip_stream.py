"""A zip that is written while it is sent, so that its size doesn't matter to the memory of the site. PURE."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

Rows = Iterable[Sequence[object]]

PIECE = 64 * 1024  # bytes; smaller ones are collected, since each is sent by itself

_EARLIEST = 1980  # the first year that a zip can name


class _Outlet(io.RawIOBase):
    """A file that can't be rewound: what is written to it waits to be taken."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting = bytearray()

    def write(self, data: object) -> int:
        piece = bytes(memoryview(data))  # type: ignore[arg-type]
        self.waiting += piece
        return len(piece)

    def take(self) -> bytes:
        piece = bytes(self.waiting)
        self.waiting.clear()
        return piece


class ZipStream:
    """Each method gives the pieces of the zip that are ready by then. Files are written one after the other."""

    def __init__(self, at: datetime) -> None:
        """`at`: the time that the files carry."""
        self._out = _Outlet()
        self._zip = ZipFile(self._out, "w", ZIP_DEFLATED)
        self._at = (max(at.year, _EARLIEST), at.month, at.day, at.hour, at.minute, at.second)

    def text(self, name: str, text: str) -> Iterator[bytes]:
        self._zip.writestr(self._info(name), text.encode())
        yield from self._ready()

    def table(self, name: str, columns: Sequence[str], rows: Rows) -> Iterator[bytes]:
        """A CSV file, in UTF-8 with the mark by which spreadsheets know it."""
        # Nobody knows its size before it is written, so it is announced as one that may be large.
        file = self._zip.open(self._info(name), "w", force_zip64=True)
        with io.TextIOWrapper(file, encoding="utf-8-sig", newline="") as text:
            sheet = csv.writer(text)
            sheet.writerow(columns)
            for row in rows:
                sheet.writerow(row)
                yield from self._ready()
        yield from self._ready()

    def end(self) -> Iterator[bytes]:
        self._zip.close()
        yield self._out.take()

    def _info(self, name: str) -> ZipInfo:
        info = ZipInfo(name, self._at)
        info.compress_type = ZIP_DEFLATED
        return info

    def _ready(self) -> Iterator[bytes]:
        if len(self._out.waiting) >= PIECE:
            yield self._out.take()
