"""The pages of signing in after the password, and of what secures an account."""

from datetime import datetime
from typing import Any

import django_otp
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from compsite.signin import factor, sessions, throttle
from compsite.signin.forms import CodeForm, NextPhoneForm

WRONG = "This code is not right, or was used before. Wait until the app shows the next one, then type that."
WRONG_RECOVERY = "This is no recovery code of yours, or it was used before."
WRONG_NEW = "This is not the code that the app on the new phone shows now. Type the one it shows."
MOST_SHOWN = 500
"""Rows of each list of sign-ins."""
NEW_PHONE = "new_phone"
"""Where a session keeps the secret of a phone being set up: each its own, so that no other can know it."""


def next_url(request: HttpRequest) -> str:
    """Where somebody wanted to go, if that is on this site; else the first page of the editors' area."""
    asked = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if ours else reverse("admin:index")


def slowed(answer: HttpResponse, until: datetime) -> HttpResponse:
    """The answer to a try that is not looked at."""
    answer.status_code = 429
    answer.headers["Retry-After"] = str(throttle.seconds_until(until))
    return answer


def code_step(request: Any, context: dict[str, Any]) -> HttpResponse:
    """GET the form for the code, POST the code."""
    onward = next_url(request)
    if not factor.owes_code(request.user):
        return HttpResponseRedirect(onward)
    if not factor.has_device(request.user):
        return redirect_to_login(onward, reverse("admin:phone"))
    recovery = "recovery" in request.GET
    form = CodeForm(request.POST or None, recovery=recovery)
    until = None
    if request.method == "POST" and form.is_valid():
        device, until = _tried(request, form, "code", WRONG_RECOVERY if recovery else WRONG)
        if device is not None:
            let_in(request, device)
            _warn_of_few(request)
            return HttpResponseRedirect(onward)
    shown = {
        **context,
        "title": "One more step",
        "form": form,
        "next": onward,
        "recovery": recovery,
        "codes_left": factor.recovery_codes_left(request.user),
    }
    answer = TemplateResponse(request, "admin/signin/code.html", shown, status=_status(request))
    return slowed(answer, until) if until else answer


def _status(request: HttpRequest) -> int:
    return 400 if request.method == "POST" else 200


def _tried(request: Any, form: Any, field: str, wrong: str) -> tuple[Any, datetime | None]:
    """The device that took the code of a form's field; else an error in the form, and until when no other is taken."""
    user, device = request.user, None
    try:
        ticket = throttle.take(user.get_username(), throttle.counted_under(request))
    except throttle.Refused as refused:
        form.add_error(None, throttle.in_words(refused.until))
        return None, refused.until
    try:
        device = factor.verified(user, form.cleaned_data[field])
    except factor.Wait as wait:
        throttle.give_back(ticket)
        form.add_error(None, throttle.in_words(wait.until))
        return None, wait.until
    if device is None:
        form.add_error(field, wrong)
        return None, None
    throttle.give_back(ticket)
    return device, None


def let_in(request: Any, device: Any) -> None:
    """The session has given a code: it, and no other, is signed in all the way."""
    sessions.restart(request)
    django_otp.login(request, device)
    throttle.signed_in(request.user.get_username(), throttle.counted_under(request))


def _warn_of_few(request: Any) -> None:
    left = factor.recovery_codes_left(request.user)
    if left <= factor.FEW_CODES:
        codes = "1 recovery code is" if left == 1 else f"{left or 'No'} recovery codes are"
        messages.warning(request, f"{codes} left. Make new ones under “Account security”.")


