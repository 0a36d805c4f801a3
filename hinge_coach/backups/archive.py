"""A backup as one file: the database, the media files, and a manifest with the checksum of each.

A gzipped tar archive. The manifest comes last, so an archive that was cut off has none. An archive is read as hostile:
nothing is written outside the folder it is unpacked into, and nothing counts before all checksums are right.
"""

import hashlib
import io
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Literal

from pydantic import BaseModel, ConfigDict, Field

MANIFEST, DATABASE, MEDIA = "manifest.json", "database", "media"

LARGEST_MANIFEST = 16 * 1024 * 1024

DEEPEST_FILE = 50  # names in a path; pathlib and shutil call themselves for each folder in another

COPIED_AT_ONCE = 1024 * 1024  # bytes


class BadArchiveError(Exception):
    """An archive that can't be restored; the message is a sentence for whoever runs the command."""


class Manifest(BaseModel):
    """What an archive holds. `files` maps the name of each file to its SHA-256 in hex digits.

    `migrations` are the names of all that were applied, such as `booking.0001_initial`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    release: str = Field(max_length=40)
    engine: Literal["sqlite", "postgresql"]
    taken_at: datetime
    migrations: tuple[str, ...]
    files: dict[str, str]


class _Hashed(io.RawIOBase):
    """A file that is read on, hashing what passes."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.hash = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        content = self.source.read(size)
        self.hash.update(content)
        return content


def write_archive(target: Path, manifest: Manifest, database: Path, media: Path) -> Manifest:
    """Writes the archive, and returns the manifest with the checksums. Raises OSError."""
    hashes: dict[str, str] = {}
    with tarfile.open(target, "w:gz", compresslevel=6) as archive:
        for name, path in ((DATABASE, database), *_media_files(media)):
            with path.open("rb") as source:
                hashed = _Hashed(source)
                archive.addfile(archive.gettarinfo(arcname=name, fileobj=source), hashed)
                hashes[name] = hashed.hash.hexdigest()
        full = manifest.model_copy(update={"files": hashes})
        content = full.model_dump_json(indent=1).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return full


def unpack(source: Path, folder: Path) -> Manifest:
    """Unpacks an archive into an empty folder, as `database` and `media/`. Raises `BadArchiveError` and OSError."""
    hashes: dict[str, str] = {}
    manifest: Manifest | None = None
    try:
        with tarfile.open(source, "r:gz") as archive:
            for entry in archive:
                content = archive.extractfile(entry) if entry.isreg() else None
                if content is None or manifest is not None:
                    raise BadArchiveError(f"It holds something that no backup holds: {entry.name[:100]!r}.")
                if entry.name == MANIFEST:
                    manifest = Manifest.model_validate_json(content.read(LARGEST_MANIFEST))
                    continue
                path = folder / _safe(entry.name)
                path.parent.mkdir(parents=True, exist_ok=True)
                hashed = _Hashed(content)
                with path.open("wb") as target:
                    shutil.copyfileobj(hashed, target, COPIED_AT_ONCE)
                hashes[entry.name] = hashed.hash.hexdigest()
    # ValueError: the manifest, a NUL in a name, or headers that tarfile stumbles over.
    except (tarfile.TarError, EOFError, zlib.error, ValueError) as problem:
        raise BadArchiveError("It is damaged or cut off, or it is no backup of this site.") from problem
    except OSError as problem:
        if problem.errno is None:  # gzip's own complaints
            raise BadArchiveError("It is damaged or cut off, or it is no backup of this site.") from problem
        raise
    if manifest is None:
        raise BadArchiveError("It is damaged or cut off: its last part is missing.")
    if hashes != manifest.files or DATABASE not in hashes:
        raise BadArchiveError("It is damaged: what it holds differs from what was written into it.")
    return manifest


def _media_files(media: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(media.rglob("*")) if media.is_dir() else ():
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            yield f"{MEDIA}/{path.relative_to(media).as_posix()}", path


def _safe(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    is_media = path.parts[:1] == (MEDIA,) and 1 < len(path.parts) <= DEEPEST_FILE and ".." not in path.parts
    if name != DATABASE and not is_media:
        raise BadArchiveError(f"It holds something that no backup holds: {name[:100]!r}.")
    return path
