"""ASHE Table 14: pay by four-digit occupation in the United Kingdom, from the Office for National Statistics.

Read are Table 14.7, annual gross pay, and Table 14.5, hourly gross pay, of the sheet “All”: all employee
jobs. The title in the sheet says which table it is, of which year, and whether it holds pay (a) or the
coefficients of variation of that pay (b); the name of the file may be anything. A coefficient of variation is
the relative standard error of an estimate in percent, so workbook b gives `mean_error` and `median_error`.

Annual pay is of the tax year to 5 April of the title's year, hourly pay of a pay period in April of it. The
number of jobs, in thousands, is employment and no sample size. `docs/formats/ashe.md` has the rest.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from salaries.imports.files import Line, is_workbook, lines
from salaries.imports.marks import ASHE
from salaries.imports.periods import Period, month
from salaries.imports.reading import FileRefused, Key, Options, ReadCell, Reading, Refusal

VERSION = "ashe-1"
SHEET = "All"
SOURCE = "ons-ashe"

_READ = "Read are Table 14.7 (annual gross pay) and Table 14.5 (hourly gross pay)."
_TABLES = {(14, 7): ("Annual pay - Gross", "year"), (14, 5): ("Hourly pay - Gross", "hour")}
_TITLE = re.compile(r"Table\s+(\d+)\.(\d+)\s*([ab]?)\b\s*(.*)", re.DOTALL)
_FIRST_ROWS = 12
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_PERCENTILES = {"10": "p10", "25": "p25", "75": "p75", "90": "p90"}
_TOLD_EVERY = 100

SOC_2020, SOC_2010 = "SOC 2020 UK", "SOC 2010 UK"
_MOVED = {
    "programmers and software development professionals": {"2134": SOC_2020, "2136": SOC_2010},
    "it business analysts, architects and systems designers": {"2133": SOC_2020, "2135": SOC_2010},
    "chief executives and senior officials": {"1111": SOC_2020, "1115": SOC_2010},
}
"""Titles that both classifications have, under other codes. They tell one from the other."""


@dataclass(frozen=True, slots=True)
class Table:
    """What the title says: `year` is None where it names none, or more than one."""

    name: str
    pay_period: str
    errors: bool
    year: int | None


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the table's columns are, counted from 0; `figures` by field of `Figure`, jobs as employment."""

    description: int
    code: int
    figures: dict[str, int]
    titles: dict[str, str]

    @property
    def last(self) -> int:
        return max(self.description, self.code, *self.figures.values())


def read(path: Path, options: Options) -> Reading:
    """Open one workbook of the table. Raises FileRefused where it is none, or where its codes say neither
    SOC 2010 nor SOC 2020."""
    if options.sheet and options.sheet != SHEET:
        raise FileRefused(f"Of ASHE only the sheet “{SHEET}” is read, not “{options.sheet}”.")
    rows = list(lines(path, SHEET))
    table = _table(path, rows)
    if not is_workbook(path):
        raise FileRefused(
            f"“{path.name}” is no workbook: ASHE is read as the .xlsx or .xls that is published."
        )
    header, columns = _columns(path, rows, table)
    body = list(_body(rows[header + 1 :], columns))
    scheme = _scheme(path, body, columns)
    reading = Reading(
        cells=(),
        source=SOURCE,
        period=_period(path, table, options.reference),
        only_errors=table.errors,
        expected=len(body),
        notes=[f"{table.name}, {scheme}, sheet “{SHEET}”"],
    )
    reading.cells = _cells(body, columns, table, scheme, reading, options)
    return reading


