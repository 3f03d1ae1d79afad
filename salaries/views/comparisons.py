"""Comparing: the form, and every comparison's own address."""

from django.http import HttpRequest, HttpResponseBase, QueryDict

from salaries.forms import canonical_query, read_choice, read_comparing
from salaries.pages.asked import PARAMETERS, Comparing, QuestionRefused, Wanted, refuse_bad_count
from salaries.pages.compared import NoSuchVersion, Version, number_of, resolve
from salaries.pages.comparison import Asked, ask, failed_page, form_page
from salaries.pages.comparison_result import comparison_page
from salaries.pages.found import Found, NotFound, each_once, find_comparison
from salaries.pages.lookups import put_right
from salaries.pages.pictures import comparison_picture
from salaries.pages.takealong import comparison_data as comparison_data_of
from salaries.pages.takealong import file_name
from salaries.responses.data import data, data_failure
from salaries.responses.declared import for_other_sites, public
from salaries.responses.pages import answer, asked_target, led_to, moved
from salaries.responses.pictures import picture_file
from salaries.subjects import SubjectName, compare_url
from salaries.views.sharing import preview

TARGETS = ("comparison",)
TEMPLATE = "comparison.html"
CHOICES = ("choices",)
FORM = "components/compare_form.html"


@public(whole=True, shelf="endless")
def compare(request: HttpRequest) -> HttpResponseBase:
    """The form. Its fields lead to the comparison's address, or HTMX gets the comparison at once.

    While somebody chooses, HTMX gets the lists alone, holding what has figures of what was chosen.
    """
    comparing = read_comparing(request.GET)
    if asked_target(request, CHOICES):
        return answer(request, FORM, form_page(comparing, dependent=True), targets=CHOICES, pushed=False)
    if comparing.choosing:
        return answer(request, TEMPLATE, form_page(comparing, choice=_kept(request.GET)), targets=TARGETS)
    try:
        choice = read_choice(request.GET)
        names = refuse_bad_count(comparing.names())
    except QuestionRefused as refusal:
        page = form_page(comparing, str(refusal), choice=_kept(request.GET))
        return answer(request, TEMPLATE, page, targets=TARGETS, status=400)
    version = resolve(choice.as_of) if choice.as_of else None
    asked = ask(names, number_of(version))
    if asked.missing:
        alert = " ".join(missing.sentence for missing in asked.missing)
        status = 410 if all(missing.gone for missing in asked.missing) else 404
        page = form_page(comparing, alert, asked.missing, choice=choice)
        return answer(request, TEMPLATE, page, targets=TARGETS, status=status)
    choice, missing = put_right(choice)
    if missing is not None:
        page = form_page(comparing, missing.sentence, choice=choice._replace(release=""))
        return answer(request, TEMPLATE, page, targets=TARGETS, status=410 if missing.gone else 404)
    return _shown(request, asked, choice, comparing, version)


def _kept(query: QueryDict) -> Wanted:
    """What the form carries along; nothing where that could not be answered anyway."""
    try:
        return read_choice(query)
    except QuestionRefused:
        return Wanted()


def _shown(
    request: HttpRequest,
    asked: Asked,
    choice: Wanted,
    comparing: Comparing,
    version: Version | NoSuchVersion | None,
) -> HttpResponseBase:
    if isinstance(version, NoSuchVersion):
        page = form_page(comparing, version.sentence, choice=choice._replace(as_of=""))
        return answer(request, TEMPLATE, page, targets=TARGETS, status=version.status)
    asked = each_once(asked)
    if len(asked.names) < 2:
        alert = "Both sides are the same: choose something else for one of them."
        page = form_page(comparing, alert, choice=choice)
        return answer(request, TEMPLATE, page, targets=TARGETS, status=400)
    if not asked_target(request, TARGETS):
        return led_to(compare_url(asked.names) + choice.query)
    return answer(request, TEMPLATE, comparison_page(asked, choice, version), targets=TARGETS)


def find(query: QueryDict, subjects: str) -> Found | NotFound:
    """What the address of a comparison and its parameters mean."""
    texts = subjects.split("/vs/")
    parsed = [SubjectName.parse(text) for text in texts]
    names = tuple(name for name in parsed if name is not None)
    if len(names) < len(texts):
        text = "No comparison has this address: each side is role.level, as in backend-engineer.average."
        return NotFound(names, text, None, 404, _kept(query))
    try:
        choice = read_choice(query)
    except QuestionRefused as refusal:
        return NotFound(names, str(refusal), None, 400, _kept(query))
    return find_comparison(names, choice)


@public(*PARAMETERS, shelf="endless")
def comparison(request: HttpRequest, subjects: str) -> HttpResponseBase:
    """A comparison at its own address."""
    found = find(request.GET, subjects)
    if isinstance(found, NotFound):
        page = failed_page(found.names, request.path_info, found.alert, found.asked, found.choice)
        return answer(request, TEMPLATE, page, targets=TARGETS, status=found.status)
    if request.path_info != found.path or not canonical_query(request.GET, found.choice):
        return moved(found.path + found.choice.query)
    return answer(request, TEMPLATE, comparison_page(found.asked, found.choice, found.as_of), targets=TARGETS)


@public(*PARAMETERS, shelf="endless")
def comparison_data(request: HttpRequest, subjects: str, ending: str) -> HttpResponseBase:
    """The same comparison as data: JSON or CSV."""
    found = find(request.GET, subjects)
    if isinstance(found, NotFound):
        return data_failure(found.alert, ending, found.status)
    address = f"{found.path}data.{ending}"
    if request.path_info != address or not canonical_query(request.GET, found.choice):
        return moved(address + found.choice.query)
    page = comparison_page(found.asked, found.choice, found.as_of)
    return data(request, comparison_data_of(page), ending, file_name(found.path))


@public(*PARAMETERS, shelf="pictures")
@for_other_sites
def comparison_chart(request: HttpRequest, subjects: str, ending: str) -> HttpResponseBase:
    """The chart of the same comparison as a picture: SVG or PNG."""
    found = find(request.GET, subjects)
    if isinstance(found, NotFound):
        return data_failure(found.alert, ending, found.status)
    picture = comparison_picture(comparison_page(found.asked, found.choice, found.as_of))
    if picture is None:
        return data_failure("This comparison shows no chart: there is nothing to draw.", ending, 404)
    address = f"{found.path}chart.{ending}"
    if request.path_info != address or not canonical_query(request.GET, found.choice):
        return moved(address + found.choice.query)
    return picture_file(request, picture, ending, file_name(found.path))


@public(*PARAMETERS, shelf="pictures")
@for_other_sites
def comparison_preview(request: HttpRequest, subjects: str, digest: str) -> HttpResponseBase:
    """The picture of the same comparison where its address is shared; another name of it leads to today's."""
    found = find(request.GET, subjects)
    if isinstance(found, NotFound):
        return data_failure(found.alert, "png", found.status)
    page = comparison_page(found.asked, found.choice, found.as_of)
    return preview(request, page, canonical=canonical_query(request.GET, found.choice))
