"""How much one network may ask for in a minute of what has addresses without end, each of which costs a page.

What it asked for within that minute already is not counted again: a page that many read from one office is one.
Counts are kept in Django's cache, by the minute, and nothing of who asked stays longer than that: together for all
processes where `CACHE_URL` names a server for that, else in each process.
"""

from contextlib import suppress
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
READING = ("GET", "HEAD", "OPTIONS")
KINDS = {
    "comparisons": ("/compare/", "/embed/", "/oembed/", "/api/v1/compare/"),
    "search": ("/search",),
    "standing": ("/standing/",),
    "api": ("/api/",),
}
"""Beginnings of addresses that are counted together; the first that fits counts."""
PROGRAMS_TIMES = 10
"""A program reads so many times what a person does."""


class LimitsMiddleware:
    """Who asks for too much waits (429), and nobody else does."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        kind, network = kind_of(request.path_info), network_of(request)
        if not (settings.RATE_LIMIT and kind):
            return self.get_response(request)
        most, reads = most_of(kind), request.method in READING
        count = Count(kind, network, request.get_full_path(), time()) if network else None
        for_programs = request.path_info.startswith(PROGRAMS)
        if count and count.is_full(most, again=reads):
            response: HttpResponseBase = import_string(settings.TOO_MANY_VIEW)(request, count.wait)
        else:
            response = self.get_response(request)
            # What the API refuses costs little, and a program that tries it out is refused often.
            if count and (response.status_code == 200 or not for_programs):
                count.add(again=reads)
        if for_programs:
            response.headers["RateLimit-Policy"] = f'"{kind}";q={most};w={WINDOW}'
        return response


def kind_of(path: str) -> str:
    """What a path is counted as; empty for what is not counted."""
    return next((kind for kind, beginnings in KINDS.items() if path.startswith(beginnings)), "")


def most_of(kind: str) -> int:
    """How many different addresses of a kind may be asked for in a minute."""
    return settings.RATE_LIMIT * (PROGRAMS_TIMES if kind == "api" else 1)


class Count:
    """What a network asked for in this minute, and one address of that.

    A network that nobody tells of (a server behind a socket, without TRUST_PROXY) has no count.
    """

    def __init__(self, kind: str, network: str, address: str, now: float) -> None:
        self._number = f"limits:{kind}:{network}:{int(now // WINDOW)}"
        self._asked = f"{self._number}:{sha256(address.encode()).hexdigest()[:24]}"
        self.wait = WINDOW - int(now % WINDOW)

    def is_full(self, most: int, *, again: bool) -> bool:
        """Whether there is no room for one more. `again`: what was asked for already needs none."""
        return cache.get(self._number, 0) >= most and not (again and cache.get(self._asked))

    def add(self, *, again: bool) -> None:
        """One more. `again`: not where the address is counted already."""
        new = cache.add(self._asked, 1, WINDOW)
        if (new or not again) and not cache.add(self._number, 1, WINDOW):
            # The number may be pushed out between the two, and begins anew then.
            with suppress(ValueError):
                cache.incr(self._number)
