"""What of a request may be told to a log or a monitor: never what somebody typed."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def route_of(request: HttpRequest) -> str:
    """The pattern of the address that was asked for; empty where no page has it. Never what somebody typed."""
    if request.path_info.startswith(settings.STATIC_URL):
        return f"{settings.STATIC_URL}…"
    return f"/{request.resolver_match.route}" if request.resolver_match else ""


def facts(request: HttpRequest, status: int) -> dict[str, Any]:
    """What of a request may be told."""
    method = request.method if request.method in METHODS else "other"
    return {"method": method, "route": route_of(request), "status": status}
