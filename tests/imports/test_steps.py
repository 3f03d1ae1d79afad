"""Steps of an import in the browser: whose turn it is, what is interrupted, what is too late."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from salaries.imports import beat, steps, tasks
from salaries.imports.beat import Superseded
from salaries.imports.guesses import look
from salaries.models import Figure, ImportFile, ImportJob
from tests.factories import make_location, make_role, make_source
from tests.imports.shared import DATA, needs_data

pytestmark = pytest.mark.django_db
TEXT = b"role,location,currency,pay_period,measure,median,reference\nalpha,us,USD,year,base,50000,2025-05\n"
ASKED = {"format": "table", "source": "bureau"}


@pytest.fixture
def waiting(settings: Any) -> ImportJob:
    """An import that no worker has taken up yet."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    make_role("alpha")
    make_location("us")
    make_source("bureau")
    return tasks.start("pay.csv", sha256(TEXT).hexdigest(), TEXT, asked=ASKED)


def done(job: ImportJob, state: str, since: str) -> ImportJob:
    """The import after a step."""
    assert tasks.ask(job, state, [since])
    steps.work(job.pk, job.attempt)
    job.refresh_from_db()
    return job


def seconds_ago(number: int) -> Any:
    return timezone.now() - timedelta(seconds=number)


def test_steps_lead_from_the_file_to_the_draft(waiting: ImportJob) -> None:
    steps.work(waiting.pk, 1)
    waiting.refresh_from_db()
    assert waiting.state == "uploaded"
    assert done(waiting, "checking", "uploaded").state == "to_check"
    assert (waiting.result["made"], Figure.objects.count()) == (1, 0)
    assert done(waiting, "drafting", "to_check").state == "done"
    assert (Figure.objects.count(), ImportFile.objects.count()) == (1, 0)


def test_a_step_done_twice_makes_no_second_figure(waiting: ImportJob) -> None:
    steps.work(waiting.pk, 1)
    waiting.refresh_from_db()
    done(waiting, "checking", "uploaded")
    content = bytes(ImportFile.objects.get().content)
    done(waiting, "drafting", "to_check")
    ImportJob.objects.update(state="drafting")  # as if the worker had been killed between draft and state
    ImportFile.objects.create(job=waiting, content=content)
    waiting.refresh_from_db()
    assert done(waiting, "drafting", "drafting").state == "done"
    assert (Figure.objects.count(), waiting.result["same_file"], waiting.part is not None) == (1, True, True)


@pytest.mark.parametrize(("seconds", "interrupted"), [(59, False), (61, True)])
def test_a_minute_without_a_sign_of_life_is_interrupted(
    waiting: ImportJob, seconds: int, interrupted: bool
) -> None:
    ImportJob.objects.update(heartbeat=seconds_ago(seconds))
    waiting.refresh_from_db()
    assert (waiting.is_interrupted, waiting.shown_state == "interrupted") == (interrupted, interrupted)


def test_a_step_that_nobody_takes_up_says_so(waiting: ImportJob) -> None:
    assert (waiting.is_waiting, waiting.is_interrupted) == (True, False)
    ImportJob.objects.update(asked_at=seconds_ago(61))
    waiting.refresh_from_db()
    assert waiting.shown_state == "waiting for a worker"


def test_a_worker_that_comes_late_changes_nothing(waiting: ImportJob) -> None:
    assert tasks.ask(waiting, "reading", ["reading"])
    steps.work(waiting.pk, 1)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.heartbeat) == ("reading", None)


def test_work_that_was_dropped_meanwhile_ends(waiting: ImportJob, monkeypatch: pytest.MonkeyPatch) -> None:
    told = beat.Beat(waiting)
    told(1_000, None)
    told._tell()
    assert ImportJob.objects.get().rows_read == 1_000
    assert waiting.drop()
    told._tell()
    with pytest.raises(Superseded):
        told(2_000, None)


def test_two_people_ask_for_a_step_and_one_is_heard(waiting: ImportJob) -> None:
    other = ImportJob.objects.get()
    assert tasks.ask(waiting, "reading", ["reading"])
    assert not tasks.ask(other, "reading", ["reading"])


def test_a_file_that_is_refused_says_why_in_the_words_of_the_form(waiting: ImportJob) -> None:
    ImportJob.objects.update(asked=ASKED | {"columns": {"nothing": "role"}}, state="checking")
    steps.work(waiting.pk, 1)
    waiting.refresh_from_db()
    assert waiting.state == "refused"
    assert waiting.fault == "“pay.csv” has no column “nothing”, which “Columns” says is “role”."


def test_a_fault_of_ours_is_interrupted_and_gone_on_with(
    waiting: ImportJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "look", lambda *_: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        steps.work(waiting.pk, 1)
    waiting.refresh_from_db()
    assert (waiting.shown_state, waiting.fault) == ("interrupted", steps.FAULT)
    monkeypatch.undo()
    assert done(waiting, "reading", "reading").state == "uploaded"


def test_a_busy_database_is_tried_again(waiting: ImportJob, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([OperationalError("database is locked")])

    def busy(path: Path, asked: Any) -> Any:
        for error in answers:
            raise error
        return {}

    monkeypatch.setattr(steps, "look", busy)
    steps.work(waiting.pk, 1)
    assert ImportJob.objects.get().state == "uploaded"


def test_an_upload_is_kept_whole_or_not_at_all(waiting: ImportJob, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "_enqueue", lambda _job: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        tasks.start("pay.csv", "0" * 64, TEXT)
    assert (ImportJob.objects.count(), ImportFile.objects.count()) == (1, 1)


def test_old_tasks_and_forgotten_imports_go(waiting: ImportJob) -> None:
    for days in (2, 0):
        row = DBTaskResult.objects.create(
            args_kwargs={}, task_path="a", backend_name="default", run_after=timezone.now()
        )
        DBTaskResult.objects.filter(pk=row.pk).update(started_at=timezone.now() - timedelta(days=days))
    ImportJob.objects.update(asked_at=timezone.now() - timedelta(days=31))
    tasks.tidy()
    assert (DBTaskResult.objects.count(), ImportFile.objects.count()) == (1, 0)
    assert ImportJob.objects.get().state == "dropped"


@needs_data
@pytest.mark.parametrize(
    ("name", "format_", "mapping", "period"),
    [
        ("oews_published/national_M2020_dl.xlsx", "oews", "", "2020-05-01/2020-05-31"),
        ("aijobs/*.csv*", "survey", "aijobs", ""),
        ("stackoverflow_2025_subset/*.csv*", "survey", "stackoverflow", ""),
        ("ons_ashe/*14.7a*", "ashe", "", ""),
        ("cpi/*.csv", "indices", "", ""),
    ],
)
def test_what_publishers_send_is_recognised(name: str, format_: str, mapping: str, period: str) -> None:
    path = next(iter(sorted(DATA.glob(name))))
    found = look(path, {})
    assert (found["format"], found["mapping"]) == (format_, mapping)
    assert not period or found["period"] == period
