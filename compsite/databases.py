"""Which database answers: the primary, or a replica of it that public pages read where `REPLICA_URL` names one.

Editors, commands and whatever is written use the primary, so that everybody reads what they wrote themselves.
"""

import logging
from collections.abc import Callable
from threading import local
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.signals import request_finished
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.models import Model
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase
from django.utils.module_loading import import_string

from compsite.circuit import Circuit
from compsite.connecting import REPLICA
from compsite.middleware import GetResponse, is_editors, refused
from compsite.refusals import why_refused

LOG = logging.getLogger(__name__)
AFTER_A_CHANGE = 1.0
"""Seconds for which a process reads the primary for public pages too after an editor changed something by it that the
replica did not have yet: it shows at once what it changed."""

circuit = Circuit(
    LOG,
    "The replica does not answer (%s). Public pages read the primary until it does.",
    "The replica answers again: public pages read it.",
)
_thread = local()
_changed = {"at": -AFTER_A_CHANGE}


def public_alias() -> str:
    """The name of the database that public pages read now: the replica, if it answers, else the primary.

    Its connection in this thread has just answered. Who keeps looking at what is public asks again each time.
    """
    if REPLICA not in connections.settings or monotonic() - _changed["at"] < AFTER_A_CHANGE:
        return DEFAULT_DB_ALIAS
    if not circuit.lets_ask():
        return DEFAULT_DB_ALIAS
    replica = connections[REPLICA]
    try:
        if replica.connection is not None and not replica.is_usable():
            replica.close()
        replica.ensure_connection()
    except Error as fault:
        circuit.failed(fault)
        return DEFAULT_DB_ALIAS
    circuit.worked()
    return REPLICA


def _is_behind() -> bool:
    """Whether the replica, where there is one, does not have yet what the primary has."""
    if REPLICA not in connections.settings or circuit.is_open:
        return False
    version: Callable[[str], object] = import_string(settings.DATA_VERSION)
    try:
        return version(DEFAULT_DB_ALIAS) != version(REPLICA)
    except Error:
        return True


class PublicReads:
    """Django's router: a page that `ReplicaMiddleware` lets read the replica reads all of it there."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        return getattr(_thread, "alias", None)

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


@receiver(request_finished)
def _read_as_usual(**kwargs: Any) -> None:
    """A streamed answer reads until it is closed; what comes after it on this thread is no public page."""
    _thread.alias = None


class ReplicaMiddleware:
    """Public pages read one database from beginning to end, and the primary where the replica fails in the midst.

    The last of all middleware, so that it is asked first what to do about an error.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        is_public = request.method in ("GET", "HEAD") and not is_editors(request)
        _thread.alias = public_alias() if is_public else None
        response = self.get_response(request)
        if request.method == "POST" and is_editors(request) and _is_behind():
            _changed["at"] = monotonic()
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """The page as the primary has it, where the replica refused or is gone. None leaves other faults alone."""
        why, page = why_refused(error), request.resolver_match
        # What took too long on the replica would take as long on the primary.
        if why not in ("held", "away") or page is None or getattr(_thread, "alias", None) != REPLICA:
            return None
        # `held` is a query that stood in the way of what came from the primary: nothing is wrong with the replica.
        if why == "away":
            circuit.failed(error)
        connections[REPLICA].close()
        _thread.alias = DEFAULT_DB_ALIAS
        try:
            return page.func(request, *page.args, **page.kwargs)  # type: ignore[no-any-return]
        except Exception as fault:
            if answer := refused(request, fault):
                return answer
            raise
