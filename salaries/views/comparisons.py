"""Comparing: the form, and every comparison's own address."""

from django.http import HttpRequest, HttpResponseBase

from salaries.forms import canonical_query, read_choice, read_comparing
from salaries.pages.asked import Comparing, QuestionRefused, Wanted, refuse_bad_count
from salaries.pages.comparison import Asked, ask, comparison_page, failed_page, form_page
from salaries.pages.lookups import put_right
from salaries.responses import answer, asked_target, led_to, moved
from salaries.subjects import SubjectName, compare_url, without_repeats

TARGETS = ("comparison",)
TEMPLATE = "comparison.html"


def compare(request: HttpRequest) -> HttpResponseBase:
    """The form. Its fields lead to the comparison's address, or HTMX gets the comparison at once."""
    comparing = read_comparing(request.GET)
    if not comparing.typed or comparing.adding:
        return answer(request, TEMPLATE, form_page(comparing), targets=TARGETS)
    try:
        choice = read_choice(request.GET)
        names = refuse_bad_count(comparing.names())
    except QuestionRefused as refusal:
        return answer(request, TEMPLATE, form_page(comparing, str(refusal)), targets=TARGETS, status=400)
    asked = ask(names)
    if asked.missing:
        alert = " ".join(missing.sentence for missing in asked.missing)
        status = 410 if all(missing.gone for missing in asked.missing) else 404
        page = form_page(comparing, alert, asked.missing)
        return answer(request, TEMPLATE, page, targets=TARGETS, status=status)
    choice, missing = put_right(choice)
    if missing is not None:
        page = form_page(comparing, missing.sentence)
        return answer(request, TEMPLATE, page, targets=TARGETS, status=410 if missing.gone else 404)
    return _shown(request, asked, choice, comparing)


def _shown(request: HttpRequest, asked: Asked, choice: Wanted, comparing: Comparing) -> HttpResponseBase:
    asked = _canonical(asked)
    if len(asked.names) < 2:
        alert = "Both sides are the same: choose something else for one of them."
        return answer(request, TEMPLATE, form_page(comparing, alert), targets=TARGETS, status=400)
    if not asked_target(request, TARGETS):
        return led_to(compare_url(asked.names) + choice.query)
    return answer(request, TEMPLATE, comparison_page(asked, choice), targets=TARGETS)


def _canonical(asked: Asked) -> Asked:
    """The same question with each subject once, under its own name."""
    names = without_repeats(subject.name for subject in asked.subjects)
    return Asked(asked.directory, names, ())


def comparison(request: HttpRequest, subjects: str) -> HttpResponseBase:
    """A comparison at its own address."""
    texts = subjects.split("/vs/")
    parsed = [SubjectName.parse(text) for text in texts]
    names = tuple(name for name in parsed if name is not None)
    if len(names) < len(texts):
        text = "No comparison has this address: each side is role.level, as in backend-engineer.average."
        return _failed(request, names, text, None, 404)
    try:
        choice = read_choice(request.GET)
        names = refuse_bad_count(names)
    except QuestionRefused as refusal:
        return _failed(request, names, str(refusal), None, 400)
    asked = ask(names)
    if asked.missing:
        alert = " ".join(missing.sentence for missing in asked.missing)
        status = 410 if all(missing.gone for missing in asked.missing) else 404
        return _failed(request, names, alert, asked, status)
    choice, missing = put_right(choice)
    if missing is not None:
        return _failed(request, names, missing.sentence, asked, 410 if missing.gone else 404)
    asked = _canonical(asked)
    if len(asked.names) < 2:
        return _failed(
            request, asked.names, "Both sides are the same: there is nothing to compare.", asked, 400
        )
    address = compare_url(asked.names)
    if request.path_info != address or not canonical_query(request.GET, choice):
        return moved(address + choice.query)
    return answer(request, TEMPLATE, comparison_page(asked, choice), targets=TARGETS)


def _failed(
    request: HttpRequest, names: tuple[SubjectName, ...], alert: str, asked: Asked | None, status: int
) -> HttpResponseBase:
    page = failed_page(names, request.path_info, alert, asked)
    return answer(request, TEMPLATE, page, targets=TARGETS, status=status)
