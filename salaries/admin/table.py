"""The figures of a part as one table on a page of its own, as in a spreadsheet: all of it saved at once."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from salaries.admin.drafts import is_public
from salaries.admin.grid import MOST_SENT, WITH_ROW, Done, Grid, blank_rows, sent, shown
from salaries.admin.grid_rows import COLUMNS, GridRow, Texts, label, measure_text
from salaries.admin.versions import name_version
from salaries.imports.formats.table_columns import NUMBERS
from salaries.models import ExperienceLevel, FactorOption, Figure, Measure, ReleasePart, data_change
from salaries.models.base import holds
from salaries.models.figures import PayPeriod
from salaries.models.trail import say_why

ROWS_A_PAGE = 100
EMPTY_ROWS = 5
MOST_NAMES = 200
NOW_PUBLIC = (
    "This part is public, and you may not correct that. Nothing is saved; what you typed stands below."
)
MEANWHILE = (
    "Somebody else saved one of these cells at the same moment. Nothing is saved: look, and save again."
)


def table_url(part: ReleasePart) -> str:
    """The address of a part's table."""
    return reverse("admin:salaries_releasepart_table", args=[part.pk])


class NoteForm(forms.Form):
    """Why the table is changed."""

    why = forms.CharField(
        label="Why",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Kept in the history; where public figures change, readers see it.",
    )


class TableAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Mixed into the admin of parts: the page of a part's table."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.table_view)
        return [path("<path:object_id>/table/", view, name="salaries_releasepart_table"), *super().get_urls()]

    def table_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """GET the table, POST it as a whole."""
        parts = ReleasePart.objects.select_related("release__source")
        text = unquote(object_id)
        part = parts.filter(pk=int(text)).first() if text.isdecimal() and len(text) < 19 else None
        if part is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined, no-any-return]
        may = _Rights(request.user, part)
        if not may.view:
            raise PermissionDenied
        return self._sent(request, part, may) if request.method == "POST" else self._shown(request, part, may)

    def _shown(self, request: HttpRequest, part: ReleasePart, may: "_Rights") -> HttpResponse:
        page = _page(request, part)
        return self._answer(request, part, may, shown(part, page.object_list), page, NoteForm())

    def _sent(self, request: HttpRequest, part: ReleasePart, may: "_Rights") -> HttpResponse:
        if not may.touch:
            raise PermissionDenied
        try:
            with data_change(f"{part}: table edited"), transaction.atomic():
                return self._saved(request, part, may)
        except IntegrityError:
            figures = Figure.objects.filter(part=part)
            grid = sent(part, request.POST, figures)
            return self._answer(request, part, may, grid, None, NoteForm(request.POST), MEANWHILE, 409)

    def _saved(self, request: HttpRequest, part: ReleasePart, may: "_Rights") -> HttpResponse:
        grid = sent(part, request.POST, Figure.objects.filter(part=part).select_for_update(of=("self",)))
        form = NoteForm(request.POST)
        if "more" in request.POST:
            return self._answer(request, part, may, grid, None, form)
        if not may.correct:
            return self._answer(request, part, may, grid, None, form, NOW_PUBLIC, 403)
        may.refuse(grid)
        grid.check()
        status = 409 if grid.conflicts else 200 if form.is_valid() and not grid.errors else 400
        if status != 200:
            return self._answer(request, part, may, grid, None, form, "", status)
        why = form.cleaned_data["why"]
        say_why(why)
        done = grid.save()
        self._tell(request, part, done, why)
        return HttpResponseRedirect(request.get_full_path())

    def _tell(self, request: HttpRequest, part: ReleasePart, done: Done, why: str) -> None:
        if done:
            name_version(f"{part}: {str(done).removesuffix('.')}", why)
            self.log_change(request, part, done.message())
        self.message_user(request, str(done), messages.SUCCESS if done else messages.INFO)

    def _answer(
        self, request: HttpRequest, part: ReleasePart, may: "_Rights", grid: Grid, page: Page[Figure] | None,
        form: NoteForm, why_not: str = "", status: int = 200,
    ) -> HttpResponse:  # fmt: skip
        if may.add and may.correct:
            more = 10 if "more" in request.POST else EMPTY_ROWS if page is not None else 0
            grid.rows += blank_rows(grid, min(more, MOST_SENT - len(grid.rows)), _kind(part, grid))
        rows = list(_drawn(grid))
        context = {
            **self.admin_site.each_context(request),
            # A table of twenty columns needs the width more than the list of nouns does.
            "is_nav_sidebar_enabled": False,
            "title": f"Table of {part}",
            "opts": self.opts,
            "part": part,
            "public": is_public(part),
            "may": may,
            "form": form,
            "columns": [{"name": name, "label": label(name), "is_number": name in NUMBERS} for name in COLUMNS],
            "rows": rows,
            "template_row": _pattern(part, grid),
            "most": MOST_SENT,
            "errors": [
                {"at": f"r-{row.number - 1}-{column}", "row": row.number, "label": label(column), "text": text}
                for row, column, text in grid.errors
            ],
            "why_not": why_not,
            "conflicts": grid.conflicts,
            "offer_any_amount": _offers_any_amount(grid),
            "any_amount": grid.any_amount,
            "names": _names(),
            "suggest": reverse("admin:autocomplete"),
            "page": page,
            "pages": page.paginator.get_elided_page_range(page.number) if page else (),
            "role": request.GET.get("role", ""),
        }  # fmt: skip
        return TemplateResponse(request, "admin/salaries/releasepart/table.html", context, status=status)


