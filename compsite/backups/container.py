"""The file of a backup: a zip with a dump of the database, and a manifest that says what that must be.

It is written beside its place and put there when it is whole and on the disk.
"""

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import IO, Any

from compsite.backups import age
from compsite.backups.contents import Contents
from compsite.backups.refused import BackupRefused

KIND = "compsite backup"
FORMAT = 1
MANIFEST = "manifest.json"
_PREFIX = ".compsite-backup-"
_BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Backup:
    """What a manifest says: of when, of which kind of database, and what is in it."""

    made_at: datetime
    vendor: str
    contents: Contents


@contextmanager
def beside(target: Path, *, overwrite: bool) -> Iterator[Path]:
    """A folder beside the file that is wanted, which is this user's alone and gone afterwards."""
    if not target.parent.is_dir():
        raise BackupRefused(f"There is no folder {target.parent}.")
    if target.is_dir():
        raise BackupRefused(f"{target} is a folder: name a file.")
    if target.exists() and not overwrite:
        raise BackupRefused(f"{target} is there already: name another file, or give --overwrite.")
    with _folder(target.parent) as folder:
        yield folder


@contextmanager
def _folder(parent: Path | None) -> Iterator[Path]:
    """A folder of our own in another, else in TMPDIR. What one of ours that was killed left there goes."""
    place = parent or Path(tempfile.gettempdir())
    for left in place.glob(f"{_PREFIX}*"):
        with suppress(OSError), _held(left):
            shutil.rmtree(left)
    try:
        made = tempfile.TemporaryDirectory(prefix=_PREFIX, dir=place)
    except OSError as error:
        raise BackupRefused(f"Nothing can be written in {place}: {error.strerror}.") from None
    with made as folder, _held(Path(folder)):
        yield Path(folder)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """A folder is somebody's, until the process ends; OSError where it is another's."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        flock(handle, LOCK_EX | LOCK_NB)
        yield
    finally:
        os.close(handle)


def pack(target: Path, dump: Path, backup: Backup, recipients: Path | None) -> None:
    """Make the file at `target` of a dump that lies in a folder beside it."""
    part = dump.parent / "backup"
    if recipients is None:
        with part.open("xb") as stream:
            _write(stream, dump, backup)
    else:
        with age.encrypting(part, recipients) as stream:
            _write(stream, dump, backup)
    part.chmod(0o600)
    _sync(part)
    part.replace(target)
    _sync(target.parent)


def _write(stream: IO[bytes], dump: Path, backup: Backup) -> None:
    manifest = {
        "kind": KIND,
        "format": FORMAT,
        "made_at": backup.made_at.isoformat(),
        "database": backup.vendor,
        "migrations": sorted(backup.contents.migrations),
        "rows": backup.contents.rows,
        "dump": dump.name,
        "bytes": dump.stat().st_size,
        "sha256": sha256(dump),
    }
    # PostgreSQL's own format is compressed already.
    how = zipfile.ZIP_DEFLATED if backup.vendor == "sqlite" else zipfile.ZIP_STORED
    with zipfile.ZipFile(stream, "w", how) as packed:
        packed.writestr(MANIFEST, json.dumps(manifest, indent=1))
        packed.write(dump, dump.name)


@contextmanager
def unpacked(file: Path, identity: Path | None, near: Path | None) -> Iterator[tuple[Backup, Path]]:
    """What a backup says of itself, and its dump, whose bytes are those that were written.

    The dump lies in a folder of its own in the folder `near`, else in TMPDIR, and is gone afterwards.
    """
    if not file.is_file():
        raise BackupRefused(f"There is no file {file}.")
    with _folder(near) as folder:
        whole = file
        if age.is_encrypted(file):
            whole = folder / "decrypted"
            age.decrypt(file, whole, identity)
        try:
            with zipfile.ZipFile(whole) as packed:
                manifest = _manifest(file, packed)
                dump = _dump(packed, manifest, folder)
        except (zipfile.BadZipFile, EOFError) as error:
            with whole.open("rb") as opened:
                is_zip = opened.read(2) == b"PK"
            fault = "is cut short or damaged" if is_zip else "is no backup of Compsite"
            raise BackupRefused(f"{file.name} {fault}.") from error
        if whole != file:
            whole.unlink()
        yield _read(manifest), dump


def _manifest(file: Path, packed: zipfile.ZipFile) -> dict[str, Any]:
    try:
        manifest = json.loads(packed.read(MANIFEST))
        kind, number = manifest["kind"], manifest["format"]
    except (KeyError, ValueError, TypeError):
        raise BackupRefused(f"{file.name} is no backup of Compsite.") from None
    if kind != KIND:
        raise BackupRefused(f"{file.name} is no backup of Compsite.")
    if number != FORMAT:
        raise BackupRefused(
            f"{file.name} was made by another release: its format is {number}, ours {FORMAT}."
        )
    return dict(manifest)


def _read(manifest: dict[str, Any]) -> Backup:
    made_at = datetime.fromisoformat(manifest["made_at"]).astimezone(UTC)
    migrations = frozenset((app, name) for app, name in manifest["migrations"])
    return Backup(made_at, manifest["database"], Contents(migrations, manifest["rows"]))


def _dump(packed: zipfile.ZipFile, manifest: dict[str, Any], folder: Path) -> Path:
    dump = folder / "dump"
    with packed.open(manifest["dump"]) as inside, dump.open("xb") as outside:
        shutil.copyfileobj(inside, outside, _BLOCK)
    if dump.stat().st_size != manifest["bytes"] or sha256(dump) != manifest["sha256"]:
        raise BackupRefused(
            "The dump in the backup is not the one that was put there: its SHA-256 is another."
        )
    return dump


def sha256(file: Path) -> str:
    """The SHA-256 of a file, as hexadecimal digits."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _sync(path: Path) -> None:
    """Have the disk hold what was written there."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