def _table(path: Path, rows: list[Line]) -> Table:
    """The table that the title names, if it is one that is read."""
    texts = (value.strip() for line in rows[:_FIRST_ROWS] for value in line.values)
    found = next(filter(None, map(_TITLE.match, texts)), None)
    if found is None:
        raise FileRefused(
            f"“{path.name}” is not ASHE Table 14: no title “Table 14.…” begins its sheet “{SHEET}”."
        )
    number, title = (int(found[1]), int(found[2])), " ".join(found[4].split())
    wanted, pay_period = _TABLES.get(number, ("", ""))
    if not wanted or wanted.casefold() not in title.casefold():
        raise FileRefused(f"“{path.name}” holds Table {number[0]}.{number[1]}{found[3]}, “{title}”. {_READ}")
    if "all employee jobs" not in title.casefold():
        raise FileRefused(f"“{path.name}”: the sheet “{SHEET}” is not for all employee jobs, but “{title}”.")
    errors = found[3] == "b" or "coefficients of variation" in title.casefold()
    years = set(re.findall(r"\b(?:19|20)\d{2}\b", title))
    year = int(years.pop()) if len(years) == 1 else None
    name = f"ASHE Table {number[0]}.{number[1]}{found[3]}, {wanted}, {year or 'year not stated'}"
    return Table(name, pay_period, errors, year)


def _period(path: Path, table: Table, reference: Period | None) -> Period | None:
    """The tax year to 5 April, or for hourly pay April. What `--reference` says must be the same: 2024-04
    names the tax year that ends in it."""
    year = table.year or (reference.end.year if reference else None)
    if year is None:
        return None
    april, tax_year = month(year, 4), Period(date(year - 1, 4, 6), date(year, 4, 5))
    period = tax_year if table.pay_period == "year" else april
    if reference not in (None, april, period):
        raise FileRefused(
            f"“{path.name}” is of {period.start} to {period.end}, not of {reference.start} to {reference.end}: "
            f"leave out --reference, or say {year}-04."
        )
    return period


def _columns(path: Path, rows: list[Line], table: Table) -> tuple[int, Columns]:
    """The index of the header's last row, and the columns that it and the rows above it name.

    Two columns are named “change”; they are not read. Percentiles are numbers under or right of “Percentiles”.
    """
    index = next((at for at, line in enumerate(rows[:_FIRST_ROWS]) if _is_header(line)), None)
    if index is None:
        raise FileRefused(f"“{path.name}”: the sheet “{SHEET}” has no header with “Description” and “Code”.")
    names = [value.strip() for value in rows[index].values]
    above = rows[max(0, index - 3) : index]
    full = [
        " ".join(filter(None, [*(_at(line, at) for line in above), name])) for at, name in enumerate(names)
    ]
    start = next((at for at, name in enumerate(full) if name.startswith("Percentiles")), len(names))
    jobs = re.compile(r"Number of jobs\w? \(thousand\)")
    wanted = {
        "employment": (
            "Number of jobs (thousand)",
            [at for at, name in enumerate(full) if jobs.fullmatch(name)],
        ),
        "median": ("Median", [at for at, name in enumerate(names) if name == "Median"]),
        "mean": ("Mean", [at for at, name in enumerate(names) if name == "Mean"]),
    }
    for name, field in _PERCENTILES.items():
        wanted[field] = (f"Percentiles {name}", [at for at in range(start, len(names)) if names[at] == name])
    if table.errors:
        wanted = {field: wanted[field] for field in ("median", "mean")}
    unclear = [title for title, places in wanted.values() if len(places) != 1]
    if unclear:
        raise FileRefused(
            f"“{path.name}”: the sheet “{SHEET}” lacks, or has more than once, “{'”, “'.join(unclear)}”."
        )
    figures = {field: places[0] for field, (_, places) in wanted.items()}
    titles = {field: title for field, (title, _) in wanted.items()}
    return index, Columns(names.index("Description"), names.index("Code"), figures, titles)


def _is_header(line: Line) -> bool:
    return {"Description", "Code"} <= {value.strip() for value in line.values}


def _at(line: Line, index: int) -> str:
    return line.values[index].strip() if index < len(line.values) else ""


def _body(rows: list[Line], columns: Columns) -> Iterator[Line]:
    """The rows of the table: down to the footnotes, which have a text and nothing beside it."""
    for line in rows:
        beside = [_at(line, at) for at in range(columns.last + 1) if at != columns.description]
        if any(beside):
            yield line
        elif _at(line, columns.description):
            return


