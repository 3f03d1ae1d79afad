"""The pictures that stand where addresses are shared: one a page, under the name of what it shows."""

from django.http import HttpRequest, HttpResponseBase

from salaries.pages.comparison import ComparisonPage
from salaries.pages.guide import GuidePage
from salaries.responses.data import data_failure
from salaries.responses.pages import led_to
from salaries.responses.pictures import shared_picture

UNSPELLED = "This page has no picture: our font lacks letters of its names."
DRAFT = "A draft is not shared: it has no picture."


def preview(request: HttpRequest, page: ComparisonPage | GuidePage, *, canonical: bool) -> HttpResponseBase:
    """The picture of a page under its present name. Nothing is drawn for any other: it leads to that one."""
    if getattr(request, "preview", None):
        return data_failure(DRAFT, "png", 404)
    if page.share is None or not page.share_url:
        return data_failure(UNSPELLED, "png", 404)
    if request.path_info != page.share_url.partition("?")[0] or not canonical:
        return led_to(page.share_url)
    return shared_picture(request, page.share)
