"""Valkey or Redis stopped, hanging, full, away from the start and brought back: pages answer and are counted (A42).

The server is the test's own; where none is installed, only what needs none is tested.
"""

import logging
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client
from redis import Redis
from redis.exceptions import RedisError

from compsite import shared_counts
from compsite.circuit import Circuit
from compsite.shared_counts import SharedCounts
from tests.pages.test_limits import PAIRS, ask
from tests.serving import free_port
from tests.unit.test_circuit import Clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("common")]
PROGRAM = shutil.which("valkey-server") or shutil.which("redis-server")
needs_a_server = pytest.mark.skipif(PROGRAM is None, reason="Neither Valkey nor Redis is installed here.")


class Server:
    """A server of our own, which keeps nothing on disk."""

    def __init__(self, folder: Path) -> None:
        self.port, self._folder = free_port(), folder
        self._process: subprocess.Popen[bytes] | None = None
        self.client = Redis(port=self.port)

    def start(self) -> None:
        words = [
            str(PROGRAM),
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            str(self._folder),
        ]
        self._process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
        while True:
            try:
                self.client.ping()
            except RedisError:
                assert self._process.poll() is None
            else:
                return

    def stop(self) -> None:
        self.client.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path)
    yield server
    server.stop()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time of pauses, and of the log."""
    clock = Clock()
    monkeypatch.setattr("compsite.circuit.monotonic", clock)
    return clock


@pytest.fixture
def at(settings: Any, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Iterator[Any]:
    """Has three pages a minute counted at a port."""
    settings.RATE_LIMIT = 3
    monkeypatch.setattr("compsite.limits.time", lambda: 1_000 * 60 + 42)
    monkeypatch.setattr(shared_counts, "circuit", Circuit(logging.getLogger("counts"), "Away (%s).", "Back."))

    def turn(port: int, at_most: float = 10) -> None:
        # What is too slow is a test of its own; else a busy machine would be.
        monkeypatch.setattr(shared_counts, "AT_MOST", at_most)
        backend = "compsite.shared_counts.SharedCounts"
        settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": f"redis://127.0.0.1:{port}/0"}}
        forget_own()

    yield turn
    far: Any = caches["default"]
    far._far._cache.get_client().connection_pool.disconnect()
    forget_own()


def forget_own() -> None:
    LocMemCache("counts", {}).clear()


@needs_a_server
def test_what_one_process_counted_another_knows(client: Client, server: Server, at: Any) -> None:
    server.start()
    at(server.port)
    assert ask(client, PAIRS[:3]) == [200, 200, 200]
    forget_own()
    assert ask(client, [PAIRS[3], PAIRS[0]]) == [429, 200]


@needs_a_server
def test_a_server_that_stops_leaves_each_process_its_own_count_and_comes_back_by_itself(
    client: Client, server: Server, at: Any, clock: Clock, caplog: Any
) -> None:
    server.start()
    at(server.port)
    assert ask(client, PAIRS[:2]) == [200, 200]
    server.stop()
    assert ask(client, PAIRS[2:]) == [200, 200, 200, 429]
    server.start()
    clock.now += 5
    assert ask(client, PAIRS[:4]) == [200, 200, 200, 429]
    assert [words[:4] for words in caplog.messages if words[:4] in ("Away", "Back")] == ["Away", "Back"]


@needs_a_server
def test_a_site_that_starts_without_it_counts_together_once_it_is_there(
    client: Client, server: Server, at: Any, clock: Clock
) -> None:
    at(server.port)
    assert ask(client, PAIRS[:4]) == [200, 200, 200, 429]
    server.start()
    clock.now += 5
    assert ask(client, PAIRS[:1]) == [200]
    assert server.client.get(":1:limits:comparisons:127.0.0.1:1000") == b"1"


@needs_a_server
def test_a_server_that_is_full_is_left_alone_until_it_takes_something(
    client: Client, server: Server, at: Any, clock: Clock, caplog: Any
) -> None:
    server.start()
    at(server.port)
    server.client.config_set("maxmemory", 1)
    for _ in range(3):
        assert ask(client, PAIRS[:4]) == [200, 200, 200, 429]
        clock.now += 5
    assert [words[:10] for words in caplog.messages if words.startswith(("Away", "Back"))] == ["Away (comm"]
    server.client.config_set("maxmemory", 0)
    clock.now += 5
    assert ask(client, PAIRS[:4]) == [200, 200, 200, 429]
    assert server.client.get(":1:limits:comparisons:127.0.0.1:1000") == b"3"


def test_a_server_that_hangs_is_waited_for_once(client: Client, at: Any, clock: Clock, caplog: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as hanging:
        at(hanging.getsockname()[1], 0.1)
        assert ask(client, PAIRS) == [200, 200, 200, 429, 429, 429]
        hanging.setblocking(False)
        hanging.accept()[0].close()
        with pytest.raises(BlockingIOError):
            hanging.accept()
    assert len([words for words in caplog.messages if words.startswith("Away")]) == 1


def test_while_it_is_away_there_is_a_line_a_minute(
    client: Client, at: Any, clock: Clock, caplog: Any
) -> None:
    at(free_port())
    for second in range(0, 65, 5):
        clock.now = 1_000 + second
        ask(client, PAIRS)
    assert len([words for words in caplog.messages if words.startswith("Away")]) == 2


@pytest.fixture
def slow(at: Any, monkeypatch: pytest.MonkeyPatch) -> SharedCounts:
    """A server that takes 60 milliseconds for each answer, which is 7."""
    at(0, 0.1)
    clock = Clock()
    monkeypatch.setattr(shared_counts, "monotonic", clock)
    counts = SharedCounts("redis://127.0.0.1:0", {})

    def get(*_: Any) -> int:
        clock.now += 0.06
        return 7

    monkeypatch.setattr(counts._far, "get", get)
    return counts


def test_a_request_spends_a_tenth_of_a_second_on_it_however_many_counts_it_has(slow: SharedCounts) -> None:
    assert [slow.get(name, 0) for name in "abcd"] == [7, 7, 0, 0]


def test_what_other_requests_spent_is_not_counted(slow: SharedCounts) -> None:
    for _ in range(4):
        assert slow.get("a", 0) == 7
        slow.close()


@needs_a_server
def test_nothing_but_numbers_goes_there(server: Server, at: Any) -> None:
    server.start()
    at(server.port)
    with pytest.raises(TypeError, match="whole numbers, not str"):
        cache.set("page", "<!doctype html>")
