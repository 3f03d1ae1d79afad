"""Places in the editors' area."""

from django.contrib import admin

from salaries.admin.base import EditedAdmin, EditedInline
from salaries.admin.retiring import RetiringAdmin
from salaries.models import Location, LocationCode


class LocationCodeInline(EditedInline):
    """Codes of a place."""

    model = LocationCode


@admin.register(Location)
class LocationAdmin(RetiringAdmin):
    """A place with its codes."""

    list_display = ("name", "slug", "kind", "parent", "currency")
    list_select_related = ("parent",)
    list_filter = ("kind", "currency")
    search_fields = ("name", "short_name", "slug", "codes__code")
    autocomplete_fields = ("parent",)
    inlines = (LocationCodeInline,)


@admin.register(LocationCode)
class LocationCodeAdmin(EditedAdmin):
    """A code by itself."""

    list_display = ("scheme", "code", "location")
    list_select_related = ("location",)
    list_filter = ("scheme",)
    search_fields = ("code", "location__name")
    autocomplete_fields = ("location",)

    def view_on_site(self, code: LocationCode) -> str:
        return code.location.get_absolute_url()
