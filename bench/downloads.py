"""How much memory a file of very many figures takes, from the database to the last byte sent.

    .venv/bin/python -m bench.downloads [--figures 1000000] [--database postgres://…]

Makes a database of its own (SQLite, unless another *empty* one is named, which it fills and leaves) with that many
figures, and asks for each kind of file in a process of its own. Prints the bytes, the seconds, and the most memory that
the process ever held, the site itself included.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FILES = ("figures.csv.gz", "figures.parquet")
PLACES = 1_000
MOST = 200
"""Megabytes that a process may hold."""


def main() -> None:
    """Set everything up in a temporary folder and print what each kind of file took."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--figures", type=int, default=1_000_000)
    parser.add_argument("--database", default="")
    parser.add_argument("--one", choices=FILES, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compsite.settings")
    if asked.one:
        _ask(asked.one)
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TMPDIR"] = folder  # where Parquet is kept
        os.environ["DATABASE_URL"] = asked.database or f"sqlite:///{folder}/bench.sqlite3"
        _fill(asked.figures)
        for name in FILES:
            subprocess.run([sys.executable, "-m", "bench.downloads", "--one", name], cwd=ROOT, check=True)  # noqa: S603


def _fill(number: int) -> None:
    """One figure for each role in each place: the first by itself, and the database makes the others of it."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from salaries.models import Figure, Location, Release, Role, Source

    call_command("migrate", verbosity=0)
    source = Source.objects.create(
        slug="bureau", publisher="Bureau", licence="CC0 1.0", kind="official_statistics"
    )
    part = Release.objects.create(source=source, slug="may-2025").parts.create(name="all")
    Location.objects.bulk_create(Location(slug=f"place-{at}", name=f"Place {at}") for at in range(PLACES))
    Role.objects.bulk_create(Role(slug=f"role-{at}", name=f"Role {at}") for at in range(number // PLACES))
    role, place = Role.objects.earliest("pk"), Location.objects.earliest("pk")
    first = Figure.objects.create(
        part=part, release=part.release, role=role, location=place, measure="gross_pay", currency="USD",
        pay_period="year", mean=155_000, p10=80_000, p25=100_000, median=140_000, p75=170_000, p90=200_000,
        mean_error=1,
    )  # fmt: skip
    columns = [field.attname for field in Figure._meta.concrete_fields if not field.primary_key]
    own = {
        "role_id": "r.id",
        "location_id": "l.id",
        "employment": "r.id * 1000 + l.id",
        "mean": "f.mean + r.id * 7 + l.id",
    }
    values = ", ".join(own.get(column, f"f.{column}") for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO salaries_figure ({', '.join(columns)}) SELECT {values} "  # noqa: S608
            "FROM salaries_figure f, salaries_role r, salaries_location l "
            "WHERE f.id = %s AND NOT (r.id = f.role_id AND l.id = f.location_id)",
            [first.pk],
        )
    part.publish()


def _ask(name: str) -> None:
    import django

    django.setup()
    from django.test import Client

    begun, size = time.perf_counter(), 0
    answer: Any = Client(SERVER_NAME="127.0.0.1").get(f"/data/{name}")
    first = None
    for block in answer.streaming_content:
        first = first or time.perf_counter() - begun
        size += len(block)
    most = _most_memory()
    sys.stdout.write(
        f"{name}: {size:,} bytes in {time.perf_counter() - begun:.0f} s, the first after {first:.1f} s; "
        f"at most {most:.0f} MB of memory ({'under' if most < MOST else 'OVER'} {MOST})\n"
    )


def _most_memory() -> float:
    """The most megabytes that this process ever held."""
    status = Path("/proc/self/status")
    if status.exists():
        # What `getrusage` tells here begins with the memory of whoever started the process.
        [line] = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)


if __name__ == "__main__":
    main()
