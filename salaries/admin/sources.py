"""Sources, releases and parts in the editors' area."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from salaries.admin.base import EditedAdmin, EditedInline
from salaries.admin.concurrency import RevisionForm
from salaries.admin.export import ExportedFigures
from salaries.admin.figures import FigureInline
from salaries.admin.lists import PartSourceFilter, SourceFilter
from salaries.admin.looking import EditionMissing
from salaries.admin.previews import preview_url
from salaries.admin.publishing import PublishingAdmin
from salaries.admin.table import TableAdmin, table_url
from salaries.models import Figure, FigureChange, Release, ReleasePart, Source
from salaries.models.changes import undo_changes

MOST_INLINE = 40
MOST_TABLES = 3
"""Parts of a release whose tables its row in the list links to one by one."""
PUBLISHED = ReleasePart.State.PUBLISHED


@admin.register(Source)
class SourceAdmin(EditedAdmin):
    """A source."""

    list_display = ("title", "publisher", "kind", "primary_measure", "licence")
    list_filter = ("kind", "primary_measure", EditionMissing)
    search_fields = ("publisher", "title", "slug")


class ReleasePartInline(EditedInline):
    """The parts of a release; figures are edited under the part."""

    model = ReleasePart
    fields = ("name", "file_name", "rows", "sha256", "parser_version")


@admin.register(Release)
class ReleaseAdmin(ExportedFigures, EditedAdmin):
    """A release with its parts."""

    list_display = (
        "__str__", "source", "reference_start", "reference_end", "retrieved_on", "priority", "tables",
    )  # fmt: skip
    list_select_related = ("source",)
    list_filter = (SourceFilter,)
    search_fields = ("slug", "source__slug", "source__publisher", "source__title")
    autocomplete_fields = ("source",)
    inlines = (ReleasePartInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("source").prefetch_related("parts")

    @admin.display(description="tables")
    def tables(self, release: Release) -> str:
        """A link to the table of each part, where they are few; else to the list of parts."""
        parts = release.parts.all()
        if len(parts) > MOST_TABLES:
            url = reverse("admin:salaries_releasepart_changelist")
            return format_html('<a href="{}?release__id__exact={}">{} parts</a>', url, release.pk, len(parts))
        links = ((table_url(part), part.name) for part in parts)
        return format_html_join(", ", '<a href="{}">{}</a>', links) or "–"


class ReleasePartForm(RevisionForm):
    """A part. Its state is draft or in review; publishing has a page of its own, and withdrawing is for who may."""

    may_publish = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states: Any = self.fields.get("state")
        if states is not None:
            offered = self._states()
            states.choices = [choice for choice in ReleasePart.State.choices if choice[0] in offered]

    def _states(self) -> set[str]:
        """The states that the part may be given here, its own among them."""
        own = self.instance.state
        if own == PUBLISHED and not self.may_publish:
            return {own}
        work = {own, ReleasePart.State.DRAFT, ReleasePart.State.IN_REVIEW}
        return {*work, ReleasePart.State.WITHDRAWN} if own == PUBLISHED else work

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        release = cleaned.get("release")
        if (
            release
            and self.instance.pk
            and release.pk != self.instance.release_id
            and self.instance.figures.exists()
        ):
            self.add_error(
                "release", "The figures of this part belong to its release: it cannot move to another."
            )
        return cleaned


@admin.register(ReleasePart)
class ReleasePartAdmin(ExportedFigures, TableAdmin, PublishingAdmin):
    """A part with its figures under it, or a link to them where they are many."""

    form = ReleasePartForm
    list_display = ("__str__", "state", "figure_count", "change_count", "published_in", "table", "preview")
    list_select_related = ("release__source", "published_in")
    list_filter = ("state", PartSourceFilter)
    search_fields = ("name", "release__slug", "release__source__publisher", "release__source__title")
    autocomplete_fields = ("release",)
    readonly_fields = ("published_in", "submitted_by", "all_figures", "all_changes", "recipe")
    fields = (
        "release", "name", "state", "submitted_by", "published_in", "all_figures", "all_changes", "file_name", "rows",
        "sha256", "parser_version", "recipe",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request).select_related("release__source", "published_in")
        if not request.path.endswith("/change/"):
            rows = rows.annotate(figure_total=_total(Figure), change_total=_total(FigureChange))
        return rows

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        if obj is not None and obj.figures.count() > MOST_INLINE:
            return ()
        return (FigureInline,)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"may_publish": self.has_publish_permission(request)})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["may_publish"] = self.has_publish_permission(request)
        part: ReleasePart | None = context["original"]
        context["preview_url"] = preview_url(part) if part and part.state != PUBLISHED else ""
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: ReleasePart, form: Any, change: bool) -> None:
        """Who sends a part to review is kept; a published part that becomes anything else takes its changes back."""
        if "state" in form.changed_data:
            obj.submitted_by = request.user if obj.state == ReleasePart.State.IN_REVIEW else None  # type: ignore[assignment]
        super().save_model(request, obj, form, change)
        if change and form.initial.get("state") == PUBLISHED and obj.state != PUBLISHED:
            undo_changes(obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """A part takes the changes along that it would bring; those that it made, it takes back first."""
        deleted, counts, needed, protected = super().get_deleted_objects(objs, request)
        needed.discard(FigureChange._meta.verbose_name)
        public = [part for part in objs if part.state == PUBLISHED and part.changes.exists()]
        protected += [f"what {part} changed in other figures: withdraw it first" for part in public]
        return deleted, counts, needed, protected

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for row in formset.save(commit=False):
            if hasattr(row, "release_id"):
                row.release_id = form.instance.release_id
            row.save()
        for row in formset.deleted_objects:
            row.delete()
        formset.save_m2m()

    @admin.display(description="table")
    def table(self, part: ReleasePart) -> str:
        """A link to the part's figures as one table."""
        return format_html('<a href="{}" aria-label="Table of {}">Table</a>', table_url(part), part)

    @admin.display(description="preview")
    def preview(self, part: ReleasePart) -> str:
        """A link to the public pages as they would be; nothing for what is public already."""
        if part.state == PUBLISHED:
            return ""
        return format_html('<a href="{}" aria-label="Preview of {}">Preview</a>', preview_url(part), part)

    @admin.display(description="figures", ordering="figure_total")
    def figure_count(self, part: ReleasePart) -> int:
        return int(part.figure_total)  # type: ignore[attr-defined]

    @admin.display(description="changes", ordering="change_total")
    def change_count(self, part: ReleasePart) -> int:
        return int(part.change_total)  # type: ignore[attr-defined]

    @admin.display(description="figures")
    def all_figures(self, part: ReleasePart) -> str:
        return _listed(part, Figure)

    @admin.display(description="changes")
    def all_changes(self, part: ReleasePart) -> str:
        return _listed(part, FigureChange)

    def reason(self, form: Any, change: bool) -> str:
        if "state" in form.changed_data and form.instance.state in ("published", "withdrawn"):
            return f"{form.instance.release} {form.instance.state}"
        return super().reason(form, change)

    def view_on_site(self, part: ReleasePart) -> str:
        return part.release.get_absolute_url()


def _total(model: type[models.Model]) -> Coalesce:
    """How many rows of the model a part has."""
    rows = model._default_manager.filter(part=OuterRef("pk")).order_by().values("part")
    return Coalesce(Subquery(rows.annotate(total=Count("pk")).values("total")), 0)


def _listed(part: ReleasePart, model: type[Figure] | type[FigureChange]) -> str:
    """A link to the list of a part's rows, with their number: “41 figures of this part”."""
    if part.pk is None:
        return "–"
    meta, total = model._meta, model.objects.filter(part=part).count()
    url = f"{reverse(f'admin:salaries_{meta.model_name}_changelist')}?part__id__exact={part.pk}"
    noun = meta.verbose_name if total == 1 else meta.verbose_name_plural
    return format_html('<a href="{}">{} {} of this part</a>', url, total, noun)
