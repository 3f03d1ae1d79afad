"""A PostgreSQL that answers, but late: a proxy on loopback holds back what it says."""

import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlsplit

import pytest

from tests.faults.browsing import Visitor
from tests.faults.test_lost_database import AWAY, Server, postgres
from tests.serving import free_port, serving

__all__ = ["postgres"]
LATE = 30.0
"""Seconds by which each answer comes late: more than any reader is asked to wait."""


class Proxy:
    """Passes on what is said in both directions; what the server says comes late while `late` is set."""

    def __init__(self, address: str) -> None:
        self.server = urlsplit(address)
        self.late, self.over = Event(), Event()
        self.kept = 0
        self.door = socket.create_server(("127.0.0.1", 0))
        self.url = address.replace(f":{self.server.port}/", f":{self.door.getsockname()[1]}/")
        self.threads = [Thread(target=self._let_in)]
        self.threads[0].start()

    def _let_in(self) -> None:
        with suppress(OSError):
            while True:
                asker, _ = self.door.accept()
                answerer = socket.create_connection(("127.0.0.1", self.server.port or 0))
                for ends in ((asker, answerer, False), (answerer, asker, True)):
                    self.threads.append(Thread(target=self._pass, args=ends))
                    self.threads[-1].start()

    def _pass(self, one: socket.socket, other: socket.socket, answers: bool) -> None:
        with suppress(OSError):
            while said := one.recv(65_536):
                if answers and self.late.is_set():
                    self.kept += 1
                    self.over.wait(LATE)
                other.sendall(said)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        one.close()

    def in_time_again(self) -> None:
        """What was held back comes now, and what comes after it at once."""
        self.late.clear()
        self.over.set()

    def close(self) -> None:
        self.in_time_again()
        self.door.shutdown(socket.SHUT_RDWR)
        self.door.close()
        for thread in self.threads:
            thread.join()


@pytest.fixture
def proxy(postgres: Server) -> Iterator[Proxy]:
    passing = Proxy(postgres(""))
    yield passing
    passing.close()


@pytest.fixture
def visitor(proxy: Proxy, tmp_path: Path, static_files: None) -> Iterator[Visitor]:
    """Somebody at a web process whose database is behind the proxy."""
    port = free_port()
    command = [sys.executable, "-m", "waitress", f"--listen=127.0.0.1:{port}", "--threads=4"]
    command += ["compsite.wsgi:application"]
    with serving(command, port, {"DATABASE_URL": proxy.url}, tmp_path / "server.log") as url:
        yield Visitor(url)


def test_a_database_that_answers_late_is_not_waited_for_and_is_asked_again(
    proxy: Proxy, visitor: Visitor
) -> None:
    before = visitor.ask("/salaries/")
    proxy.late.set()
    gone = visitor.ask("/sources/")
    kept = visitor.ask_until("/salaries/", lambda answer: "Warning" in answer.headers)
    assert proxy.kept
    proxy.in_time_again()
    assert (gone.status, gone.headers["Retry-After"], AWAY in gone.text) == (503, "5", True)
    assert (kept.status, kept.text) == (200, before.text)
    assert visitor.ask_until("/sources/", lambda answer: answer.status == 200).status == 200
    again = visitor.ask_until("/salaries/", lambda answer: "Warning" not in answer.headers)
    assert again.text == before.text
