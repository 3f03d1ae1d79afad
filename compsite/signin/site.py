"""The editors' area: Django's admin, whose every page wants a code besides the password."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse

from compsite.signin import factor
from compsite.signin.forms import PasswordForm
from compsite.signin.steps import code_step, next_url, phone_step, recovery_codes, security, slowed


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
        answer = super().login(request, extra_context)
        until = getattr(request, "refused_until", None)
        return slowed(answer, until) if until else answer
