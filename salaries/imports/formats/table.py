"""The `table` format: our own column layout, as CSV or workbook, for people who fill in and for exports.

`docs/formats/table.md` describes it for them. A row is one cell of the guide. What is not clear is refused
with the file's own name of the column, and a row with any refusal is left out as a whole.
"""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from salaries.imports import files
from salaries.imports.files import Line
from salaries.imports.formats.table_columns import (
    REFERENCE,
    Header,
    fits,
    likeness,
    understand,
)
from salaries.imports.formats.table_rows import Row, Sample
from salaries.imports.formats.table_values import parse_reference
from salaries.imports.marks import PROFILES
from salaries.imports.periods import Period
from salaries.imports.reading import FileRefused, Options, ReadCell, Reading
from salaries.imports.spreadsheets import letters
from salaries.pay.words import listed

VERSION = "table-1"
_EVERY = 1_000
_ENDS = (b"\n", b"\r")


def read(path: Path, options: Options) -> Reading:
    """Open a table. FileRefused where its header cannot be understood, or its dates are of two periods.

    The second of these can also be raised while the cells are gone through.
    """
    if options.marks and options.marks not in PROFILES:
        raise FileRefused(f"There are no marks called “{options.marks}”, only {listed(sorted(PROFILES))}.")
    header, rows = _opened(path, options)
    period, rows = _first_period(header, rows)
    reading = Reading(cells=(), period=period, column_names=dict(header.names))
    reading.notes += _notes(header, options)
    reading.cells = _cells(path, header, rows, options, reading)
    return reading


def _opened(path: Path, options: Options) -> tuple[Header, Iterator[Line]]:
    """The header, understood, and the rows below it."""
    sheet, line, rows = header_of(path, options)
    _refuse_merged(path, sheet, line.number)
    header = understand(line.number, line.values, options, path.name, workbook=files.is_workbook(path))
    return header, rows


def header_of(path: Path, options: Options) -> tuple[str, Line, Iterator[Line]]:
    """The sheet ("" for the only one), the row that names the columns, and the rows below it."""
    sheet = options.sheet
    if files.is_workbook(path) and not sheet:
        sheet = _sheet(path, options)
    rows = files.corrected(files.lines(path, sheet), options.corrections)
    line = _header_line(rows, options)
    if line is None:
        wanted = f"row {options.header_row}" if options.header_row else "row with anything in it"
        raise FileRefused(f"“{path.name}” has no {wanted}.")
    return sheet, line, rows


def _header_line(rows: Iterator[Line], options: Options) -> Line | None:
    return next(
        (
            line
            for line in rows
            if line.number == options.header_row or not (options.header_row or line.blank)
        ),
        None,
    )


def _sheet(path: Path, options: Options) -> str:
    """The sheet whose header is of this layout, wherever it stands; the likeliest where none is."""
    names = files.sheet_names(path)
    if len(names) < 2:
        return ""
    headers = {name: _header_line(files.lines(path, name), options) for name in names}
    values = {name: line.values for name, line in headers.items() if line is not None}
    fitting = [name for name in values if fits(values[name], options)]
    if len(fitting) > 1:
        raise FileRefused(
            f"“{path.name}” has {len(fitting)} sheets of this layout, {listed(fitting)}: "
            "say which, with --sheet."
        )
    best = max(values, key=lambda name: (name in fitting, likeness(values[name], options)), default="")
    if not best or not likeness(values[best], options):
        raise FileRefused(f"No sheet of “{path.name}” has the columns of this layout: {listed(names)}.")
    return best


def _refuse_merged(path: Path, sheet: str, row: int) -> None:
    touching = [
        f"{letters(first[1])}{first[0] + 1}:{letters(last[1])}{last[0] + 1}"
        for first, last in files.merged_cells(path, sheet)
        if first[0] < row <= last[0] + 1
    ]
    if touching:
        raise FileRefused(
            f"“{path.name}” has merged cells in row {row} ({', '.join(touching)}), so that its columns have "
            f"no names of their own there: say which row has them, as in --header-row {row + 1}.",
            code="MERGED_HEADER",
        )


