"""The wall around the editors' area: no address under `/admin/` answers who is not signed in as far as it wants."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django_otp.middleware import OTPMiddleware

from compsite.middleware import EditorsOnly, GetResponse, is_editors, refused
from compsite.signin import sessions

OPEN = {"admin:login"}
WITH_PASSWORD = {"admin:code", "admin:phone", "admin:logout"}
"""What the password alone opens: to give a code, to set up a phone where the account has none, to leave."""


class EditorOTPMiddleware(EditorsOnly, OTPMiddleware):  # type: ignore[misc]
    """`request.user.is_verified()`, in the editors' area only."""


class GateMiddleware:
    """The second wall. The first is `EditorsSite.has_permission`, which every view of the admin asks itself.

    This one stands before any view under `/admin/`, whoever wrote it and however it is hooked in.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """None lets the request pass."""
        if not is_editors(request):
            return None
        try:
            return self._turned_away(request)
        except DatabaseError as error:
            if answer := refused(request, error):
                return answer
            raise

    def _turned_away(self, request: HttpRequest) -> HttpResponseBase | None:
        over = sessions.end_if_over(request)
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in OPEN or admin.site.has_permission(request):
            return None
        if not (request.user.is_active and request.user.is_staff):
            if over:
                messages.warning(request, over)
            return turned_away(request, "admin:login")
        return None if name in WITH_PASSWORD else turned_away(request, "admin:code")


def is_page_load(request: HttpRequest) -> bool:
    """Whether a browser wants a page to show, and not a script some data or a form its answer."""
    asked_by_script = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    for_a_page = request.headers.get("Sec-Fetch-Dest", "document") in ("document", "iframe")
    return request.method in ("GET", "HEAD") and for_a_page and not asked_by_script


def turned_away(request: HttpRequest, step: str) -> HttpResponseBase:
    """The way to a step of signing in and back again; or 403, with what was typed, where nothing can lead there."""
    url = reverse(step)
    if is_page_load(request):
        return redirect_to_login(request.get_full_path(), url)
    context = {
        **admin.site.each_context(request),
        "title": "Not sent: you are not signed in",
        "step": url,
        "typed": [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if value and not name.startswith(("csrf", "_", "initial-")) and "password" not in name
        ],
    }
    return TemplateResponse(request, "admin/signin/turned_away.html", context, status=403)
