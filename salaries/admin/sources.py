"""Sources, releases and parts in the editors' area."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from salaries.admin.base import EditedAdmin, EditedInline, name_version
from salaries.admin.concurrency import RevisionForm
from salaries.admin.figures import FigureInline
from salaries.models import Figure, FigureChange, Release, ReleasePart, Source
from salaries.models.changes import apply_changes, undo_changes

MOST_INLINE = 40
PUBLISHED = ReleasePart.State.PUBLISHED


@admin.register(Source)
class SourceAdmin(EditedAdmin):
    """A source."""

    list_display = ("title", "publisher", "kind", "primary_measure", "licence")
    list_filter = ("kind", "primary_measure")
    search_fields = ("publisher", "title", "slug")


class ReleasePartInline(EditedInline):
    """The parts of a release; figures are edited under the part."""

    model = ReleasePart
    fields = ("name", "file_name", "rows", "sha256", "parser_version")


@admin.register(Release)
class ReleaseAdmin(EditedAdmin):
    """A release with its parts."""

    list_display = ("__str__", "source", "reference_start", "reference_end", "retrieved_on", "priority")
    list_select_related = ("source",)
    list_filter = (("source", admin.RelatedOnlyFieldListFilter),)
    search_fields = ("slug", "source__slug", "source__publisher", "source__title")
    autocomplete_fields = ("source",)
    inlines = (ReleasePartInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("source")


class ReleasePartForm(RevisionForm):
    """A part. Publishing is its state; a part that holds nothing is not published."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("state") == PUBLISHED:
            self._check_publishing()
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

    def _check_publishing(self) -> None:
        """That there is something to publish, and that what it changes still says what it did."""
        part = self.instance
        if part.pk is None or not (part.figures.exists() or part.changes.exists()):
            self.add_error("state", "Save the part with its figures as a draft first, then publish it.")
        elif part.state != PUBLISHED:
            try:
                with transaction.atomic():
                    apply_changes(part)
                    transaction.set_rollback(True)
            except ValidationError as refused:
                self.add_error("state", refused)


@admin.register(ReleasePart)
class ReleasePartAdmin(EditedAdmin):
    """A part with its figures under it, or a link to them where they are many."""

    form = ReleasePartForm
    list_display = ("__str__", "state", "figure_count", "change_count", "published_in")
    list_select_related = ("release__source", "published_in")
    list_filter = ("state", ("release__source", admin.RelatedOnlyFieldListFilter))
    search_fields = ("name", "release__slug", "release__source__publisher", "release__source__title")
    autocomplete_fields = ("release",)
    readonly_fields = ("published_in", "all_figures", "all_changes", "recipe")
    fields = (
        "release", "name", "state", "published_in", "all_figures", "all_changes", "file_name", "rows",
        "sha256", "parser_version", "recipe",
    )  # fmt: skip
    actions = ("publish", "withdraw")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request).select_related("release__source", "published_in")
        if not request.path.endswith("/change/"):
            rows = rows.annotate(figure_total=_total(Figure), change_total=_total(FigureChange))
        return rows

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        if obj is not None and obj.figures.count() > MOST_INLINE:
            return ()
        return (FigureInline,)

    def save_model(self, request: HttpRequest, obj: ReleasePart, form: Any, change: bool) -> None:
        """Publishing makes the part's changes, and any other state takes them back."""
        super().save_model(request, obj, form, change)
        was_public = form.initial.get("state") == PUBLISHED
        if change and obj.state == PUBLISHED and not was_public:
            apply_changes(obj)
        elif change and was_public and obj.state != PUBLISHED:
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

    @admin.action(description="Publish", permissions=["change"])
    def publish(self, request: HttpRequest, parts: QuerySet[ReleasePart]) -> None:
        self._switch(request, parts, "published", ReleasePart.publish)

    @admin.action(description="Withdraw", permissions=["change"])
    def withdraw(self, request: HttpRequest, parts: QuerySet[ReleasePart]) -> None:
        self._switch(request, parts, "withdrawn", ReleasePart.withdraw)

    def _switch(
        self,
        request: HttpRequest,
        parts: QuerySet[ReleasePart],
        done: str,
        switch: Callable[[ReleasePart], None],
    ) -> None:
        """Publish or withdraw each part, or say why not."""
        switched = []
        for part in parts:
            try:
                switch(part)
            except ValidationError as refused:
                words = refused.messages[0]
                named = words if words.startswith(str(part)) else f"{part}: {words}"
                self.message_user(request, named, messages.ERROR)
            else:
                switched.append(str(part.release))
                self.log_change(request, part, f"{done.capitalize()}.")
                self.message_user(request, f"{part} is {done}.", messages.SUCCESS)
        name_version(f"{', '.join(switched)} {done}")

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
