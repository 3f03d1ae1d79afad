"""`python -m compsite.serve [--reload] COMMAND ...`: a server, and a worker beside it that lives as long as the server.

This process becomes the server, so that whoever stops it stops the server itself. Before that it starts a keeper,
which starts the worker, and starts it again where it ends. Keeper and worker watch their parents: when the server
ends, however it ends, they end too, and leave nothing running.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

WORKER = ("manage.py", "work")
_LOOK = 0.2
_PATIENCE = 5.0
_PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds before the worker is started again, each time longer."""
_LONG = 60.0
"""Seconds after which a worker counts as having run well."""


def main(words: Sequence[str]) -> None:
    """Start a keeper, and become the server that the words say. After --reload the worker notices changed code."""
    reload = [word for word in words[:1] if word == "--reload"]
    server = words[len(reload) :]
    keeper = [sys.executable, "-m", "compsite.serve", "--keep", str(os.getpid()), *reload]
    subprocess.Popen(keeper)  # noqa: S603 - ourselves
    os.execvp(server[0], list(server))  # noqa: S606 - the server, as the Makefile says it


def keep(server: int, more: Sequence[str] = ()) -> None:
    """Keep a worker running for as long as the server of that number is our parent."""
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    failures, worker = 0, None
    try:
        while os.getppid() == server:
            started = time.monotonic()
            worker = _started(more)
            while worker.poll() is None and os.getppid() == server:
                time.sleep(_LOOK)
            if worker.returncode is None:
                break
            failures = 1 if time.monotonic() - started > _LONG else failures + 1
            pause = _PAUSES[min(failures, len(_PAUSES)) - 1]
            print(  # noqa: T201 - for whoever runs the site
                f"The worker ended (exit code {worker.returncode}). It starts again in {pause:g} seconds.",
                file=sys.stderr, flush=True,
            )  # fmt: skip
            _sleep(pause, server)
    finally:
        if worker is not None and worker.poll() is None:
            _end(worker)


def _started(more: Sequence[str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, *WORKER, "--parent", str(os.getpid()), *more])  # noqa: S603 - ourselves


def _stop(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def _sleep(seconds: float, server: int) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and os.getppid() == server:
        time.sleep(_LOOK)


def _end(worker: "subprocess.Popen[bytes]") -> None:
    worker.terminate()
    try:
        worker.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--keep"]:
        keep(int(sys.argv[2]), sys.argv[3:])
    else:
        main(sys.argv[1:])
