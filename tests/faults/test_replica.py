"""A web process with a replica: who reads which database, and a replica that goes and comes back.

On SQLite the replica is a file of its own in which a role has another name. On PostgreSQL it is the tests' own
server by another way, which can be cut.
"""

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from salaries.models import Report
from tests.factories import make_figure
from tests.faults.browsing import Visitor
from tests.serving import free_port, serving

GUIDE = "/salaries/alpha/"
Start = Callable[[str, str], Visitor]


@pytest.fixture
def start(tmp_path: Path, static_files: None) -> Iterator[Start]:
    """Starts a web process on two databases."""
    with ExitStack() as running:

        def started(primary: str, replica: str) -> Visitor:
            port = free_port()
            command = [sys.executable, "-m", "waitress", f"--listen=127.0.0.1:{port}", "--threads=2"]
            environ = {
                "DATABASE_URL": primary, "REPLICA_URL": replica, "SITE_URL": settings.SITE_URL,
                "SECRET_KEY": settings.SECRET_KEY,
            }  # fmt: skip
            log = tmp_path / "server.log"
            command.append("compsite.wsgi:application")
            return Visitor(running.enter_context(serving(command, port, environ, log)))

        yield started


@pytest.fixture
def two_files(address: str, tmp_path: Path, start: Start) -> Visitor:
    """A site whose replica calls Alpha otherwise."""
    if connection.vendor != "sqlite":
        pytest.skip("On PostgreSQL a replica cannot be told from its primary.")
    make_figure("alpha", median=50_000)
    path = tmp_path / "replica.sqlite3"
    with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as primary:
        primary.execute("VACUUM INTO ?", [str(path)])
    with closing(sqlite3.connect(path)) as replica:
        replica.execute("UPDATE salaries_role SET name = 'Replica', plural = 'replicas'")
        replica.commit()
    return start(address, f"sqlite:///{path}")


def test_pages_and_their_files_come_from_the_replica_and_what_is_sent_goes_to_the_primary(
    two_files: Visitor,
) -> None:
    assert "What replicas earn" in two_files.ask(GUIDE).text
    assert "Replica" in two_files.ask("/salaries/").text
    typed = {
        "subject": "alpha.average",
        "release": "bureau/may-2025",
        "message": "It says 52,000.",
        "email": "",
    }
    answer = two_files.ask("/report/", typed, **{"Sec-Fetch-Site": "same-origin"})
    assert (answer.status, Report.objects.count()) == (200, 1)
