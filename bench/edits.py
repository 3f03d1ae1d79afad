"""How old public pages are at web processes while figures are corrected: `bench/cluster.sh` runs it.

    DATABASE_URL=… .venv/bin/python -m bench.edits --seconds 8 http://127.0.0.1:8001 http://127.0.0.1:8002

Corrects one figure again and again, as a command does in a process of its own, and asks each process until it shows it.
Prints for each how many corrections it showed, and how long after a commit somebody asked who was still shown what was
before. Ends with 1 above a second.
"""

# ruff: noqa: T201 - a script that prints

import argparse
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.request import Request, urlopen

PATH = "/salaries/backend-engineer/data.json?release=ora/backend-engineer-pay"
MOST = 1.0
"""Seconds."""
PATIENCE = 10.0
PAUSE = 0.02


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("processes", nargs="+")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compsite.settings")
    import django

    django.setup()
    until = time.monotonic() + asked.seconds
    waits: dict[str, list[float]] = {url: [] for url in asked.processes}
    with ThreadPoolExecutor(len(waits)) as watchers:
        while time.monotonic() < until:
            value = _corrected()
            since = time.monotonic()
            seen = {url: watchers.submit(_seen, url, value, since) for url in waits}
            for url, one in seen.items():
                waits[url].append(one.result())
    for url, times in waits.items():
        print(
            f"    {url}: {len(times)} corrections; the old figure was last shown to who asked {max(times):.2f} s after"
        )
    return int(max(max(times) for times in waits.values()) > MOST)


def _corrected() -> str:
    """Raise a mean by one, and say how pages write it."""
    from salaries.models import Figure

    figure = Figure.objects.get(
        release__source__slug="ora",
        role__slug="backend-engineer",
        level=None,
        location__slug="us",
        option=None,
    )
    assert figure.mean is not None  # noqa: S101
    figure.mean += 1
    figure.save()
    return f'"{figure.mean:.2f}"'


def _seen(process: str, value: str, since: float) -> float:
    """How long after `since` a reader who asked a process was last shown another value."""
    asked = last = 0.0
    while asked < PATIENCE:
        asked = time.monotonic() - since
        with urlopen(Request(process + PATH, headers={"Accept": "*/*"}), timeout=10) as answer:  # noqa: S310 - ours
            if value in answer.read().decode():
                return last
        last = asked
        time.sleep(PAUSE)
    return last


if __name__ == "__main__":
    sys.exit(main())
