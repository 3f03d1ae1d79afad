"""What the guide says of itself: its words, and what it keeps of its readers."""

from django.http import HttpRequest, HttpResponseBase

from salaries.pages.glossary import glossary_page
from salaries.pages.privacy import PrivacyPage
from salaries.responses import answer


def glossary(request: HttpRequest) -> HttpResponseBase:
    """Every term that a reader meets on a page."""
    return answer(request, "glossary.html", glossary_page())


def privacy(request: HttpRequest) -> HttpResponseBase:
    """What the site keeps of its readers."""
    return answer(request, "privacy.html", PrivacyPage())
