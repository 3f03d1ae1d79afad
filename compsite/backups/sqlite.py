"""SQLite: a copy of one moment while others write, and a copy put in place as one transaction."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from django.db import connections

from compsite.backups.contents import Contents, counted
from compsite.backups.refused import BackupRefused

VENDOR = "sqlite"
DUMP = "database.sqlite3"
PATIENCE = 30.0
"""Seconds to wait for somebody who writes, before giving up."""


def place() -> Path:
    """The file of the site's database."""
    return Path(connections["default"].settings_dict["NAME"]).absolute()


def near() -> Path | None:
    """Where a dump is unpacked: on the disk where it is to lie."""
    folder = place().parent
    if not folder.is_dir():
        raise BackupRefused(f"There is no folder {folder}, where DATABASE_URL has the database.")
    return folder


def dump(folder: Path) -> tuple[Path, Contents]:
    """A copy of the database as it is at one moment."""
    if not place().is_file():
        raise BackupRefused(f"There is no database {place()}.")
    copy = folder / DUMP
    try:
        with _opened(place()) as live:
            live.execute("VACUUM INTO ?", [str(copy)])
        return copy, _counted(copy)
    except sqlite3.Error as error:
        raise BackupRefused(f"The database cannot be copied: {error}.") from None


@contextmanager
def scratch(dumped: Path) -> Iterator[str]:
    """The dump as a database of its own, which answers and is whole."""
    try:
        with _opened(dumped) as opened:
            faults = [row[0] for row in opened.execute("PRAGMA integrity_check(3)") if row[0] != "ok"]
            faults += [
                f"a row of {row[0]} leads to nothing" for row in opened.execute("PRAGMA foreign_key_check")
            ]
    except sqlite3.DatabaseError as error:
        faults = [str(error)]
    if faults:
        raise BackupRefused(f"The database in the backup is not whole: {faults[0]}.")
    yield str(dumped)


def contents(name: str) -> Contents:
    """What a database holds."""
    return _counted(Path(name))


def live() -> Contents | None:
    """What the site's database holds; None where there is none, or a file that is damaged or none of SQLite's."""
    if not place().exists():
        return None
    try:
        return _counted(place())
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise BackupRefused(f"The database cannot be read: {error}.") from None
        return None


def put_in_place(name: str) -> str:
    """Have the site's database be the one of that name. Answers where the former one is, or nothing.

    Whoever has the database open sees the former one until all of the other is there, and then that.
    """
    path = place()
    former = path.with_name(f"{path.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
    if not path.exists():
        _moved(Path(name), path)
        return ""
    there_now = live()
    if there_now is None:
        for ending in ("", "-wal", "-shm"):
            file = path.with_name(path.name + ending)
            if file.exists():
                file.replace(former.with_name(former.name + ending))
        _moved(Path(name), path)
        return f"{former}, which cannot be read. Restart the web processes and the worker"
    try:
        _written_over(path, Path(name), former if there_now.rows else None)
    except sqlite3.Error as error:
        raise BackupRefused(f"Nothing was replaced: {error}.") from None
    return str(former) if there_now.rows else ""


def _written_over(path: Path, by: Path, former: Path | None) -> None:
    """Write one database over another as one transaction of it, and keep a copy of what it was."""
    with _opened(path) as here, _opened(by) as there:
        if former is not None:
            copy = by.with_name("former")
            here.execute("VACUUM INTO ?", [str(copy)])
            copy.chmod(0o600)
            copy.replace(former)
        until = monotonic() + PATIENCE

        def wait(status: int, _remaining: int, _total: int) -> None:
            if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and monotonic() > until:
                raise BackupRefused(
                    "Somebody else writes to the database all the time: nothing was replaced."
                )

        there.backup(here, pages=-1, progress=wait, sleep=0.1)


def _moved(file: Path, path: Path) -> None:
    """Put the file of a database where another may have been.

    It has a write-ahead log already, as the site's has: of several that come first, all but the one who begins the
    log would be refused at once. Closing it writes the log into the file.
    """
    with _opened(file) as opened:
        opened.execute("PRAGMA journal_mode = WAL")
    file.replace(path)


def _counted(path: Path) -> Contents:
    with _opened(path) as opened:
        return counted(VENDOR, lambda words: opened.execute(words).fetchall())


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as opened:
        yield opened
