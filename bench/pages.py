"""Addresses that stand in a page."""

import re


def stylesheet_of(page: str) -> str:
    """The first sheet that the page links."""
    return _one(r'<link[^>]*rel="?stylesheet"?[^>]*href="([^"]+)"', page)


def picture_of(page: str) -> str:
    """The picture that is shown where the page is shared, without scheme and host."""
    return _one(r'property="og:image" content="https?://[^/]+(/[^"]+)"', page)


def _one(pattern: str, page: str) -> str:
    found = re.search(pattern, page)
    if found is None:
        raise LookupError(pattern)
    return found[1]
