"""The web server of `deploy/` under load: a worker that is killed, and a restart that is planned (Granian).

Readers ask one after the other, each on a connection of its own, while something happens to the processes.
"""

import os
import shlex
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest
from django.conf import settings

from salaries.models import Report
from tests.factories import make_figure
from tests.faults.browsing import Visitor
from tests.serving import ROOT, free_port, wait_for

UNIT = ROOT / "deploy" / "compsite.service"
PATHS = ["/salaries/alpha/", "/salaries/", "/search?q=alpha", "/api/v1/roles/"]
READERS = 4


class Site:
    """Granian as the unit of systemd starts it, with a worker or two."""

    def __init__(self, address: str, log: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        command = UNIT.read_text().partition("ExecStart=")[2].partition("\nRestart=")[0]
        words = shlex.split(command.replace("\\\n", " "))
        words = [sys.executable, *words[1:]]
        words[words.index("--port") + 1] = str(self.port)
        environ = {
            **os.environ,
            "DATABASE_URL": address,
            "SECRET_KEY": settings.SECRET_KEY,
            "RATE_LIMIT": "0",
        }
        with log.open("ab") as told:
            self.process = subprocess.Popen(words, cwd=ROOT, env=environ, stdout=told, stderr=told)
        wait_for(self.url + "/readyz")

    def workers(self) -> set[int]:
        """The processes that answer: children of the one that was started."""
        words = ["ps", "-o", "pid=", "--ppid", str(self.process.pid)]
        return {
            int(pid)
            for pid in subprocess.run(words, capture_output=True, text=True, check=False).stdout.split()
        }

    def until(self, holds: Callable[[set[int]], bool]) -> set[int]:
        """Wait until the workers are as they should be, and answer."""
        deadline = time.monotonic() + 60
        while not holds(found := self.workers()):
            assert time.monotonic() < deadline, found
            time.sleep(0.1)
        wait_for(self.url + "/readyz")
        return found


Start = Callable[[], Site]


class Readers:
    """What some met: each status, and `cut off` for an answer that did not come."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.met: Counter[str] = Counter()
        self.over = threading.Event()
        self._at: dict[int, str] = {}

    def read(self, number: int) -> None:
        while not self.over.is_set():
            self._at[number] = url = self.url
            if url != self.url:
                continue  # led elsewhere in that moment
            try:
                self.met[str(Visitor(url).ask(PATHS[number % len(PATHS)]).status)] += 1
            except (OSError, HTTPException):
                self.met["cut off"] += 1

    def lead_to(self, url: str) -> None:
        """Have all who come from now on ask there, and wait until nobody is asking elsewhere."""
        self.url = url
        while set(self._at.values()) != {url}:
            time.sleep(0.02)


@contextmanager
def readers(url: str) -> Iterator[Readers]:
    """Some who read until the end of the block."""
    asked = Readers(url)
    threads = [threading.Thread(target=asked.read, args=(number,)) for number in range(READERS)]
    for thread in threads:
        thread.start()
    try:
        yield asked
    finally:
        asked.over.set()
        for thread in threads:
            thread.join()


@pytest.fixture
def start(address: str, tmp_path: Path, static_files: None) -> Iterator[Start]:
    """Starts a site, which is ended afterwards."""
    make_figure("alpha", median=50_000)
    sites: list[Site] = []

    def started() -> Site:
        sites.append(Site(address, tmp_path / "granian.log"))
        return sites[-1]

    yield started
    for site in sites:
        site.process.terminate()
        site.process.wait(30)


def test_a_worker_that_is_killed_takes_its_own_requests_with_it_and_no_other(start: Start) -> None:
    site = start()
    killed = min(site.until(lambda workers: len(workers) == 2))
    with readers(site.url) as asked:
        until_answered(asked, 20)
        os.kill(killed, signal.SIGKILL)
        site.until(lambda workers: killed not in workers and len(workers) == 2)
        until_answered(asked, 20)
    assert asked.met["cut off"] <= READERS
    assert set(asked.met) <= {"200", "cut off"}


def test_a_restart_that_is_planned_cuts_off_nobody(start: Start) -> None:
    """As deploy/release.sh has it: the new one is ready, visitors are led there, and then the old one ends."""
    old, new = start(), start()
    with readers(old.url) as asked:
        until_answered(asked, 20)
        asked.lead_to(new.url)
        old.process.terminate()
        assert old.process.wait(30) == 0
        until_answered(asked, 20)
    assert set(asked.met) == {"200"}


def until_answered(asked: Readers, more: int) -> None:
    """Until so many more requests were answered."""
    wanted, deadline = asked.met["200"] + more, time.monotonic() + 60
    while asked.met["200"] < wanted:
        assert time.monotonic() < deadline, asked.met
        time.sleep(0.02)


def has_read(port: int, asker: socket.socket) -> bool:
    """Whether the server has taken all that was sent to it on that connection."""
    ends = f"0100007F:{port:04X} 0100007F:{asker.getsockname()[1]:04X} 01 "
    rows = [line.partition(": ")[2] for line in Path("/proc/net/tcp").read_text().splitlines()]
    return any(row.startswith(ends) and row.split()[3].endswith(":00000000") for row in rows)


@contextmanager
def reports_held(address: str) -> Iterator[None]:
    """Somebody writes for a while: a report has to wait."""
    sqlite = address.startswith("sqlite")
    other: Any = (
        sqlite3.connect(address.removeprefix("sqlite:///"), autocommit=True)
        if sqlite
        else psycopg.connect(address, autocommit=True)
    )
    with closing(other):
        other.execute("BEGIN IMMEDIATE" if sqlite else "BEGIN")
        if not sqlite:
            other.execute("LOCK TABLE salaries_report IN EXCLUSIVE MODE")
        yield
        other.execute("ROLLBACK")


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="The kernel does not say what was read.")
def test_a_slow_request_that_is_under_way_is_answered_whole(start: Start, address: str) -> None:
    """The server is told to stop while a report waits for the database."""
    site = start()
    body = urlencode({"subject": "alpha.average", "message": "It says 52,000.", "email": ""})
    head = f"POST /report/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n"
    kind = "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n"
    with socket.create_connection(("127.0.0.1", site.port), timeout=60) as asker:
        with reports_held(address):
            asker.sendall((head + kind + body).encode())
            until(lambda: has_read(site.port, asker))
            site.process.terminate()
            until(lambda: refuses(site.port))
        answer = HTTPResponse(asker)
        answer.begin()
        assert (answer.status, "</html>" in answer.read().decode()) == (200, True)
    assert site.process.wait(30) == 0
    assert Report.objects.get().message == "It says 52,000."


def refuses(port: int) -> bool:
    """Whether nobody is let in any more."""
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) != 0


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)
