"""How much one network may ask for in a minute of what has addresses without end, each of which costs a page.

What it asked for within that minute already is not counted again: a page that many read from one office is one.
Counts are kept in Django's cache, by the minute, and nothing of who asked stays longer than that.
"""

from hashlib import sha256
from time import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.utils.module_loading import import_string

from compsite.clients import network_of
from compsite.middleware import PROGRAMS, GetResponse

WINDOW = 60
"""Seconds."""
KINDS = {
    "comparisons": ("/compare/", "/embed/", "/api/v1/compare/"),
    "search": ("/search", "/api/v1/search"),
    "standing": ("/standing/",),
    "api": ("/api/",),
}
"""Beginnings of addresses that are counted together; the first that fits counts."""


class LimitsMiddleware:
    """Who asks for too much waits (429), and nobody else does."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        wait = seconds_to_wait(request, time())
        if wait:
            response: HttpResponseBase = import_string(settings.TOO_MANY_VIEW)(request, wait)
        else:
            response = self.get_response(request)
        if settings.RATE_LIMIT and request.path_info.startswith(PROGRAMS):
            kind = kind_of(request.path_info)
            response.headers["RateLimit-Policy"] = f'"{kind}";q={settings.RATE_LIMIT};w={WINDOW}'
        return response


def kind_of(path: str) -> str:
    """What a path is counted as; empty for what is not counted."""
    return next((kind for kind, beginnings in KINDS.items() if path.startswith(beginnings)), "")


def seconds_to_wait(request: HttpRequest, now: float) -> int:
    """How long this request has to wait, 0 where it may be answered; it is counted then.

    A network that nobody tells of (a server behind a socket, without TRUST_PROXY) is not counted.
    """
    kind, network = kind_of(request.path_info), network_of(request)
    if not (settings.RATE_LIMIT and kind and network):
        return 0
    counted = f"limits:{kind}:{network}:{int(now // WINDOW)}"
    asked = f"{counted}:{_digest(request)}"
    if request.method in ("GET", "HEAD", "OPTIONS") and cache.get(asked):
        return 0
    if cache.get(counted, 0) >= settings.RATE_LIMIT:
        return WINDOW - int(now % WINDOW)
    cache.set(asked, True, WINDOW)
    if not cache.add(counted, 1, WINDOW):
        cache.incr(counted)
    return 0


def _digest(request: HttpRequest) -> str:
    return sha256(request.get_full_path().encode()).hexdigest()[:24]
