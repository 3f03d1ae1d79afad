"""Why a database did not do what it was asked, where that passes by itself: to be tried again, and said in words."""

import sqlite3
from typing import Literal

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import InterfaceError, OperationalError

Why = Literal["", "held", "slow", "away"]
HELD = ("40001", "40P01", "55P03")
"""PostgreSQL's serialization failure, deadlock and lock not available."""
SLOW = ("57014",)
"""A statement that was stopped, by `statement_timeout` most of all."""
AWAY = ("08", "57P", "53300", "25P03", "25P04")
"""No connection, a server that ends or starts, no room for one more, and one that was idle for too long."""


def why_refused(error: Exception) -> Why:
    """`held`: others hold it. `slow`: it took too long. `away`: it cannot be reached. Empty: another fault.

    Nothing was changed, but for what was being committed when a connection broke.
    """
    met: BaseException | None = error
    while isinstance(met, SessionInterrupted | UpdateError):
        # Sessions take any refusal for a session that is gone.
        met = met.__context__
    if not isinstance(met, OperationalError | InterfaceError):
        return ""
    cause = met.__cause__
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        return "held" if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) else ""
    state = getattr(cause, "sqlstate", "")
    if state in HELD:
        return "held"
    if state in SLOW:
        return "slow"
    # What psycopg says itself, of a connection or of its pool, has no code.
    return "away" if state is None or (state and state.startswith(AWAY)) else ""
