"""Bringing a backup back: looked at whole before anything is replaced."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from hinge_coach import __version__
from hinge_coach.backups import engines
from hinge_coach.backups.archive import DATABASE, MEDIA, BadArchiveError, Manifest, unpack


@dataclass(frozen=True)
class OpenedBackup:
    """An archive, unpacked and checked, in a folder that goes away with the `with` block of `open_backup`."""

    manifest: Manifest
    folder: Path

    def restore(self) -> None:
        """Replaces the database and the media files. Raises `DatabaseRefusedError`: then nothing was replaced.

        Raises OSError, too. The media files are copied into a folder of their own first, so a full disk is met before
        anything is lost; only where they can't be renamed after that, the database is replaced and they are not.
        """
        media = Path(settings.MEDIA_ROOT)
        media.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=media) as scratch:
            staged = Path(scratch) / MEDIA
            (self.folder / MEDIA).mkdir(exist_ok=True)
            shutil.copytree(self.folder / MEDIA, staged)
            engines.load_database(self.folder / DATABASE)
            for child in media.iterdir():
                if child != Path(scratch):
                    shutil.rmtree(child) if child.is_dir() else child.unlink()
            for child in staged.iterdir():
                child.rename(media / child.name)


@contextmanager
def open_backup(archive: Path) -> Iterator[OpenedBackup]:
    """Unpacks an archive and checks that it belongs here. Raises `BadArchiveError` and OSError."""
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=archive.parent) as scratch:
        folder = Path(scratch)
        manifest = unpack(archive, folder)
        _refuse_stranger(manifest)
        yield OpenedBackup(manifest, folder)


def _refuse_stranger(manifest: Manifest) -> None:
    if manifest.engine != engines.engine_in_use():
        raise BadArchiveError(f"It is of a site on {manifest.engine}, and this one runs on {engines.engine_in_use()}.")
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    unknown = sorted(set(manifest.migrations) - known)
    if unknown or _numbers(manifest.release) > _numbers(__version__):
        raise BadArchiveError(
            f"It is of release {manifest.release}, and this is {__version__}. Install that one first."
        )


def _numbers(release: str) -> tuple[int, ...]:
    return tuple(int(part) for part in release.split(".") if part.isdecimal())
