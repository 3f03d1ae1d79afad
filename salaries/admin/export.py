"""Lists as files: what a list shows with its search and filters, as CSV or workbook, streamed row by row.

Figures, releases and parts are written in the `table` format (docs/formats/table.md), all else field by field,
related rows by their natural keys. `manage.py import_list` reads those back.
"""

import logging
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils import timezone

from salaries.exports import ExportRefused, Value, csv_lines, figure_rows, refuse_many, write_sheet
from salaries.imports.formats.table_columns import WRITTEN
from salaries.models import Figure, Release, ReleasePart
from salaries.nouns import columns_of, rows_of

LOG = logging.getLogger(__name__)
NO_ROOM = "There is no room on the disk for a workbook just now: take the CSV, or ask later."
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ExportedList(admin.ModelAdmin):  # type: ignore[type-arg]
    """Mixed into an admin: its list as a file, for who may see it."""

    is_exported = True

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        view = self.admin_site.admin_view(self.export_view)
        return [path("export.<str:kind>", view, name=name), *super().get_urls()]

    def export_view(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        """What the list of the same address shows, every page of it."""
        _refuse_unknown(kind)
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        back = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        try:
            listed = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(f"{back}?e=1")
        name = str(self.opts.verbose_name_plural)
        header, rows = _table_of(self.model, listed)
        try:
            return _answer(kind, name, header, rows, listed)
        except ExportRefused as refused:
            self.message_user(request, str(refused), messages.ERROR)
            return HttpResponseRedirect(back)


class ExportedFigures(admin.ModelAdmin):  # type: ignore[type-arg]
    """Mixed into the admin of releases and of parts: the figures of one as a file."""

    def get_urls(self) -> list[Any]:
        name = f"salaries_{self.opts.model_name}_figures"
        view = self.admin_site.admin_view(self.figures_view)
        return [path("<int:pk>/export.<str:kind>", view, name=name), *super().get_urls()]

    def figures_view(self, request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
        """Every figure of a release or part, drafts too."""
        _refuse_unknown(kind)
        row: Release | ReleasePart | None = self.get_queryset(request).filter(pk=pk).first()
        if row is None:
            raise Http404
        if not (
            self.has_view_or_change_permission(request, row) and request.user.has_perm("salaries.view_figure")
        ):
            raise PermissionDenied
        figures = Figure.objects.filter(**{"part" if isinstance(row, ReleasePart) else "release": row})
        try:
            return _answer(kind, str(row), WRITTEN, figure_rows(figures), figures)
        except ExportRefused as refused:
            self.message_user(request, str(refused), messages.ERROR)
            return HttpResponseRedirect(reverse(f"admin:salaries_{self.opts.model_name}_change", args=[pk]))


def _refuse_unknown(kind: str) -> None:
    if kind not in FORMATS:
        raise Http404(f"There is no export as {kind}.")


def _table_of(model: type[Model], listed: QuerySet[Any]) -> tuple[Sequence[str], Iterator[Sequence[Value]]]:
    """The columns and rows of a list."""
    if model is Figure:
        return WRITTEN, figure_rows(Figure.objects.filter(pk__in=listed.order_by().values("pk")))
    columns = columns_of(model)
    return columns, rows_of(model, listed)


def _answer(
    kind: str, name: str, header: Sequence[str], rows: Iterator[Sequence[Value]], listed: QuerySet[Any]
) -> HttpResponseBase:
    """The file, made while it is sent; a workbook is made beside, since its end has to be known first."""
    file = (
        f"{''.join(sign if sign.isalnum() else '-' for sign in name)}-{timezone.localdate():%Y-%m-%d}.{kind}"
    )
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    if kind == "csv":
        return StreamingHttpResponse(csv_lines(header, rows), content_type=FORMATS[kind], headers=headers)
    refuse_many(name, listed.count())
    made = None
    try:
        made = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it once it is sent
        write_sheet(made, "figures" if header is WRITTEN else name, header, rows)
        made.seek(0)
    except (ExportRefused, OSError) as refusal:
        with suppress(OSError):
            if made:
                made.close()
        if isinstance(refusal, OSError):
            LOG.error("A workbook could not be made: %s", refusal.strerror)
            raise ExportRefused(NO_ROOM) from refusal
        raise
    return FileResponse(made, content_type=FORMATS[kind], as_attachment=True, filename=file)
