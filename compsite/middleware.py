"""The edge: what is decided by an address alone, before any page is thought of.

The site has two areas. Public pages know no session, user or cookie and are the same bytes for everybody;
the editors' area under `/admin/` knows them and is never kept by anybody.
"""

import logging
import re
from collections.abc import Callable
from contextlib import closing
from typing import Any
from urllib.parse import quote, unquote

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.middleware.gzip import GZipMiddleware
from django.urls import is_valid_path
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from simple_history.models import HistoricalRecords
from whitenoise.middleware import WhiteNoiseMiddleware

from compsite.circuit import Told
from compsite.finished import SMALLEST_PACKED
from compsite.refusals import why_refused
from compsite.routes import route_of
from compsite.rules import DECLARED, Rule

EDITORS = "/admin/"
PROGRAMS = "/api/"
ADMIN_CACHE = "no-store, private"
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"

ALLOWED = {
    "Allow": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
    "Cache-Control": "no-store",
}
"""What a browser is told that asks whether a page of another site may read."""

_told = Told(logging.getLogger(__name__))

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def is_editors(request: HttpRequest) -> bool:
    """Whether the request is for the editors' area."""
    return request.path_info.startswith(EDITORS)


class EditorsOnly:
    """Mixed into one of Django's middleware: public requests pass it by."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if is_editors(request):
            return super().__call__(request)  # type: ignore[misc,no-any-return]
        return self.get_response(request)  # type: ignore[no-any-return]


class EditorSessionMiddleware(EditorsOnly, SessionMiddleware):
    """Sessions, in the editors' area only. One that cannot be written now is a busy site, not a fault.

    The answer stands, since what it says was done is done: only when the session was last used is lost. A session
    that was never written is another matter: who has just signed in is asked to try again.
    """

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        try:
            return super().process_response(request, response)
        except (OperationalError, SessionInterrupted) as error:
            answer = refused(request, error)
            if answer is None:
                raise
            known = request.COOKIES.get(settings.SESSION_COOKIE_NAME) == request.session.session_key
            return response if known else answer


class BusyMiddleware:
    """A database that somebody else holds for too long is answered in words, whatever view met it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """The page of `BUSY_VIEW`; None leaves every other fault as it is."""
        return refused(request, error)


def refused(request: HttpRequest, error: Exception) -> HttpResponseBase | None:
    """The page of `BUSY_VIEW` where the database refused for a reason that passes; None for every other fault."""
    why = why_refused(error)
    if not why:
        return None
    if why != "held":
        page, words = route_of(request) or "an address", str(error).strip().partition("\n")[0]
        _told.warn("The database did not do what %s asked (%s): %s", page, why, words)
    return import_string(settings.BUSY_VIEW)(request, why)  # type: ignore[no-any-return]


class EditorAuthenticationMiddleware(EditorsOnly, AuthenticationMiddleware):
    """Users, in the editors' area only."""


class EditorMessageMiddleware(EditorsOnly, MessageMiddleware):
    """Messages, in the editors' area only."""


class EditorHistoryMiddleware:
    """Whose request it is that changes rows, for their history: in the editors' area only."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_editors(request):
            return self.get_response(request)
        HistoricalRecords.context.request = request
        try:
            return self.get_response(request)
        finally:
            del HistoricalRecords.context.request


LASTING_FILE = Rule(frozenset(), frozenset(), "files")
"""What is declared of a static file that never changes: it depends on nothing of the query."""


class StaticFilesMiddleware:
    """Static files. They are looked through when the first of them is asked for, and for no other address.

    One whose name holds its hash may be kept in front of us, where it is compressed for who asks for that, unless it
    is so small that it would not be.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(settings.STATIC_URL):
            return self.get_response(request)
        files: GetResponse = self._files
        if (
            request.method != "GET"
            or DECLARED not in request.META
            or not self._files.lasts(request.path_info)
        ):
            return files(request)
        accepted = request.META.pop("HTTP_ACCEPT_ENCODING", "")
        response = files(request)
        request.META["HTTP_ACCEPT_ENCODING"] = accepted
        if response.status_code != 200 or not response.streaming:
            return response
        with closing(response):
            whole = HttpResponse(b"".join(response), headers=dict(response.headers))
        if len(whole.content) < SMALLEST_PACKED:
            return files(request)
        request.META[DECLARED] = LASTING_FILE
        return whole

    @cached_property
    def _files(self) -> "_StaticFiles":
        return _StaticFiles(self.get_response)


