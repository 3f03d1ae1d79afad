"""Releases as tables in our own layout, which imports again without a change. For operators and editors.

Everything that a part holds is written, drafts and cells of too few answers too: such a file is not for the
public. Rows are sorted by their natural key and streamed, so that a release of any size needs little memory.
"""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

from django.db import connections
from django.db.models import F, OrderBy, QuerySet
from django.db.models.functions import Collate

from salaries.imports.formats.table_columns import PAY, WRITTEN
from salaries.imports.numbers import format_amount
from salaries.imports.spreadsheets import as_text
from salaries.models import Figure, Release

MOST_ROWS = 1_048_575
"""As many as one sheet of a workbook holds below its header."""
_CHUNK = 2_000
_PATHS = {
    "role": "role__slug",
    "level": "level__slug",
    "location": "location__slug",
    "option": "option__slug",
    "reference_start": "release__reference_start",
    "reference_end": "release__reference_end",
}
_SORTED_BY = ("role", "location", "level", "option", "measure", "currency", "pay_period")

Value = str | int | Decimal | date | None


class ExportRefused(Exception):
    """What cannot be written. The message is one sentence."""


def figures_of(release: Release, part: str = "") -> QuerySet[Figure]:
    """The figures of a release, or of one part of it, by natural key. ExportRefused for an unknown part."""
    names = [*release.parts.order_by("name").values_list("name", flat=True)]
    if part and part not in names:
        raise ExportRefused(f"{release} has no part “{part}”. It has: {', '.join(names) or 'none'}.")
    figures = Figure.objects.filter(release=release)
    return figures.filter(part__name=part) if part else figures


def write_csv(out: TextIO, release: Release, part: str = "") -> int:
    """Write a release as CSV; how many figures it were."""
    figures = figures_of(release, part)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(WRITTEN)
    number = 0
    for values in _rows(figures):
        writer.writerow([_text(column, value) for column, value in zip(WRITTEN, values, strict=True)])
        number += 1
    return number


def write_workbook(path: Path, release: Release, part: str = "") -> int:
    """Write a release as a workbook of one sheet; how many figures it were.

    Texts are written as texts, never as formulas or links; what begins like a formula has the style that
    keeps it text when somebody edits the cell. A workbook holds amounts as binary numbers, which are exact
    for the 14 digits that the guide keeps. Raises OSError where the file cannot be written.
    """
    from xlsxwriter import Workbook

    figures = figures_of(release, part)
    if (number := figures.count()) > MOST_ROWS:
        raise ExportRefused(f"A sheet holds {MOST_ROWS:,} rows, and {release} has {number:,}: write CSV.")
    with path.open("wb") as out, Workbook(out, {"constant_memory": True}) as book:
        return _fill_sheet(book, figures)


def _fill_sheet(book: Any, figures: QuerySet[Figure]) -> int:
    sheet = book.add_worksheet("figures")
    sheet.freeze_panes(1, 0)
    quoted = book.add_format({"quote_prefix": True})
    number = 0
    for number, values in enumerate(chain([WRITTEN], _rows(figures))):
        for at, value in enumerate(values):
            if isinstance(value, int | Decimal):
                sheet.write_number(number, at, value)
            elif value:
                text = str(value)
                sheet.write_string(number, at, text, quoted if as_text(text) != text else None)
    return number


def _rows(figures: QuerySet[Figure]) -> Iterator[tuple[Value, ...]]:
    """The values of `WRITTEN` of each figure, in that order."""
    paths = [_PATHS.get(column, column) for column in WRITTEN]
    order = [_ordered(_PATHS.get(column, column), figures.db) for column in _SORTED_BY]
    return figures.order_by(*order).values_list(*paths).iterator(chunk_size=_CHUNK)


def _ordered(path: str, database: str) -> OrderBy:
    """By the letters' own numbers and nothing first, on each database alike."""
    collation = "C" if connections[database].vendor == "postgresql" else "BINARY"
    return Collate(F(path), collation).asc(nulls_first=True)


def _text(column: str, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format_amount(value) if column in PAY else f"{value:f}"
    return as_text(value) if isinstance(value, str) else str(value)
