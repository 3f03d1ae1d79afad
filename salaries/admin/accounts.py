"""Accounts and groups in the editors' area: Django's own pages, in which no save is lost either."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, User
from django.http import HttpRequest

from salaries.admin.concurrency import BASE, REVISION, RevisionForm
from salaries.admin.guarded import Guarded

HIDDEN: Any = (None, {"fields": (REVISION, BASE), "classes": ("hidden",)})

admin.site.unregister((User, Group))


class AccountForm(RevisionForm, UserChangeForm):  # type: ignore[type-arg]
    """An account, but for its password, which has a page of its own."""


class NewAccountForm(RevisionForm, AdminUserCreationForm):  # type: ignore[type-arg]
    """A new account with its password, or one that somebody deleted while its form was open."""


@admin.register(User)
class AccountAdmin(Guarded, UserAdmin):  # type: ignore[type-arg]
    """Who may sign in, and what each may do. A new one is made in one step."""

    form = AccountForm
    add_form = NewAccountForm
    add_form_template = "admin/salaries/add_account.html"
    readonly_fields = ("last_login", "date_joined")
    add_fieldsets = (*UserAdmin.add_fieldsets, *list(UserAdmin.fieldsets or ())[1:3], HIDDEN)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change=change, **kwargs)


@admin.register(Group)
class EditorsGroupAdmin(Guarded, GroupAdmin):
    """What the accounts of a group may do."""
