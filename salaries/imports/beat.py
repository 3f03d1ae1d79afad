"""Signs of life of a worker at its step, and how far it has come, from a thread beside it.

The step itself cannot give them: while it reads, its connection is in the midst of filling a table.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.db import DatabaseError, connection
from django.utils import timezone

from salaries.models import ImportJob

EVERY = 2.0
"""Seconds from one sign to the next."""


class Superseded(Exception):
    """The attempt is over: somebody dropped the import, or asked for the step again."""


class Beat:
    """What is told of an attempt. Called with rows read and expected, as an import's progress is."""

    def __init__(self, job: ImportJob) -> None:
        self._mine = ImportJob.objects.filter(pk=job.pk, attempt=job.attempt)
        self._stop = Event()
        self._rows: tuple[int, int | None] = (0, None)
        self._over = False

    def __call__(self, rows: int, expected: int | None) -> None:
        """Note how far the step has come. Raises Superseded where it is not wanted any more."""
        self._rows = (rows, expected)
        if self._over:
            raise Superseded

    def _run(self) -> None:
        try:
            while not self._stop.wait(EVERY):
                self._tell()
        finally:
            connection.close()

    def _tell(self) -> None:
        rows, expected = self._rows
        try:
            told = self._mine.update(heartbeat=timezone.now(), rows_read=rows, rows_expected=expected)
        except DatabaseError:  # somebody is writing: the next sign comes soon
            connection.close()
            return
        self._over = not told


@contextmanager
def beating(job: ImportJob) -> Iterator[Beat]:
    """A step with signs of life."""
    beat = Beat(job)
    thread = Thread(target=beat._run, name=f"import {job.pk}", daemon=True)
    thread.start()
    try:
        yield beat
    finally:
        beat._stop.set()
        thread.join()
