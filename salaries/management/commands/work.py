"""`manage.py work`: does what editors put down for later, until it is told to stop."""

import logging
import os
import signal
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections
from django.utils.autoreload import run_with_reloader
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)

PAUSE = 0.5
"""Seconds between two looks for work."""


class Command(BaseCommand):
    """The worker. Any number of them may run, on any machine that reaches the database."""

    help = (
        "Does the long work of the editors' area, such as imports, one after the other, until it is stopped. "
        "Looking for work reads the database and locks nothing. Stopped in the midst of an import, it leaves "
        "everything as it was, and the import says that it was interrupted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what there is to do, and end.")
        parser.add_argument("--reload", action="store_true", help="Start again when code has changed.")
        parser.add_argument(
            "--parent", type=int, help="End when the process of that number is the parent no more."
        )

    def handle(self, *args: Any, once: bool, reload: bool, parent: int | None, **options: Any) -> None:
        # It tells of starting and ending for each task.
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
        worker = Worker(
            queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=1,
            worker_id=get_random_string(32), excluded_queue_names=[],
        )  # fmt: skip

        def stop(_number: int, _frame: object) -> None:
            worker.running = False
            sys.exit(0)

        if reload:
            run_with_reloader(_work, worker, once, None)
        else:
            signal.signal(signal.SIGTERM, stop)
            signal.signal(signal.SIGINT, stop)
            _work(worker, once, parent)


def _work(worker: Worker, once: bool, parent: int | None) -> None:
    while worker.running and (parent is None or os.getppid() == parent):
        if _is_work() and _did_one(worker):
            continue
        if once:
            return
        time.sleep(PAUSE)


def _is_work() -> bool:
    """Whether anything is put down. A plain read: the worker's own look takes the database's one write lock."""
    close_old_connections()
    return DBTaskResult.objects.ready().exists()


def _did_one(worker: Worker) -> bool:
    """Take up one task and do it. False where the database was busy."""
    worker._run_tasks = 0
    try:
        worker.run()
    except OperationalError as fault:
        logger.warning("The worker waits: %s", fault)
        return False
    return True
