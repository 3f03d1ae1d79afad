"""`make test-postgres` has a server of its own, and leaves nothing of it."""

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
IS_INSTALLED = shutil.which("initdb") or [*Path("/usr/lib/postgresql").glob("*/bin/initdb")]


def run(folder: Path, command: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    """The command on PostgreSQL, whose folder is made in `folder`."""
    kept = {name: value for name, value in os.environ.items() if name != "TEST_DATABASE_URL"}
    return subprocess.run(
        ["sh", ".ci/on-postgres", "sh", "-c", command], cwd=ROOT, env=kept | {"SCRATCH": str(folder)} | environ,
        check=False, capture_output=True, text=True,
    )  # fmt: skip


def test_a_server_that_is_named_is_taken(tmp_path: Path) -> None:
    done = run(tmp_path, "echo $DATABASE_URL; exit 3", TEST_DATABASE_URL="postgres://db.example/pay")
    assert (done.returncode, done.stdout) == (3, "postgres://db.example/pay\n")


@pytest.mark.skipif(not IS_INSTALLED, reason="PostgreSQL is not installed here.")
@pytest.mark.parametrize("command", ["exit 3", "kill -TERM $PPID; exec sleep 60"])
def test_a_server_is_started_and_nothing_of_it_stays(command: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        done = run(Path(folder), f"echo $DATABASE_URL; {command}")
        assert [*Path(folder).iterdir()] == []
    assert done.returncode == (3 if command == "exit 3" else 143), done.stderr
    assert done.stdout.startswith("postgres://compsite:")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", urlsplit(done.stdout.strip()).port or 0))
