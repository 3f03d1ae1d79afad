"""Pages: whole, or the fragment that HTMX asked for, with the headers that each always has.

Besides drafts the only module that knows HTMX. A public page is the same bytes for everybody, so its ETag is the hash
of its body. A fragment is one of the page's blocks, whose name, element id and target are one word.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.utils.html import escape

from salaries.markup.templates import rendered
from salaries.pay.terms import FirstUses
from salaries.responses.declared import PUBLIC, TARGETS, etag, unless_held


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
        body = title + rendered(template, _shown(request, page), target)
        response = HttpResponse(body, status=status)
        response.headers["Cache-Control"] = "no-store"
        if status == 200 and pushed:
            response.headers["HX-Push-Url"] = page.url
    else:
        response = HttpResponse(rendered(template, _shown(request, page)), status=status)
        if status in (200, 410):
            response.headers["Cache-Control"] = PUBLIC
            response.headers["ETag"] = etag(response.content)
        else:
            response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "HX-Target"
    if not target and status == 200:
        return unless_held(request, response.headers["ETag"], response)
    return response


def answer_privately(
    request: HttpRequest, template: str, page: Any, *, targets: Iterable[str] = (), status: int = 200
) -> HttpResponseBase:
    """The same for what one visitor typed: kept by nobody, and its address stays as it is."""
    target = asked_target(request, targets)
    title = f"<title>{escape(page.title)} · Compsite</title>" if target else ""
    body = rendered(template, _shown(request, page), target)
    response = HttpResponse(title + body, status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "HX-Target"
    return response


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
