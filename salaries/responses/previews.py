"""Drafts: public pages whose links stay among the drafts."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse


class _Links(HTMLParser):
    """Finds where the start tags of a page stand."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.tags: list[tuple[tuple[int, int], str]] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append((self.getpos(), self.get_starttag_text() or ""))

    handle_startendtag = handle_starttag


_ADDRESS = re.compile(r"""(\s(?:href|action|formaction|hx-get|hx-post|data-href)=)(["'])(/(?!/)[^"']*)\2""")


def links_moved(html: str, prefix: str, but: Iterable[str]) -> str:
    """A page whose links and forms lead to the same addresses under `prefix`, but for those that begin with `but`."""
    kept = tuple(but)

    def moved_one(found: re.Match[str]) -> str:
        before, quote, path = found.groups()
        return found[0] if path.startswith(kept) else f"{before}{quote}{prefix}{path}{quote}"

    links = _Links()
    links.feed(html)
    links.close()
    starts = [0]
    for line in html.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    pieces, done = [], 0
    for (line_number, column), tag in links.tags:
        at = starts[line_number - 1] + column
        pieces += [html[done:at], _ADDRESS.sub(moved_one, tag)]
        done = at + len(tag)
    return "".join([*pieces, html[done:]])


def moved_under(response: HttpResponse, prefix: str, but: Iterable[str]) -> HttpResponse:
    """An answer kept by nobody whose links, forms, redirect and pushed address stay under `prefix`."""
    for header in ("Location", "HX-Push-Url"):
        path = response.headers.get(header, "")
        if path.startswith("/") and not path.startswith(tuple(but)):
            response.headers[header] = prefix + path
    if response.status_code == 301:
        # Nothing of a draft is for good.
        response.status_code = 302
    if response.headers.get("Content-Type", "").startswith("text/html"):
        response.content = links_moved(response.content.decode(), prefix, but)
    del response.headers["ETag"]
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
