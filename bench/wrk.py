"""Asking one address again and again with wrk, which has a core to itself."""

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field

CONNECTIONS = 16
CORE = "1"
"""Where wrk runs. What is measured has core 0."""
_UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0}


@dataclass(frozen=True, slots=True)
class Target:
    """An address, and what a reader sends with it."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """What some seconds came to: answers a second, seconds that half and all but a hundredth took, and failures."""

    rate: float
    p50: float
    p99: float
    answers: int
    failed: int


class NotUnderstood(Exception):
    """wrk said something else than it used to."""


def run(target: Target, seconds: float, connections: int = CONNECTIONS) -> Run:
    """Ask for so many seconds; once more, twice as long, where a busy machine let nothing come back."""
    found = _run(target, seconds, connections)
    if not found.answers:
        found = _run(target, 2 * seconds, connections)
    if not found.answers:
        raise SystemExit(f"{target.url} gave no answer in {2 * seconds:g} seconds.")
    return found


def _run(target: Target, seconds: float, connections: int) -> Run:
    words = ["taskset", "-c", CORE, "wrk", "--latency", "-t1", f"-c{connections}", f"-d{seconds:g}s"]
    headers = {"Accept-Encoding": "gzip", **target.headers}
    words += [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    told = subprocess.run([*words, target.url], check=True, capture_output=True, text=True)  # noqa: S603
    return read(told.stdout)


def read(told: str) -> Run:
    """What wrk printed. Raises `NotUnderstood`."""
    failed = 0
    if refused := re.search(r"Non-2xx or 3xx responses: (\d+)", told):
        failed += int(refused[1])
    if broken := re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", told):
        failed += sum(map(int, broken.groups()))
    return Run(
        rate=float(_found(r"Requests/sec:\s+([\d.]+)", told)[0]),
        p50=_seconds(*_found(r"50%\s+([\d.]+)(us|ms|s|m)\b", told)),
        p99=_seconds(*_found(r"99%\s+([\d.]+)(us|ms|s|m)\b", told)),
        answers=int(_found(r"(\d+) requests in ", told)[0]),
        failed=failed,
    )


def _found(pattern: str, told: str) -> tuple[str, ...]:
    found = re.search(pattern, told)
    if found is None:
        raise NotUnderstood(told)
    return found.groups()


def _seconds(number: str, unit: str) -> float:
    return float(number) * _UNITS[unit]
