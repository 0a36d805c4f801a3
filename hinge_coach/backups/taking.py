"""Taking a backup of the running site."""

import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from hinge_coach import __version__
from hinge_coach.backups import engines
from hinge_coach.backups.archive import DATABASE, Manifest, unpack, write_archive
from hinge_coach.backups.models import Backup

PREFIX, SUFFIX = "hinge-coach-", ".tar.gz"


@dataclass(frozen=True)
class TakenBackup:
    """The archive that was written, those that stay beside it, and those that were removed."""

    path: Path
    size: int
    kept: tuple[Path, ...]
    removed: tuple[Path, ...]


def take_backup(folder: Path, *, keep: int, now: datetime) -> TakenBackup:
    """Writes an archive with the state at `now`, reads it back, and removes all but the newest `keep`.

    The archive gets its name when it is complete. Raises OSError, `DatabaseRefusedError` and `BadArchiveError`; then
    nothing was written and nothing removed.
    """
    path = folder / f"{PREFIX}{now:%Y-%m-%dT%H%M%SZ}{SUFFIX}"
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=folder) as scratch:
        work = Path(scratch)
        engines.dump_database(work / DATABASE)
        manifest = Manifest(
            release=__version__,
            engine=engines.engine_in_use(),
            taken_at=now,
            migrations=applied_migrations(),
            files={},
        )
        partial = work / "archive"
        partial.touch(mode=0o600)  # it holds what people said about their bodies
        write_archive(partial, manifest, work / DATABASE, Path(settings.MEDIA_ROOT))
        (work / "again").mkdir()
        unpack(partial, work / "again")
        _flush(partial)
        partial.replace(path)
    _flush(folder)
    size = path.stat().st_size
    # A database of an older release, which is backed up before an upgrade, has no such table yet.
    if Backup._meta.db_table in connection.introspection.table_names():
        Backup.objects.create(taken_at=now, name=path.name, size=size)
    archives = sorted(folder.glob(f"{PREFIX}*{SUFFIX}"))
    removed = archives[:-keep]
    for old in removed:
        old.unlink()
    return TakenBackup(path, size, tuple(archives[-keep:]), tuple(removed))


def applied_migrations() -> tuple[str, ...]:
    """The names of the migrations that the database has, such as `booking.0001_initial`."""
    return tuple(sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()))


def _flush(path: Path) -> None:
    """Waits until a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
