"""How fast a large OEWS file is loaded, against the database's own bare loading of the same rows.

    .venv/bin/python -m bench.imports [--cells 400000] [--rounds 2] [--database postgres://…]

Makes a file of occupations times areas in the Bureau's layout, and a database of its own (SQLite, unless another
*empty* one is named, which it fills and empties). Prints ratios of one run: the bare load (`executemany`, `COPY`)
and the import take turns. While the last import runs, the published site is asked again and again.
"""

import argparse
import csv
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
AREAS = 500
HEADER = [
    "AREA", "AREA_TITLE", "AREA_TYPE", "NAICS", "OWN_CODE", "OCC_CODE", "OCC_TITLE", "O_GROUP", "TOT_EMP", "H_MEAN",
    "A_MEAN", "MEAN_PRSE", "H_PCT10", "H_PCT25", "H_MEDIAN", "H_PCT75", "H_PCT90", "A_PCT10", "A_PCT25", "A_MEDIAN",
    "A_PCT75", "A_PCT90",
]  # fmt: skip


def main() -> None:
    """Set everything up in a temporary folder and print the ratios."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cells", type=int, default=400_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--database", default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = asked.database or f"sqlite:///{folder}/bench.sqlite3"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compsite.settings")
        import django

        django.setup()
        _measure(Path(folder), asked.cells, asked.rounds)


def _measure(folder: Path, cells: int, rounds: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("seed", verbosity=0)
    occupations = cells // AREAS
    _nouns(occupations)
    file = _file(folder, occupations)
    rows = _rows(file)
    bare, whole, again, reread = [], [], [], []
    for number in range(rounds):
        bare.append(_timed(lambda: _bare(rows)))
        _emptied()
        if number == rounds - 1:
            with _asked() as answers:
                whole.append(_timed(lambda: _imported(file)))
        else:
            whole.append(_timed(lambda: _imported(file)))
        again.append(_timed(lambda: _imported(file)))
        reread.append(_timed(lambda: _imported(file, forget=True)))
        _emptied()
    base = statistics.median(bare)
    first = statistics.median(whole)
    print(f"{connection.vendor}: {len(rows):,} cells")  # noqa: T201
    print(f"  bare load                         1.00   ({base:.1f} s)")  # noqa: T201
    print(f"  rate of the import / bare load    {base / first:.2f}   at least 0.40")  # noqa: T201
    print(f"  the same file again / first       {statistics.median(again) / first:.2f}   at most 0.50")  # noqa: T201
    print(f"  read again, nothing new / first   {statistics.median(reread) / first:.2f}")  # noqa: T201
    slowest, failed = max(answers, default=0.0), sum(answer < 0 for answer in answers)
    print(f"  pages answered meanwhile          {len(answers):,}, {failed} failed, slowest {slowest:.2f} s")  # noqa: T201


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _nouns(occupations: int) -> None:
    from salaries.models import Location, LocationCode, Role, RoleCode

    roles = Role.objects.bulk_create(
        [Role(slug=f"occupation-{n}", name=f"Occupation {n}") for n in range(occupations)]
    )
    RoleCode.objects.bulk_create(
        [RoleCode(role=role, scheme="SOC 2018", code=f"88-{n:04}") for n, role in enumerate(roles)]
    )
    us = Location.objects.get(slug="us")
    places = Location.objects.bulk_create(
        [
            Location(slug=f"area-{n}", name=f"Area {n}", kind=Location.Kind.METRO, parent=us)
            for n in range(AREAS)
        ]
    )
    LocationCode.objects.bulk_create(
        [LocationCode(location=place, scheme="CBSA", code=f"{80_000 + n}") for n, place in enumerate(places)]
    )


def _file(folder: Path, occupations: int) -> Path:
    path = folder / "all_data_M2025_dl.csv"
    with path.open("w", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(HEADER)
        for area in range(AREAS):
            for occupation in range(occupations):
                base = 40_000 + (area * 37 + occupation * 101) % 90_000
                year = [base, base + 9_000, base + 20_000, base + 33_000, base + 51_000]
                hour = [f"{amount / 2080:.2f}" for amount in year]
                writer.writerow(
                    [
                        80_000 + area, f"Area {area}", 4, "000000", 1235, f"88-{occupation:04}",
                        f"Occupation {occupation}", "detailed", 1_000 + occupation, hour[2], base + 22_000,
                        "0.7", *hour, *year,
                    ]
                )  # fmt: skip
    return path


def _rows(file: Path) -> list[tuple[Any, ...]]:
    """The same rows as the import makes, ready for the database."""
    from salaries.imports.formats import load_format
    from salaries.imports.placing import Guide
    from salaries.imports.reading import Options, ReadCell
    from salaries.imports.staging import staged_row

    guide = Guide.now()

    def placed(cell: ReadCell) -> tuple[Any, ...]:
        found = guide.place(cell)
        assert found is not None  # noqa: S101
        return staged_row(cell, found)[1:]

    return [placed(cell) for cell in load_format("oews").read(file, Options()).cells]


def _bare(rows: list[tuple[Any, ...]]) -> None:
    """The rows into the table of figures, as the database's own way of loading does it."""
    from django.db import connection, transaction

    from salaries.imports.staging import KEY
    from salaries.models.changes import VALUE_FIELDS

    part = _part()
    names = ("part_id", "release_id", "revision", *KEY, *VALUE_FIELDS)
    fixed = (part.pk, part.release_id, 0)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY salaries_figure ({', '.join(names)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row((*fixed, *row))
        else:
            marks = ", ".join(["%s"] * len(names))
            cursor.executemany(
                f"INSERT INTO salaries_figure ({', '.join(names)}) VALUES ({marks})",  # noqa: S608
                [(*fixed, *row) for row in rows],
            )


def _part() -> Any:
    from salaries.models import Release, ReleasePart, Source

    source, _ = Source.objects.get_or_create(slug="bench", defaults={"publisher": "Bench"})
    release, _ = Release.objects.get_or_create(source=source, slug="bench")
    return ReleasePart.objects.get_or_create(release=release, name="bench")[0]


def _imported(file: Path, *, forget: bool = False) -> None:
    from salaries.imports.job import Request
    from salaries.imports.load import import_file
    from salaries.models import ReleasePart

    if forget:
        ReleasePart.objects.filter(file_name=file.name).update(recipe="")
    outcome = import_file(Request(format="oews", path=file))
    assert not outcome.refusals  # noqa: S101


def _emptied() -> None:
    """Take away what was loaded."""
    from salaries.models import Figure, ReleasePart

    for part in ReleasePart.objects.filter(state="draft"):
        Figure.objects.filter(part=part)._raw_delete("default")
        part.delete()


@contextmanager
def _asked() -> Iterator[list[float]]:
    """The published site, asked from a thread: seconds of each answer, below zero where it failed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(  # noqa: S603 - our own server
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "compsite.wsgi:application", "--port",
            str(port), "--log-level", "error",
        ],
        cwd=ROOT,
    )  # fmt: skip
    url, answers, over = f"http://127.0.0.1:{port}/salaries/backend-engineer/", [], threading.Event()

    def ask() -> None:
        while not over.is_set():
            start = time.perf_counter()
            try:
                with urlopen(url, timeout=30) as answer:
                    answer.read()
                answers.append(time.perf_counter() - start)
            except OSError:
                answers.append(-1.0)
            over.wait(0.05)

    try:
        _until_up(url)
        reader = threading.Thread(target=ask, daemon=True)
        reader.start()
        yield answers
        over.set()
        reader.join(30)
    finally:
        server.terminate()
        server.wait(10)


def _until_up(url: str) -> None:
    for _ in range(100):
        try:
            urlopen(url, timeout=5).close()  # noqa: S310 - our own server on loopback
        except OSError:
            time.sleep(0.1)
        else:
            return


if __name__ == "__main__":
    main()
