"""What the guide says of itself: its words, and what it keeps of its readers."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase

from salaries.api.docs import api_page
from salaries.pages.glossary import glossary_page
from salaries.pages.how_it_works import how_it_works_page
from salaries.pages.privacy import PrivacyPage
from salaries.pages.styleguide.page import styleguide_page
from salaries.responses.declared import public
from salaries.responses.pages import answer


@public()
def glossary(request: HttpRequest) -> HttpResponseBase:
    """Every term that a reader meets on a page."""
    return answer(request, "glossary.html", glossary_page())


@public()
def how_it_works(request: HttpRequest) -> HttpResponseBase:
    """How far the numbers can be trusted, and what the guide does with them."""
    return answer(request, "how_it_works.html", how_it_works_page())


@public()
def privacy(request: HttpRequest) -> HttpResponseBase:
    """What the site keeps of its readers."""
    return answer(request, "privacy.html", PrivacyPage())


@public()
def api_docs(request: HttpRequest) -> HttpResponseBase:
    """How programs read the figures."""
    return answer(request, "api_docs.html", api_page())


def styleguide(request: HttpRequest) -> HttpResponseBase:
    """What pages are made of, for who builds them. A live site has no such page."""
    if not settings.DEBUG:
        raise Http404
    return answer(request, "development/styleguide.html", styleguide_page())
