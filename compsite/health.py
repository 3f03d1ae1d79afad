"""`/healthz` and `/readyz`: what a supervisor or a load balancer asks a process, by whatever name it reaches it.

The first says that the process answers at all, and asks nobody. The second says that it can serve pages: its database
answers, and has every migration. Neither says why not; the log does.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from functools import cache
from threading import Lock
from time import monotonic

from django.db import Error, connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from compsite.middleware import GetResponse

LIVE = "/healthz"
READY = "/readyz"
PATIENCE = 1.5
"""Seconds that the database has for its answer. Who asks is told after 2 at most."""
BELIEVED = 0.5
"""Seconds for which an answer is given again: fifty probes a second are two questions to the database."""
LOG = logging.getLogger(__name__)


class HealthMiddleware:
    """Answers the two probes before anything looks at the host, the session or the page store."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info not in (LIVE, READY):
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return _said("not allowed", 405, Allow="GET, HEAD")
        if request.path_info == LIVE:
            return _said("alive", 200)
        return _said("ready", 200) if READINESS.now() else _said("not ready", 503, **{"Retry-After": "5"})


def _said(word: str, status: int, **headers: str) -> HttpResponse:
    headers |= {"Cache-Control": "no-store"}
    return HttpResponse(f"{word}\n", content_type="text/plain; charset=utf-8", status=status, headers=headers)


class Readiness:
    """Whether `check` succeeds, asked in a thread of its own: who wants to know never waits longer than `PATIENCE`."""

    def __init__(self, check: Callable[[], bool]) -> None:
        self._check = check
        self._lock = Lock()
        self._asking: Future[bool] | None = None
        self._thread: ThreadPoolExecutor | None = None
        self._known, self._until = False, 0.0

    def now(self) -> bool:
        """Whether the process can serve, as far as is known within `PATIENCE`."""
        with self._lock:
            if monotonic() < self._until:
                return self._known
            if self._asking is None or self._asking.done():
                # Made here, since a thread does not outlive a fork.
                self._thread = self._thread or ThreadPoolExecutor(1, thread_name_prefix="readyz")
                self._asking = self._thread.submit(self._check)
            asking = self._asking
        try:
            ready = asking.result(PATIENCE)
        except TookTooLong:
            LOG.warning("Not ready: the database takes longer than %s seconds.", PATIENCE)
            ready = False
        with self._lock:
            self._known, self._until = ready, monotonic() + BELIEVED
        return ready


@cache
def last_migrations() -> frozenset[tuple[str, str]]:
    """App and name of each app's last migration in this release; those before it are applied before it."""
    from django.db.migrations.loader import MigrationLoader  # which no page needs

    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def can_serve() -> bool:
    """Whether the primary answers and has every migration of this release; its connection is given back."""
    from django.db.migrations.recorder import MigrationRecorder  # which no page needs

    connection = connections["default"]
    try:
        missing = last_migrations().difference(MigrationRecorder(connection).applied_migrations())
    except Error as error:
        LOG.warning("Not ready: the database cannot be asked (%s).", type(error).__name__)
        return False
    finally:
        connection.close()
    if missing:
        LOG.warning(
            "Not ready: run manage.py migrate (%s).", ", ".join(".".join(one) for one in sorted(missing))
        )
    return not missing


READINESS = Readiness(can_serve)
