"""A web process with a replica: who reads which database, and a replica that goes and comes back.

On SQLite the replica is a file of its own in which a role has another name. On PostgreSQL it is the tests' own
server by another way, which can be cut.
"""

import socket
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from itertools import count
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings
from django.db import connection

from salaries.models import Report
from tests.factories import make_figure
from tests.faults.browsing import Visitor
from tests.serving import free_port, serving

GUIDE = "/salaries/alpha/"
Start = Callable[[str, str], Visitor]


@pytest.fixture
def start(tmp_path: Path, static_files: None) -> Iterator[Start]:
    """Starts a web process on two databases."""
    with ExitStack() as running:

        def started(primary: str, replica: str) -> Visitor:
            port = free_port()
            command = [sys.executable, "-m", "waitress", f"--listen=127.0.0.1:{port}", "--threads=2"]
            environ = {
                "DATABASE_URL": primary, "REPLICA_URL": replica, "SITE_URL": settings.SITE_URL,
                "SECRET_KEY": settings.SECRET_KEY,
            }  # fmt: skip
            log = tmp_path / "server.log"
            command.append("compsite.wsgi:application")
            return Visitor(running.enter_context(serving(command, port, environ, log)))

        yield started


@pytest.fixture
def two_files(address: str, tmp_path: Path, start: Start) -> Visitor:
    """A site whose replica calls Alpha otherwise."""
    if connection.vendor != "sqlite":
        pytest.skip("On PostgreSQL a replica cannot be told from its primary.")
    make_figure("alpha", median=50_000)
    path = tmp_path / "replica.sqlite3"
    with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as primary:
        primary.execute("VACUUM INTO ?", [str(path)])
    with closing(sqlite3.connect(path)) as replica:
        replica.execute("UPDATE salaries_role SET name = 'Replica', plural = 'replicas'")
        replica.commit()
    return start(address, f"sqlite:///{path}")


def test_pages_and_their_files_come_from_the_replica_and_what_is_sent_goes_to_the_primary(
    two_files: Visitor,
) -> None:
    assert "What replicas earn" in two_files.ask(GUIDE).text
    assert "Replica" in two_files.ask("/salaries/").text
    typed = {
        "subject": "alpha.average",
        "release": "bureau/may-2025",
        "message": "It says 52,000.",
        "email": "",
    }
    answer = two_files.ask("/report/", typed, **{"Sec-Fetch-Site": "same-origin"})
    assert (answer.status, Report.objects.count()) == (200, 1)


class Way:
    """A way to PostgreSQL that can be cut, and one that leads nowhere: who asks by it waits."""

    def __init__(self, host: str, port: int) -> None:
        self._to = (host, port)
        self.asked = 0
        self._open: list[socket.socket] = []
        self.port = free_port()
        self._entrance: socket.socket | None = None

    def mend(self, *, nowhere: bool = False) -> None:
        """Let everybody through, or keep them waiting."""
        self._entrance = entrance = socket.create_server(("127.0.0.1", self.port))
        Thread(target=self._take, args=[entrance, nowhere], daemon=True).start()

    def cut(self) -> None:
        """Nobody comes through, and whoever is on the way is lost."""
        if self._entrance is not None:
            self._entrance.shutdown(socket.SHUT_RDWR)
            self._entrance.close()
        for end in self._open:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._entrance, self._open = None, []

    def _take(self, entrance: socket.socket, nowhere: bool) -> None:
        with suppress(OSError):
            while True:
                here = entrance.accept()[0]
                self._open.append(here)
                if not nowhere:
                    there = socket.create_connection(self._to)
                    self._open.append(there)
                    for ends in ((here, there), (there, here)):
                        Thread(target=self._pass_on, args=ends, daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65_536):
                self.asked += b"salaries_role" in data
                other.sendall(data)
            other.shutdown(socket.SHUT_WR)


@pytest.fixture
def way(address: str) -> Iterator[Way]:
    """The way to the tests' own server that a web process takes to its replica."""
    if connection.vendor != "postgresql":
        pytest.skip("A file of SQLite is never away.")
    make_figure("alpha", median=50_000)
    way = Way(connection.settings_dict["HOST"], int(connection.settings_dict["PORT"]))
    way.mend()
    yield way
    way.cut()


@pytest.fixture
def visitor(address: str, way: Way, start: Start) -> Visitor:
    """Somebody at a site whose public pages take that way."""
    held = connection.settings_dict
    return start(address, address.replace(f":{held['PORT']}/", f":{way.port}/"))


def until_it_is_asked(visitor: Visitor, way: Way) -> None:
    """Roles that nobody knows are asked for, until that way is taken."""
    asked, until = way.asked, time.monotonic() + 30
    for number in count():
        assert visitor.ask(f"/salaries/nobody-{number}/").status == 404
        if way.asked > asked:
            return
        assert time.monotonic() < until
        time.sleep(0.1)


def test_a_replica_that_is_cut_off_costs_no_page_and_is_read_again_once_it_is_back(
    visitor: Visitor, way: Way
) -> None:
    until_it_is_asked(visitor, way)
    way.cut()
    assert [visitor.ask(path).status for path in (GUIDE, "/", "/salaries/", GUIDE)] == [200] * 4
    way.mend()
    until_it_is_asked(visitor, way)


def test_a_replica_that_hangs_costs_no_page_either(visitor: Visitor, way: Way) -> None:
    way.cut()
    way.mend(nowhere=True)
    assert [visitor.ask(path).status for path in (GUIDE, "/", "/salaries/", GUIDE)] == [200] * 4
