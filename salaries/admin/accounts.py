"""Accounts and groups in the editors' area: Django's own pages, in which no save is lost either."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group, Permission, User
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest

from salaries.admin.concurrency import BASE, REVISION, RevisionForm
from salaries.admin.export import ExportedList
from salaries.admin.guarded import Guarded

ABOUT: Any = ("About", {"fields": ("first_name", "last_name", "email")})
MAY: Any = ("What it may do", {"fields": ("is_active", "is_staff", "is_superuser", "groups")})
MAY_BESIDES: Any = (
    "Besides what its groups may",
    {"fields": ("user_permissions",), "classes": ("collapse",)},
)
WHEN: Any = ("When", {"fields": ("last_login", "date_joined")})
HIDDEN: Any = (None, {"fields": (REVISION, BASE), "classes": ("hidden",)})

admin.site.unregister((User, Group))


class AccountForm(RevisionForm, UserChangeForm):  # type: ignore[type-arg]
    """An account, but for its password, which has a page of its own."""


class NewAccountForm(RevisionForm, UserCreationForm):  # type: ignore[type-arg]
    """A new account with its password, or one that somebody deleted while its form was open."""


class Ticked(ExportedList, Guarded):
    """Mixed into an admin: what may be chosen any number of is ticked, in place of being moved between two lists."""

    filter_horizontal = ()

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        kwargs["widget"] = CheckboxSelectMultiple(attrs={"class": "several"})
        if db_field.related_model is Permission:
            kwargs["queryset"] = Permission.objects.select_related("content_type")
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(User)
class AccountAdmin(Ticked, UserAdmin):  # type: ignore[type-arg]
    """Who may sign in, and what each may do. A new one is made in one step."""

    form = AccountForm
    add_form = NewAccountForm
    add_form_template = None
    readonly_fields = ("last_login", "date_joined")
    fieldsets = ((None, {"fields": ("username", "password")}), ABOUT, MAY, MAY_BESIDES, WHEN)
    add_fieldsets = (
        (None, {"fields": ("username", "password1", "password2")}), ABOUT, MAY, MAY_BESIDES, HIDDEN,
    )  # fmt: skip

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change=change, **kwargs)


@admin.register(Group)
class EditorsGroupAdmin(Ticked, GroupAdmin):
    """What the accounts of a group may do."""
