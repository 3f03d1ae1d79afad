"""A PostgreSQL that is stopped and started again under a web process: words meanwhile, and everything afterwards.

The server is the test's own; where PostgreSQL is not installed, nothing is tested.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep

import pytest

from compsite.health import BELIEVED
from tests.faults.browsing import Visitor
from tests.faults.conftest import manage
from tests.serving import ROOT, free_port, serving

Server = Callable[[str], str]
STILL = {"freeze": signal.SIGSTOP, "thaw": signal.SIGCONT}
AWAY = "The figures cannot be reached just now. Please try again in a moment."


@pytest.fixture(scope="module")
def postgres() -> Iterator[Server]:
    """`postgres("")` is the address of a server with our tables.

    `stop` stops it and `again` starts it; `freeze` has it stand still and `thaw` go on.
    """
    folder = Path(tempfile.mkdtemp(prefix="compsite-postgres-", dir=os.environ.get("SCRATCH")))
    folder.chmod(0o755)

    def tell(word: str) -> str:
        if word in STILL:
            return stand_still(folder / "server", STILL[word])
        command = ["sh", ".ci/postgres", word, str(folder / "server")]
        done = subprocess.run(command, cwd=ROOT, check=False, text=True, capture_output=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    try:
        if not _is_installed():
            pytest.skip("PostgreSQL is not installed here.")
        address = tell("start")
        words, _ = manage(address, "migrate", "--verbosity=0").communicate()
        assert not words
        yield lambda word: tell(word) if word else address
        tell("stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def stand_still(server: Path, number: signal.Signals) -> str:
    """Have every process of the server stop where it is, or go on: it takes connections and answers none."""
    main = (server / "data" / "postmaster.pid").read_text().split()[0]
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", main], capture_output=True, text=True, check=True)
    for pid in [main, *listed.stdout.split()]:
        os.kill(int(pid), number)
    return ""


def _is_installed() -> bool:
    return bool(shutil.which("initdb") or [*Path("/usr/lib/postgresql").glob("*/bin/initdb")])


@pytest.fixture
def visitor(postgres: Server, tmp_path: Path, static_files: None) -> Iterator[Visitor]:
    """Somebody at a web process of its own, which answers."""
    port = free_port()
    command = [sys.executable, "-m", "waitress", f"--listen=127.0.0.1:{port}", "--threads=4"]
    command += ["compsite.wsgi:application"]
    with serving(command, port, {"DATABASE_URL": postgres("")}, tmp_path / "server.log") as url:
        yield Visitor(url)


def test_who_asks_meanwhile_is_told_and_the_next_request_works(postgres: Server, visitor: Visitor) -> None:
    assert visitor.ask("/glossary/").status == 200
    postgres("stop")
    gone = visitor.ask("/salaries/")
    postgres("again")
    assert (gone.status, gone.headers["Retry-After"], AWAY in gone.text) == (503, "5", True)
    assert visitor.ask("/salaries/").status == 200


def test_what_is_kept_is_shown_meanwhile_with_a_mark(postgres: Server, visitor: Visitor) -> None:
    before = visitor.ask("/salaries/")
    postgres("stop")
    kept = visitor.ask_until("/salaries/", lambda answer: "Warning" in answer.headers)
    postgres("again")
    assert (kept.status, kept.text) == (200, before.text)
    assert kept.headers["Warning"] == '111 - "Revalidation Failed"'
    assert visitor.ask_until("/salaries/", lambda answer: "Warning" not in answer.headers).status == 200


def test_probes_tell_a_process_that_is_alive_from_one_that_can_serve(
    postgres: Server, visitor: Visitor
) -> None:
    assert [visitor.ask(path).status for path in ("/healthz", "/readyz")] == [200, 200]
    postgres("stop")
    sleep(BELIEVED)
    gone = visitor.ask("/readyz")
    assert (gone.status, gone.text) == (503, "not ready\n")
    assert visitor.ask("/healthz").status == 200
    postgres("again")
    assert visitor.ask_until("/readyz", lambda answer: answer.status == 200).text == "ready\n"


def test_a_restart_that_nobody_met_is_not_noticed(postgres: Server, visitor: Visitor) -> None:
    with ThreadPoolExecutor(8) as many:
        unknown = [f"/salaries/nobody-{number}/" for number in range(24)]
        assert {answer.status for answer in many.map(visitor.ask, unknown)} == {404}
    postgres("stop")
    postgres("again")
    assert [visitor.ask(path).status for path in (unknown[0], "/", "/admin/login/")] == [404, 200, 200]


def test_a_server_that_stands_still_is_not_waited_for(postgres: Server, visitor: Visitor) -> None:
    before = visitor.ask("/salaries/")
    postgres("freeze")
    try:
        gone = visitor.ask("/sources/")
        kept = visitor.ask_until("/salaries/", lambda answer: "Warning" in answer.headers)
    finally:
        postgres("thaw")
    assert (gone.status, gone.headers["Retry-After"], AWAY in gone.text) == (503, "5", True)
    assert (kept.status, kept.text) == (200, before.text)
    assert visitor.ask_until("/sources/", lambda answer: answer.status == 200).status == 200


def test_an_editor_who_is_signed_in_is_told_too(postgres: Server, visitor: Visitor) -> None:
    visitor.cookies["sessionid"] = "a" * 32
    postgres("stop")
    gone = visitor.ask("/admin/")
    postgres("again")
    assert (gone.status, gone.headers["Retry-After"], AWAY in gone.text) == (503, "5", True)
    assert visitor.ask("/admin/").status == 302
