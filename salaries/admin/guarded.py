"""Forms of the editors' area in which no save is lost: what a page needs so that its `RevisionForm` can work."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from salaries.admin.concurrency import BASE, REVISION, RevisionForm, conflicts


class Guarded(admin.ModelAdmin):  # type: ignore[type-arg]
    """Mixed into an admin whose forms are `RevisionForm`s: rows held while they are saved, refusals as 409."""

    form = RevisionForm

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return locked(request, rows) if request.path.endswith("/change/") else rows

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fields, and last what the form remembers of the row, hidden."""
        fieldsets = super().get_fieldsets(request, obj)
        if REVISION in flatten_fieldsets(fieldsets):
            return fieldsets
        return [*fieldsets, (None, {"fields": [REVISION, BASE], "classes": ["hidden"]})]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        def view() -> Any:
            if object_id is not None and self._is_gone(request, object_id):
                add = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_add")
                return super(Guarded, self).changeform_view(request, None, add, extra_context)
            return super(Guarded, self).changeform_view(request, object_id, form_url, extra_context)

        return self.saved(request, view)

    def saved[T](self, request: HttpRequest, view: Callable[[], T]) -> T:
        """What the view answers; all that a form writes is written at once, or nothing."""
        if request.method != "POST":
            return view()
        try:
            with self.in_one():
                return view()
        except IntegrityError:
            # Somebody saved the same between our look and our write: looking again finds it, in a sentence.
            with self.in_one():
                return view()

    def in_one(self) -> AbstractContextManager[Any]:
        """What a save is one of: here a transaction."""
        return transaction.atomic()

    def _is_gone(self, request: HttpRequest, object_id: str) -> bool:
        """Whether a form was sent whose row has been deleted since it was opened."""
        return (
            request.method == "POST"
            and REVISION in request.POST
            and self.has_add_permission(request)
            and self.get_object(request, unquote(object_id)) is None
        )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        inlines = [form for one in context["inline_admin_formsets"] for form in one.formset.forms]
        refused = conflicts([context["adminform"].form, *inlines])
        context["clashes"] = [(form.instance, form.clashes) for form in refused if form.clashes]
        response = super().render_change_form(request, context, *args, **kwargs)
        if refused:
            response.status_code = 409
        return response


def locked[T: models.Model](request: HttpRequest, rows: QuerySet[T]) -> QuerySet[T]:
    """The rows held until the save is done, so that two saves never pass each other unseen."""
    return rows.select_for_update(of=("self",)) if request.method == "POST" else rows
