"""The API itself: how its answers are sent, and what a fault is answered with."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.renderers import BaseRenderer

from salaries.api.asked import MOST_ROWS
from salaries.api.problems import MovedError, ProblemError, not_allowed, problem, wrong
from salaries.pay.records import Record
from salaries.responses.data import json_text, kept
from salaries.responses.pages import moved

BASE = "/api/v1/"
TITLE = "Compsite"
DESCRIPTION = (
    "Pay figures by role, experience level, location and influencing factor, each with its source, period and "
    "licence. For reading, without a key. Every answer names the data version that it is of."
)


class PlainJson(BaseRenderer):
    """JSON as the files of data have it."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        """The answer as text."""
        return json_text(data)


def as_a_draft(data: Record) -> Record:
    """An answer as an editor's preview shows it: its newest data version is taken back, so it is not named.

    Earlier versions are public ones and keep their numbers.
    """
    draft = data["data_version"]
    found = {**data, "data_version": None}
    if "changes" in data:
        found["changes"] = [
            {**change, "data_version": None} if change["data_version"] == draft else change
            for change in data["changes"]
        ]
        if data["next"] and found["changes"][-1]["data_version"] is None:
            # What follows the draft alone is the public list from its beginning, which has this address.
            found["next"] = data["url"]
    return found


class GuideAPI(NinjaAPI):
    """Answers that anybody may keep; faults that nobody answers are ours, and Django's to handle."""

    def create_response(
        self,
        request: HttpRequest,
        data: Any,
        *,
        status: int | None = None,
        temporal_response: HttpResponse | None = None,
    ) -> HttpResponse:
        """A finished answer, or that the one which is held already is still right."""
        if getattr(request, "preview", None):
            data = as_a_draft(data)
        content = self.renderer.render(request, data, response_status=200)
        response = HttpResponse(content, content_type="application/json")
        response.headers["Vary"] = "Accept-Encoding"
        sent: Any = kept(request, response)
        if data["data_version"] is not None:
            sent.headers["Data-Version"] = str(data["data_version"])
        if "next" in data:
            limits = temporal_response.headers if temporal_response else {}
            sent.headers["Page-Limit"] = limits.get("Page-Limit", str(MOST_ROWS))
        return sent  # type: ignore[no-any-return]


api = GuideAPI(
    title=TITLE,
    version="1",
    description=DESCRIPTION,
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
    renderer=PlainJson(),
)


@api.exception_handler(Exception)
def ours(request: HttpRequest, error: Any) -> HttpResponse:
    """Django answers it, by the site's own handlers."""
    raise error


@api.exception_handler(ProblemError)
def told(request: HttpRequest, error: Any) -> HttpResponse:
    """What was asked cannot be answered."""
    return problem(request, error.status, error.detail, **error.more)


@api.exception_handler(MovedError)
def elsewhere(request: HttpRequest, error: Any) -> Any:
    """The one address of what was asked."""
    return moved(error.url)


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    """Parameters that mean nothing, each with the reason."""
    faults = (_fault(one) for one in error.errors)
    found = wrong(*faults)
    return problem(request, found.status, found.detail, **found.more)


def _fault(error: dict[str, Any]) -> tuple[str, str]:
    name = str(error["loc"][-1])
    words = str(error["msg"]).removeprefix("Value error, ").removesuffix(".")
    return name, f"{words}."


def reading(view: Callable[..., Any]) -> Callable[..., HttpResponseBase]:
    """The view for GET and HEAD, which has the same headers; other methods are told so."""

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, **parts: str) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return not_allowed(request)
        method, request.method = request.method, "GET"
        try:
            return view(request, **parts)  # type: ignore[no-any-return]
        finally:
            request.method = method

    return answered