def _first_period(header: Header, rows: Iterator[Line]) -> tuple[Period | None, Iterator[Line]]:
    """The period of the first row that states one, and all the rows again."""
    passed: list[Line] = []
    if "reference" in header.places or all(column in header.places for column in REFERENCE):
        for line in rows:
            passed.append(line)
            if period := _period_of(header, line):
                return period, chain(passed, rows)
    return None, chain(passed, rows)


def _period_of(header: Header, line: Line) -> Period | None:
    """The period that a row states; None where it states none that can be read."""
    columns = ("reference",) if "reference" in header.places else REFERENCE
    texts = [_value(line, header.places[column]) for column in columns]
    try:
        return parse_reference(*texts) if all(texts) else None
    except ValueError:
        return None


def _value(line: Line, at: int) -> str:
    return line.values[at].strip() if at < len(line.values) else ""


def _notes(header: Header, options: Options) -> Iterator[str]:
    yield f"Numbers are read in the {options.numbers.name} style: {options.numbers.example}."
    if options.marks:
        yield f"Signs for missing numbers are read as those of “{options.marks}”."
    for meant in header.guessed:
        yield f"“{meant.name}” is read as {meant.column}: a guess."
    if "role_code" in header.places:
        yield f"“{header.name('role_code')}” is not used: roles are found by their names."


def _cells(
    path: Path, header: Header, rows: Iterator[Line], options: Options, reading: Reading
) -> Iterator[ReadCell]:
    sample = Sample()
    period = options.reference or reading.period
    for line, last in _with_last(rows):
        if line.blank:
            reading.skipped["empty row"] += 1
            continue
        if last and len(line.values) < header.width:
            _refuse_cut_off(path, line, header)
        reading.rows += 1
        if reading.rows % _EVERY == 0:
            options.progress(reading.rows)
        row = Row(line, header, options, period.end.year if period else None, sample)
        cell = row.cell()
        _refuse_second_period(path, header, line, row.period, reading.period)
        reading.refusals += row.refusals
        reading.warnings += row.warnings
        if cell is not None:
            yield cell
    options.progress(reading.rows)
    if sample.words:
        reading.notes.append(f"The first values read: {'; '.join(sample.words)}.")


def _with_last(rows: Iterator[Line]) -> Iterator[tuple[Line, bool]]:
    """Each row, and whether it is the last."""
    before: Line | None = None
    for line in rows:
        if before is not None:
            yield before, False
        before = line
    if before is not None:
        yield before, True


def _refuse_cut_off(path: Path, line: Line, header: Header) -> None:
    """Refuse a last row that is short and unfinished. Spreadsheets leave out empty cells at the end of a row,
    but finish it; the end of a gzip file tells by itself."""
    if files.is_workbook(path) or path.name.lower().endswith(".gz"):
        return
    with path.open("rb") as raw:
        raw.seek(-1, 2)
        if raw.read(1) in _ENDS:
            return
    raise FileRefused(
        f"“{path.name}” ends in the middle of row {line.number:,} ({len(line.values)} of {header.width} "
        "columns): it was cut off while it was downloaded or saved."
    )


def _refuse_second_period(
    path: Path, header: Header, line: Line, period: Period | None, first: Period | None
) -> None:
    if period is not None and first is not None and period != first:
        column = header.name("reference" if "reference" in header.places else "reference_start")
        raise FileRefused(
            f"“{path.name}” has dates of more than one period in “{column}”: {_days(first)} first, and "
            f"{_days(period)} in row {line.number:,}; give each period a file of its own.",
            code="MORE_THAN_ONE_PERIOD",
        )


def _days(period: Period) -> str:
    if period.start == period.end:
        return period.start.isoformat()
    return f"{period.start.isoformat()} to {period.end.isoformat()}"