def _scheme(path: Path, body: list[Line], columns: Columns) -> str:
    """The classification that the codes are of, told by titles whose code is another in the other one."""
    schemes = set()
    for line in body:
        codes = _MOVED.get(_at(line, columns.description).casefold(), {})
        schemes.add(codes.get(_at(line, columns.code), ""))
    schemes.discard("")
    if len(schemes) != 1:
        reason = "both" if schemes else "neither"
        raise FileRefused(
            f"“{path.name}” has the codes of {reason} SOC 2010 {'and' if schemes else 'nor'} SOC 2020: "
            "programmers are 2136 in the one and 2134 in the other."
        )
    return schemes.pop()


def _cells(
    body: list[Line], columns: Columns, table: Table, scheme: str, reading: Reading, options: Options
) -> Iterator[ReadCell]:
    for line in body:
        reading.rows += 1
        if reading.rows % _TOLD_EVERY == 0:
            options.progress(reading.rows)
        code = _at(line, columns.code)
        refused = len(reading.refusals)
        row = Row(line, columns, reading)
        if len(code) < 4:
            reading.skipped["occupation groups"] += 1
            continue
        if not re.fullmatch(r"[0-9]{4}", code):
            row.refuse("Code", code, "UNKNOWN_VALUE", "An occupation has a code of four digits.")
            continue
        numbers, marks = row.errors() if table.errors else row.figures()
        if len(reading.refusals) > refused:
            continue
        if not (numbers.keys() | marks.keys()) - {"employment"}:
            reading.skipped[
                "occupations without an error" if table.errors else "occupations without any pay"
            ] += 1
            continue
        yield ReadCell(
            row=line.number,
            role=Key(scheme, code),
            location=Key("ISO 3166", "GB"),
            measure="gross_pay",
            currency="GBP",
            pay_period=table.pay_period,
            numbers=numbers,
            marks=marks,
            role_name=_at(line, columns.description),
            location_name="United Kingdom",
        )


type Taken = tuple[dict[str, Decimal | int], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One occupation. What is no number and no mark is refused, and the row with it."""

    line: Line
    columns: Columns
    reading: Reading

    def refuse(self, column: str, value: str, code: str, reason: str) -> None:
        self.reading.refusals.append(Refusal(self.line.number, column, value, code, reason))

    def figures(self) -> Taken:
        """Numbers and marks of pay. An empty cell gives neither."""
        numbers: dict[str, Decimal | int] = {}
        marks: dict[str, str] = {}
        for field, title, text in self._given():
            if text in ASHE:
                marks[field] = ASHE[text]
                continue
            value = self._number(title, text)
            if value is None:
                continue
            if field == "employment" and value * 1000 != int(value * 1000):
                self.refuse(title, text, "DECIMALS", "This is no whole number of jobs.")
            elif field == "employment":
                numbers[field] = int(value * 1000)
            elif value == 0:
                self.refuse(title, text, "OUT_OF_RANGE", "Pay is more than nothing.")
            else:
                numbers[field] = value
        return numbers, marks

    def errors(self) -> Taken:
        """Relative standard errors in percent. A mark gives none."""
        numbers: dict[str, Decimal | int] = {}
        for field, title, text in self._given():
            value = None if text in ASHE else self._number(title, text)
            if value is not None and value != round(value, 2):
                self.refuse(title, text, "DECIMALS", "A coefficient of variation has two decimals at most.")
            elif value is not None:
                numbers[f"{field}_error"] = value
        return numbers, {}

    def _given(self) -> Iterator[tuple[str, str, str]]:
        """Field, title of the column and text, of the cells that are not empty."""
        for field, at in self.columns.figures.items():
            if text := _at(self.line, at):
                yield field, self.columns.titles[field], text

    def _number(self, title: str, text: str) -> Decimal | None:
        if _NUMBER.fullmatch(text):
            return Decimal(text)
        self.refuse(title, text, "MARK", "This is neither a number nor one of the marks x .. : . - of ASHE.")
        return None
