"""Pages that say what went wrong and where to go on. None needs more than it is sure to have."""

from dataclasses import asdict
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from salaries.api.problems import for_programs, problem
from salaries.markup.templates import rendered
from salaries.pages.failure import FailurePage
from salaries.responses.declared import TARGETS
from salaries.responses.pages import answer, asked_target, fragment_of_failure
from salaries.subjects import Missing

BROKEN = "Something went wrong on our side. The figures are safe; please try again in a minute."

BUSY = "Somebody else is saving just now, and it takes longer than usual. Please try again in a moment."
BUSY_NOW = "The data is being changed just now. Please ask again in a moment."
SLOW = "This takes longer than the site allows, and was stopped. Nothing was changed. Please try again in a moment."
AWAY = "The figures cannot be reached just now. Please try again in a moment."
FULL = "Nothing can be saved just now, while everything can be read. Please try again later."
REFUSALS = {"held": (BUSY, BUSY_NOW), "slow": (SLOW, SLOW), "away": (AWAY, AWAY), "full": (FULL, FULL)}
"""What people and programs are told where the database refuses for a reason that passes (`compsite/refusals.py`)."""
TOO_MANY = (
    "Your network has asked for more of these than we answer in a minute. Please ask again in {wait} {seconds}. "
    "All figures at once are at /data/."
)
TOO_LARGE = {
    413: "What was sent is more than this address takes. Shorten it and send it again: nothing was kept of it.",
    414: "This address is too long. Leave something out of it, or start from the home page.",
}
OVER = {
    RequestDataTooBig: (
        413,
        "This form holds more than is taken at once. Send less of it; nothing was kept of it.",
    ),
    TooManyFieldsSent: (
        413,
        "This has more fields than are taken at once. Send fewer; nothing was kept of it.",
    ),
    TooManyFilesSent: (
        413,
        "These are more files than are taken at once. Send fewer; nothing was kept of them.",
    ),
}
"""What is said where Django reads no further."""
PAY_FIELDS = {
    "subject": "What you do", "place": "Where", "amount": "Amount before tax", "currency": "Currency",
    "pay_period": "For",
}  # fmt: skip
SECRET_PAGES = ("/admin/login/", "/admin/security/")
"""Where codes are typed. They and passwords are never sent back to a page."""


def _failure(request: HttpRequest, status: int, heading: str, text: str, ways: Any = ()) -> HttpResponseBase:
    fragment = fragment_of_failure(request, text, status)
    if fragment is not None:
        return fragment
    return answer(request, "failure.html", FailurePage(heading, text, tuple(ways)), status=status)


def missing_page(request: HttpRequest, text: str, missing: Missing | None = None) -> HttpResponseBase:
    """404 with near matches, or 410 for what was removed."""
    if missing is not None and missing.gone:
        return _failure(request, 410, "Removed", text, missing.ways)
    return _failure(request, 404, "Not found", text, missing.ways if missing else ())


def bad_request(request: HttpRequest, text: str) -> HttpResponseBase:
    """400 with what to do instead."""
    return _failure(request, 400, "This cannot be shown", text)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    """Django's 404: an address that no page has."""
    if for_programs(request):
        return problem(request, 404, "The API has nothing at this address: /api/docs has all that there is.")
    return missing_page(request, "No page has this address. Search, or start from the list of roles.")


def request_refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    """Django's 400, a forged host among them: words alone, since nothing of the request can be trusted."""
    status, text = next(
        (said for kind, said in OVER.items() if isinstance(exception, kind)),
        (400, "This request cannot be answered."),
    )
    if for_programs(request):
        return problem(request, status, text)
    heading = "Too much" if status == 413 else "Bad request"
    return HttpResponse(rendered("plain.html", {"heading": heading, "text": text}), status=status)


def too_large(request: HttpRequest, status: int) -> HttpResponseBase:
    """413 or 414 for a request that is larger than any page of ours sends."""
    text = TOO_LARGE[status]
    response = fragment_of_failure(request, text, status)
    if response is None and for_programs(request):
        response = problem(request, status, text)
    page = {"heading": "Too much", "text": text}
    return response or HttpResponse(rendered("plain.html", page), status=status)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    """Django's 403."""
    return HttpResponse(
        rendered("plain.html", {"heading": "Not allowed", "text": "This page is not open to you."}),
        status=403,
    )


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Django's 403 for a form without its token: Django's own page has styles that our policy forbids."""
    text = "This form was not accepted. Go back, load its page again, and send it once more."
    return HttpResponse(rendered("plain.html", {"heading": "Not accepted", "text": text}), status=403)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """Django's 500: needs no manifest, context, database or session."""
    if for_programs(request):
        return problem(request, 500, BROKEN)
    fragment = fragment_of_failure(request, BROKEN, 500) if asked_target(request, TARGETS) else None
    if fragment is not None:
        return fragment
    return HttpResponse(
        rendered("plain.html", {"heading": "Something went wrong", "text": BROKEN}), status=500
    )


def busy(request: HttpRequest, why: str = "held") -> HttpResponseBase:
    """503 where the database cannot do it now. What an editor sent is kept, to be sent once more."""
    for_people, for_machines = REFUSALS[why]
    response: HttpResponseBase | None = fragment_of_failure(request, for_people, 503)
    if response is None and for_programs(request):
        response = problem(request, 503, for_machines)
    if response is None:
        response = _busy_page(request, for_people)
    response.headers["Retry-After"] = "5"
    return response


def too_many(request: HttpRequest, wait: int) -> HttpResponseBase:
    """429 for a network that asked for too much, and for how many seconds it waits."""
    text = TOO_MANY.format(wait=wait, seconds="second" if wait == 1 else "seconds")
    response: HttpResponseBase | None = fragment_of_failure(request, text, 429)
    if response is None and for_programs(request):
        response = problem(request, 429, text)
    if response is None:
        page = {"heading": "Please wait a moment", "text": text, "fields": _typed_pay(request)}
        response = HttpResponse(rendered("plain.html", page), status=429)
    response.headers["Retry-After"] = str(wait)
    return response


def _typed_pay(request: HttpRequest) -> list[dict[str, str]]:
    """What somebody typed into the form of one's own pay, which is the only form that has to wait here."""
    if request.method != "POST" or request.path_info != "/standing/":
        return []
    from salaries.typed import read_typed_pay  # which no other page needs

    typed = asdict(read_typed_pay(request.POST))
    return [{"name": name, "label": label, "value": typed[name]} for name, label in PAY_FIELDS.items()]


def _busy_page(request: HttpRequest, text: str) -> HttpResponse:
    page: dict[str, Any] = {"heading": "Please try again", "text": text}
    if request.path_info.startswith("/admin/") and (fields := _to_send_again(request)):
        page |= {"fields": fields, "files": list(request.FILES)}
        return HttpResponse(render_to_string("admin/busy.html", page, request), status=503)
    return HttpResponse(rendered("plain.html", page), status=503)


def _to_send_again(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form as they were sent; none where a secret is among them, or where nothing was sent."""
    if request.path_info.startswith(SECRET_PAGES) or any("password" in name for name in request.POST):
        return []
    names = [name for name in request.POST if name != "csrfmiddlewaretoken"]
    return [(name, value) for name in names for value in request.POST.getlist(name)]
