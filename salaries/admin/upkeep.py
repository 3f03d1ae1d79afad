"""Indices, old addresses, and what the database keeps by itself."""

from django.contrib import admin

from salaries.admin.base import EditedAdmin, ReadOnlyAdmin
from salaries.admin.history import BatchAdmin
from salaries.models import (
    DataVersion,
    Erasure,
    FactVersion,
    PartVersion,
    PriceIndex,
    Redirect,
    SeedRecord,
)


@admin.register(PriceIndex)
class PriceIndexAdmin(EditedAdmin):
    """A price index of a place in a year."""

    list_display = ("kind", "location", "year", "value", "source")
    list_select_related = ("location", "source")
    list_filter = ("kind", "year")
    search_fields = ("location__name",)
    autocomplete_fields = ("location", "source")


@admin.register(Redirect)
class RedirectAdmin(EditedAdmin):
    """Where old addresses lead."""

    fieldsets = (
        (
            None,
            {
                "fields": ("kind", "old_slug", "new_slug"),
                "description": "Renaming and deleting write these by themselves. Change one only to correct a "
                "mistake: shared links depend on it.",
            },
        ),
    )
    list_display = ("old_slug", "kind", "new_slug")
    list_filter = ("kind",)
    search_fields = ("old_slug", "new_slug")


@admin.register(DataVersion)
class DataVersionAdmin(BatchAdmin, ReadOnlyAdmin):
    """Changes to public data, newest first."""

    list_display = ("number", "committed_at", "reason", "note")
    search_fields = ("reason", "note")


@admin.register(PartVersion)
class PartVersionAdmin(ReadOnlyAdmin):
    """From which data version until which a part was public."""

    list_display = ("part", "release", "from_version", "until_version")
    list_select_related = ("part__release__source", "release__source")
    search_fields = ("release__slug", "release__source__slug")


@admin.register(FactVersion)
class FactVersionAdmin(ReadOnlyAdmin):
    """Priorities and periods, primary measures and currencies as they were."""

    list_display = ("noun", "row_id", "until_version", "values")
    list_filter = ("noun",)
    search_fields = ("noun",)


@admin.register(Erasure)
class ErasureAdmin(ReadOnlyAdmin):
    """Figures whose numbers were taken away for good."""

    list_display = ("cell", "version", "erased_by", "erased_at", "reason")
    search_fields = ("cell", "reason")


@admin.register(SeedRecord)
class SeedRecordAdmin(ReadOnlyAdmin):
    """What the starting data once made."""

    list_display = ("model", "natural_key", "seeded_at")
    list_filter = ("model",)
    search_fields = ("natural_key",)
