"""The first page, and lists of roles: all of them, and those that a place pays."""

from django.http import HttpRequest, HttpResponseBase

from salaries.pages.home import home_page
from salaries.pages.lists import roles_page
from salaries.pages.lookups import find_location
from salaries.pages.place import place_page
from salaries.responses.declared import public
from salaries.responses.pages import answer, moved
from salaries.views.failures import missing_page
from salaries.views.numbers import page_number


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
