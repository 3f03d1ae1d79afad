"""Factors, sources and releases."""

from django.http import HttpRequest, HttpResponseBase

from salaries.pages.factors import factor_page, factors_page
from salaries.pages.lookups import find_factor, find_release, find_source
from salaries.pages.pictures import factor_picture
from salaries.pages.releases import release_page
from salaries.pages.sources import public_sources, source_page, sources_page
from salaries.pages.takealong import file_name
from salaries.responses.data import data_failure
from salaries.responses.declared import for_other_sites, public
from salaries.responses.pages import answer, moved
from salaries.responses.pictures import picture_file
from salaries.views.failures import missing_page
from salaries.views.numbers import page_number

NO_SUCH_PAGE = "This list has no such page."


@public()
def factor_list(request: HttpRequest) -> HttpResponseBase:
    """Every influencing factor."""
    return answer(request, "factors.html", factors_page())


@public()
def factor_detail(request: HttpRequest, factor: str) -> HttpResponseBase:
    """A factor and the evidence for each of its options."""
    found = find_factor(factor)
    if found.row is None:
        return missing_page(request, found.missing.sentence, found.missing)
    if found.row.slug != factor:
        return moved(found.row.get_absolute_url())
    return answer(request, "factor.html", factor_page(found.row))


@public(shelf="pictures")
@for_other_sites
def factor_chart(request: HttpRequest, factor: str, ending: str) -> HttpResponseBase:
    """The chart of the same factor as a picture: SVG or PNG."""
    found = find_factor(factor)
    if found.row is None:
        return data_failure(found.missing.sentence, ending, 410 if found.missing.gone else 404)
    page = factor_page(found.row)
    picture = factor_picture(page)
    if picture is None:
        return data_failure("This factor shows no chart: nothing of it can be ranked.", ending, 404)
    address = f"{page.url}chart.{ending}"
    if request.path_info != address:
        return moved(address)
    return picture_file(request, picture, ending, file_name(page.url))


@public("page")
def source_list(request: HttpRequest) -> HttpResponseBase:
    """Every source of which something is public."""
    number = page_number(request)
    page = sources_page(number) if number else None
    if page is None:
        return missing_page(request, NO_SUCH_PAGE)
    return answer(request, "sources.html", page)


@public()
def source_detail(request: HttpRequest, source: str) -> HttpResponseBase:
    """A source: who, how, which licence, which releases."""
    found = find_source(source, public_sources())
    if found.row is None:
        return missing_page(request, found.missing.sentence, found.missing)
    if found.row.slug != source:
        return moved(found.row.get_absolute_url())
    return answer(request, "source.html", source_page(found.row))


@public("page")
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
