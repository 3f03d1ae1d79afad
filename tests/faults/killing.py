"""Imports that are killed, each in a process of its own: `python -m tests.faults.killing SEED NUMBER FOLDER`.

All are forks of this one, which has loaded what an import needs. Each file is of another month. After each kill all
figures of the month have come, or none. Prints `between` where it was anything else, and ends with 1.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

ROLES, TOWNS = 4, 5
HEADER = "role,location,measure,currency,pay_period,median,p90,sample_size,reference"


def file_of(folder: Path, month: int) -> Path:
    """A file of twenty figures."""
    rows = [
        f"Trade {trade},Town {town},base_salary,USD,year,{50_000 + trade * 100 + town},90000,120,"
        f"{1990 + month // 12}-{1 + month % 12:02}"
        for trade in range(ROLES)
        for town in range(TOWNS)
    ]
    path = folder / "pay.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n")
    return path


def begun(file: Path) -> int:
    """An import in a process of its own."""
    from django.core.management import call_command
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child:
        return child
    try:
        call_command(
            "import_release", "table", str(file), source="ora", create=True, publish=True, verbosity=0
        )
    finally:
        os._exit(0)


def state() -> tuple[int, int, int]:
    """How many figures, public figures and published parts there are."""
    from salaries.models import Figure, ReleasePart

    return (
        Figure.objects.count(),
        Figure.objects.public().count(),
        ReleasePart.objects.filter(state="published").count(),
    )


def main(seed: int, number: int, folder: Path) -> int:
    import django

    django.setup()
    import salaries.management.commands.import_release  # noqa: F401 - loaded once

    chance = random.Random(seed)
    started = time.monotonic()
    os.waitpid(begun(file_of(folder, 0)), 0)
    lasts, before, came, wrong = time.monotonic() - started, state(), 0, 0
    for month in range(1, number + 1):
        child = begun(file_of(folder, month))
        time.sleep(chance.uniform(0, lasts * 1.2))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        now, all_of_it = state(), ROLES * TOWNS
        if now == (before[0] + all_of_it, before[1] + all_of_it, before[2] + 1):
            came += 1
        elif now != before:
            wrong += 1
            print("between", now, before)  # noqa: T201 - a script that prints
        before = now
    print(f"seed {seed}: {number} killed, {came} had come, {wrong} between")  # noqa: T201
    return min(wrong, 1)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compsite.settings")
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])))
