"""Releases as tables in our own layout, which imports again without a change. For operators and editors.

Everything that a part holds is written, drafts and cells of too few answers too: such a file is not for the
public. Rows are sorted by their natural key and streamed, so that a release of any size needs little memory.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import BinaryIO, TextIO

from django.db import connections
from django.db.models import F, OrderBy, QuerySet
from django.db.models.functions import Collate

from salaries.imports.formats.table_columns import PAY, WRITTEN
from salaries.imports.numbers import format_amount
from salaries.imports.spreadsheets import as_text
from salaries.models import Figure, Release

MOST_ROWS = 1_048_575
"""As many as one sheet of a workbook holds below its header."""
MOST_LETTERS = 32_767
"""As many as a cell of a workbook holds."""
MOST_NAME = 31
"""As many letters as the name of a sheet has."""
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
    number = -1
    for line in csv_lines(WRITTEN, figure_rows(figures_of(release, part))):
        out.write(line)
        number += 1
    return number


def write_workbook(path: Path, release: Release, part: str = "") -> int:
    """Write a release as a workbook of one sheet; how many figures it were. OSError where it cannot be written."""
    figures = figures_of(release, part)
    number = figures.count()
    refuse_many(str(release), number)
    with path.open("wb") as out:
        write_sheet(out, "figures", WRITTEN, figure_rows(figures))
    return number


def refuse_many(name: str, number: int) -> None:
    """Raises ExportRefused for more rows than a sheet holds."""
    if number > MOST_ROWS:
        raise ExportRefused(f"A sheet holds {MOST_ROWS:,} rows, and {name} has {number:,}: write CSV.")


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    """A table as lines of CSV, each as soon as its row is there. Texts that a spreadsheet would run stay texts."""
    line = _Line()
    writer = csv.writer(line, lineterminator="\n")
    writer.writerow(header)
    yield line.text
    for values in rows:
        writer.writerow([_text(column, value) for column, value in zip(header, values, strict=True)])
        yield line.text


class _Line:
    """What the CSV writer wrote last."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def write_sheet(out: BinaryIO, name: str, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Write a table as a workbook of one sheet, row by row.

    Texts are written as texts, never as formulas or links; what begins like a formula has the style that
    keeps it text when somebody edits the cell. A workbook holds amounts as binary numbers, which are exact
    for the 14 digits that the guide keeps. Raises ExportRefused for a text that is too long for a cell, and OSError
    where there is no room.
    """
    from xlsxwriter.exceptions import FileCreateError

    try:
        _write_sheet(out, name, header, rows)
    except FileCreateError as error:
        # What the disk refused at the end, as it does in the midst.
        raise error.args[0] from None


def _write_sheet(out: BinaryIO, name: str, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    from xlsxwriter import Workbook

    with Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(name[:MOST_NAME])
        sheet.freeze_panes(1, 0)
        quoted = book.add_format({"quote_prefix": True})
        for number, values in enumerate(chain([header], rows)):
            for at, value in enumerate(values):
                if isinstance(value, int | Decimal):
                    sheet.write_number(number, at, value)
                elif value:
                    text = str(value)
                    if len(text) > MOST_LETTERS:
                        raise ExportRefused(
                            f"A cell of a workbook holds {MOST_LETTERS:,} letters, and row {number + 1:,} has "
                            f"{len(text):,} in “{header[at]}”: write CSV."
                        )
                    sheet.write_string(number, at, text, quoted if as_text(text) != text else None)


def figure_rows(figures: QuerySet[Figure]) -> Iterator[tuple[Value, ...]]:
    """The values of `WRITTEN` of each figure, by natural key."""
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
