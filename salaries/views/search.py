"""Search, and the icon that browsers ask for by themselves."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.templatetags.static import static

from salaries.pages.search import search_page
from salaries.responses.declared import public
from salaries.responses.pages import answer, asked_target, moved
from salaries.views.failures import missing_page
from salaries.views.numbers import page_number

LONGEST_QUERY = 100
SUGGESTIONS = ("suggestions",)
PARAMETERS = ("q", "page")


@public(*PARAMETERS, shelf="endless")
def search(request: HttpRequest) -> HttpResponseBase:
    """Roles, places, factors and options that `q` names, or nearly so."""
    given = request.GET.get("q", "")
    query = " ".join(given.replace("\0", " ").split())[:LONGEST_QUERY]
    url = "/search" + (f"?{urlencode({'q': query})}" if query else "")
    if "q" in request.GET and not given.strip():
        return moved("/search")
    number = page_number(request)
    page = search_page(query, number, url) if number else None
    if page is None:
        return missing_page(request, "This list has no such page.")
    if [name for name in request.GET if name in PARAMETERS] == [*reversed(PARAMETERS)]:
        return moved(page.url)
    # What is offered while somebody types is no page that they have gone to.
    pushed = asked_target(request, SUGGESTIONS) == ""
    targets = ("results", *SUGGESTIONS)
    return answer(request, "search.html", page, targets=targets, pushed=pushed)


@public()
def favicon(request: HttpRequest) -> HttpResponseBase:
    """The site's icon, for what asks for it at its old address."""
    return moved(static("icon.svg"))
