"""Small files in the layout of OEWS, made by hand after the rows of May 2025."""

import csv
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from salaries.imports.formats import oews
from salaries.imports.reading import Options, ReadCell, Reading

COLUMNS = [
    "AREA", "AREA_TITLE", "AREA_TYPE", "PRIM_STATE", "NAICS", "NAICS_TITLE", "I_GROUP", "OWN_CODE", "OCC_CODE",
    "OCC_TITLE", "O_GROUP", "TOT_EMP", "EMP_PRSE", "JOBS_1000", "LOC_QUOTIENT", "PCT_TOTAL", "PCT_RPT", "H_MEAN",
    "A_MEAN", "MEAN_PRSE", "H_PCT10", "H_PCT25", "H_MEDIAN", "H_PCT75", "H_PCT90", "A_PCT10", "A_PCT25",
    "A_MEDIAN", "A_PCT75", "A_PCT90", "ANNUAL", "HOURLY",
]  # fmt: skip
"""The 32 columns of 2021 and later; 2020 has no PCT_RPT."""
DEVELOPERS: list[object] = [
    "99", "U.S.", "1", "US", "000000", "Cross-industry", "cross-industry", "1235", "15-1252",
    "Software Developers", "detailed", "1687890", "0.6", "", "", "", "", 71.20,
    148100, "0.4", 39.64, 50.58, 65.38, 82.68, 103.21, 82460, 105210,
    135980, 171980, 214670, "", "",
]  # fmt: skip
HOURLY = {name: 30 + at for at, name in enumerate(("H_PCT10", "H_PCT25", "H_MEDIAN", "H_PCT75", "H_PCT90"))}
ANNUAL = ("A_MEAN", "A_PCT10", "A_PCT25", "A_MEDIAN", "A_PCT75", "A_PCT90")
NO_ANNUAL = dict.fromkeys(ANNUAL, "*")
NO_HOURLY = dict.fromkeys(("H_MEAN", *HOURLY), "*")

type Rows = list[list[object]]


def row(**values: object) -> list[object]:
    """The row of US software developers with other values in some of its columns."""
    changed = dict(zip(COLUMNS, DEVELOPERS, strict=True)) | values
    return [changed[name] for name in COLUMNS]


def without(*names: str) -> list[str]:
    """The header without some of its columns, for `shaped`."""
    return [name for name in COLUMNS if name not in names]


def shaped(columns: list[str], rows: Rows) -> Rows:
    """The rows with the columns that are left."""
    return [[line[COLUMNS.index(name)] for name in columns] for line in rows]


def table(path: Path, rows: Rows, header: list[str] = COLUMNS) -> Path:
    """A CSV of these rows."""
    with path.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows([header, *rows])
    return path


def book(path: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    """A workbook of these sheets."""
    with import_module("xlsxwriter").Workbook(path) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for number, line in enumerate(rows):
                sheet.write_row(number, 0, line)
    return path


def opened(path: Path, options: Options | None = None) -> tuple[Reading, list[ReadCell]]:
    """The file gone through to its end."""
    reading = oews.read(path, options or Options())
    return reading, list(reading.cells)


def read(folder: Path, *rows: list[object], year: int = 2025) -> tuple[Reading, list[ReadCell]]:
    """What rows say in a CSV that is called as the bureau calls that year's."""
    return opened(table(folder / f"state_M{year}_dl.csv", list(rows)))
