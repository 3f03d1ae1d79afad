"""Opening what publishers and spreadsheets make: CSV, CSV.gz, XLSX and XLS, as one table of plain texts.

A value comes as the text that a person would read in the cell: a workbook's 120.0 is "120", a date is
"2025-05-01", an empty cell is "". Floats of workbooks are written by their shortest exact form, so that
45.98 stays 45.98. Nothing is guessed about what a number means.
"""

import csv
import gzip
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain, pairwise
from pathlib import Path
from typing import TextIO, cast

from salaries.imports.reading import Corrections, FileRefused

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
TEXTS = (".csv", ".csv.gz", ".tsv", ".txt")
_DELIMITERS = ",;\t|"
_SNIFFED = 65_536
_LONGEST_LINE = 1_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its number as a spreadsheet counts, from 1, and its texts.

    `numeric` has the places (from 0) of values that are numbers in a workbook, whose texts are written in
    one way, with a point, however the file's texts write theirs.
    """

    number: int
    values: list[str]
    numeric: frozenset[int] = frozenset()

    @property
    def blank(self) -> bool:
        return not any(value.strip() for value in self.values)


def is_workbook(path: Path) -> bool:
    """Whether the name says that the file is a workbook."""
    return path.name.lower().endswith(WORKBOOKS)


def sheet_names(path: Path) -> list[str]:
    """The sheets of a workbook, in their order. FileRefused where it cannot be opened."""
    return cast(list[str], _workbook(path).sheet_names)


def merged_cells(path: Path, sheet: str = "") -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The merged cells of a sheet (the first, unless named): first and last (row, column), counted from 0.

    None for a file of texts, and for the kinds of workbook that do not tell.
    """
    if not is_workbook(path):
        return []
    book = _workbook(path)
    return list(book.get_sheet_by_name(sheet or book.sheet_names[0]).merged_cell_ranges or [])


def lines(path: Path, sheet: str = "") -> Iterator[Line]:
    """The rows of a table file, or of one sheet (the first, unless named) of a workbook.

    Raises FileRefused, at the latest when a row cannot be read, for what is missing, empty, cut off or of
    another kind than its name says.
    """
    _refuse_missing(path)
    if is_workbook(path):
        yield from _sheet_lines(path, sheet)
    else:
        yield from _text_lines(path)


def corrected(rows: Iterable[Line], corrections: Corrections) -> Iterator[Line]:
    """The rows with some of their texts put right. What was typed is a text, whatever stood there."""
    for line in rows:
        texts = corrections.get(line.number)
        if texts:
            width = max(len(line.values), *(at + 1 for at in texts))
            values = [*line.values, *[""] * (width - len(line.values))]
            for at, text in texts.items():
                values[at] = text
            yield Line(line.number, values, line.numeric - texts.keys())
        else:
            yield line


def whole(path: Path, rows: Iterable[Line], width: int) -> Iterator[Line]:
    """The rows, none of them blank; FileRefused where the last has fewer than `width` columns: a file cut off."""
    for line, after in pairwise(chain((line for line in rows if not line.blank), [None])):
        if after is None and line is not None and len(line.values) < width:
            raise FileRefused(
                f"“{path.name}” ends in the middle of row {line.number:,} ({len(line.values)} of {width} "
                "columns): it was cut off while it was downloaded. Get it again."
            )
        if line is not None:
            yield line


def _refuse_missing(path: Path) -> None:
    if not path.is_file():
        raise FileRefused(f"There is no file “{path.name}” there.")
    if path.stat().st_size == 0:
        raise FileRefused(f"“{path.name}” is empty.")


def _workbook(path: Path):  # type: ignore[no-untyped-def]
    from python_calamine import CalamineWorkbook

    _refuse_missing(path)
    if path.suffix.lower() in (".xlsx", ".xlsm", ".xlsb", ".ods") and not zipfile.is_zipfile(path):
        raise FileRefused(
            f"“{path.name}” is no workbook, or was cut off while it was downloaded: get it again."
        )
    try:
        return CalamineWorkbook.from_path(path)
    except Exception as error:  # the reader has its own errors for each kind of damage
        raise FileRefused(
            f"“{path.name}” cannot be opened as a workbook ({_brief(error)}): get it again."
        ) from None


