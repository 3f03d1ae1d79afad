"""The editors' area, one module a noun."""

from django.contrib import admin

from salaries.admin import (
    accounts,
    changes,
    curated,
    factors,
    figures,
    importing,
    levels,
    locations,
    reports,
    roles,
    sources,
    upkeep,
)

admin.site.site_header = "compsite"
admin.site.site_title = "compsite"
admin.site.index_title = "Keep the figures right"

__all__ = [
    "accounts",
    "changes",
    "curated",
    "factors",
    "figures",
    "importing",
    "levels",
    "locations",
    "reports",
    "roles",
    "sources",
    "upkeep",
]
