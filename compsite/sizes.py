"""How large a request may be: what is larger is not looked at, and is answered in words.

Readers send an address and, with two forms, some lines; editors send files, whose limit their pages know themselves
(`compsite/uploads.py`). How much of a body is read at all is the server's or the proxy's limit.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.module_loading import import_string

from compsite.middleware import GetResponse, is_editors

LONGEST_ADDRESS = 8_000
"""Bytes of an address of the public area, its parameters included: what proxies usually take."""
LARGEST_BODY = 100_000
"""Bytes of what a reader sends: several times the longest report."""


class SizesMiddleware:
    """413 for a body, and 414 for an address, that is larger than anything a page of ours sends."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        status = 0 if is_editors(request) else too_large(request)
        if not status:
            return self.get_response(request)
        refuse = import_string(settings.TOO_LARGE_VIEW)
        return refuse(request, status)  # type: ignore[no-any-return]


def too_large(request: HttpRequest) -> int:
    """The status that refuses a request of the public area for its size; 0 where nothing does."""
    address = len(request.META.get("PATH_INFO", "")) + len(request.META.get("QUERY_STRING", ""))
    if address > LONGEST_ADDRESS:
        return 414
    stated = request.META.get("CONTENT_LENGTH") or "0"
    return 413 if not stated.isdecimal() or int(stated) > LARGEST_BODY else 0
