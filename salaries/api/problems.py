"""What went wrong, for programs: `application/problem+json` (RFC 9457)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from salaries.responses.data import json_text
from salaries.subjects import Missing

PREFIX = "/api/"
DOCS = "/api/docs"
ALLOWED = "GET, HEAD, OPTIONS"


class Kind(NamedTuple):
    """A kind of problem: its name in addresses, and what it means whatever the address was."""

    slug: str
    title: str
    meaning: str


KINDS: dict[int, Kind] = {
    400: Kind(
        "cannot-be-answered",
        "This cannot be answered",
        "Each parameter is right by itself, and together they ask for nothing: a thing compared with itself, "
        "more than four things, a day that the calendar lacks.",
    ),
    404: Kind(
        "not-found",
        "Not found",
        "Nothing has this address or name. `missing` says what of the question was not found, and what is "
        "spelled nearly so.",
    ),
    405: Kind("reading-only", "Reading only", "The API is for reading: GET, HEAD and OPTIONS."),
    410: Kind("removed", "Removed", "It was in the guide, and was taken out. `missing` names it."),
    413: Kind("too-large", "Too much was sent", "The API reads nothing but addresses: send no body."),
    414: Kind(
        "too-long", "The address is too long", "An address has 8,000 letters at most. Ask in several steps."
    ),
    422: Kind(
        "wrong-parameter",
        "A parameter is wrong",
        "`errors` has each parameter that cannot be read, and why.",
    ),
    429: Kind(
        "too-many",
        "Please wait a moment",
        "This network asked for more in a minute than is answered. `Retry-After` says when to ask; all figures at once "
        "are at /data/.",
    ),
    500: Kind("our-fault", "Something went wrong", "A fault of ours. The figures are safe; try again later."),
    503: Kind(
        "busy", "Please try again", "The data is being changed just now. `Retry-After` says when to ask."
    ),
}
"""Every kind of problem that the API answers with, by status."""


@dataclass
class ProblemError(Exception):
    """What an address of the API is answered with instead of data."""

    status: int
    detail: str
    more: dict[str, Any] = field(default_factory=dict)


@dataclass
class MovedError(Exception):
    """That the answer has another address."""

    url: str


def for_programs(request: HttpRequest) -> bool:
    """Whether who asks is a program, which no page in words would help."""
    return request.path_info.lower().startswith(PREFIX) and request.path_info != DOCS


def problem(request: HttpRequest, status: int, detail: str, **more: Any) -> HttpResponse:
    """The answer of a problem. Nothing of the request but its path is in it, and nobody keeps it."""
    kind = KINDS[status]
    record = {
        "type": f"{settings.SITE_URL}{DOCS}#{kind.slug}",
        "title": kind.title,
        "status": status,
        "detail": detail,
        "instance": quote(request.path_info),
        **more,
    }
    response = HttpResponse(json_text(record), content_type="application/problem+json", status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def not_allowed(request: HttpRequest) -> HttpResponseBase:
    """405 with what is allowed."""
    response = problem(request, 405, f"The API is for reading: {ALLOWED}.")
    response.headers["Allow"] = ALLOWED
    return response


def missing_error(missing: Iterable[Missing], sentence: str = "") -> ProblemError:
    """404 with what is spelled nearly so, or 410 where all that is missing was removed."""
    parts = list(missing)
    status = 410 if parts and all(part.gone for part in parts) else 404
    detail = sentence or " ".join(part.sentence for part in parts)
    return ProblemError(status, detail, {"missing": [_named(part) for part in parts]})


def _named(part: Missing) -> dict[str, Any]:
    return {"what": part.noun, "name": part.slug, "removed": part.gone, "near": list(part.near)}


def wrong(*errors: tuple[str, str]) -> ProblemError:
    """422 for parameters, each with a sentence."""
    names = ", ".join(dict.fromkeys(name for name, _ in errors))
    listed = [{"parameter": name, "detail": detail} for name, detail in errors]
    return ProblemError(422, f"This cannot be read: {names}.", {"errors": listed})
