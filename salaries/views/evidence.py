"""Factors, sources and releases."""

from django.http import HttpRequest, HttpResponseBase

from salaries.pages.factors import factor_page, factors_page
from salaries.pages.lookups import find_factor, find_release, find_source
from salaries.pages.releases import release_page
from salaries.pages.sources import public_sources, source_page, sources_page
from salaries.responses import answer, moved
from salaries.views.failures import missing_page
from salaries.views.numbers import page_number

NO_SUCH_PAGE = "This list has no such page."


def factor_list(request: HttpRequest) -> HttpResponseBase:
    """Every influencing factor."""
    return answer(request, "factors.html", factors_page())


def factor_detail(request: HttpRequest, factor: str) -> HttpResponseBase:
    """A factor and the evidence for each of its options."""
    found = find_factor(factor)
    if found.row is None:
        return missing_page(request, found.missing.sentence, found.missing)
    if found.row.slug != factor:
        return moved(found.row.get_absolute_url())
    return answer(request, "factor.html", factor_page(found.row))


def source_list(request: HttpRequest) -> HttpResponseBase:
    """Every source of which something is public."""
    number = page_number(request)
    page = sources_page(number) if number else None
    if page is None:
        return missing_page(request, NO_SUCH_PAGE)
    return answer(request, "sources.html", page)


def source_detail(request: HttpRequest, source: str) -> HttpResponseBase:
    """A source: who, how, which licence, which releases."""
    found = find_source(source, public_sources())
    if found.row is None:
        return missing_page(request, found.missing.sentence, found.missing)
    if found.row.slug != source:
        return moved(found.row.get_absolute_url())
    return answer(request, "source.html", source_page(found.row))


def release_detail(request: HttpRequest, source: str, release: str) -> HttpResponseBase:
    """A release and its figures."""
    found = find_release(source, release)
    if found.row is None:
        return missing_page(request, found.missing.sentence, found.missing)
    if (found.row.source.slug, found.row.slug) != (source, release):
        return moved(found.row.get_absolute_url())
    number = page_number(request)
    page = release_page(found.row, number) if number else None
    if page is None:
        return missing_page(request, NO_SUCH_PAGE)
    return answer(request, "release.html", page, targets=("results",))
