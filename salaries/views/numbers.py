"""The `page` of a long list."""

from django.http import HttpRequest


def page_number(request: HttpRequest) -> int:
    """The number asked for, 1 where none is, 0 where it is none that a list can have."""
    given = request.GET.get("page", "1") or "1"
    if given.isascii() and given.isdigit() and len(given) < 7:
        return int(given)
    return 0