def _brief(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:120]


def _sheet_lines(path: Path, sheet: str) -> Iterator[Line]:
    book = _workbook(path)
    name = sheet or (book.sheet_names[0] if book.sheet_names else "")
    if name not in book.sheet_names:
        raise FileRefused(f"“{path.name}” has no sheet “{name}”. It has: {', '.join(book.sheet_names)}.")
    try:
        table = book.get_sheet_by_name(name)
    except Exception as error:
        raise FileRefused(f"“{path.name}”: sheet “{name}” cannot be read ({_brief(error)}).") from None
    # The reader leaves out empty columns on the left, though not empty rows above.
    left = [""] * (table.start or (0, 0))[1]
    for number, row in enumerate(table.iter_rows(), 1):
        values = [*left, *row]
        numeric = frozenset(at for at, value in enumerate(values) if type(value) in (float, int))
        yield Line(number, [cell_text(value) for value in values], numeric)


def cell_text(value: object) -> str:
    """The text of a workbook's cell: "120" for 120.0, "45.98", "2025-05-01", "" for nothing."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if value.is_integer():
            return str(int(value))
        return f"{Decimal(repr(value)):f}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return str(value)


def _text_lines(path: Path) -> Iterator[Line]:
    try:
        delimiter = delimiter_of(_head(path))
        with _opened(path) as text:
            for number, row in enumerate(
                csv.reader(_bounded(path, text), delimiter=delimiter, strict=True), 1
            ):
                yield Line(number, row)
    except UnicodeDecodeError as error:
        raise FileRefused(
            f"“{path.name}” is not written in UTF-8 (byte {error.start:,}): save it as “CSV UTF-8”."
        ) from None
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise FileRefused(
            f"“{path.name}” was cut off while it was downloaded ({_brief(error)}): get it again."
        ) from None
    except csv.Error as error:
        raise FileRefused(f"“{path.name}” is no CSV that can be read ({_brief(error)}).") from None


def _bounded(path: Path, text: TextIO) -> Iterator[str]:
    """The lines, none of which fills the memory: 20 megabytes of commas would be a row of 20 million columns."""
    while line := text.readline(_LONGEST_LINE + 1):
        if len(line) > _LONGEST_LINE:
            raise FileRefused(
                f"“{path.name}” has a line of more than {_LONGEST_LINE:,} letters: that is no table."
            )
        yield line


def _opened(path: Path) -> TextIO:
    with path.open("rb") as raw:
        start = raw.read(4)
    if start[:2] == b"PK" or start == b"\xd0\xcf\x11\xe0":
        raise FileRefused(f"“{path.name}” is a workbook: give it its own ending, .xlsx or .xls.")
    if start == b"%PDF":
        raise FileRefused(f"“{path.name}” is a PDF, not a table.")
    if start[:2] == b"\x1f\x8b":
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _head(path: Path) -> str:
    with _opened(path) as text:
        head = text.read(_SNIFFED)
    if "\0" in head:
        raise FileRefused(f"“{path.name}” holds bytes that no table has.")
    if not head.strip():
        raise FileRefused(f"“{path.name}” is empty.")
    return head


def delimiter_of(head: str) -> str:
    """The sign that parts the columns of the first line: the commonest of comma, semicolon, tab and bar
    outside quotation marks; a comma where there is none."""
    counts, quoted = dict.fromkeys(_DELIMITERS, 0), False
    for sign in head.lstrip("\r\n").splitlines()[0]:
        if sign == '"':
            quoted = not quoted
        elif not quoted and sign in counts:
            counts[sign] += 1
    best = max(counts, key=lambda sign: counts[sign])
    return best if counts[best] else ","
