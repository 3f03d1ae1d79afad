"""The web server of `deploy/` under load: a worker that is killed, and a restart that is planned (Granian).

Readers ask one after the other, each on a connection of its own, while something happens to the processes.
"""

import os
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path

import pytest
from django.conf import settings

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
