"""PostgreSQL: its own dumps of one moment, restored into a database that then changes names with the site's."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import Error, connections, transaction

from compsite.backups.contents import Contents, counted
from compsite.backups.refused import BackupRefused

VENDOR = "postgresql"
DUMP = "database.pgdump"
TRIES = 20
"""How often a name is asked for that other connections hold, which are ended before each time."""
LOCK = 727_002
"""First key of the advisory lock that who restores holds in the database beside the site's; its second is the site."""
WAIT = 10.0
"""Seconds that a restore waits for another of the same site, such as one whose process was killed just now."""
_BY_ENVIRONMENT = {
    "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY",
    "service": "PGSERVICE", "passfile": "PGPASSFILE", "connect_timeout": "PGCONNECT_TIMEOUT",
}  # fmt: skip
"""How PostgreSQL's programs are told where to connect to, since anybody may read a command line."""


def near() -> Path | None:
    """Where a dump is unpacked: the temporary folder, since the database is elsewhere."""
    return None


def dump(folder: Path) -> tuple[Path, Contents]:
    """A dump of the database as it is at one moment, and what is in it."""
    target = folder / DUMP
    try:
        with transaction.atomic(), connections["default"].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            found = counted(VENDOR, _asking(cursor))
            words = [
                "--format=custom",
                f"--snapshot={snapshot}",
                "--lock-wait-timeout=30s",
                f"--file={target}",
            ]
            _run("pg_dump", words, _name())
    except Error as error:
        raise BackupRefused(f"The database cannot be read: {_first_line(error)}.") from None
    return target, found


@contextmanager
def scratch(dumped: Path) -> Iterator[str]:
    """The dump as a database of its own, which is dropped again if it still has its name.

    So is what a restore that was killed left of one.
    """
    name = f"{_name()[:40]}_restoring"
    with _beside() as connection:
        alone(connection, name)
        try:
            connection.execute(f"DROP DATABASE IF EXISTS {_quoted(name)} WITH (FORCE)")
            connection.execute(
                f"CREATE DATABASE {_quoted(name)} TEMPLATE template0 ENCODING 'UTF8' {_sorting(connection)}"
            )
        except connection.Error as error:
            raise BackupRefused(
                f"No database can be made to look at the backup in: {_first_line(error)}. The user of "
                "DATABASE_URL needs the right for the time being: ALTER ROLE … CREATEDB."
            ) from None
        try:
            _run(
                "pg_restore",
                ["--exit-on-error", "--no-owner", "--no-privileges", f"--dbname={name}", str(dumped)],
                name,
            )
            yield name
        finally:
            connection.execute(f"DROP DATABASE IF EXISTS {_quoted(name)} WITH (FORCE)")


def alone(connection: Any, name: str) -> None:
    """Waits until nobody else restores into the database of that name, and keeps others from it."""
    # By itself the server would finish what a client that was killed had asked for, such as CREATE DATABASE.
    connection.execute("SET client_connection_check_interval = '1s'")
    connection.execute("SELECT set_config('lock_timeout', %s, false)", [f"{WAIT * 1000:.0f}ms"])
    try:
        connection.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", [LOCK, name])
    except connection.Error as error:
        if error.sqlstate != "55P03":  # waited long enough
            raise
        raise BackupRefused("Another backup is being restored just now.") from None
    connection.execute("RESET lock_timeout")


def contents(name: str) -> Contents:
    """What a database holds."""
    with _connected(name) as connection:
        return counted(VENDOR, lambda words: connection.execute(words).fetchall())


def live() -> Contents | None:
    """What the site's database holds; None where there is none."""
    from psycopg import OperationalError

    try:
        return contents(_name())
    except OperationalError as error:
        with _beside() as connection:
            known = connection.execute("SELECT FROM pg_database WHERE datname = %s", [_name()]).fetchone()
        if known is not None:
            raise BackupRefused(f"The database cannot be read: {_first_line(error)}.") from None
        return None


