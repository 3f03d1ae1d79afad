"""Experience levels in the editors' area."""

from django.contrib import admin

from salaries.admin.retiring import RetiringAdmin
from salaries.models import ExperienceLevel, Figure
from salaries.subjects import guide_url


@admin.register(ExperienceLevel)
class ExperienceLevelAdmin(RetiringAdmin):
    """A step of a ladder."""

    list_display = ("name", "slug", "scheme", "min_years", "max_years", "rank")
    list_filter = ("scheme",)
    search_fields = ("name", "slug")

    def view_on_site(self, level: ExperienceLevel) -> str:
        """A level has no page of its own: a guide that has figures of it, or all roles."""
        figure = Figure.objects.published().filter(level=level).select_related("role", "location").first()
        return guide_url(figure.role.slug, figure.location.slug) if figure else "/salaries/"
