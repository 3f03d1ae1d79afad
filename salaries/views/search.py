"""Search, and the icon that browsers ask for by themselves."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.templatetags.static import static

from salaries.pages.search import search_page
from salaries.responses import answer, asked_target, moved

LONGEST_QUERY = 100
SUGGESTIONS = ("suggestions",)


def search(request: HttpRequest) -> HttpResponseBase:
    """Roles, places, factors and options that `q` names, or nearly so."""
    given = request.GET.get("q", "")
    query = " ".join(given.replace("\0", " ").split())[:LONGEST_QUERY]
    url = "/search" + (f"?{urlencode({'q': query})}" if query else "")
    if "q" in request.GET and not given.strip():
        return moved("/search")
    # What is offered while somebody types is no page that they have gone to.
    pushed = asked_target(request, SUGGESTIONS) == ""
    targets = ("results", *SUGGESTIONS)
    return answer(request, "search.html", search_page(query, url), targets=targets, pushed=pushed)


def favicon(request: HttpRequest) -> HttpResponseBase:
    """The site's icon, for what asks for it at its old address."""
    return moved(static("icon.svg"))
