"""oEmbed (oembed.com): what a site needs to show one of our addresses on its own page."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from salaries.pages.comparison import ComparisonPage
from salaries.pages.embed import WIDTH, embed_page, frame
from salaries.pages.guide import GuidePage
from salaries.pay.sharing import SIZE

Limits = Mapping[str, int]
"""`maxwidth` and `maxheight` in pixels, as far as they are given."""


def rich(page: ComparisonPage, limits: Limits) -> dict[str, Any]:
    """A comparison: a frame that fits."""
    width = min(WIDTH, limits.get("maxwidth", WIDTH))
    html, height = frame(embed_page(page), width, limits.get("maxheight"))
    return {"type": "rich", **_about(page, limits), "html": html, "width": width, "height": height}


def link(page: GuidePage, limits: Limits) -> dict[str, Any]:
    """A guide: its name, and its picture where there is room for it."""
    return {"type": "link", **_about(page, limits)}


def _about(page: ComparisonPage | GuidePage, limits: Limits) -> dict[str, Any]:
    about: dict[str, Any] = {
        "version": "1.0",
        "title": page.title,
        "provider_name": "Compsite",
        "provider_url": f"{settings.SITE_URL}/",
    }
    wide, high = SIZE
    if page.share_url and wide <= limits.get("maxwidth", wide) and high <= limits.get("maxheight", high):
        picture = {"thumbnail_url": settings.SITE_URL + page.share_url}
        about |= {**picture, "thumbnail_width": wide, "thumbnail_height": high}
    return about
