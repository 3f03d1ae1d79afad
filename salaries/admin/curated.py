"""Curated comparisons in the editors' area."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from salaries.admin.base import EditedAdmin, EditedInline, ReadOnlyAdmin
from salaries.admin.concurrency import DELETE
from salaries.admin.formsets import RevisionFormSet
from salaries.models import CuratedComparison, CuratedSubject
from salaries.models.curated import CELL, SAME
from salaries.pages.curated import address_of


class CuratedSubjectFormSet(RevisionFormSet):
    """The sides of one comparison: two at least, no two the same."""

    def clean(self) -> None:
        super().clean()
        if any(form.errors for form in self.forms):
            return
        rows = [
            tuple(form.cleaned_data.get(name) for name in CELL)
            for form in self.forms
            if form.cleaned_data.get("role") and not form.cleaned_data.get(DELETE)
        ]
        if len(rows) < 2:
            raise ValidationError("A comparison has two sides at least.")
        if len(set(rows)) < len(rows):
            raise ValidationError(SAME)


class CuratedSubjectInline(EditedInline):
    """The sides of a comparison."""

    model = CuratedSubject
    formset = CuratedSubjectFormSet
    autocomplete_fields = CELL
    max_num = 4
    show_change_link = False


@admin.register(CuratedComparison)
class CuratedComparisonAdmin(EditedAdmin):
    """A comparison with its sides."""

    list_display = ("title", "rank")
    search_fields = ("title", "subjects__role__name")
    inlines = (CuratedSubjectInline,)

    def view_on_site(self, obj: Any) -> str:
        """The comparison's address."""
        return address_of(obj.subjects.in_order())


@admin.register(CuratedSubject)
class CuratedSubjectAdmin(ReadOnlyAdmin):
    """Sides by themselves, to be looked through and exported; they are edited under their comparison."""

    list_display = ("comparison", "number", "role", "level", "location", "option")
    list_select_related = ("comparison", "role", "level", "location", "option")
    search_fields = ("comparison__title", "role__name")
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether sides go along with their comparison. None goes by itself."""
        return obj is None and bool(request.user.has_perm("salaries.delete_curatedsubject"))
