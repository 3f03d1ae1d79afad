"""Previews: the public pages as they would be with a part published, for editors alone.

The part is published, the page is made by the view that makes the public one, and the publication is taken
back, all in one transaction that nobody else sees: so a preview shows what publishing would show, by
construction. See docs/decisions/0021-previews.md.
"""

from copy import copy
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import Resolver404, get_resolver, resolve, reverse
from django.views.decorators.csrf import csrf_exempt

from salaries.models import ReleasePart
from salaries.pages.failure import FailurePage
from salaries.pages.kept import nothing_kept
from salaries.responses.pages import answer
from salaries.responses.previews import moved_under

ANSWERED = {"standing"}
"""Forms whose POST a preview answers: they store nothing, and look themselves at where they were sent from."""
ELSEWHERE = ("/admin/", settings.STATIC_URL)
"""Addresses that a preview leaves as they are."""
MOST_CORRECTIONS = 2_000
"""Public figures that a part may correct to be looked at: nobody else can save while they are tried out."""

NOT_SENT = "A preview sends nothing, and nothing was sent. This form works on the public page, {}."


@dataclass(frozen=True)
class Preview:
    """What the banner of a preview says: which part, and the ways back."""

    name: str
    state: str
    part_url: str
    publish_url: str


def preview_url(part: ReleasePart, path: str = "") -> str:
    """Where the preview of a part begins: at its release, or at another public address."""
    return _prefix(part) + (path or part.release.get_absolute_url())


def _prefix(part: ReleasePart) -> str:
    return reverse("preview", args=[part.pk]).rstrip("/")


# The forms inside are public ones and carry no token: `ANSWERED`.
@csrf_exempt
def preview(request: HttpRequest, pk: int, path: str = "") -> HttpResponseBase:
    """A public address as it would be with the part published; where it is, the public page instead."""
    part = get_object_or_404(ReleasePart.objects.select_related("release__source"), pk=pk)
    parts = admin.site.get_model_admin(ReleasePart)
    if not parts.has_view_permission(request, part):
        raise PermissionDenied
    public = "/" + path.lstrip("/")
    if part.state == ReleasePart.State.PUBLISHED or request.GET.get("as_of"):
        # What was public at a data version is no draft's: the public page shows it.
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(public + (f"?{query}" if query else ""))
    may_publish = request.user.has_perm("salaries.publish_releasepart")
    asked = _as_visitor(request, public)
    asked.preview = Preview(  # type: ignore[attr-defined]
        name=str(part),
        state=part.get_state_display(),
        part_url=reverse("admin:salaries_releasepart_change", args=[part.pk]),
        publish_url=reverse("admin:salaries_releasepart_publish", args=[part.pk]) if may_publish else "",
    )
    try:
        return moved_under(_as_published(part, asked), _prefix(part), ELSEWHERE)
    except ValidationError as refused:
        return _refused(request, part, refused)


def _as_visitor(request: HttpRequest, path: str) -> HttpRequest:
    """The request as it would be for the public page; nothing that a browser holds already confirms it."""
    asked = copy(request)
    asked.__dict__.pop("headers", None)
    held = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
    asked.META = {name: value for name, value in request.META.items() if name not in held}
    asked.path = asked.path_info = path
    return asked


def _as_published(part: ReleasePart, asked: HttpRequest) -> HttpResponse:
    """The answer of the public view while the part is public, which it is no more afterwards."""
    corrections = part.changes.count()
    if corrections > MOST_CORRECTIONS:
        raise ValidationError(
            f"It corrects {corrections:,} public figures, and up to {MOST_CORRECTIONS:,} can be tried out. Its list of "
            "changes shows each of them, and the page for publishing the largest."
        )
    with transaction.atomic(), nothing_kept():
        part.publish()
        response = _answer(asked)
        transaction.set_rollback(True)
    return response


def _answer(asked: HttpRequest) -> HttpResponse:
    try:
        if asked.path_info.startswith(ELSEWHERE):
            raise Http404
        match = resolve(asked.path_info)
        if asked.method not in ("GET", "HEAD") and match.url_name not in ANSWERED:
            page = FailurePage("Not sent", NOT_SENT.format(asked.path))
            response: Any = answer(asked, "failure.html", page, status=405)
        else:
            asked.resolver_match = match
            response = match.func(asked, *match.args, **match.kwargs)
    except (Http404, Resolver404) as missing:
        not_found: Any = get_resolver().resolve_error_handler(404)
        response = not_found(asked, missing)
    if hasattr(response, "render"):
        response = response.render()
    if response.streaming:
        # What is read later is read after the publication has been taken back.
        whole = HttpResponse(b"".join(response.streaming_content), status=response.status_code)
        for name, value in response.headers.items():
            whole.headers[name] = value
        return whole
    return response  # type: ignore[no-any-return]


def _refused(request: HttpRequest, part: ReleasePart, refused: ValidationError) -> HttpResponse:
    """Why the part could not be published, and so not be looked at."""
    context = {
        **admin.site.each_context(request),
        "title": "No preview",
        "opts": part._meta,
        "original": part,
        "why": refused.messages,
    }
    return TemplateResponse(request, "admin/salaries/releasepart/no_preview.html", context, status=409)
