"""What is measured against: the same body as a page of ours, as raw bytes and from a bare Django view.

Granian loads `bench.apps:raw` or `bench.apps:bare`. The body is the file that BENCH_BODY names, packed as a browser
would get it.
"""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

BODY = Path(os.environ["BENCH_BODY"]).read_bytes() if "BENCH_BODY" in os.environ else b""
HEADERS = {"Content-Type": "text/html; charset=utf-8", "Content-Encoding": "gzip"}


def raw(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Nothing but the bytes."""
    start("200 OK", [*HEADERS.items(), ("Content-Length", str(len(BODY)))])
    return [BODY]


def _bare() -> Any:
    """Django without middleware, database or template: a view that answers the same bytes to every address."""
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.http import HttpRequest, HttpResponse
    from django.urls import re_path

    def constant(request: HttpRequest) -> HttpResponse:
        return HttpResponse(BODY, headers=HEADERS)

    urls = type("urls", (), {"urlpatterns": [re_path("", constant)]})
    settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=urls, MIDDLEWARE=[], SECRET_KEY="bench")  # noqa: S106
    import django

    django.setup()
    return WSGIHandler()


def __getattr__(name: str) -> Any:
    if name == "bare":
        return _bare()
    raise AttributeError(name)
