"""How long a database may take, and how many connections are kept, in each kind of process."""

import socket
from typing import Any

import pytest
from psycopg import OperationalError

from compsite.connecting import _check, databases, for_visitors

POSTGRESQL = {"ENGINE": "django.db.backends.postgresql", "NAME": "pay", "CONN_MAX_AGE": None}
SQLITE = {"ENGINE": "django.db.backends.sqlite3", "NAME": "pay.sqlite3", "CONN_MAX_AGE": None}


def web(primary: dict[str, Any], replica: dict[str, Any] | None = None, threads: int = 1) -> dict[str, Any]:
    found = databases(primary, replica)
    for_visitors(found, threads)
    return found


def test_commands_take_as_long_as_they_need_but_hold_nothing_for_good() -> None:
    options = databases(POSTGRESQL, None)["default"]["OPTIONS"]
    assert options["options"] == "-c jit=off -c idle_in_transaction_session_timeout=30min"
    assert "pool" not in options


def test_a_request_waits_for_a_lock_as_long_as_sqlite_does() -> None:
    assert web(POSTGRESQL)["default"]["OPTIONS"]["options"] == (
        "-c jit=off -c statement_timeout=50s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s"
    )


def test_a_query_of_the_replica_has_less_time() -> None:
    found = web(POSTGRESQL, POSTGRESQL)
    assert [found[name]["OPTIONS"]["options"].split()[3] for name in ("default", "replica")] == [
        "statement_timeout=50s", "statement_timeout=10s"
    ]  # fmt: skip


@pytest.mark.parametrize("build", [web, databases])
def test_what_an_operator_gives_holds(build: Any) -> None:
    given = POSTGRESQL | {"OPTIONS": {"options": "-c statement_timeout=90s", "connect_timeout": 9}}
    options = build(given, None)["default"]["OPTIONS"]
    assert options["options"].endswith(
        "=60s -c statement_timeout=90s" if build is web else "=30min -c statement_timeout=90s"
    )
    assert options["connect_timeout"] == 9


@pytest.mark.parametrize(("threads", "most"), [(1, 6), (4, 6), (8, 10)])
def test_a_pool_has_room_for_every_thread_and_two_more(threads: int, most: int) -> None:
    pool = web(POSTGRESQL, threads=threads)["default"]["OPTIONS"]["pool"]
    assert (pool["min_size"], pool["max_size"], pool["timeout"]) == (1, most, 2.0)


def test_who_finds_no_connection_of_the_replica_waits_a_moment_only() -> None:
    assert web(POSTGRESQL, POSTGRESQL)["replica"]["OPTIONS"]["pool"]["timeout"] == 0.3


def test_the_pool_alone_keeps_connections() -> None:
    assert (databases(POSTGRESQL, None)["default"]["CONN_MAX_AGE"], web(POSTGRESQL)["default"]["CONN_MAX_AGE"]) == (
        None, 0
    )  # fmt: skip


def test_sqlite_is_the_same_in_every_process() -> None:
    found = databases(SQLITE, None)
    assert found["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert web(SQLITE) == found


class Link:
    """A connection of a pool to a server that says nothing any more."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.pgconn = self._pool = self
        self._far, here = socket.socketpair()
        self.socket = here.fileno()
        self._here = here

    def is_busy(self) -> bool:
        return True

    def __getattr__(self, name: str) -> Any:
        return lambda *_: self.told.append(name)


def test_who_stands_still_is_no_connection_and_all_that_lie_beside_it_are_made_anew() -> None:
    link = Link()
    with link._far, link._here, pytest.raises(OperationalError, match="no answer within 0"):
        _check(link, 0.05)
    assert link.told == ["send_query", "flush", "close", "drain"]
