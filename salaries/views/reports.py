"""Reporting a problem: a form, and what readers send by it."""

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from compsite.clients import client_key
from salaries.pages.reports import asking_page, received_page, refused_page
from salaries.responses.declared import public
from salaries.responses.pages import answer, answer_privately, moved
from salaries.subjects import Missing
from salaries.typed import read_named, read_report
from salaries.views.failures import missing_page
from salaries.views.same_origin import from_our_own_pages

TEMPLATE = "report.html"
NAMES = ("subject", "release", "role")
ELSEWHERE = "This form is taken on its own page only. Look through it here and send it again."


# No page of the public area has a cookie or a token: where the form was sent from is looked at instead.
@csrf_exempt
@public(*NAMES, shelf="endless")
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponseBase:
    """GET the form for a figure, a release, a role or nothing; POST it."""
    if request.method == "POST":
        return _sent(request)
    page = asking_page(read_named(request.GET))
    if isinstance(page, Missing):
        return missing_page(request, page.sentence, page)
    given = [(name, value) for name, values in request.GET.lists() for value in values if name in NAMES]
    if given != page.reported.named.given:
        return moved(page.url)
    return answer(request, TEMPLATE, page)


def _sent(request: HttpRequest) -> HttpResponseBase:
    written = read_report(request.POST)
    if from_our_own_pages(request):
        now = timezone.now()
        page = received_page(written, client_key(request, now.date()), now)
    else:
        page = refused_page(written, 403, ELSEWHERE)
    response = answer_privately(request, TEMPLATE, page, status=page.status)
    if page.wait:
        response.headers["Retry-After"] = str(page.wait)
    return response
