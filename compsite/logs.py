"""Lines of the log: what happened, where in the code and on which page, and nothing of who asked for what.

No line has an address as it was typed, a parameter, a field, a cookie, the network or the browser of somebody: a page
is named by its pattern (`/salaries/<str:role>/`). What libraries say is not repeated, since it may hold any of these,
nor what an error says of itself: its kind and its way through the code are told. docs/operations.md shows what is left.
"""

import json
import logging
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from traceback import extract_tb
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from compsite.routes import facts

OURS = ("compsite", "salaries")
"""Loggers, and those below them, whose words are ours; they name nobody."""
TRUSTED = ("psycopg.pool",)
"""Loggers of libraries whose words are about the site's own parts alone."""
FRAMES = 12
"""The last steps of an error's way that are told."""
ID = "compsite.request_id"
"""The key of a request's META that holds its id."""
request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request that is being answered (compsite/request_log.py); empty where none is."""


class Json(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {
            "time": when.replace("+00:00", "Z"), "level": record.levelname, "logger": record.name,
            "message": words_of(record),
        }  # fmt: skip
        line |= _facts_of(record)
        if record.exc_info and record.exc_info[1]:
            line["errors"] = [{"type": kind, "at": steps} for kind, steps in way_of(record.exc_info[1])]
        return json.dumps(line)


class Plain(logging.Formatter):
    """The same for people: a line, and one more for each error."""

    def format(self, record: logging.LogRecord) -> str:
        ending = "".join(f" {value}" for value in _facts_of(record).values() if value)
        head = f"{self.formatTime(record)} {record.levelname} {record.name}: {words_of(record)}{ending}"
        if not record.exc_info or not record.exc_info[1]:
            return head
        return "\n".join(
            [head, *(f"  {kind} at {' > '.join(steps)}" for kind, steps in way_of(record.exc_info[1]))]
        )


def words_of(record: logging.LogRecord) -> str:
    """What a line says: our own words, the name of a status, or where in a library something was said."""
    if status := getattr(record, "status_code", 0):
        return HTTPStatus(status).phrase
    if record.name.partition(".")[0] in OURS or record.name in TRUSTED:
        return record.getMessage()
    return f"said at {_place(record.pathname)}:{record.lineno}"


def _facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """Which request it was, and what of it may be told. Django tells of an answer when it is on its way already."""
    told: dict[str, Any] = getattr(record, "facts", {})
    request, given = getattr(record, "request", None), request_id.get()
    if isinstance(request, HttpRequest):
        told = facts(request, getattr(record, "status_code", 0))
        given = given or request.META.get(ID, "")
    return {**({"request_id": given} if given else {}), **told}


def way_of(error: BaseException) -> Iterator[tuple[str, list[str]]]:
    """The kind of an error and of those that led to it, the last first, each with its last steps through the code."""
    told: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in told:
        told.add(id(cause))
        steps = [
            f"{_place(step.filename)}:{step.lineno} {step.name}" for step in extract_tb(cause.__traceback__)
        ]
        yield (
            f"{type(cause).__module__}.{type(cause).__qualname__}".removeprefix("builtins."),
            steps[-FRAMES:],
        )
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)


def _place(path: str) -> str:
    """A file of code, without the folders of this machine."""
    if "site-packages/" in path:
        return path.rpartition("site-packages/")[2]
    file = Path(path)
    return str(file.relative_to(settings.BASE_DIR)) if file.is_relative_to(settings.BASE_DIR) else file.name
