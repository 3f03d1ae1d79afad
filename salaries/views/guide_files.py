"""A guide as files: its figures, its charts, and its picture where it is shared."""

from django.http import HttpRequest, HttpResponseBase

from salaries.forms import canonical_query
from salaries.pages.guide import GuidePage
from salaries.pages.pictures import guide_picture
from salaries.pages.takealong import file_name, guide_data
from salaries.responses.data import data, data_failure
from salaries.responses.declared import for_other_sites, public
from salaries.responses.pages import moved
from salaries.responses.pictures import picture_file
from salaries.views.guides import GUIDE_PARAMETERS, guide_or_why_none
from salaries.views.sharing import preview

NO_GUIDE = "No guide has this address, or its parameters mean nothing."


@public(*GUIDE_PARAMETERS)
def role_data(request: HttpRequest, role: str, ending: str, location: str = "us") -> HttpResponseBase:
    """The same guide as data: JSON or CSV."""
    page = guide_or_why_none(request, role, location)
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
    page = guide_or_why_none(request, role, location)
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
    page = guide_or_why_none(request, role, location)
    if not isinstance(page, GuidePage):
        return data_failure(NO_GUIDE, "png", page.status_code)
    return preview(request, page, canonical=canonical_query(request.GET, page.choice, GUIDE_PARAMETERS))
