"""What a backup's file holds, and what of it is refused."""

import io
import json
import tarfile
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from hinge_coach.backups.archive import BadArchiveError, Manifest, unpack, write_archive

EMPTY = Manifest(
    release="0.8.0", engine="sqlite", taken_at=datetime(2026, 3, 2, 9, tzinfo=UTC), migrations=("a.0001",), files={}
)


@pytest.fixture
def media(tmp_path: Path) -> Path:
    folder = tmp_path / "media"
    (folder / "cards").mkdir(parents=True)
    (folder / "cards" / "hinge.png").write_bytes(b"a card")
    (folder / "empty").touch()
    return folder


@pytest.fixture
def archive(tmp_path: Path, media: Path) -> Path:
    database = tmp_path / "snapshot"
    database.write_bytes(bytes(range(256)) * 5_000)
    write_archive(tmp_path / "backup.tar.gz", EMPTY, database, media)
    return tmp_path / "backup.tar.gz"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "again").mkdir()
    return tmp_path / "again"


def test_everything_comes_back_as_it_was(archive: Path, folder: Path) -> None:
    manifest = unpack(archive, folder)
    assert manifest.taken_at == EMPTY.taken_at
    assert sorted(manifest.files) == ["database", "media/cards/hinge.png", "media/empty"]
    assert (folder / "database").read_bytes() == bytes(range(256)) * 5_000
    assert (folder / "media/cards/hinge.png").read_bytes() == b"a card"


def test_a_backup_cut_off_anywhere_is_refused_or_lacks_nothing(archive: Path, tmp_path: Path) -> None:
    content = archive.read_bytes()
    verdicts = [_verdict(content[:length], archive, tmp_path) for length in range(0, len(content), len(content) // 40)]
    # The very last bytes are padding and repeat what the checksums say already.
    assert (set(verdicts[:-2]), set(verdicts[-2:]) <= {"refused", "whole"}) == ({"refused"}, True)


def test_a_flipped_bit_anywhere_is_seen_or_means_nothing(archive: Path, tmp_path: Path) -> None:
    content, verdicts = archive.read_bytes(), set()
    for place in range(0, len(content), len(content) // 60):
        flipped = bytearray(content)
        flipped[place] ^= 4
        verdicts.add(_verdict(flipped, archive, tmp_path))
    assert verdicts <= {"refused", "whole"}


def _verdict(content: bytes | bytearray, archive: Path, folder: Path) -> str:
    """What becomes of a spoiled copy of an archive."""
    (spoiled := folder / "spoiled.tar.gz").write_bytes(content)
    right = unpack(archive, _made(folder / f"right-{uuid4()}")).files
    try:
        return "whole" if unpack(spoiled, _made(folder / f"spoiled-{uuid4()}")).files == right else "changed"
    except BadArchiveError:
        return "refused"


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


@pytest.mark.parametrize(
    "name",
    ["../outside", "media/../../outside", "/etc/passwd", "media", "something", "media/a/../b", f"media/{'a/' * 600}b"],
)
def test_a_name_that_no_backup_has_is_refused(name: str, tmp_path: Path, folder: Path) -> None:
    with tarfile.open(tmp_path / "bad.tar.gz", "w:gz") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = 4
        archive.addfile(entry, io.BytesIO(b"evil"))
    with pytest.raises(BadArchiveError, match="no backup holds"):
        unpack(tmp_path / "bad.tar.gz", folder)
    assert list(folder.rglob("*")) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"path": "media/a\0b"},
        {"GNU.sparse.map": "a", "GNU.sparse.size": "b"},
        {"GNU.sparse.major": "1", "GNU.sparse.minor": "0"},
    ],
    ids=["a NUL", "a map of letters", "no map"],
)
def test_headers_that_make_no_sense_are_refused_in_a_sentence(
    headers: dict[str, str], tmp_path: Path, folder: Path
) -> None:
    with tarfile.open(tmp_path / "bad.tar.gz", "w:gz", format=tarfile.PAX_FORMAT) as archive:
        entry = tarfile.TarInfo("media/card.png")
        entry.size, entry.pax_headers = 4, headers
        archive.addfile(entry, io.BytesIO(b"evil"))
    with pytest.raises(BadArchiveError, match="damaged or cut off"):
        unpack(tmp_path / "bad.tar.gz", folder)
    assert [path for path in folder.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE])
def test_links_pipes_and_folders_are_refused(kind: bytes, tmp_path: Path, folder: Path) -> None:
    with tarfile.open(tmp_path / "bad.tar.gz", "w:gz") as archive:
        entry = tarfile.TarInfo("media/card.png")
        entry.type, entry.linkname = kind, "/etc/passwd"
        archive.addfile(entry)
    with pytest.raises(BadArchiveError, match="no backup holds"):
        unpack(tmp_path / "bad.tar.gz", folder)
    assert list(folder.rglob("*")) == []


@pytest.mark.parametrize("changes", [{"format": 2}, {"release": "9" * 5000}])
def test_a_manifest_of_another_kind_is_refused(changes: dict[str, object], tmp_path: Path, folder: Path) -> None:
    with tarfile.open(tmp_path / "bad.tar.gz", "w:gz") as archive:
        content = json.dumps({**EMPTY.model_dump(mode="json"), **changes}).encode()
        entry = tarfile.TarInfo("manifest.json")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    with pytest.raises(BadArchiveError, match="damaged or cut off"):
        unpack(tmp_path / "bad.tar.gz", folder)
