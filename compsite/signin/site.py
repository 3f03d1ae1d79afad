"""The editors' area: Django's admin, whose every page wants a code besides the password."""

from functools import partial
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import PasswordChangeView, redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse

from compsite.signin import factor
from compsite.signin.forms import NewPasswordForm, PasswordForm
from compsite.signin.steps import (
    code_step,
    next_url,
    phone_step,
    recovery_codes,
    security,
    sign_ins,
    slowed,
)


class EditorsSite(AdminSite):
    """The admin, behind the second factor."""

    login_form = PasswordForm
    login_template = "admin/signin/login.html"

    def get_urls(self) -> list[Any]:
        steps = [
            path("login/code/", self._step(code_step), name="code"),
            path("security/phone/", self._step(phone_step), name="phone"),
            path("security/", self.admin_view(self._step(security)), name="security"),
            path(
                "security/recovery-codes/",
                self.admin_view(self._step(recovery_codes)),
                name="recovery_codes",
            ),
            path("security/sign-ins/", self.admin_view(self._step(sign_ins)), name="sign_ins"),
            # To leave needs no code.
            path("logout/", self.logout, name="logout"),
        ]
        return [*steps, *super().get_urls()]

    def _step(self, view: Any) -> Any:
        return lambda request: view(request, self.each_context(request))

    def has_permission(self, request: Any) -> bool:
        return super().has_permission(request) and not factor.owes_code(request.user)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The password; whoever has given it already is led to the code."""
        if request.method == "GET" and super().has_permission(request) and factor.owes_code(request.user):
            return redirect_to_login(next_url(request), reverse("admin:code"), REDIRECT_FIELD_NAME)
        answer: HttpResponse = _slowed(request, super().login(request, extra_context))
        return answer

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Another password for who asks."""
        view = PasswordChangeView.as_view(
            form_class=partial(NewPasswordForm, request),
            template_name="admin/signin/password_change.html",
            success_url=reverse("admin:password_change_done"),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )
        return _slowed(request, view(request))


def _slowed(request: HttpRequest, answer: Any) -> Any:
    until = getattr(request, "refused_until", None)
    return slowed(answer, until) if until else answer
