"""OEWS: what the US Bureau of Labor Statistics publishes each spring of pay in May of the year before.

    national_M2025_dl.xlsx, state_M2025_dl.xlsx, MSA_M2025_dl.xlsx, BOS_M2025_dl.xlsx, all_data_M_2025.xlsx, CSV

One row is one occupation in one area. A row becomes one cell, by `oews_rows.py`; here is the file as a whole:
its sheet, its columns and its year, on which the classification of occupations and the top code depend.
`docs/formats/oews.md` says what is read and what is not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from salaries.imports import periods
from salaries.imports.files import Line, is_workbook, lines, sheet_names, whole
from salaries.imports.formats.oews_rows import OPTIONAL, REQUIRED, Edition, cells
from salaries.imports.marks import OEWS_LIMITS
from salaries.imports.periods import Period
from salaries.imports.reading import FileRefused, Options, Reading

VERSION = "oews-1"
SOURCE = "bls-oews"

_SAME = {"AREA_NAME": "AREA_TITLE", "STATE": "AREA_TITLE", "OCC_GROUP": "O_GROUP", "GROUP": "O_GROUP"}
"""What editions before 2019 call columns of today."""
_HEADER_WITHIN = 20
_ENOUGH = len(REQUIRED) // 2 + 1
_PUBLISHED_NAME = re.compile(r"(?<![A-Z0-9])M_?(20\d\d)(?!\d)", re.IGNORECASE)
_FIRST_EDITION = 2012


@dataclass(frozen=True, slots=True)
class _Table:
    """The sheet that holds the figures: where its columns are, how wide it is, and its rows."""

    columns: dict[str, int]
    width: int
    rows: Iterator[Line]


def read(path: Path, options: Options) -> Reading:
    """Open a file of OEWS. Raises FileRefused where it is none, or its year is not known."""
    table = _table(path, options)
    rows = whole(path, table.rows, table.width)
    first = next(rows, None)
    if first is None:
        raise FileRefused(f"“{path.name}” has the columns of OEWS and no row.")
    period = _period(path, table.columns, first)
    reading = Reading(cells=(), source=SOURCE, period=period)
    edition = _edition(path, period or options.reference)
    reading.cells = cells(
        chain([first], rows), table.columns, table.width, edition, reading, options.progress
    )
    return reading


def _table(path: Path, options: Options) -> _Table:
    """The first sheet with a row that names the columns of OEWS."""
    sheets = [options.sheet] if options.sheet or not is_workbook(path) else sheet_names(path)
    for sheet in sheets:
        rows = lines(path, sheet)
        for line in islice(rows, max(_HEADER_WITHIN, options.header_row or 0)):
            if options.header_row not in (None, line.number):
                continue
            columns = _columns(line)
            if len(columns.keys() & set(REQUIRED)) >= _ENOUGH:
                return _checked(path, line, columns, rows)
    raise FileRefused(
        f"“{path.name}” is no file of OEWS: none of its first rows names columns such as AREA, OCC_CODE, "
        "TOT_EMP and A_MEDIAN."
    )


def _columns(header: Line) -> dict[str, int]:
    """Where the columns are that are read, by their names of today."""
    names = [value.strip().upper().replace(" ", "_") for value in header.values]
    names = [name if _SAME.get(name, name) in names else _SAME.get(name, name) for name in names]
    wanted = {*REQUIRED, *OPTIONAL}
    return {name: index for index, name in reversed(list(enumerate(names))) if name in wanted}


def _checked(path: Path, header: Line, columns: dict[str, int], rows: Iterator[Line]) -> _Table:
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        raise FileRefused(
            f"“{path.name}” lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}: "
            "it is no file of OEWS as published, or a column was renamed."
        )
    names = [value.strip().upper().replace(" ", "_") for value in header.values]
    twice = next((name for name in columns if names.count(name) > 1), None)
    if twice:
        raise FileRefused(f"“{path.name}” has the column {twice} twice.")
    return _Table(columns, max(index for index, name in enumerate(names) if name) + 1, rows)


def _period(path: Path, columns: dict[str, int], first: Line) -> Period | None:
    """May of the year that the published name (M2025) and the column YEAR agree on; None without either."""
    found = _PUBLISHED_NAME.search(path.name)
    named = found[1] if found else ""
    text = first.values[columns["YEAR"]].strip() if "YEAR" in columns else ""
    if text and not re.fullmatch(r"20\d\d", text, re.ASCII):
        raise FileRefused(f"“{path.name}”: “{text}” in the column YEAR is no year.")
    if text and named and text != named:
        raise FileRefused(f"“{path.name}” is of May {named} by its name, and of {text} by its column YEAR.")
    return periods.month(int(named or text), 5) if named or text else None


def _edition(path: Path, period: Period | None) -> Edition:
    """What depends on the year: the scheme of occupations and the top codes."""
    if period is None:
        raise FileRefused(
            f"“{path.name}” does not say of which year it is, on which the meaning of its codes and of “#” "
            "depends: add --reference, as in --reference 2025-05."
        )
    year = period.end.year
    if year < _FIRST_EDITION:
        raise FileRefused(
            f"“{path.name}” is of {year}: editions before May {_FIRST_EDITION} are not read, "
            "for they count occupations by SOC 2000."
        )
    scheme = "SOC 2018" if year >= 2021 else "SOC 2010/2018 hybrid" if year >= 2019 else "SOC 2010"
    limits = next((limits for since, limits in OEWS_LIMITS if year >= since), {})
    return Edition(path.name, year, scheme, limits)
