"""Where does my pay stand: a form, and an answer that nobody keeps."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from salaries.pages.asked import QuestionRefused
from salaries.pages.standing import answer_page, form_page
from salaries.responses.declared import public
from salaries.responses.pages import answer, answer_privately
from salaries.typed import read_typed_pay
from salaries.views.same_origin import from_our_own_pages

TARGETS = ("standing",)
TEMPLATE = "standing.html"
ELSEWHERE = "This form is answered on its own page only. Open it here and fill it in again."


# No page of the public area has a cookie or a token: where the form was sent from is looked at instead.
@csrf_exempt
@public("subject", "place", "currency", "pay_period", shelf="endless")
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def standing(request: HttpRequest) -> HttpResponseBase:
    """GET the form, POST it: nothing is stored, logged or put into an address."""
    if request.method != "POST":
        # A guide's link names what somebody does and where; an amount in an address is not looked at.
        asked = replace(read_typed_pay(request.GET), amount="")
        return answer(request, TEMPLATE, form_page(asked), targets=TARGETS)
    typed = read_typed_pay(request.POST)
    if not from_our_own_pages(request):
        return answer_privately(request, TEMPLATE, form_page(typed, ELSEWHERE), targets=TARGETS, status=403)
    try:
        page = answer_page(typed)
    except QuestionRefused as refusal:
        page = form_page(typed, str(refusal))
        return answer_privately(request, TEMPLATE, page, targets=TARGETS, status=400)
    status = 404 if page.missing else 200
    return answer_privately(request, TEMPLATE, page, targets=TARGETS, status=status)
