"""Answers: a whole page or the fragment that HTMX asked for, with the headers that each always has.

The only module that knows HTMX. A public page is the same bytes for everybody, so its ETag is the hash of
its body. A fragment is one of the page's partials, whose name, element id and target are one word.
"""

import csv
import json
from collections.abc import Iterable
from hashlib import sha256
from io import StringIO
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.html import escape

from salaries.imports.spreadsheets import as_text
from salaries.pay.records import Record, rows

PUBLIC = "public, max-age=0, must-revalidate"
TARGETS = frozenset({"comparison", "figures", "results", "choices", "suggestions", "standing"})


def asked_target(request: HttpRequest, allowed: Iterable[str]) -> str:
    """The target that HTMX named, if it is allowed: the bare id, or `tag#id` as htmx 4 writes it."""
    if request.headers.get("HX-History-Restore-Request") == "true":
        return ""
    target = request.headers.get("HX-Target", "").rpartition("#")[2]
    return target if target in allowed else ""


def answer(
    request: HttpRequest,
    template: str,
    page: Any,
    *,
    targets: Iterable[str] = (),
    status: int = 200,
    pushed: bool = True,
) -> HttpResponseBase:
    """Render `page` (which has `title` and `url`) whole, or the partial that HTMX asked for.

    A good fragment pushes the page's address; a failed one leaves the address as it is, and so does one that
    shows nothing else than before (`pushed` being false).
    """
    target = asked_target(request, targets)
    if target:
        body = f"<title>{escape(page.title)} · Compsite</title>" + render_to_string(
            f"{template}#{target}", {"page": page}, request
        )
        response = HttpResponse(body, status=status)
        response.headers["Cache-Control"] = "no-store"
        if status == 200 and pushed:
            response.headers["HX-Push-Url"] = page.url
    else:
        response = HttpResponse(render_to_string(template, {"page": page}, request), status=status)
        if status in (200, 410):
            response.headers["Cache-Control"] = PUBLIC
            response.headers["ETag"] = etag(response.content)
        else:
            response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "HX-Target"
    if not target and status == 200:
        return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response
    return response


def answer_privately(
    request: HttpRequest, template: str, page: Any, *, targets: Iterable[str] = (), status: int = 200
) -> HttpResponseBase:
    """The same for what one visitor typed: kept by nobody, and its address stays as it is."""
    target = asked_target(request, targets)
    title = f"<title>{escape(page.title)} · Compsite</title>" if target else ""
    body = render_to_string(f"{template}#{target}" if target else template, {"page": page}, request)
    response = HttpResponse(title + body, status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "HX-Target"
    return response


def data(request: HttpRequest, record: Record, ending: str, name: str) -> HttpResponseBase:
    """A record as a file that is taken along: `json`, or `csv` that no spreadsheet runs."""
    if ending == "json":
        body = json.dumps(record, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
        response = HttpResponse(body, content_type="application/json")
    else:
        out = StringIO()
        csv.writer(out).writerows([as_text(text) for text in row] for row in rows(record))
        response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{name[:120]}.csv"'
    response.headers["Cache-Control"] = PUBLIC
    response.headers["ETag"] = etag(response.content)
    response.headers["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response


def data_failure(message: str, ending: str, status: int) -> HttpResponse:
    """Why there is no such file, in its own kind: JSON with an `error`, or plain words."""
    body = json.dumps({"error": message}, ensure_ascii=False) if ending == "json" else message
    kind = "application/json" if ending == "json" else "text/plain; charset=utf-8"
    response = HttpResponse(body + "\n", content_type=kind, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def etag(body: bytes) -> str:
    """The strong entity tag of a body."""
    return f'"{sha256(body).hexdigest()[:32]}"'


def moved(url: str) -> HttpResponseBase:
    """301 to the one address of a thing."""
    response = HttpResponsePermanentRedirect(url)
    response.headers["Cache-Control"] = PUBLIC
    response.headers["Vary"] = "HX-Target"
    return response


def led_to(url: str) -> HttpResponseBase:
    """302 from a form to the address of what was asked."""
    response = redirect(url)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "HX-Target"
    return response


def fragment_of_failure(request: HttpRequest, message: str, status: int) -> HttpResponse | None:
    """A failure as HTMX shows it: a message whose root is the target. None where HTMX did not ask."""
    target = asked_target(request, TARGETS)
    if not target:
        return None
    message = f'<div class="alert" role="alert"><p>{escape(message)}</p></div>'
    response = HttpResponse(
        f'<title>Compsite</title><section id="{target}">{message}</section>',
        status=status,
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "HX-Target"
    return response