class _Rights:
    """What somebody may do in the table of a part."""

    def __init__(self, user: Any, part: ReleasePart) -> None:
        self.view = user.has_perm("salaries.view_figure") or user.has_perm("salaries.change_figure")
        self.change, self.add, self.delete = (
            bool(user.has_perm(f"salaries.{verb}_figure")) for verb in ("change", "add", "delete")
        )
        self.touch = self.change or self.add
        self.correct = bool(not is_public(part) or user.has_perm("salaries.correct_figure"))

    @property
    def write(self) -> bool:
        """Whether anything can be saved."""
        return self.touch and self.correct

    def refuse(self, grid: Grid) -> None:
        """What this person may not do to single rows is refused as a whole: the page did not offer it."""
        for row in grid.rows:
            wanted = self.delete if row.delete else self.change if row.figure else self.add
            if (row.changed or (row.delete and row.figure)) and not wanted:
                raise PermissionDenied


def _page(request: HttpRequest, part: ReleasePart) -> Page[Figure]:
    figures: QuerySet[Figure] = Figure.objects.filter(part=part)
    role = request.GET.get("role", "").strip()
    if role:
        figures = figures.filter(holds(role, "role__name", "role__slug"))
    figures = figures.select_related(*WITH_ROW).order_by(
        "role__name", "location__name", "level__rank", "level__slug", "option__slug", "pk"
    )
    return Paginator(figures, ROWS_A_PAGE).get_page(request.GET.get("p"))


def _kind(part: ReleasePart, grid: Grid) -> Texts:
    """The kind of pay that new rows come with: that of the last row, or else the source's own."""
    if grid.rows and grid.rows[-1].texts["measure"]:
        return {name: grid.rows[-1].texts[name] for name in ("measure", "currency", "pay_period")}
    figure = Figure(measure=part.release.source.primary_measure)
    return {
        "measure": measure_text(figure), "currency": figure.currency, "pay_period": figure.pay_period,
    }  # fmt: skip


def _offers_any_amount(grid: Grid) -> bool:
    """Whether an amount was refused that somebody may insist on."""
    return grid.any_amount or any("is taken from" in text for _, _, text in grid.errors)


def _drawn(grid: Grid) -> Iterator[dict[str, Any]]:
    """Rows as the page draws them."""
    for row in grid.rows:
        yield _row(row, str(row.number - 1))


def _pattern(part: ReleasePart, grid: Grid) -> dict[str, Any]:
    """An empty row, of which the page's script makes more."""
    return _row(blank_rows(Grid(part), 1, _kind(part, grid))[0], "new")


def _row(row: GridRow, at: str) -> dict[str, Any]:
    wrong = {column for column, _ in row.errors}
    cells = [
        {
            "name": name, "id": f"r-{at}-{name}", "value": row.texts[name], "wrong": name in wrong,
            "is_number": name in NUMBERS, "label": label(name),
        }
        for name in COLUMNS
    ]  # fmt: skip
    return {"row": row, "at": at, "cells": cells}


def _names() -> dict[str, list[str]]:
    """Names that cells suggest before anything is typed, or without script; `admin-suggest.js` finds the others."""
    levels = ExperienceLevel.objects.live().order_by("scheme", "rank", "name").values_list("name", flat=True)
    options = (
        FactorOption.objects.live().filter(location=None).order_by("name").values_list("name", flat=True)
    )
    return {
        "level": list(levels[:MOST_NAMES]),
        "option": list(options[:MOST_NAMES]),
        "measure": [str(words) for words in Measure.labels],
        "pay_period": list(PayPeriod.values),
    }
