"""Guides."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase, QueryDict

from salaries.forms import canonical_query, read_choice
from salaries.pages.asked import QuestionRefused
from salaries.pages.compared import NoSuchVersion, number_of, resolve
from salaries.pages.guide import GuidePage, guide_page
from salaries.pages.lookups import of_guide, put_right
from salaries.pages.snapshot import snapshot
from salaries.responses.declared import public
from salaries.responses.pages import answer, moved
from salaries.subjects import Missing

GUIDE_PARAMETERS = ("release", "statistic", "as_of")


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
    known = snapshot()
    found, where = of_guide(role, location, at, known)
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
    return guide_page(found.row, where.row, choice, known, version)


def guide_or_why_none(request: HttpRequest, role: str, location: str) -> GuidePage | HttpResponseBase:
    """The same, or the answer that says why there is none."""
    page = find_guide(request.GET, role, location)
    if isinstance(page, GuidePage):
        return page
    from salaries.views.failures import bad_request, missing_page  # which no page that there is needs

    if page.status == 400:
        return bad_request(request, page.sentence)
    return missing_page(request, page.sentence, page.missing)


@public(*GUIDE_PARAMETERS)
def role_detail(request: HttpRequest, role: str, location: str = "us") -> HttpResponseBase:
    """The guide of a role, in the default place or another."""
    page = guide_or_why_none(request, role, location)
    if not isinstance(page, GuidePage):
        return page
    if request.path_info != page.path or not canonical_query(request.GET, page.choice, GUIDE_PARAMETERS):
        return moved(page.path + page.choice.query)
    return answer(request, "guide.html", page, targets=("figures",))
