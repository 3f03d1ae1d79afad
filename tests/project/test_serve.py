"""`make run` starts a server and a worker, and leaves neither behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MANAGE = """
import os, sys, time
with open("workers", "a") as file:
    file.write(f"{os.getpid()} {' '.join(sys.argv[1:3])}\\n")
time.sleep(60)
"""


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether something comes to hold, within a time that only a fault exceeds."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def server(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """A server that sleeps, with a worker beside it that sleeps too and writes its number down."""
    (tmp_path / "manage.py").write_text(MANAGE)
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "compsite.serve", "sleep", "60"]
    with (tmp_path / "said").open("w") as said:
        started = subprocess.Popen(command, cwd=tmp_path, env=environ, stderr=said, text=True)
    assert eventually(lambda: len(workers(tmp_path)) == 1)
    yield started
    started.kill()
    started.wait()


def workers(folder: Path) -> list[int]:
    """The numbers of the workers that have been started."""
    file = folder / "workers"
    lines = file.read_text().splitlines() if file.exists() else []
    assert all(line.endswith(" work --parent") for line in lines)
    return [int(line.split()[0]) for line in lines]


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_its_server(server: "subprocess.Popen[str]", tmp_path: Path, how: int) -> None:
    server.send_signal(how)
    server.wait(20)
    assert eventually(lambda: not runs(workers(tmp_path)[0]))


def test_a_worker_that_ends_is_started_again_and_that_is_said(
    server: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    os.kill(workers(tmp_path)[0], signal.SIGKILL)
    assert eventually(lambda: len(workers(tmp_path)) == 2)
    words = "The worker ended (exit code -9). It starts again in 1 seconds."
    assert words in (tmp_path / "said").read_text()
    assert server.poll() is None


@pytest.mark.parametrize("target", ["run", "dev"])
def test_make_starts_the_worker_with_the_server(target: str) -> None:
    rule = (ROOT / "Makefile").read_text().partition(f"\n{target}: ")[2].partition("\n\n")[0]
    assert "exec $(PYTHON) -m compsite.serve " in rule
