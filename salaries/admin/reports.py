"""Readers' reports: a queue that editors answer by a note."""

from contextlib import suppress
from typing import Any
from urllib.parse import quote

from django.contrib import admin
from django.db import OperationalError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator

from salaries.admin.base import EditedAdmin
from salaries.admin.concurrency import RevisionForm
from salaries.models import Report
from salaries.models.reports import EMAIL_KEPT
from salaries.subjects import guide_url

LETTERS_LISTED = 120
SENT = ("message_shown", "about_shown", "page_shown", "received_at")
ADDED = ("message", "about", "role", "figure", "email", "state", "answer")
ANSWERED = ("answered_by", "answered_at")
PRIVATE = ("email", "sender", "digest")
"""Fields that no list is filtered by."""


class ReportForm(RevisionForm):
    """The answer to a report: a note and a state."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("state") == Report.State.ANSWERED and not (cleaned.get("answer") or "").strip():
            self.add_error("answer", "Say what was found and done; to close a report without, dismiss it.")
        return cleaned


@admin.register(Report)
class ReportAdmin(EditedAdmin):
    """The queue. What a reader wrote is shown and never changed; what came by letter can be added."""

    form = ReportForm
    list_display: Any = ("message_start", "state", "about_shown", "page_shown", "received_on", "answered_by")
    list_display_links = ("message_start",)
    # Open ones first: that is how the states are spelled.
    ordering = ("-state", "-received_at", "-pk")
    list_select_related = (
        "figure__role", "figure__level", "figure__location", "figure__option", "role", "answered_by",
    )  # fmt: skip
    list_filter = ("state", ("role", admin.RelatedOnlyFieldListFilter))
    search_fields = ("message", "about", "role__name")
    autocomplete_fields = ("role",)
    raw_id_fields = ("figure",)

    def has_email_permission(self, request: HttpRequest) -> bool:
        """Whether somebody may read readers' e-mail addresses."""
        return bool(request.user.has_perm("salaries.read_email"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related(*self.list_select_related)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The list, with the number of open reports; old e-mail addresses are erased on the way."""
        # A long import may hold the database; the next look does it.
        with suppress(OperationalError):
            Report.objects.forget(timezone.now())
        waiting = Report.objects.waiting().count()
        return super().changelist_view(request, {**(extra_context or {}), "subtitle": f"{waiting:,} open"})

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Nobody finds out by filters what he may not read."""
        return lookup.partition("__")[0] not in PRIVATE and super().lookup_allowed(lookup, value, request)

    def get_list_display(self, request: HttpRequest) -> Any:
        if not self.has_email_permission(request):
            return self.list_display
        return (*self.list_display[:-1], "write_to", self.list_display[-1])

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("state", "answer") if obj else ADDED

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*SENT, "write_to", *ANSWERED) if obj else ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        form, remembered = super().get_fieldsets(request, obj)
        if obj is None:
            return [form, remembered]
        sent = (*SENT, "write_to") if self.has_email_permission(request) else SENT
        return [
            ("What was sent", {"fields": sent}),
            ("The answer", {"fields": ("state", "answer", *ANSWERED)}),
            remembered,
        ]

    def save_model(self, request: HttpRequest, obj: Report, form: Any, change: bool) -> None:
        """Who answers or dismisses a report is kept; who adds a word to the answer later is in the log."""
        if "state" in form.changed_data and obj.state != Report.State.OPEN:
            obj.answered_by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)

    @admin.display(description="received", ordering="received_at")
    def received_on(self, report: Report) -> str:
        return f"{report.received_at:%-d %b %Y}"

    @admin.display(description="message")
    def message_start(self, report: Report) -> str:
        return Truncator(report.message).chars(LETTERS_LISTED)

    @admin.display(description="message")
    def message_shown(self, report: Report) -> str:
        return format_html('<span class="said" dir="auto">{}</span>', report.message)

    @admin.display(description="about", ordering="about")
    def about_shown(self, report: Report) -> str:
        """The figure, as a link to its form; without one, the reader's own words."""
        if report.figure is None:
            return report.about or "–"
        url = reverse("admin:salaries_figure_change", args=[report.figure.pk])
        return format_html('<a href="{}">{}</a>', url, report.about or report.figure)

    @admin.display(description="page", empty_value="–")
    def page_shown(self, report: Report) -> str | None:
        """The public page that shows it."""
        url = self.view_on_site(report)
        return format_html('<a href="{}">see the page</a>', url) if url else None

    @admin.display(description="e-mail", empty_value="–")
    def write_to(self, report: Report) -> str | None:
        """A link to write to the reader, and until when the address is kept."""
        if not report.email:
            return None
        link = format_html('<a href="mailto:{}">{}</a>', quote(report.email, safe="@"), report.email)
        if report.answered_at is None:
            return link
        return format_html("{}<br>erased on {}", link, f"{report.answered_at + EMAIL_KEPT:%-d %B %Y}")

    def view_on_site(self, report: Report) -> str | None:
        """The guide that shows the figure or the role."""
        if report.figure is not None:
            return guide_url(report.figure.role.slug, report.figure.location.slug)
        return guide_url(report.role.slug) if report.role else None
