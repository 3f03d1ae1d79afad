"""What changed in the figures."""

from django.http import HttpRequest, HttpResponseBase

from salaries.pages.changes import changes_page
from salaries.responses.declared import public
from salaries.responses.pages import answer
from salaries.views.failures import missing_page
from salaries.views.numbers import page_number


@public("page")
def changes(request: HttpRequest) -> HttpResponseBase:
    """Releases and corrections, newest first."""
    number = page_number(request)
    page = changes_page(number) if number else None
    if page is None:
        return missing_page(request, "This list has no such page.")
    return answer(request, "changes.html", page, targets=("results",))
