"""Small tables for tests: written in the layout that is asked for, and read through."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from salaries.imports.formats import table
from salaries.imports.reading import FileRefused, Options, ReadCell, Reading

PLAIN: dict[str, str] = {
    "role": "nurse",
    "location": "us",
    "measure": "base_salary",
    "currency": "USD",
    "pay_period": "year",
    "median": "60000",
}
"""A row of our own columns that nothing is wrong with."""


def a_table(folder: Path, *rows: dict[str, str], name: str = "figures.csv") -> Path:
    """A CSV of our own columns: the plain row with what each row says besides."""
    full = [PLAIN | row for row in rows]
    columns = [*dict.fromkeys(column for row in full for column in row)]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(full)
    return a_file(folder, text.getvalue(), name=name)


def a_file(folder: Path, text: str, name: str = "figures.csv") -> Path:
    """A file with just that text."""
    path = folder / name
    path.write_bytes(text.encode())
    return path


def a_workbook(folder: Path, *sheets: list[list[Any]], merged: str = "") -> Path:
    """A workbook of sheets called 1, 2, ..., each a list of rows; `merged` are cells of the first, as A1:C1."""
    from xlsxwriter import Workbook

    path = folder / "figures.xlsx"
    with Workbook(path) as book:
        for number, rows in enumerate(sheets, 1):
            sheet = book.add_worksheet(str(number))
            if merged and number == 1:
                sheet.merge_range(merged, "")
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return path


def read(path: Path, **options: Any) -> tuple[Reading, list[ReadCell]]:
    """The reading of a file, gone through, and its cells."""
    reading = table.read(path, Options(**options))
    return reading, list(reading.cells)


def refused(path: Path, **options: Any) -> list[tuple[int, str, str]]:
    """Row, column and code of what is refused."""
    return [(one.row, one.column, one.code) for one in read(path, **options)[0].refusals]


def refusal(path: Path, **options: Any) -> FileRefused:
    """Why the file as a whole is refused, a sentence."""
    with pytest.raises(FileRefused) as caught:
        read(path, **options)
    assert str(caught.value).endswith(".")
    return caught.value
