"""Which refusals of a database pass by themselves, and why there was one."""

import sqlite3
from errno import EDQUOT, ENOENT, ENOSPC

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import DataError, Error, InterfaceError, InternalError, OperationalError, ProgrammingError
from psycopg import OperationalError as Lost
from psycopg import errors
from psycopg_pool import PoolTimeout

from compsite.refusals import why_refused


def met(cause: Exception, kind: type[Error] = OperationalError) -> Error:
    """The cause as Django raises it."""
    error = kind(str(cause))
    error.__cause__ = cause
    return error


def of_sqlite(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("no")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("cause", "why"),
    [
        (errors.LockNotAvailable(), "held"),
        (errors.DeadlockDetected(), "held"),
        (errors.SerializationFailure(), "held"),
        (errors.QueryCanceled(), "slow"),
        (errors.AdminShutdown(), "away"),
        (errors.CannotConnectNow(), "away"),
        (errors.TooManyConnections(), "away"),
        (errors.IdleInTransactionSessionTimeout(), "away"),
        (errors.ConnectionFailure(), "away"),
        (Lost("the connection is closed"), "away"),
        (PoolTimeout("couldn't get a connection after 2.00 sec"), "away"),
        (errors.DiskFull(), "full"),
        (of_sqlite(sqlite3.SQLITE_BUSY), "held"),
        (of_sqlite(sqlite3.SQLITE_LOCKED_SHAREDCACHE), "held"),
        (of_sqlite(sqlite3.SQLITE_FULL), "full"),
        (of_sqlite(sqlite3.SQLITE_READONLY_DBMOVED), "full"),
        (of_sqlite(sqlite3.SQLITE_IOERR_READ), "away"),
        (of_sqlite(sqlite3.SQLITE_CANTOPEN), "away"),
        (of_sqlite(sqlite3.SQLITE_CORRUPT), ""),
    ],
)
def test_each_refusal_has_its_reason(cause: Exception, why: str) -> None:
    assert why_refused(met(cause)) == why


def test_a_fault_of_ours_is_no_refusal() -> None:
    faults = [met(errors.UndefinedTable(), ProgrammingError), met(errors.NumericValueOutOfRange(), DataError)]
    assert [why_refused(fault) for fault in [*faults, ValueError("no"), OperationalError("no")]] == [""] * 4


@pytest.mark.parametrize(("number", "why"), [(ENOSPC, "full"), (EDQUOT, "full"), (ENOENT, "")])
def test_a_disk_without_room_is_one_and_a_missing_file_is_not(number: int, why: str) -> None:
    assert why_refused(OSError(number, "no")) == why


def test_a_server_that_takes_no_changes_is_one() -> None:
    assert why_refused(met(errors.ReadOnlySqlTransaction(), InternalError)) == "full"


def test_a_cursor_of_a_lost_connection_is_one() -> None:
    assert why_refused(met(Lost("the connection is closed"), InterfaceError)) == "away"


def test_what_sessions_make_of_it_is_looked_through() -> None:
    gone = UpdateError()
    gone.__context__ = met(errors.LockNotAvailable())
    assert why_refused(gone) == "held"
