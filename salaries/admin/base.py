"""What every page of the editors' area shares: revisions kept, one data version a save, links to the site."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from salaries.admin.concurrency import BASE, REVISION, RevisionForm, conflicts
from salaries.models import data_change


class EditedInline(admin.TabularInline):  # type: ignore[type-arg]
    """Rows edited under another; each notices changes made since the form was opened."""

    form = RevisionForm
    extra = 0
    show_change_link = True

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_fields(request, obj)
        return fields if REVISION in fields else [*fields, REVISION, BASE]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return locked(request, super().get_queryset(request))


class EditedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A model whose rows people edit."""

    form = RevisionForm
    save_on_top = False
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return locked(request, rows) if request.path.endswith("/change/") else rows

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        hidden = (None, {"fields": [REVISION, BASE]})
        if any(REVISION in options["fields"] for _, options in fieldsets):
            return fieldsets
        return [*fieldsets, hidden]

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return self._in_one_version(request, super().changeform_view, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return self._in_one_version(request, super().delete_view, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return self._in_one_version(request, super().changelist_view, *args, **kwargs)

    def _in_one_version(self, request: HttpRequest, view: Any, *args: Any, **kwargs: Any) -> Any:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with data_change(f"{self.opts.verbose_name} edited"):
            return view(request, *args, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        inlines = [form for one in context["inline_admin_formsets"] for form in one.formset.forms]
        refused = conflicts([context["adminform"].form, *inlines])
        context["clashes"] = [(form.instance, form.clashes) for form in refused]
        response = super().render_change_form(request, context, *args, **kwargs)
        if refused:
            response.status_code = 409
        return response


def locked[T: models.Model](request: HttpRequest, rows: QuerySet[T]) -> QuerySet[T]:
    """The rows held until the save is done, so that two saves never pass each other unseen."""
    return rows.select_for_update(of=("self",)) if request.method == "POST" else rows


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What the database keeps by itself: shown, never touched."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
