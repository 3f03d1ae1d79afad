"""Answers: a whole page or the fragment that HTMX asked for, with the headers that each always has.

The only module that knows HTMX. A public page is the same bytes for everybody, so its ETag is the hash of
its body. A fragment is one of the page's partials, whose name, element id and target are one word.
"""

import csv
import json
import re
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import wraps
from hashlib import sha256
from html.parser import HTMLParser
from io import StringIO
from os import fstat
from typing import Any, BinaryIO, Concatenate, Protocol

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.utils.csp import CSP, build_policy
from django.utils.html import escape

from salaries.drawing import KEPT, png, rendered, renderer, svg, unspellable
from salaries.imports.spreadsheets import as_text
from salaries.markup.templates import rendered as html_of
from salaries.pay.pictures import Picture, drawn
from salaries.pay.records import Record, rows
from salaries.pay.sharing import SharePicture
from salaries.pay.sharing import drawn as drawn_to_share
from salaries.pay.terms import FirstUses
from salaries.ranges import NotThere, Part, asked_part

PUBLIC = "public, max-age=0, must-revalidate"
FOREVER = "public, max-age=31536000, immutable"
LARGE = {"csv.gz": "application/gzip", "parquet": "application/vnd.apache.parquet"}
"""Endings of large files, and what they are."""
DECLARED = "pages.declared"
"""Where the environ of a request holds what its answer depends on, if answers are kept in front of us."""
LASTING = (200, 301, 410)
"""Answers that may be kept."""
TARGETS = frozenset({"comparison", "figures", "results", "choices", "suggestions", "standing"})


def public[**Words](
    *parameters: str, whole: bool = False, shelf: str = "pages"
) -> Callable[
    [Callable[Concatenate[HttpRequest, Words], HttpResponseBase]],
    Callable[Concatenate[HttpRequest, Words], HttpResponseBase],
]:
    """A view whose answers are the same for everybody, until public data changes: they may be kept in front of us.

    Of a query they depend on these parameters alone, or on all of it (`whole`). Addresses without end share a shelf
    of their own, and so do pictures and what is pinned to a data version.
    """
    asked = None if whole else frozenset(parameters)

    def declared(
        view: Callable[Concatenate[HttpRequest, Words], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, Words], HttpResponseBase]:
        @wraps(view)
        def answered(request: HttpRequest, /, *args: Words.args, **kwargs: Words.kwargs) -> HttpResponseBase:
            if DECLARED not in request.META:
                return view(request, *args, **kwargs)
            rule = (asked, TARGETS, "pinned" if "as_of" in request.GET else shelf)
            request.META[DECLARED] = rule
            response = None
            try:
                response = view(request, *args, **kwargs)
            finally:
                if response is None or response.status_code not in LASTING:
                    request.META[DECLARED] = None
            return response

        return answered

    return declared


def _unless_held(request: HttpRequest, tag: str, response: HttpResponse) -> HttpResponseBase:
    """The answer, or a 304 for who has it: which is not our matter where answers are kept in front of us."""
    if request.META.get(DECLARED):
        return response
    return get_conditional_response(request, etag=tag, response=response) or response


