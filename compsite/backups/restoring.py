"""Both commands' steps, in order. Which database it is, `sqlite` and `postgresql` know."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import Error, connections
from django.db.migrations.loader import MigrationLoader
from django.utils.module_loading import import_string

from compsite.backups import postgresql, sqlite
from compsite.backups.container import Backup, beside, pack, unpacked
from compsite.backups.contents import Contents, differences
from compsite.backups.refused import BackupRefused


def _kind() -> Any:
    return sqlite if connections["default"].vendor == "sqlite" else postgresql


def back_up(target: Path, *, recipients: Path | None = None, overwrite: bool = False) -> Backup:
    """Make the file of a backup, whole or not at all. Raises BackupRefused."""
    try:
        with beside(target, overwrite=overwrite) as folder:
            dump, contents = _kind().dump(folder)
            backup = Backup(datetime.now(UTC), _kind().VENDOR, contents)
            pack(target, dump, backup, recipients)
    except OSError as error:
        raise BackupRefused(f"The backup cannot be written: {error.strerror}.") from None
    return backup


@dataclass(frozen=True)
class Restored:
    """What was put in place of what; `former` says where the former database is now, if there was any."""

    backup: Backup
    former: str = ""


def restore(
    file: Path, *, identity: Path | None = None, replace: bool = False, only_check: bool = False
) -> Restored:
    """Check a backup in a database of its own, and have that be the site's. Raises BackupRefused."""
    kind = _kind()
    try:
        with unpacked(file, identity, kind.near()) as (backup, dump):
            if backup.vendor != kind.VENDOR:
                raise BackupRefused(
                    f"The backup is of {backup.vendor}, and DATABASE_URL names {kind.VENDOR}."
                )
            _refuse_unknown(backup.contents)
            with kind.scratch(dump) as scratch:
                _hold_to(backup.contents, kind.contents(scratch))
                if only_check:
                    return Restored(backup)
                here = kind.live()
                if here is not None and not here.is_empty and not replace:
                    raise BackupRefused(_what_would_be_lost(here, backup))
                _begin_anew(scratch, _known_version() if here is not None and here.rows else None)
                return Restored(backup, kind.put_in_place(scratch))
    except OSError as error:
        raise BackupRefused(f"The backup cannot be unpacked: {error.strerror}.") from None


def _refuse_unknown(contents: Contents) -> None:
    """Refuse what a newer release made: ours would not know what to do with it."""
    unknown = contents.migrations.difference(MigrationLoader(None).disk_migrations)
    if unknown:
        app, name = min(unknown)
        raise BackupRefused(
            f"The backup is of a newer release, or of another site: it has the migration {app}.{name}, which is not "
            "known here. Restore it with that release."
        )


def _hold_to(said: Contents, found: Contents) -> None:
    if found.migrations != said.migrations:
        raise BackupRefused("The dump in the backup has other migrations than the backup says.")
    if found.rows != said.rows:
        raise BackupRefused(f"The dump is not what the backup says. {differences(found, said)[0]}.")


def _what_would_be_lost(here: Contents, backup: Backup) -> str:
    lines = differences(here, backup.contents) or ["As many rows in every table, which may yet differ."]
    return "\n".join(
        [
            f"The site's database is not empty. Everything since {backup.made_at:%-d %B %Y, %H:%M} UTC would be lost:",
            *(f"  {line}" for line in lines),
            "Nothing was changed. Give --replace to restore the backup; what is here now is kept beside it.",
        ]
    )


def _known_version() -> Hashable:
    """The newest version of the data that anybody may have seen here."""
    newest: Callable[[str], Hashable] = import_string(settings.DATA_VERSION)
    try:
        return newest("default")
    except Error:
        return None
    finally:
        connections["default"].close()


def _begin_anew(scratch: str, known: Hashable) -> None:
    """Bring the database to this release, and have nothing of before the restore be taken for today's."""
    with _default_is(scratch):
        call_command("migrate", interactive=False, verbosity=0)
        # Who signed out since would be signed in again.
        Session.objects.all().delete()
        after: Callable[[Hashable], None] = import_string(settings.AFTER_RESTORE)
        after(known)


@contextmanager
def _default_is(name: str) -> Iterator[None]:
    """Django's default database is another one. For a command, which has its process for itself."""
    connection = connections["default"]
    was = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = was
