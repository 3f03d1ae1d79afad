"""An import that is killed leaves the guide as it was, and can be run again (case A33)."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from salaries.models import Figure, ReleasePart, Role
from tests.faults.conftest import ROWS, manage, three_thousand_rows
from tests.serving import ROOT


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return three_thousand_rows(tmp_path)


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


def test_fifty_that_are_killed_at_random_moments_are_never_half_there(address: str, tmp_path: Path) -> None:
    manage(address, "seed").communicate()
    seed = random.randrange(1_000_000)
    words = [sys.executable, "-m", "tests.faults.killing", str(seed), "50", str(tmp_path)]
    environ = {**os.environ, "DATABASE_URL": address}
    done = subprocess.run(words, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    came = int(done.stdout.partition(" killed, ")[2].partition(" ")[0])
    assert 0 < came < 50, done.stdout
