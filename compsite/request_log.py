"""A line of the log for each request that is answered here, and an id that all its lines share."""

import logging
import re
from time import perf_counter
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from compsite.logs import ID, request_id
from compsite.middleware import GetResponse
from compsite.routes import facts

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
LOG = logging.getLogger("compsite.requests")


class RequestLogMiddleware:
    """Gives each request an id, which its lines and its answer carry, and writes a line when it is answered.

    An answer that anybody may keep has none: it is the same for all, and is sent again where nobody logs it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.META[ID] = given = id_of(request)
        token, began = request_id.set(given), perf_counter()
        try:
            response = self.get_response(request)
            if "public" not in response.headers.get("Cache-Control", ""):
                response.headers[HEADER] = given
            milliseconds = round((perf_counter() - began) * 1_000, 1)
            LOG.info(
                "answered", extra={"facts": {**facts(request, response.status_code), "ms": milliseconds}}
            )
            return response
        finally:
            request_id.reset(token)


def id_of(request: HttpRequest) -> str:
    """The id that a proxy of ours gave the request, if it looks like one; else a new one."""
    given = request.headers.get(HEADER, "") if settings.TRUST_PROXY else ""
    return given if WELL_FORMED.fullmatch(given) else uuid4().hex
