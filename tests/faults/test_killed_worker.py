"""Workers and web processes that are killed in the midst of an import in the browser (case A33)."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.db import connection, transaction
from django.utils import timezone

from salaries.imports import tasks
from salaries.models import Figure, ImportFile, ImportJob, Role
from tests.factories import make_source
from tests.faults.conftest import ROWS, manage, three_thousand_rows

ASKED = {"format": "table", "source": "bureau", "make": True}
WEB = """
import django, os, sys
django.setup()
from salaries.imports import tasks
tasks.start("pay.csv", "0" * 64, b"title,median\\nAlpha,50000\\n")
os.kill(os.getpid(), 9)
"""


@pytest.fixture(autouse=True)
def queue(settings: Any) -> None:
    """What is put down is in the database, for a worker of its own."""
    settings.TASKS = site.TASKS | {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def job(address: str, tmp_path: Path) -> ImportJob:
    """An import of three thousand rows that has just been sent."""
    make_source("bureau")
    return tasks.start("trades.csv", "0" * 64, three_thousand_rows(tmp_path).read_bytes(), asked=ASKED)


def killed(address: str, job: ImportJob, folder: Path, moment: float) -> None:
    """A worker that takes up the step and is killed that long afterwards."""
    worker = manage(address, "work", TMPDIR=str(folder))
    until = time.monotonic() + 60
    while not ImportJob.objects.filter(pk=job.pk, heartbeat__isnull=False):
        assert time.monotonic() < until and worker.poll() is None
        time.sleep(0.005)
    time.sleep(moment)
    worker.send_signal(signal.SIGKILL)
    worker.communicate()
    job.refresh_from_db()


def gone_on_with(address: str, job: ImportJob, folder: Path) -> str:
    """The state after the step that was cut off is asked for again and done; a minute has passed meanwhile."""
    if job.is_working:
        assert not job.is_interrupted
        ImportJob.objects.filter(pk=job.pk).update(heartbeat=timezone.now() - timedelta(seconds=61))
        job.refresh_from_db()
        assert (job.is_interrupted, job.shown_state) == (True, "interrupted")
        assert tasks.ask(job, job.state, [job.state])
        words, _ = manage(address, "work", "--once", TMPDIR=str(folder)).communicate()
        job.refresh_from_db()
        assert not job.is_working, words
    return str(job.state)


@pytest.mark.parametrize("moment", [0.0, 0.3])
def test_a_worker_that_is_killed_at_any_step_leaves_all_or_nothing_and_is_gone_on_with(
    address: str, job: ImportJob, tmp_path: Path, moment: float
) -> None:
    for step, next_step, done in (
        ("reading", "checking", "uploaded"), ("checking", "drafting", "to_check"), ("drafting", "", "done"),
    ):  # fmt: skip
        killed(address, job, tmp_path, moment)
        assert Figure.objects.count() in ((0,) if step != "drafting" else (0, ROWS))
        assert (Figure.objects.count() == 0) == (Role.objects.count() == 0)
        assert gone_on_with(address, job, tmp_path) == done
        assert not next_step or tasks.ask(job, next_step, [done])
    assert (Figure.objects.count(), Figure.objects.public().count()) == (ROWS, 0)
    assert (list(tmp_path.glob("compsite-import-*")), ImportFile.objects.count()) == ([], 0)


def test_a_web_process_that_is_killed_just_after_the_upload_has_kept_all_of_it(address: str) -> None:
    environ = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "compsite.settings"}
    web = subprocess.run([sys.executable, "-c", WEB], cwd=site.BASE_DIR, env=environ, check=False)
    assert web.returncode == -signal.SIGKILL
    manage(address, "work", "--once").communicate()
    job = ImportJob.objects.get()
    assert (job.state, [one["column"] for one in job.found["columns"]]) == ("uploaded", ["role", "median"])


def test_a_worker_that_is_told_to_stop_says_so_at_once(address: str, job: ImportJob, tmp_path: Path) -> None:
    ImportJob.objects.filter(pk=job.pk).update(state="checking")
    worker = manage(address, "work", TMPDIR=str(tmp_path))
    while not ImportJob.objects.filter(pk=job.pk, heartbeat__isnull=False):
        time.sleep(0.005)
    worker.terminate()
    words, _ = worker.communicate(timeout=20)
    job.refresh_from_db()
    assert (job.shown_state, job.fault) in (
        ("interrupted", "The worker was stopped."),
        ("to be looked at", ""),
    ), words
    assert (Figure.objects.count(), list(tmp_path.glob("compsite-import-*"))) == (0, [])


def test_a_worker_that_is_stopped_while_the_database_answers_says_so_too(
    address: str, job: ImportJob, tmp_path: Path
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite answers before a signal is heard.")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE salaries_importfile IN ACCESS EXCLUSIVE MODE")
        worker = manage(address, "work", TMPDIR=str(tmp_path))
        until_waiting_for("salaries_importfile")
        worker.terminate()
        words, _ = worker.communicate(timeout=20)
    job.refresh_from_db()
    assert (job.shown_state, job.fault) == ("interrupted", "The worker was stopped."), words


def until_waiting_for(table: str) -> None:
    """Until a query waits for a lock of that table."""
    until = time.monotonic() + 60
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT FROM pg_locks WHERE NOT granted AND relation = %s::regclass", [table])
            if cursor.fetchone() is not None:
                return
            assert time.monotonic() < until
            time.sleep(0.02)
