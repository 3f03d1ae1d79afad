"""An import that is killed leaves the guide as it was, and can be run again (case A33)."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from salaries.models import Figure, ReleasePart, Role

ROWS = 3_000
HEADER = "role,location,measure,currency,pay_period,median,p90,sample_size,reference"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Three thousand rows of sixty trades in fifty towns."""
    rows = [
        f"Trade {trade},Town {town},base_salary,USD,year,{50_000 + trade * 100 + town},{90_000 + trade},120,2025-05"
        for trade in range(60)
        for town in range(50)
    ]
    path = tmp_path / "trades.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n")
    return path


@pytest.fixture
def address(tmp_path: Path, transactional_db: Any) -> Iterator[str]:
    """A database that other processes reach: on SQLite a file, which the test's connection is turned to."""
    held = dict(connection.settings_dict)
    if connection.vendor == "postgresql":
        yield (f"postgres://{held['USER']}:{held['PASSWORD']}@{held['HOST']}:{held['PORT']}/{held['NAME']}")
        return
    path = tmp_path / "killed.sqlite3"
    manage(f"sqlite:///{path}", "migrate", "--verbosity=0").communicate()
    with pytest.MonkeyPatch.context() as patch:
        yield from _turned(path, patch)


def _turned(path: Path, patch: pytest.MonkeyPatch) -> Iterator[str]:
    in_memory = connection.connection
    connection.connection = None
    patch.setitem(connection.settings_dict, "NAME", str(path))
    yield f"sqlite:///{path}"
    connection.connection.close()
    connection.connection = in_memory


def manage(address: str, *words: str) -> "subprocess.Popen[str]":
    """A management command on a database, in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *words], cwd=settings.BASE_DIR, text=True,
        env={**os.environ, "DATABASE_URL": address}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def an_import(address: str, file: Path) -> "subprocess.Popen[str]":
    return manage(address, "import_release", "table", str(file), "--source=ora", "--create", "--publish")


def test_a_killed_import_leaves_all_or_nothing_and_runs_again(address: str, file: Path) -> None:
    started = time.monotonic()
    manage(address, "check").communicate()
    at_rest = time.monotonic() - started
    for kill in range(8):
        job = an_import(address, file)
        time.sleep(at_rest * (0.4 + 0.3 * kill))
        job.send_signal(signal.SIGKILL)
        job.communicate()
        assert Figure.objects.count() in (0, ROWS)
        assert (Figure.objects.count() == 0) == (Role.objects.count() == 0)
    words, _ = an_import(address, file).communicate()
    assert Figure.objects.public().count() == ROWS, words
    assert (Figure.objects.count(), ReleasePart.objects.get().state) == (ROWS, "published"), words
    assert "0 changes" in an_import(address, file).communicate()[0]
