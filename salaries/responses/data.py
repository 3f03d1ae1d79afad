"""Data: records as JSON and CSV, texts for programs, and why there is no such file."""

import csv
import json
from io import StringIO

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from salaries.imports.spreadsheets import as_text
from salaries.pay.records import Record, rows
from salaries.responses.declared import PUBLIC, etag, unless_held


def data(request: HttpRequest, record: Record, ending: str, name: str) -> HttpResponseBase:
    """A record as a file that is taken along: `json`, or `csv` that no spreadsheet runs.

    A draft that editors look at is of no data version yet.
    """
    if getattr(request, "preview", None):
        record = {**record, "data_version": None}
        name = f"preview-{name}"
    if ending == "json":
        response = HttpResponse(json_text(record), content_type="application/json")
    else:
        out = StringIO()
        csv.writer(out).writerows([as_text(text) for text in row] for row in rows(record))
        response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return kept(request, response)


def json_text(record: Record) -> str:
    """A record as JSON that people can read too."""
    return json.dumps(record, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def kept(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """Data that anybody may keep and asks for again by its tag; search engines are not to list it."""
    response.headers["Cache-Control"] = PUBLIC
    response.headers["ETag"] = etag(response.content)
    sent = unless_held(request, response.headers["ETag"], response)
    sent.headers["X-Robots-Tag"] = "noindex"
    return sent


def document(request: HttpRequest, body: str, kind: str) -> HttpResponseBase:
    """A text for programs, the same for everybody."""
    response = HttpResponse(body, content_type=kind)
    response.headers["Cache-Control"] = PUBLIC
    response.headers["ETag"] = etag(response.content)
    response.headers["X-Robots-Tag"] = "noindex"
    return unless_held(request, response.headers["ETag"], response)


def for_anybody(request: HttpRequest, record: Record, status: int = 200) -> HttpResponseBase:
    """A record as JSON that scripts of any page may read; it is the same for everybody, and asks for no cookie."""
    body = json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n"
    whole = HttpResponse(body, content_type="application/json", status=status)
    whole.headers["Cache-Control"] = PUBLIC if status == 200 else "no-store"
    response: HttpResponseBase = whole
    if status == 200:
        whole.headers["ETag"] = tag = etag(whole.content)
        response = unless_held(request, tag, whole)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def data_failure(message: str, ending: str, status: int) -> HttpResponse:
    """Why there is no such file, in its own kind: JSON with an `error`, or plain words."""
    body = json.dumps({"error": message}, ensure_ascii=False) if ending == "json" else message
    kind = "application/json" if ending == "json" else "text/plain; charset=utf-8"
    response = HttpResponse(body + "\n", content_type=kind, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
