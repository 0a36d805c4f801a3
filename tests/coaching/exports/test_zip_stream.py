"""A zip that is written while it is sent."""

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from hinge_coach.coaching.exports.zip_stream import PIECE, ZipStream

AT = datetime(2026, 3, 4, 15, 6, 8, tzinfo=UTC)


def joined(pieces: Iterable[bytes]) -> ZipFile:
    return ZipFile(io.BytesIO(b"".join(pieces)))


def test_what_is_small_waits_for_the_end_and_comes_out_as_it_went_in() -> None:
    stream = ZipStream(AT)
    assert list(stream.text("a.txt", "Maya" * 100)) == []
    assert list(stream.table("b.csv", ("day", "note"), [(1, "a, b"), (2, "“c”")])) == []
    with joined(stream.end()) as found:
        assert found.testzip() is None
        assert found.read("a.txt") == b"Maya" * 100
        assert found.read("b.csv").decode("utf-8-sig") == 'day,note\r\n1,"a, b"\r\n2,“c”\r\n'
        assert {(info.compress_type, info.date_time) for info in found.infolist()} == {
            (ZIP_DEFLATED, (2026, 3, 4, 15, 6, 8))
        }
        assert found.getinfo("a.txt").compress_size < 50


def test_a_long_table_is_sent_in_pieces_before_it_is_whole() -> None:
    stream = ZipStream(AT)
    rows = [(number, f"{number * 7919 % 104729:x}" * 4) for number in range(60_000)]
    pieces = list(stream.table("long.csv", ("number", "word"), rows))
    assert len(pieces) > 2
    assert {len(piece) >= PIECE for piece in pieces} == {True}
    with joined([*pieces, *stream.end()]) as found:
        lines = found.read("long.csv").decode("utf-8-sig").split("\r\n")
    assert (len(lines), lines[1], lines[-2]) == (60_002, ",".join(map(str, rows[0])), ",".join(map(str, rows[-1])))


@pytest.mark.parametrize(("year", "told"), [(1970, 1980), (1980, 1980), (1981, 1981)])
def test_a_year_that_no_zip_can_name_becomes_the_first_that_it_can(year: int, told: int) -> None:
    stream = ZipStream(AT.replace(year=year))
    with joined([*stream.text("a.txt", ""), *stream.end()]) as found:
        assert found.getinfo("a.txt").date_time[0] == told
