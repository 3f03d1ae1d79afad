"""The lines about the start: until the first answer, and the memory of a worker, beside bare Django."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.request import urlopen

from bench.answers import BARE, Pace
from bench.ratios import Bound, Line, in_turn
from bench.servers import GUIDE, Site, environ
from tests.serving import ROOT, free_port

ANSWERS = 50
"""Answers after which a worker's memory is looked at."""


def start(site: Site, pace: Pace, tell: Callable[[str], None]) -> Iterator[Line]:
    """Both in turn, each on Granian with one worker; the first round may have to compile and is not counted."""
    programs: dict[str, tuple[str, str, Mapping[str, str]]] = {
        BARE: ("bench.apps:bare", "/", environ(site.url, BENCH_BODY=str(site.folder / "page.gz"))),
        "site": ("compsite.wsgi:application", GUIDE, environ(site.url)),
    }
    seconds: dict[str, list[float]] = {name: [] for name in programs}
    memory: dict[str, list[float]] = {name: [] for name in programs}
    for number in range(2 * pace.rounds + 1):
        for name, (app, path, environment) in programs.items():
            tell(f"start {number + 1} of {2 * pace.rounds + 1}: {name}")
            first, held = _started(app, path, environment)
            if number:
                seconds[name].append(first)
                memory[name].append(held)
    note = f"{min(seconds['site']):.2f} s" if seconds["site"] else ""
    yield Line(
        "start to first answer", BARE, in_turn(seconds["site"], seconds[BARE]), Bound(most=2.0), Bound(most=1.3), note
    )  # fmt: skip
    note = f"{min(memory['site']):.0f} MB"
    yield Line(
        "memory of a worker", BARE, in_turn(memory["site"], memory[BARE]), Bound(most=1.6), Bound(most=1.25), note
    )  # fmt: skip


def _started(app: str, path: str, environment: Mapping[str, str]) -> tuple[float, float]:
    """Seconds from the command to the first answer, and the worker's megabytes after some more."""
    port = free_port()
    words = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    begun = time.perf_counter()
    server = subprocess.Popen(  # noqa: S603 - our own server
        [*words, "--workers", "1", "--blocking-threads", "1", "--no-ws", "--log-level", "error", app],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        url = f"http://127.0.0.1:{port}{path}"
        _until_answered(url, begun + 60)
        first = time.perf_counter() - begun
        for _ in range(ANSWERS):
            urlopen(url, timeout=30).read()
        return first, _megabytes(server.pid)
    finally:
        server.terminate()
        server.wait(10)


def _until_answered(url: str, deadline: float) -> None:
    while True:
        try:
            urlopen(url, timeout=30).read()  # noqa: S310 - loopback
        except OSError:
            if time.perf_counter() > deadline:
                raise SystemExit(f"{url} did not answer within a minute.") from None
            time.sleep(0.005)
        else:
            return


def _megabytes(server: int) -> float:
    """What the server's one worker holds in memory."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    held = [_resident(int(pid)) for pid in children]
    return max(held, default=0.0)


def _resident(pid: int) -> float:
    [line] = (
        line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS")
    )
    return int(line.split()[1]) / 1024
