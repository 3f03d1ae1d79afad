"""Sources, releases and parts in the editors' area."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from salaries.admin.base import EditedAdmin, EditedInline, name_version
from salaries.admin.concurrency import RevisionForm
from salaries.admin.figures import FigureInline
from salaries.models import Release, ReleasePart, Source

MOST_INLINE = 40


@admin.register(Source)
class SourceAdmin(EditedAdmin):
    """A source."""

    list_display = ("title", "publisher", "kind", "primary_measure", "licence")
    list_filter = ("kind", "primary_measure")
    search_fields = ("publisher", "title", "slug")


class ReleasePartInline(EditedInline):
    """The parts of a release; figures are edited under the part."""

    model = ReleasePart
    fields = ("name", "rows", "sha256", "parser_version")


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
    """A part. Publishing is its state; an empty part is not published."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        publishing = cleaned.get("state") == ReleasePart.State.PUBLISHED
        if publishing and (self.instance.pk is None or not self.instance.figures.exists()):
            self.add_error("state", "Save the part with its figures as a draft first, then publish it.")
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
class ReleasePartAdmin(EditedAdmin):
    """A part with its figures under it, or a link to them where they are many."""

    form = ReleasePartForm
    list_display = ("__str__", "state", "figure_count", "published_in")
    list_select_related = ("release__source", "published_in")
    list_filter = ("state", ("release__source", admin.RelatedOnlyFieldListFilter))
    search_fields = ("name", "release__slug", "release__source__publisher", "release__source__title")
    autocomplete_fields = ("release",)
    readonly_fields = ("published_in", "all_figures")
    fields = ("release", "name", "state", "published_in", "all_figures", "rows", "sha256", "parser_version")
    actions = ("publish", "withdraw")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).select_related("release__source", "published_in")
        return rows if request.path.endswith("/change/") else rows.annotate(figure_total=Count("figures"))

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        if obj is not None and obj.figures.count() > MOST_INLINE:
            return ()
        return (FigureInline,)

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

    @admin.display(description="figures")
    def all_figures(self, part: ReleasePart) -> str:
        if part.pk is None:
            return "–"
        url = f"{reverse('admin:salaries_figure_changelist')}?part__id__exact={part.pk}"
        return format_html('<a href="{}">{} figures of this part</a>', url, part.figures.count())

    def reason(self, form: Any, change: bool) -> str:
        if "state" in form.changed_data and form.instance.state in ("published", "withdrawn"):
            return f"{form.instance.release} {form.instance.state}"
        return super().reason(form, change)

    @admin.action(description="Publish", permissions=["change"])
    def publish(self, request: HttpRequest, parts: QuerySet[ReleasePart]) -> None:
        name_version(f"{', '.join(str(part.release) for part in parts)} published")
        for part in parts:
            try:
                part.publish()
            except ValidationError as refused:
                self.message_user(request, f"{part}: {refused.messages[0]}", messages.ERROR)
            else:
                self.log_change(request, part, "Published.")
                self.message_user(request, f"{part} is published.", messages.SUCCESS)

    @admin.action(description="Withdraw", permissions=["change"])
    def withdraw(self, request: HttpRequest, parts: QuerySet[ReleasePart]) -> None:
        name_version(f"{', '.join(str(part.release) for part in parts)} withdrawn")
        for part in parts:
            part.withdraw()
            self.log_change(request, part, "Withdrawn.")
            self.message_user(request, f"{part} is withdrawn.", messages.SUCCESS)

    def view_on_site(self, part: ReleasePart) -> str:
        return part.release.get_absolute_url()
