"""`make bench`: how fast the site is, each line as a ratio of what was measured in turn in the same run.

    .venv/bin/python -m bench [--quick] [--only NAME]... [--rounds N] [--seconds N]

One server process with one thread has core 0, wrk with 16 connections has core 1. `docs/performance.md` says what the
lines mean and what they were. Ends with 1 where a line is not met.
"""

# ruff: noqa: T201 - a script that prints

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from bench.answers import Pace, files, first, kept
from bench.busy import busy
from bench.growth import growth
from bench.loading import load
from bench.ratios import Line, table
from bench.servers import Site
from bench.starts import start

Group = Callable[[Site, Pace, Callable[[str], None]], Iterator[Line]]
GROUPS: dict[str, Group] = {
    "kept": kept, "first": first, "files": files, "load": load, "busy": busy, "growth": growth, "start": start,
}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="one short round: says what works, not how fast")
    parser.add_argument("--only", action="append", choices=GROUPS, help="only these lines (repeatable)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured (3)")
    parser.add_argument("--seconds", type=float, default=5, help="how long each time (5)")
    asked = parser.parse_args()
    if (os.cpu_count() or 1) < 2:
        sys.exit("make bench needs two cores: one for what is measured and one for who asks.")
    pace = Pace(2, 1) if asked.quick else Pace(asked.seconds, asked.rounds)
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        site = Site(Path(folder), stack)
        for name in asked.only or GROUPS:
            lines += GROUPS[name](site, pace, _told(name))
    print("\r\033[K" if sys.stderr.isatty() else "", *table(lines), sep="\n")
    missed = sum(line.is_missed for line in lines)
    print(
        f"\n{missed} of {len(lines)} lines are not met." if missed else f"\nAll {len(lines)} lines are met."
    )
    return min(missed, 1)


def _told(group: str) -> Callable[[str], None]:
    """Says on one line what is being measured, where somebody looks."""

    def tell(what: str) -> None:
        if sys.stderr.isatty():
            print(f"\r\033[K{group}: {what}", end="", file=sys.stderr, flush=True)

    return tell


if __name__ == "__main__":
    sys.exit(main())
