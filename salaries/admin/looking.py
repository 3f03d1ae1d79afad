"""What editors should look at: lists of it, and a page of all that the checks find."""

from itertools import islice
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from salaries.checks import CHECKS
from salaries.models import Source

MOST_FOUND = 200
"""Findings of a check that the page lists."""


class WithoutFigures(admin.SimpleListFilter):
    """Roles that no published figure is of."""

    title = "figures"
    parameter_name = "figures"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("none", "no published figure")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.without_figures() if self.value() == "none" else queryset


class EditionMissing(admin.SimpleListFilter):
    """Sources of which an edition seems to be missing."""

    title = "newest edition"
    parameter_name = "edition"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("missing", "seems to be missing")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "missing":
            return queryset
        overdue = Source.objects.overdue(timezone.localdate())
        return queryset.filter(pk__in=[source.pk for source, _ in overdue])


class LookingAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Mixed into the admin of figures: the page of the checks."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.checks_view)
        return [path("checks/", view, name="salaries_figure_checks"), *super().get_urls()]

    def checks_view(self, request: HttpRequest) -> HttpResponse:
        """Everything that `check_data` finds, check by check."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        today = timezone.localdate()
        found = [
            {
                "words": (check.__doc__ or name).partition("\n")[0],
                "findings": list(islice(check(today), MOST_FOUND + 1)),
            }
            for name, check in CHECKS.items()
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": "What to look at",
            "opts": self.opts,
            "found": found,
            "most": MOST_FOUND,
        }
        return TemplateResponse(request, "admin/salaries/figure/checks.html", context)
