"""What parts change in figures that are there already, as imports found it: shown, never typed."""

from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from salaries.admin.base import ReadOnlyAdmin
from salaries.models import Figure, FigureChange, Mark
from salaries.models.changes import VALUE_FIELDS, from_json
from salaries.models.figures import PAY_FIELDS
from salaries.pay.money import format_money
from salaries.subjects import guide_url

WITH_CHANGE = (
    "figure__role", "figure__level", "figure__location", "figure__option", "part__release__source",
)  # fmt: skip
GONE = "The file no longer has it."
BACK = "The same numbers, public again."


@admin.register(FigureChange)
class FigureChangeAdmin(ReadOnlyAdmin):
    """A figure and what a part makes of it once it is published. Publishing and withdrawing are the part's."""

    list_display = ("figure", "what", "state", "part")
    list_filter = ("part__state",)
    list_per_page = 50
    # Newest first, by what is indexed: the order of parts and figures is that of ten tables.
    ordering = ("-pk",)
    sortable_by = ("state",)
    search_fields = ("figure__role__name", "figure__location__name", "part__name")
    fields = ("figure", "what", "state", "part")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related(*WITH_CHANGE)

    @admin.display(description="what changes")
    def what(self, change: FigureChange) -> str:
        """Every number, mark and note that differs: “median $50,000 → $51,000”."""
        if change.after is None:
            return GONE
        names = [name for name in VALUE_FIELDS if name in change.after]
        moved = [name for name in names if change.before.get(name) != change.after[name]]
        words = (
            f"{Figure._meta.get_field(name).verbose_name} "  # type: ignore[union-attr]
            f"{_said(change, name, change.before.get(name))} → {_said(change, name, change.after[name])}"
            for name in moved
        )
        return "; ".join(words) or BACK

    @admin.display(description="state", ordering="part__state")
    def state(self, change: FigureChange) -> str:
        return str(change.part.get_state_display())

    def view_on_site(self, change: FigureChange) -> str:
        return guide_url(change.figure.role.slug, change.figure.location.slug)


def _said(change: FigureChange, name: str, value: Any) -> str:
    """A value as editors know it from figures."""
    if value in (None, ""):
        return "nothing"
    if name in PAY_FIELDS:
        return format_money(from_json(name, value), change.figure.currency, change.figure.pay_period)
    if name.endswith("_mark"):
        return str(Mark(value).label)
    return f"{Decimal(value).normalize():f}" if name.endswith("_error") else str(value)
