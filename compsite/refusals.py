"""Why a database or a disk did not do what it was asked, where that passes: to be tried again, and said in words."""

import errno
import sqlite3
from typing import Literal

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import InterfaceError, InternalError, OperationalError

Why = Literal["", "held", "slow", "away", "full"]
HELD = ("40001", "40P01", "55P03")
"""PostgreSQL's serialization failure, deadlock and lock not available."""
SLOW = ("57014",)
"""A statement that was stopped, by `statement_timeout` most of all."""
AWAY = ("08", "57P", "53300", "25P03", "25P04")
"""No connection, a server that ends or starts, no room for one more, and one that was idle for too long."""
FULL = ("53100", "25006")
"""No room on the disk, and a server that takes no changes, such as one that follows another."""
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
"""What the system says where a file of ours has no room."""
BY_SQLITE: dict[int, Why] = {
    sqlite3.SQLITE_BUSY: "held",
    sqlite3.SQLITE_LOCKED: "held",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "full",
    sqlite3.SQLITE_IOERR: "away",
    sqlite3.SQLITE_CANTOPEN: "away",
}


def why_refused(error: Exception) -> Why:
    """`held`: others hold it. `slow`: it took too long. `away`: it cannot be reached. `full`: it takes no changes.

    `full` is also a file of ours for which the disk has no room. Empty: another fault.

    Nothing was changed, but for what was being committed when a connection broke.
    """
    met: BaseException | None = error
    while isinstance(met, SessionInterrupted | UpdateError):
        # Sessions take any refusal for a session that is gone.
        met = met.__context__
    if isinstance(met, OSError) and met.errno in NO_ROOM:
        return "full"
    if not isinstance(met, OperationalError | InterfaceError | InternalError):
        return ""
    cause = met.__cause__
    if isinstance(cause, sqlite3.Error):
        return BY_SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF, "")
    state = getattr(cause, "sqlstate", "")
    if state in HELD:
        return "held"
    if state in SLOW:
        return "slow"
    if state in FULL:
        return "full"
    # What psycopg says itself, of a connection or of its pool, has no code.
    return "away" if state is None or (state and state.startswith(AWAY)) else ""
