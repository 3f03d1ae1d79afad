"""Experience levels in the editors' area."""

from django.contrib import admin

from salaries.admin.base import EditedAdmin
from salaries.models import ExperienceLevel


@admin.register(ExperienceLevel)
class ExperienceLevelAdmin(EditedAdmin):
    """A step of a ladder."""

    list_display = ("name", "slug", "scheme", "min_years", "max_years", "rank")
    list_filter = ("scheme",)
    search_fields = ("name", "slug")
