"""Whether a form was sent from a page of ours: what stands in for a token, which would need a cookie."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def from_our_own_pages(request: HttpRequest) -> bool:
    """Whether the browser says so: by `Sec-Fetch-Site`, or where it sends none, by Origin or Referer.

    A page elsewhere cannot forge these. What says nothing of where it comes from is refused.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    try:
        parts = urlsplit(said)
    except ValueError:
        return False
    ours = {(request.scheme, request.get_host()), urlsplit(settings.SITE_URL)[:2]}
    return (parts.scheme, parts.netloc) in ours
