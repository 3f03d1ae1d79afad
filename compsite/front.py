"""`python -m compsite.front ...`: waitress as `make run` starts it, with two things that it lacks.

What it answers before the site is asked carries the site's headers and a sentence. And a request has a time within
which it must be complete: waitress itself drops who sends nothing for a while, and waits for ever for who sends a
letter now and then.
"""

import sys
from time import monotonic
from typing import Any

from django.conf import settings
from django.utils.csp import build_policy
from waitress.channel import HTTPChannel
from waitress.runner import run
from waitress.server import BaseWSGIServer
from waitress.task import ErrorTask
from waitress.utilities import BadRequest

HEAD_SECONDS, WHOLE_SECONDS = 20, 300
"""How long a request's lines may take, and all of it: a file of 20 megabytes over a line of 600 kbit/s."""
SENTENCES = {
    400: "This request is not written as HTTP has it.",
    408: "This request took too long to arrive. Please try again.",
    413: "This is more than the site takes at once.",
    431: "The address or the headers of this request are too long. A shorter address may do.",
    500: "Something went wrong on our side. Please try again in a minute.",
    501: "This way of sending is not supported. Send the length of the body, or chunks.",
}
"""What is said of each status that waitress answers with by itself."""


class RequestTimeout(BadRequest):  # type: ignore[misc]
    """A request that was not complete in time."""

    code = 408
    reason = "Request Timeout"


def headers() -> dict[str, str]:
    """What every answer of the site carries, for those that are none of the site's."""
    from compsite.middleware import PERMISSIONS  # which needs Django to be set up

    return {
        "Content-Type": "text/plain; charset=utf-8",
        "Cache-Control": "no-store",
        "Content-Security-Policy": build_policy(settings.SECURE_CSP),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": PERMISSIONS,
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
    }


class Refusal(ErrorTask):  # type: ignore[misc]
    """An answer of waitress' own: status, headers and a sentence, and nothing of what was sent."""

    def execute(self) -> None:
        error = self.request.error
        body = f"{SENTENCES.get(error.code, error.reason)}\n".encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers.extend(headers().items())
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection whose requests each have to arrive in time."""

    error_task_class = Refusal
    request: Any = None
    _timed: Any = None
    _began = 0.0

    def received(self, data: bytes) -> bool:
        went_on: bool = super().received(data)
        now = monotonic()
        if self.request is not self._timed:
            self._timed, self._began = self.request, now
        if self.request is not None and now - self._began > self._most():
            self._refuse()
        return went_on

    def _most(self) -> int:
        return WHOLE_SECONDS if self.request.headers_finished else HEAD_SECONDS

    def _refuse(self) -> None:
        with self.requests_lock:
            late, self.request = self.request, None
            late.error, late.completed = RequestTimeout(""), True
            self.requests.append(late)
            if len(self.requests) == 1:
                self.server.add_task(self)


if __name__ == "__main__":
    BaseWSGIServer.channel_class = Channel
    sys.exit(run())
