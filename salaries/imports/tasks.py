"""What is put down for the worker."""

from datetime import timedelta

from django.db import transaction
from django.tasks import task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from salaries.imports import steps
from salaries.models import ImportFile, ImportJob

REMEMBERED = timedelta(days=1)
"""Rows of the queue are kept that long, for whoever looks into a fault."""


@task
def work_on(pk: int, attempt: int) -> None:
    """Do the step of an import that was asked for in that attempt."""
    steps.work(pk, attempt)
    tidy()


def start(file_name: str, sha256: str, content: bytes, **values: object) -> ImportJob:
    """A new import, its file and its first task: all of it is there, or nothing."""
    with transaction.atomic():
        job = ImportJob.objects.create(file_name=file_name, sha256=sha256, size=len(content), **values)
        ImportFile.objects.create(job=job, content=content)
        _enqueue(job)
    return job


def ask(job: ImportJob, state: str, since: list[str], **values: object) -> bool:
    """Ask for a step, with what it is to know: false where somebody else moved the import meanwhile."""
    with transaction.atomic():
        asked = job.ask(state, since, **values)
        if asked:
            _enqueue(job)
    return asked


def _enqueue(job: ImportJob) -> None:
    work_on.enqueue(job.pk, job.attempt)


def tidy() -> None:
    """Forget finished tasks, those of workers that were killed, and imports that nobody goes on with."""
    old = timezone.now() - REMEMBERED
    DBTaskResult.objects.filter(started_at__lt=old).delete()
    for job in ImportJob.objects.forgotten():
        job.drop()
