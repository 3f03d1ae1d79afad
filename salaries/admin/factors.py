"""Influencing factors in the editors' area."""

from django.contrib import admin

from salaries.admin.base import EditedAdmin, EditedInline
from salaries.admin.lists import FactorFilter
from salaries.admin.retiring import RetiringAdmin
from salaries.models import FactorOption, InfluencingFactor


class FactorOptionInline(EditedInline):
    """The options of a factor."""

    model = FactorOption
    autocomplete_fields = ("location",)


@admin.register(InfluencingFactor)
class InfluencingFactorAdmin(EditedAdmin):
    """A factor with its options."""

    list_display = ("name", "slug", "rank", "summary")
    search_fields = ("name", "slug", "options__name")
    inlines = (FactorOptionInline,)


@admin.register(FactorOption)
class FactorOptionAdmin(RetiringAdmin):
    """An option by itself."""

    list_display = ("name", "slug", "factor", "location", "rank")
    list_select_related = ("factor", "location")
    list_filter = (FactorFilter,)
    search_fields = ("name", "slug", "factor__name")
    autocomplete_fields = ("factor", "location")