def for_other_sites[**Words](
    view: Callable[Concatenate[HttpRequest, Words], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, Words], HttpResponseBase]:
    """A view of files that pages of other sites may show: whatever it answers, redirects and refusals too."""

    @wraps(view)
    def shown(request: HttpRequest, /, *args: Words.args, **kwargs: Words.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if not getattr(request, "preview", None):
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return shown


def for_frames[**Words](
    view: Callable[Concatenate[HttpRequest, Words], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, Words], HttpResponseBase]:
    """A view that pages of other sites may show in a frame, and no other view is: whatever it answers.

    Nothing opens inside the frame, and a page that isolates itself may hold it too.
    """

    @wraps(view)
    def framed(request: HttpRequest, /, *args: Words.args, **kwargs: Words.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if not getattr(request, "preview", None):
            policy: dict[str, Any] = {**settings.SECURE_CSP}
            policy |= {"frame-ancestors": ["*"], "form-action": [CSP.NONE]}
            response.headers["Content-Security-Policy"] = build_policy(policy)
            response.headers["Cross-Origin-Embedder-Policy"] = "require-corp"
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            response.xframe_options_exempt = True  # type: ignore[attr-defined]
        return response

    return framed


def asked_target(request: HttpRequest, allowed: Iterable[str]) -> str:
    """The target that HTMX named, if it is allowed: the bare id, or `tag#id` as htmx 4 writes it."""
    if request.headers.get("HX-History-Restore-Request") == "true":
        return ""
    target = request.headers.get("HX-Target", "").rpartition("#")[2]
    return target if target in allowed else ""


def _shown(request: HttpRequest, page: Any) -> dict[str, Any]:
    """What a template has: the page, and for editors who look at a draft what says so (`admin/previews.py`)."""
    return {
        "page": page,
        "preview": getattr(request, "preview", None),
        "terms": FirstUses(settings.MINIMUM_SAMPLE),
    }


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
        title = f"<title>{escape(page.title)} · Compsite</title>"
        body = title + html_of(template, _shown(request, page), target)
        response = HttpResponse(body, status=status)
        response.headers["Cache-Control"] = "no-store"
        if status == 200 and pushed:
            response.headers["HX-Push-Url"] = page.url
    else:
        response = HttpResponse(html_of(template, _shown(request, page)), status=status)
        if status in (200, 410):
            response.headers["Cache-Control"] = PUBLIC
            response.headers["ETag"] = etag(response.content)
        else:
            response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "HX-Target"
    if not target and status == 200:
        return _unless_held(request, response.headers["ETag"], response)
    return response


def answer_privately(
    request: HttpRequest, template: str, page: Any, *, targets: Iterable[str] = (), status: int = 200
) -> HttpResponseBase:
    """The same for what one visitor typed: kept by nobody, and its address stays as it is."""
    target = asked_target(request, targets)
    title = f"<title>{escape(page.title)} · Compsite</title>" if target else ""
    body = html_of(template, _shown(request, page), target)
    response = HttpResponse(title + body, status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "HX-Target"
    return response


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
    sent = _unless_held(request, response.headers["ETag"], response)
    sent.headers["X-Robots-Tag"] = "noindex"
    return sent


def document(request: HttpRequest, body: str, kind: str) -> HttpResponseBase:
    """A text for programs, the same for everybody."""
    response = HttpResponse(body, content_type=kind)
    response.headers["Cache-Control"] = PUBLIC
    response.headers["ETag"] = etag(response.content)
    response.headers["X-Robots-Tag"] = "noindex"
    return _unless_held(request, response.headers["ETag"], response)


def for_anybody(request: HttpRequest, record: Record, status: int = 200) -> HttpResponseBase:
    """A record as JSON that scripts of any page may read; it is the same for everybody, and asks for no cookie."""
    body = json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n"
    whole = HttpResponse(body, content_type="application/json", status=status)
    whole.headers["Cache-Control"] = PUBLIC if status == 200 else "no-store"
    response: HttpResponseBase = whole
    if status == 200:
        whole.headers["ETag"] = tag = etag(whole.content)
        response = _unless_held(request, tag, whole)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def picture_file(request: HttpRequest, asked: Picture, ending: str, name: str) -> HttpResponseBase:
    """A chart as a file that is taken along: `svg` or `png`. One that is held already is not drawn again."""
    if getattr(request, "preview", None):
        asked = replace(asked, address="A draft: not published.", version="")
        name = f"preview-{name}"
    drawing = drawn(asked)
    document = svg(drawing)
    missing = unspellable(drawing) if ending == "png" else ""
    if missing:
        words = f"This chart is there as SVG alone: our font lacks letters of its names ({missing})."
        return data_failure(words, ending, 404)
    tag = etag(f"{renderer() if ending == 'png' else ''}{document}".encode())
    response = None if request.META.get(DECLARED) else get_conditional_response(request, etag=tag)
    if response is None:
        body = png(document) if ending == "png" else document.encode()
        response = HttpResponse(body, content_type="image/png" if ending == "png" else "image/svg+xml")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response.headers["Cache-Control"] = PUBLIC
    response.headers["ETag"] = tag
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def shared_picture(request: HttpRequest, shown: SharePicture) -> HttpResponseBase:
    """The picture of a shared address, under the name of what it shows: so it is drawn once and kept for good."""
    tag = f'"{shown.digest}"'
    response = None if request.META.get(DECLARED) else get_conditional_response(request, etag=tag)
    if response is None:
        body = KEPT.get(shown.digest, lambda: rendered(svg(drawn_to_share(shown))))
        response = HttpResponse(body, content_type="image/png")
    response.headers["Cache-Control"] = FOREVER
    response.headers["ETag"] = tag
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@dataclass(frozen=True)
class LargeFile:
    """A file that is known before it is read: its name and ending, data version, and all that decides its bytes.

    These are what it says (`state`) and, where it is made whole, what makes it.
    """

    name: str
    ending: str
    version: int
    state: str
    maker: str = ""

    @property
    def tag(self) -> str:
        return etag(f"{self.state} {self.ending}{self.maker}".encode())


def held_already(request: HttpRequest, file: LargeFile) -> HttpResponseBase | None:
    """304 for who has the file; None where it has to be read."""
    response = get_conditional_response(request, etag=file.tag)
    return _large(response, file) if response is not None else None


class Blocks(Protocol):
    """What a file is made of, block by block; to be closed, whether any was read or not."""

    def __iter__(self) -> Iterator[bytes]: ...

    def __next__(self) -> bytes: ...

    def close(self) -> None: ...


def _nothing() -> Generator[bytes]:
    yield from ()


class Streamed(StreamingHttpResponse):
    """A file that is sent block by block.

    Where another answer takes its place, what it holds is let go of; `close` would end the request too.
    """

    def __init__(self, blocks: Blocks, ending: str, length: int | None = None) -> None:
        super().__init__(blocks, content_type=LARGE[ending])
        if length is not None:
            self.headers["Content-Length"] = str(length)
        self._blocks = blocks

    def let_go(self) -> None:
        """Close the file, or the rows that it is made of."""
        self._blocks.close()


def headers_alone(request: HttpRequest, file: LargeFile) -> HttpResponseBase | None:
    """The headers of a file that is not kept, for who asks for those. How long it will be is not known."""
    if request.method != "HEAD":
        return None
    return _large(Streamed(_nothing(), file.ending), file)


def large_file(file: LargeFile, blocks: Blocks) -> HttpResponseBase:
    """A file as it is made: block by block, and not at all where none is asked for."""
    return _large(Streamed(blocks, file.ending), file)


def file_in_parts(request: HttpRequest, file: LargeFile, whole: BinaryIO) -> HttpResponseBase:
    """A file that is there: whole, or the part of it that is asked for (206). It is closed with the answer.

    Who has a part of another file than this one (`If-Range`) is sent the whole.
    """
    size = fstat(whole.fileno()).st_size
    if request.method == "HEAD":
        whole.close()
        return _large(Streamed(_nothing(), file.ending, size), file)
    alike = request.headers.get("If-Range", file.tag) == file.tag
    try:
        part = asked_part(request.headers.get("Range", "") if alike else "", size)
    except NotThere:
        whole.close()
        response = data_failure(f"The file has {size} bytes.", file.ending, 416)
        response.headers["Content-Range"] = f"bytes */{size}"
        return response
    asked = part or range(size)
    sent = Streamed(Part(whole, asked), file.ending, len(asked))
    if part:
        sent.status_code = 206
        sent.headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    return _large(sent, file)


def _large(response: HttpResponseBase, file: LargeFile) -> HttpResponseBase:
    """The headers that such a file always has. It is packed already: nothing on the way is to do so again."""
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}.{file.ending}"'
    response.headers["Data-Version"] = str(file.version)
    response.headers["Cache-Control"] = f"{PUBLIC}, no-transform"
    response.headers["ETag"] = file.tag
    response.headers["X-Robots-Tag"] = "noindex"
    if file.maker:
        response.headers["Accept-Ranges"] = "bytes"
    return response


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


class _Links(HTMLParser):
    """Finds where the start tags of a page stand."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.tags: list[tuple[tuple[int, int], str]] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append((self.getpos(), self.get_starttag_text() or ""))

    handle_startendtag = handle_starttag


_ADDRESS = re.compile(r"""(\s(?:href|action|formaction|hx-get|hx-post|data-href)=)(["'])(/(?!/)[^"']*)\2""")


def links_moved(html: str, prefix: str, but: Iterable[str]) -> str:
    """A page whose links and forms lead to the same addresses under `prefix`, but for those that begin with `but`."""
    kept = tuple(but)

    def moved_one(found: re.Match[str]) -> str:
        before, quote, path = found.groups()
        return found[0] if path.startswith(kept) else f"{before}{quote}{prefix}{path}{quote}"

    links = _Links()
    links.feed(html)
    links.close()
    starts = [0]
    for line in html.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    pieces, done = [], 0
    for (line_number, column), tag in links.tags:
        at = starts[line_number - 1] + column
        pieces += [html[done:at], _ADDRESS.sub(moved_one, tag)]
        done = at + len(tag)
    return "".join([*pieces, html[done:]])


def moved_under(response: HttpResponse, prefix: str, but: Iterable[str]) -> HttpResponse:
    """An answer kept by nobody whose links, forms, redirect and pushed address stay under `prefix`."""
    for header in ("Location", "HX-Push-Url"):
        path = response.headers.get(header, "")
        if path.startswith("/") and not path.startswith(tuple(but)):
            response.headers[header] = prefix + path
    if response.status_code == 301:
        # Nothing of a draft is for good.
        response.status_code = 302
    if response.headers.get("Content-Type", "").startswith("text/html"):
        response.content = links_moved(response.content.decode(), prefix, but)
    del response.headers["ETag"]
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
