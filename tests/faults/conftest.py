"""What tests of faults share: a database that other processes reach, and real servers on it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.serving import free_port, serving

Serve = Callable[[], str]
ROWS = 3_000
HEADER = "role,location,measure,currency,pay_period,median,p90,sample_size,reference"


def three_thousand_rows(folder: Path) -> Path:
    """A file of sixty trades in fifty towns."""
    rows = [
        f"Trade {trade},Town {town},base_salary,USD,year,{50_000 + trade * 100 + town},{90_000 + trade},120,2025-05"
        for trade in range(60)
        for town in range(50)
    ]
    path = folder / "trades.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n")
    return path


@pytest.fixture
def address(tmp_path: Path, transactional_db: Any, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database that other processes reach: on SQLite a file, which the test's connection is turned to."""
    held = dict(connection.settings_dict)
    if connection.vendor == "postgresql":
        yield (f"postgres://{held['USER']}:{held['PASSWORD']}@{held['HOST']}:{held['PORT']}/{held['NAME']}")
        return
    path = tmp_path / "shared.sqlite3"
    shutil.copy(request.getfixturevalue("migrated"), path)
    with pytest.MonkeyPatch.context() as patch:
        yield from _turned(path, patch)


def _turned(path: Path, patch: pytest.MonkeyPatch) -> Iterator[str]:
    in_memory = connection.connection
    connection.connection = None
    patch.setitem(connection.settings_dict, "NAME", str(path))
    yield f"sqlite:///{path}"
    connection.close_if_unusable_or_obsolete()
    if connection.connection is not None:
        connection.connection.close()
    connection.connection = in_memory


def manage(address: str, *words: str, **environ: str) -> "subprocess.Popen[str]":
    """A management command on a database, in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *words], cwd=settings.BASE_DIR, text=True,
        env={**os.environ, "DATABASE_URL": address, **environ}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


@pytest.fixture
def serve(address: str, tmp_path: Path, static_files: None) -> Iterator[Serve]:
    """Starts a web process on that database, with as many threads as `make run` gives it, and says where it is."""
    environ = {"DATABASE_URL": address, "SITE_URL": settings.SITE_URL, "SECRET_KEY": settings.SECRET_KEY}
    with ExitStack() as running:

        def start() -> str:
            port = free_port()
            command = [sys.executable, "-m", "waitress", f"--listen=127.0.0.1:{port}", "--threads=4"]
            command += ["compsite.wsgi:application"]
            return running.enter_context(serving(command, port, environ, tmp_path / f"server-{port}.log"))

        yield start
