"""Guides and lists of roles."""

from django.http import HttpRequest, HttpResponseBase

from salaries.forms import canonical_query, read_choice
from salaries.pages.asked import QuestionRefused
from salaries.pages.guide import guide_page
from salaries.pages.home import home_page
from salaries.pages.lists import place_page, roles_page
from salaries.pages.lookups import find_location, find_role, put_right
from salaries.responses import answer, moved
from salaries.subjects import guide_url
from salaries.views.failures import bad_request, missing_page
from salaries.views.numbers import page_number


def home(request: HttpRequest) -> HttpResponseBase:
    """The first page: what does X earn."""
    return answer(request, "home.html", home_page())


def role_list(request: HttpRequest) -> HttpResponseBase:
    """All roles."""
    number = page_number(request)
    page = roles_page(number) if number else None
    if page is None:
        return missing_page(request, "This list has no such page.")
    return answer(request, "roles.html", page, targets=("results",))


def role_detail(request: HttpRequest, role: str, location: str = "us") -> HttpResponseBase:
    """The guide of a role, in the default place or another."""
    found, where = find_role(role), find_location(location)
    if found.row is None:
        return missing_page(request, found.missing.sentence, found.missing)
    if where.row is None:
        return missing_page(request, where.missing.sentence, where.missing)
    try:
        choice = read_choice(request.GET)
    except QuestionRefused as refusal:
        return bad_request(request, str(refusal))
    choice, missing = put_right(choice)
    if missing is not None:
        return missing_page(request, missing.sentence, missing)
    address = guide_url(found.row.slug, where.row.slug)
    if request.path_info != address or not canonical_query(request.GET, choice):
        return moved(address + choice.query)
    return answer(request, "guide.html", guide_page(found.row, where.row, choice), targets=("figures",))


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
    return answer(request, "roles.html", page, targets=("results",))
