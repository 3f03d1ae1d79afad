"""Comparisons and changes: what their pages say, for programs."""

from django.http import HttpRequest, HttpResponse
from ninja import Query

from salaries.api import figure_shapes as shapes
from salaries.api.asked import MOST_CHANGES, USUAL_CHANGES, ChangeListing, ComparisonAsked, settled
from salaries.api.guide import BASE, api
from salaries.api.lists import page_of
from salaries.api.problems import ProblemError, missing_error, wrong
from salaries.api.records import change_record
from salaries.models import DataVersion
from salaries.pages.asked import Wanted
from salaries.pages.changes import entries_of
from salaries.pages.comparison_result import comparison_page
from salaries.pages.found import NotFound, find_comparison
from salaries.pages.held import stamped
from salaries.pages.takealong import comparison_data
from salaries.pay.records import Record
from salaries.subjects import SubjectName

PATH = f"{BASE}compare/"
CHANGES = f"{BASE}changes/"


@api.get(
    "compare/", response=shapes.Compared, operation_id="compare", url_name="api_compare", tags=["Comparisons"],
    summary="A comparison",
)  # fmt: skip
def compare(request: HttpRequest, asked: Query[ComparisonAsked]) -> Record:
    """Two to four subjects, and what each is paid more or less than the first: the object of the page's data.json.

    Unlike figures are never subtracted: `reason` then says what differs.
    """
    texts = asked.subjects.split(",")
    names = tuple(name for text in texts if (name := SubjectName.parse(text)) is not None)
    if len(names) < len(texts):
        raise wrong(("subjects", "Each is role.level[.location[.option]], as in backend-engineer.average."))
    given = asked.model_dump(include={"release", "statistic", "prices", "as_of"}, exclude_none=True)
    found = find_comparison(names, Wanted(**given))
    if isinstance(found, NotFound):
        raise _refusal(found)
    subjects = ",".join(str(name) for name in found.asked.names)
    settled(request, PATH, asked.model_copy(update={"subjects": subjects, **dict(found.choice.given)}))
    return comparison_data(comparison_page(found.asked, found.choice, found.as_of))


def _refusal(found: NotFound) -> ProblemError:
    if found.asked is not None and found.asked.missing:
        return missing_error(found.asked.missing, found.alert)
    return ProblemError(found.status, found.alert)


@api.get(
    "changes/", response=shapes.Changes, operation_id="list_changes", url_name="api_changes", tags=["Changes"],
    summary="Changes",
)  # fmt: skip
def changes(request: HttpRequest, response: HttpResponse, asked: Query[ChangeListing]) -> Record:
    """Releases published and withdrawn, and figures corrected, newest first: what the page of changes tells."""
    response.headers["Page-Limit"] = str(MOST_CHANGES)
    rows = stamped(DataVersion.objects.that_changed_figures())
    url = settled(request, CHANGES, asked)
    found, opening = page_of(rows, asked, CHANGES, url, key="-number", usual=USUAL_CHANGES)
    return {**opening, "changes": [change_record(entry) for entry in entries_of(found)]}
