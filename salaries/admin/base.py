"""What every page of the editors' area shares: revisions kept, one data version a save, links to the site."""

from contextlib import AbstractContextManager
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import QuerySet
from django.http import HttpRequest

from salaries.admin.concurrency import BASE, REVISION, WHY, KnownSelect, RevisionForm
from salaries.admin.formsets import RevisionFormSet
from salaries.admin.guarded import Guarded, locked
from salaries.admin.history import HistoryAdmin
from salaries.admin.lists import LightLists
from salaries.admin.versions import name_version as name_version
from salaries.models import data_change
from salaries.models.base import Addressed
from salaries.models.trail import has_history, say_why

RENAMING = "Change it only where it is wrong: shared links then take a detour over the old address."


class _Fields:
    """Mixed into forms and inlines: how their fields are typed into."""

    model: Any
    admin_site: Any

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", KnownSelect(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None and db_field.name == "slug" and issubclass(self.model, Addressed):
            field.help_text = f"{field.help_text} {RENAMING}"
        return field


class EditedInline(_Fields, admin.TabularInline):  # type: ignore[type-arg]
    """Rows edited under another; each notices changes made since the form was opened."""

    form = RevisionForm
    formset = RevisionFormSet
    extra = 0
    show_change_link = True
    view_on_site = False

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # Four small pictures beside each select of a table are more than the table.
            field.widget = field.widget.widget
        return field

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_fields(request, obj)
        return fields if REVISION in fields else [*fields, REVISION, BASE]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return locked(request, super().get_queryset(request))


def why_field() -> forms.CharField:
    """Why a row is changed."""
    return forms.CharField(
        label="Why",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Kept in the history; where public figures change, readers see it.",
    )


class EditedAdmin(Guarded, LightLists, _Fields, HistoryAdmin):
    """A model whose rows people edit."""

    save_on_top = False
    list_per_page = 50

    class Media:
        js = ("admin-names.js", "admin-suggest.js")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        *fieldsets, hidden = super().get_fieldsets(request, obj)
        asked = self._asks_why(request, obj) and WHY not in flatten_fieldsets(fieldsets)
        return [*fieldsets, *([(None, {"fields": [WHY]})] if asked else []), hidden]

    def _asks_why(self, request: HttpRequest, obj: Any) -> bool:
        """Whether the form has a field for the reason: there is a history, and this editor may change the row."""
        may = self.has_add_permission(request) if obj is None else self.has_change_permission(request, obj)
        return may and has_history(self.model)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if self._asks_why(request, obj):
            kwargs.setdefault("form", type(self.form.__name__, (self.form,), {WHY: why_field()}))
        return super().get_form(request, obj, change, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        say_why(form.cleaned_data.get(WHY, ""))
        super().save_model(request, obj, form, change)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        return self.saved(
            request, lambda: super(EditedAdmin, self).delete_view(request, object_id, extra_context)
        )

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return self.saved(request, lambda: super(EditedAdmin, self).changelist_view(request, extra_context))

    def in_one(self) -> AbstractContextManager[Any]:
        """One data version a save."""
        return data_change(f"{self.opts.verbose_name} edited")

    def reason(self, form: Any, change: bool) -> str:
        """What the data version says of a save."""
        return f"{self.opts.verbose_name} “{form.instance}” {'changed' if change else 'added'}"

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        name_version(self.reason(form, change), form.cleaned_data.get(WHY, ""))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        name_version(f"{self.opts.verbose_name} “{obj}” deleted")
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        name_version(f"{queryset.count()} {self.opts.verbose_name_plural} deleted")
        super().delete_queryset(request, queryset)


class ReadOnlyAdmin(LightLists, admin.ModelAdmin):  # type: ignore[type-arg]
    """What the database keeps by itself: shown, never touched."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
