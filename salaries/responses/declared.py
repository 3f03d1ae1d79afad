"""What is public: answers that are the same for everybody, what they depend on, and who may show them."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any, Concatenate

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.csp import CSP, build_policy

PUBLIC = "public, max-age=0, must-revalidate"
FOREVER = "public, max-age=31536000, immutable"
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


def unless_held(request: HttpRequest, tag: str, response: HttpResponse) -> HttpResponseBase:
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


def etag(body: bytes) -> str:
    """The strong entity tag of a body."""
    return f'"{sha256(body).hexdigest()[:32]}"'
