"""Guides and lists of roles."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase, QueryDict

from salaries.forms import canonical_query, read_choice
from salaries.pages.asked import QuestionRefused
from salaries.pages.compared import NoSuchVersion, number_of, resolve
from salaries.pages.guide import GuidePage, guide_page
from salaries.pages.home import home_page
from salaries.pages.lists import roles_page
from salaries.pages.lookups import find_location, find_role, put_right
from salaries.pages.pictures import guide_picture
from salaries.pages.place import place_page
from salaries.pages.takealong import file_name, guide_data
from salaries.responses import answer, data, data_failure, for_other_sites, moved, picture_file, public
from salaries.subjects import Missing
from salaries.views.failures import bad_request, missing_page
from salaries.views.numbers import page_number
from salaries.views.sharing import preview

NO_GUIDE = "No guide has this address, or its parameters mean nothing."
GUIDE_PARAMETERS = ("release", "statistic", "as_of")


@public()
def home(request: HttpRequest) -> HttpResponseBase:
    """The first page: what does X earn."""
    return answer(request, "home.html", home_page())


@public("page")
def role_list(request: HttpRequest) -> HttpResponseBase:
    """All roles."""
    number = page_number(request)
    page = roles_page(number) if number else None
    if page is None:
        return missing_page(request, "This list has no such page.")
    return answer(request, "roles.html", page, targets=("results",))


@dataclass(frozen=True)
class NoGuide:
    """Why an address has no guide."""

    sentence: str
    status: int = 404
    missing: Missing | None = None


def find_guide(query: QueryDict, role: str, location: str = "us") -> GuidePage | NoGuide:
    """The page that an address and its parameters mean, or why there is none."""
    asked = query.get("as_of", "").strip().lower()
    version = resolve(asked) if asked else None
    at = number_of(version)
    found, where = find_role(role, at), find_location(location, at)
    if found.row is None:
        return NoGuide(found.missing.sentence, missing=found.missing)
    if where.row is None:
        return NoGuide(where.missing.sentence, missing=where.missing)
    try:
        choice = read_choice(query, GUIDE_PARAMETERS)
    except QuestionRefused as refusal:
        return NoGuide(str(refusal), 400)
    choice, missing = put_right(choice)
    if missing is not None:
        return NoGuide(missing.sentence, missing=missing)
    if isinstance(version, NoSuchVersion):
        return NoGuide(version.sentence, version.status)
    return guide_page(found.row, where.row, choice, version)


def _guide(request: HttpRequest, role: str, location: str) -> GuidePage | HttpResponseBase:
    """The same, or the answer that says why there is none."""
    page = find_guide(request.GET, role, location)
    if isinstance(page, GuidePage):
        return page
    if page.status == 400:
        return bad_request(request, page.sentence)
    return missing_page(request, page.sentence, page.missing)


@public(*GUIDE_PARAMETERS)
def role_detail(request: HttpRequest, role: str, location: str = "us") -> HttpResponseBase:
    """The guide of a role, in the default place or another."""
    page = _guide(request, role, location)
    if not isinstance(page, GuidePage):
        return page
    if request.path_info != page.path or not canonical_query(request.GET, page.choice, GUIDE_PARAMETERS):
        return moved(page.path + page.choice.query)
    return answer(request, "guide.html", page, targets=("figures",))


@public(*GUIDE_PARAMETERS)
def role_data(request: HttpRequest, role: str, ending: str, location: str = "us") -> HttpResponseBase:
    """The same guide as data: JSON or CSV."""
    page = _guide(request, role, location)
    if not isinstance(page, GuidePage):
        return data_failure(NO_GUIDE, ending, page.status_code)
    address = f"{page.path}data.{ending}"
    if request.path_info != address or not canonical_query(request.GET, page.choice, GUIDE_PARAMETERS):
        return moved(address + page.choice.query)
    return data(request, guide_data(page), ending, file_name(page.path))


@public(*GUIDE_PARAMETERS, shelf="pictures")
@for_other_sites
def role_chart(
    request: HttpRequest, role: str, chart: str, ending: str, location: str = "us"
) -> HttpResponseBase:
    """One chart of the same guide as a picture: SVG or PNG."""
    page = _guide(request, role, location)
    if not isinstance(page, GuidePage):
        return data_failure(NO_GUIDE, ending, page.status_code)
    picture = guide_picture(page, chart)
    if picture is None:
        return data_failure("This guide shows no such chart: there are no figures for it.", ending, 404)
    address = f"{page.path}chart-{chart}.{ending}"
    if request.path_info != address or not canonical_query(request.GET, page.choice, GUIDE_PARAMETERS):
        return moved(address + page.choice.query)
    return picture_file(request, picture, ending, f"{file_name(page.path)}-{chart}")


@public(*GUIDE_PARAMETERS, shelf="pictures")
@for_other_sites
def role_preview(request: HttpRequest, role: str, digest: str, location: str = "us") -> HttpResponseBase:
    """The picture of the same guide where its address is shared; another name of it leads to today's."""
    page = _guide(request, role, location)
    if not isinstance(page, GuidePage):
        return data_failure(NO_GUIDE, "png", page.status_code)
    return preview(request, page, canonical=canonical_query(request.GET, page.choice, GUIDE_PARAMETERS))


@public("page")
def location_detail(request: HttpRequest, location: str) -> HttpResponseBase:
    """What a place pays, by role."""
    found = find_location(location)
    if found.row is None:
        return missing_page(request, found.missing.sentence, found.missing)
    if found.row.slug != location:
        return moved(found.row.get_absolute_url())
    number = page_number(request)
    page = place_page(found.row, number) if number else None
    if page is None:
        return missing_page(request, "This list has no such page.")
    return answer(request, "place.html", page, targets=("results",))