class _StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """One whose name holds its hash is kept for a year and never asked for again."""

    FOREVER = 31_536_000

    def lasts(self, path: str) -> bool:
        """Whether what is at that address never changes."""
        return path in self.files and self.immutable_file_test("", path)


class PublicGZipMiddleware(GZipMiddleware):
    """Compresses public pages; the admin's hold secrets beside what a visitor typed and stay as they are.

    So does what is not to be changed on its way, such as files that are compressed themselves; and what is kept in
    front of us is compressed there, once.
    """

    def process_response(self, request: HttpRequest, response: Any) -> HttpResponseBase:
        is_packed = "no-transform" in response.headers.get("Cache-Control", "")
        if is_editors(request) or is_packed or request.META.get(DECLARED):
            return response  # type: ignore[no-any-return]
        return super().process_response(request, response)


class AreaHeadersMiddleware:
    """The headers that an area always has, on redirects and errors too.

    The public area is sent no cookies: for one that is spelled wrongly, Django's CSRF middleware would set another.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_editors(request):
            request.META.pop("HTTP_COOKIE", None)
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if is_editors(request):
            response.headers["Cache-Control"] = ADMIN_CACHE
        elif response.status_code >= 400:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class ProgramsMiddleware:
    """What programs read under `/api/` may be read by the script of any other site too, without credentials.

    A browser that asks first (OPTIONS) whether it may is told so for every address, without a redirect.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.lower().startswith(PROGRAMS):
            return self.get_response(request)
        if request.method != "OPTIONS":
            response = self.get_response(request)
        else:
            response = HttpResponse(status=204, headers=ALLOWED)
            del response.headers["Content-Type"]
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = (
            "ETag, Data-Version, Page-Limit, RateLimit-Policy, Retry-After"
        )
        return response


class SpellingMiddleware:
    """One thing has one address: another spelling of a path leads to it in one hop.

    A path in capitals, without or with too many slashes, with blanks around its parts or with escapes that
    it does not need is answered as the plain spelling would be; where that is a page, by a 301 to it that is
    kept as the page is, and where that itself redirects or fails, by that answer. So no spelling ever takes two hops.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if is_editors(request) or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        plain = plain_path(request.path_info)
        if plain is None or (plain == request.path_info and not needless_escapes(request)):
            return self.get_response(request)
        request.path_info = plain
        request.path = plain
        response = self.get_response(request)
        if response.status_code not in (200, 206):
            return response
        # A large file may have begun to ask the database (`salaries/responses/large.py`).
        if hasattr(response, "let_go"):
            response.let_go()
        query = request.META.get("QUERY_STRING", "")
        redirect = HttpResponsePermanentRedirect(quote(plain) + (f"?{query}" if query else ""))
        for header in ("Cache-Control", "Vary", "Cross-Origin-Resource-Policy"):
            if header in response.headers:
                redirect.headers[header] = response.headers[header]
        if declared := request.META.get(DECLARED):
            # It leads on with the whole query, whatever the page depends on.
            request.META[DECLARED] = Rule(*declared)._replace(parameters=None)
        return redirect


def plain_path(path: str) -> str | None:
    """The plain spelling of `path` that some page has, or None where no page has one."""
    parts = [part.strip("+ \t\r\n\xa0") for part in path.lower().split("/")]
    bare = "/" + "/".join(part for part in parts if part)
    page = bare if bare == "/" else bare + "/"
    # A file that is taken along has an ending and no slash; a page's address ends with one.
    is_file = re.search(r"/(?:data|chart(?:-[a-z]+)?|preview-[0-9a-z]+)\.[a-z]+$", bare)
    for candidate in (bare, page) if is_file else (page, bare):
        if is_valid_path(candidate):
            return candidate
    return None


def needless_escapes(request: HttpRequest) -> bool:
    """Whether the address as sent escapes letters that need no escape (`%61lpha`), where somebody tells.

    waitress tells (`REQUEST_URI`), gunicorn does (`RAW_URI`), and so does the proxy in front of a live site; its
    header is believed for this question alone, and no address is ever made from it.
    """
    told = ["RAW_URI", "REQUEST_URI"]
    if settings.SECURE_PROXY_SSL_HEADER:
        told.append("HTTP_X_ORIGINAL_URI")
    raw = next((request.META[name] for name in told if request.META.get(name)), "")
    escapes: list[str] = re.findall(r"%[0-9A-Fa-f]{2}", raw.partition("?")[0])
    return any(re.fullmatch(r"[A-Za-z0-9._~-]", unquote(escape)) for escape in escapes)