def phone_step(request: Any, context: dict[str, Any]) -> HttpResponse:
    """GET what a phone's app needs, POST its first code. With the password alone only where there is no phone yet."""
    user, onward = request.user, next_url(request)
    moving = factor.has_device(user)
    if moving and factor.owes_code(user):
        return redirect_to_login(onward, reverse("admin:code"))
    secret = request.session.setdefault(NEW_PHONE, factor.new_secret())
    form = (NextPhoneForm if moving else CodeForm)(request.POST or None, focus=not moving)
    form.fields["code"].label = "Code that the new phone shows" if moving else "Code that the app shows"
    until = None
    if request.method == "POST" and form.is_valid():
        device, until = _set_up(request, form, secret, moving)
        if device is not None:
            return _shown_once(request, context, onward, renewed=moving)
    shown = {
        **context,
        "title": "Set up another phone" if moving else "Set up your phone",
        "form": form,
        "next": onward,
        "moving": moving,
        "invitation": factor.invitation(user, secret),
    }
    answer = TemplateResponse(request, "admin/signin/phone.html", shown, status=_status(request))
    return slowed(answer, until) if until else answer


def _set_up(request: Any, form: Any, secret: str, moving: bool) -> tuple[Any, datetime | None]:
    user, code = request.user, form.cleaned_data["code"]
    if not factor.shows(secret, code):
        form.add_error("code", WRONG_NEW)
        return None, None
    if moving:
        shown, until = _tried(request, form, "current", WRONG)
        if shown is None:
            return None, until
    device = factor.set_up_phone(user, secret, code, replace=moving)
    if device is None:
        form.add_error("code", WRONG_NEW)
        return None, None
    del request.session[NEW_PHONE]
    let_in(request, device)
    sessions.end_sessions(user, keep=request.session.session_key)
    factor.note(user, "Set up another phone." if moving else "Set up a phone.")
    return device, None


def _shown_once(request: Any, context: dict[str, Any], onward: str, *, renewed: bool) -> HttpResponse:
    """New recovery codes, on the only page that ever shows them."""
    codes = factor.new_recovery_codes(request.user)
    factor.note(request.user, "Made new recovery codes.")
    shown = {
        **context,
        "title": "Keep your recovery codes",
        "codes": [f"{code[:4]}-{code[4:]}" for code in codes],
        "renewed": renewed,
        "next": onward,
    }
    return TemplateResponse(request, "admin/signin/recovery_codes.html", shown)


def security(request: Any, context: dict[str, Any]) -> HttpResponse:
    """What secures the account of who asks."""
    return _security(request, context, CodeForm(focus=False))


def recovery_codes(request: Any, context: dict[str, Any]) -> HttpResponse:
    """POST a fresh code for ten new recovery codes."""
    form = CodeForm(request.POST or None, focus=False)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("admin:security"))
    until = None
    if form.is_valid():
        device, until = _tried(request, form, "code", WRONG)
        if device is not None:
            return _shown_once(request, context, reverse("admin:security"), renewed=True)
    answer = _security(request, context, form, status=400)
    return slowed(answer, until) if until else answer


def sign_ins(request: Any, context: dict[str, Any]) -> HttpResponse:
    """Who signed in when and from where, and which tries failed: for who may see accounts."""
    if not request.user.has_perm("auth.view_user"):
        raise PermissionDenied
    name = request.GET.get("name", "")[:150]
    shown = {
        **context,
        "title": "Sign-ins",
        "name": name,
        "most": MOST_SHOWN,
        "sign_ins": throttle.sign_ins(name)[:MOST_SHOWN],
        "failures": throttle.failures()[:MOST_SHOWN],
    }
    return TemplateResponse(request, "admin/signin/sign_ins.html", shown)


def _security(request: Any, context: dict[str, Any], form: CodeForm, status: int = 200) -> HttpResponse:
    left = factor.recovery_codes_left(request.user)
    shown = {
        **context,
        "title": "Account security",
        "phone": factor.phone_of(request.user),
        "secured": factor.has_device(request.user),
        "codes_left": left,
        "few": left <= factor.FEW_CODES,
        "form": form,
        "sign_ins": throttle.sign_ins(request.user.get_username())[:5],
        "sees_all": request.user.has_perm("auth.view_user"),
    }
    return TemplateResponse(request, "admin/signin/security.html", shown, status=status)