def put_in_place(name: str) -> str:
    """Have the site's database be the one of that name. Answers what the former one is called now, or nothing.

    Both names change in one transaction. Whoever is connected to the former one is cut off, and connects anew.
    """
    former = f"{_name()[:40]}_before_{datetime.now(UTC):%Y%m%dt%H%M%S%f}"
    was = live()
    with _connected(name) as connection:
        # By itself PostgreSQL would count the rows later, and plan by a guess until then.
        connection.execute("ANALYZE")
    with _beside() as connection:
        for tries_left in reversed(range(TRIES)):
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = ANY(%s) AND pid <> pg_backend_pid()",
                [[_name(), name]],
            )
            try:
                with connection.transaction():
                    if was is not None:
                        connection.execute(f"ALTER DATABASE {_quoted(_name())} RENAME TO {_quoted(former)}")
                    connection.execute(f"ALTER DATABASE {_quoted(name)} RENAME TO {_quoted(_name())}")
                break
            except connection.Error as error:
                if error.sqlstate != "55006" or not tries_left:  # in use
                    raise BackupRefused(f"Nothing was replaced: {_first_line(error)}.") from None
        if was is None:
            return ""
        if not was.rows:
            connection.execute(f"DROP DATABASE {_quoted(former)}")
            return ""
    return former


def _name() -> str:
    return str(connections["default"].settings_dict["NAME"])


def _quoted(name: str) -> str:
    return connections["default"].ops.quote_name(name)


def _asking(cursor: Any) -> Any:
    def ask(words: str) -> Sequence[Any]:
        cursor.execute(words)
        return cursor.fetchall()  # type: ignore[no-any-return]

    return ask


def _sorting(connection: Any) -> str:
    """How the site's database sorts texts, where it is there to be asked."""
    words = "SELECT datcollate, datctype, datlocprovider FROM pg_database WHERE datname = %s"
    found = connection.execute(words, [_name()]).fetchone()
    if found is None or found[2] not in ("c", b"c"):
        return ""
    return f"LC_COLLATE {_literal(found[0])} LC_CTYPE {_literal(found[1])}"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _parameters() -> dict[str, Any]:
    """Where the server is and who asks; how long things may take is for web processes."""
    found = connections["default"].get_connection_params()
    return {key: value for key, value in found.items() if key in _BY_ENVIRONMENT}


@contextmanager
def _connected(name: str) -> Iterator[Any]:
    """A connection of our own, on which each statement is a transaction."""
    import psycopg

    with psycopg.connect(**{**_parameters(), "dbname": name}, autocommit=True) as connection:
        yield connection


@contextmanager
def _beside() -> Iterator[Any]:
    """The same, to a database beside the site's."""
    with _connected("postgres" if _name() != "postgres" else "template1") as connection:
        yield connection


def _run(program: str, words: list[str], name: str) -> None:
    """One of PostgreSQL's programs, on a database."""
    told = {_BY_ENVIRONMENT[key]: str(value) for key, value in {**_parameters(), "dbname": name}.items()}
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own
        [_found(program), *words],
        env={**os.environ, **told},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines() or ["it does not say why"]
        raise BackupRefused(
            f"{program} failed: {lines[0].removeprefix(f'{program}: ').removeprefix('error: ')}"
        )


def _found(program: str) -> str:
    """PostgreSQL's program: the one on the PATH, else the newest where Debian puts it."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=_version, reverse=True)
    found = shutil.which(program) or next(map(str, places), None)
    if found is None:
        raise BackupRefused(
            f"{program} is not installed: it comes with PostgreSQL's client (apt-get install postgresql-client)."
        )
    return found


def _version(path: Path) -> float:
    number = path.parents[1].name
    return float(number) if number.replace(".", "", 1).isdecimal() else 0.0


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].removesuffix(".") if lines else type(error).__name__
