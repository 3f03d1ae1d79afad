"""How many connections a process keeps, and how long a database may take: decided here, for each kind of process.

| PostgreSQL, in | a statement | a lock | idle within a transaction |
|---|---|---|---|
| web processes, on the primary | 50 s | 5 s, as SQLite waits | 60 s |
| web processes, on the replica | 10 s | 5 s | 60 s |
| `migrate` (compsite/migrating.py) | no limit | 5 s | 30 minutes |
| the worker, imports, `seed`, every other command | no limit | no limit | 30 minutes |

A proxy waits for a minute, as nginx does by itself: nobody would hear of what takes longer. Web processes have a pool;
a request that gets no connection within `WAIT` is answered in words (503). Where an address has `options=` of its
own, those hold: `postgres://…/pay?options=-c%20statement_timeout=90s`.
"""

from collections.abc import Mapping
from select import select
from time import monotonic
from typing import Any

REPLICA = "replica"
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 5,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}
NO_COMPILING = "-c jit=off"
"""PostgreSQL would compile a query that it takes for a large one, which lasts longer than each of ours."""
FOR_VISITORS = {
    "default": f"{NO_COMPILING} -c statement_timeout=50s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s",
    REPLICA: f"{NO_COMPILING} -c statement_timeout=10s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s",
}
FOR_COMMANDS = f"{NO_COMPILING} -c idle_in_transaction_session_timeout=30min"
WAIT = {"default": 2.0, REPLICA: 0.3}
"""Seconds that a request waits for a connection, and for the answer to whether it still works. The primary stands in
for the replica, which is why that one has less."""
CONNECT = {
    "default": {"connect_timeout": 3, "tcp_user_timeout": 10_000},
    REPLICA: {"connect_timeout": 2, "tcp_user_timeout": 3_000},
}
"""How long a machine may be silent that is not there any more: seconds, and milliseconds."""
RECONNECT = 2.0
"""Seconds for which a pool tries again by itself; later it tries when somebody asks."""
SPARE = 2
"""Connections beside those of the threads that make pages: for threads that look whether data has changed."""
FEWEST = 4
"""Threads that there is always room for, since a server may have more than THREADS says."""


def databases(primary: Mapping[str, Any], replica: Mapping[str, Any] | None) -> dict[str, Any]:
    """Django's DATABASES for every process; `for_visitors` makes them those of a web process."""
    found = {"default": _with_limits(primary, "default", FOR_COMMANDS)}
    if replica is not None:
        found[REPLICA] = _with_limits(replica, REPLICA, FOR_COMMANDS)
        # Tests have one database, whatever it is called.
        found[REPLICA]["TEST"] = {"MIRROR": "default"}
    return found


def for_visitors(configured: dict[str, Any], threads: int) -> None:
    """Give the databases of this process, before any was opened, a pool and the limits of web processes."""
    for alias, database in configured.items():
        if is_postgresql(database):
            database |= _with_limits(database, alias, FOR_VISITORS[alias])
            database["OPTIONS"]["pool"] = _pool(alias, threads)
            database["CONN_MAX_AGE"] = 0  # the pool keeps them


def is_postgresql(database: Mapping[str, Any]) -> bool:
    """Whether it is PostgreSQL, where SQLite has neither limits of time nor a pool."""
    return str(database["ENGINE"]).endswith("postgresql")


def _with_limits(database: Mapping[str, Any], alias: str, limits: str) -> dict[str, Any]:
    if not is_postgresql(database):
        return {**database, "OPTIONS": SQLITE}
    given = dict(database.get("OPTIONS", {}))
    # What stands later holds: the operator's own.
    own = str(given.pop("options", "")).removeprefix(FOR_COMMANDS).strip()
    return {**database, "OPTIONS": {**CONNECT[alias], **given, "options": f"{limits} {own}".strip()}}


def _pool(alias: str, threads: int) -> dict[str, Any]:
    def check(connection: Any) -> None:
        _check(connection, WAIT[alias])

    return {
        "name": alias,
        "min_size": 1,
        "max_size": max(threads, FEWEST) + SPARE,
        "timeout": WAIT[alias],
        "reconnect_timeout": RECONNECT,
        "check": check,
    }


def _check(connection: Any, seconds: float) -> None:
    """Raise where a connection of a pool does not answer. Then all that wait beside it are made anew.

    psycopg's own check waits without end for a server that stands still.
    """
    try:
        _answers(connection.pgconn, seconds)
    except Exception:
        connection.close()
        connection._pool.drain()
        raise


def _answers(link: Any, seconds: float) -> None:
    import psycopg

    until = monotonic() + seconds
    link.send_query(b"")
    link.flush()
    while link.is_busy():
        if not select([link.socket], [], [], max(0.0, until - monotonic()))[0]:
            raise psycopg.OperationalError(f"no answer within {seconds:g} seconds")
        link.consume_input()
    while link.get_result() is not None:
        pass
