"""Roles in the editors' area."""

from django.contrib import admin

from salaries.admin.base import EditedAdmin, EditedInline
from salaries.admin.lists import BroaderFilter
from salaries.admin.looking import WithoutFigures
from salaries.admin.retiring import RetiringAdmin
from salaries.models import Role, RoleAlias, RoleCode


class RoleAliasInline(EditedInline):
    """Other names of a role."""

    model = RoleAlias


class RoleCodeInline(EditedInline):
    """Codes of a role."""

    model = RoleCode


@admin.register(Role)
class RoleAdmin(RetiringAdmin):
    """A role with its aliases and codes."""

    list_display = ("name", "slug", "broader", "summary")
    list_select_related = ("broader",)
    list_filter = (BroaderFilter, WithoutFigures)
    search_fields = ("name", "slug", "aliases__name", "codes__code")
    autocomplete_fields = ("broader",)
    inlines = (RoleAliasInline, RoleCodeInline)


@admin.register(RoleAlias)
class RoleAliasAdmin(EditedAdmin):
    """An alias by itself, for searching over all roles."""

    list_display = ("name", "role")
    list_select_related = ("role",)
    search_fields = ("name", "role__name")
    autocomplete_fields = ("role",)

    def view_on_site(self, alias: RoleAlias) -> str:
        return alias.role.get_absolute_url()


@admin.register(RoleCode)
class RoleCodeAdmin(EditedAdmin):
    """A code by itself."""

    list_display = ("scheme", "code", "role")
    list_select_related = ("role",)
    list_filter = ("scheme",)
    search_fields = ("code", "role__name")
    autocomplete_fields = ("role",)

    def view_on_site(self, code: RoleCode) -> str:
        return code.role.get_absolute_url()
