"""An import that is killed leaves the guide as it was, and can be run again (case A33)."""

import signal
import subprocess
import time
from pathlib import Path

import pytest

from salaries.models import Figure, ReleasePart, Role
from tests.faults.conftest import ROWS, manage, three_thousand_rows


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
