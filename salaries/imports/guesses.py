"""What a file seems to be: filled into the form before anybody says it, and shown, so that it can be put right.

Nothing here decides: an import reads what its form says. A guess that is wrong is seen beside the first values.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from salaries.imports import files
from salaries.imports.asked import Asked, request_of
from salaries.imports.formats import FORMATS, load_format
from salaries.imports.formats.table import header_of
from salaries.imports.formats.table_columns import COUNTS, ERRORS, PAY, REQUIRED, meanings
from salaries.imports.formats.table_values import currency_of, parse_range
from salaries.imports.marks import PROFILES, SIGNS
from salaries.imports.numbers import STYLES, AmountRefused, NumberStyle
from salaries.imports.periods import Period
from salaries.imports.provenance import MAPPINGS
from salaries.imports.reading import FileRefused, IndexReading, Options, Reading
from salaries.imports.spreadsheets import letters

_ROWS = 200
"""Rows that guesses look at."""
_SHOWN = 3
_TELLING = {"oews": ("#", "~", "**"), "ashe": (":", "..", "x")}
"""Signs that one publisher alone writes."""


def presets() -> list[str]:
    """The survey mappings that the guide has."""
    return sorted(path.stem for path in MAPPINGS.glob("*.toml"))


def look(path: Path, asked: Asked) -> dict[str, Any]:
    """What the file seems to be, as plain values for the form. What is asked for already stands.

    Raises FileRefused where the file cannot be opened.
    """
    given = Asked(**asked)
    if not given.get("format"):
        given |= _format(path)
    found: dict[str, Any] = {"format": given["format"], "mapping": given.get("mapping", "")}
    found["sheets"] = files.sheet_names(path) if files.is_workbook(path) else []
    if given["format"] == "table":
        found |= _table(path, given)
        given = _as_guessed(given, found)
    return found | _said(path, given)


def _as_guessed(asked: Asked, found: dict[str, Any]) -> Asked:
    """The file read by its guesses, unknown columns left out: enough to know the period of its rows."""
    columns = {one["name"]: one["column"] or "-" for one in found["columns"]}
    fixed = {name: _ANY[name] for name in found["lacking"]}
    where = Asked(sheet=found["sheet"], header_row=found["header_row"])
    return asked | where | Asked(columns=columns, fixed=fixed)


_ANY = {"role": "any", "location": "any", "measure": "base", "currency": "USD", "pay_period": "year"}


def _format(path: Path) -> Asked:
    """The first format that takes the file, and the mapping; the guide's own columns where none does."""
    for name in FORMATS:
        for mapping in presets() if name == "survey" else [""]:
            if name != "table" and _reads(path, Asked(format=name, mapping=mapping)):
                return Asked(format=name, mapping=mapping)
    return Asked(format="table")


def _reads(path: Path, asked: Asked) -> Reading | IndexReading | None:
    """The reading, where the format takes the file as it is asked for."""
    for reference in ("", "2020"):  # some ask which of the file's years is meant
        try:
            request = request_of(Asked(reference=reference) | asked, path)
            return load_format(asked["format"]).read(path, request.options)
        except (FileRefused, ValueError):
            continue
    return None


def _said(path: Path, asked: Asked) -> dict[str, Any]:
    """The source and the period that the file itself says for certain."""
    try:
        reading = load_format(asked["format"]).read(path, request_of(asked, path).options)
    except (FileRefused, ValueError):
        return {"own_source": "", "period": ""}
    return {"own_source": reading.source, "period": _written(getattr(reading, "period", None))}


def _written(period: Period | None) -> str:
    if period is None:
        return ""
    days = (period.start.isoformat(), period.end.isoformat())
    return days[0] if days[0] == days[1] else "/".join(days)


def _table(path: Path, asked: Asked) -> dict[str, Any]:
    """The header of a table, the first values below it, and what they look like."""
    options = Options(header_row=asked.get("header_row"), sheet=asked.get("sheet", ""))
    try:
        sheet, line, rows = header_of(path, options)
    except FileRefused:
        if options.sheet or not files.is_workbook(path):
            raise
        first_sheet = files.sheet_names(path)[0]
        sheet, line, rows = header_of(path, Options(header_row=options.header_row, sheet=first_sheet))
    merged = [
        last[0] + 1
        for first, last in files.merged_cells(path, sheet)
        if first[0] < line.number <= last[0] + 1
    ]
    if merged and not options.header_row:
        # A merged row is a heading over the header.
        sheet, line, rows = header_of(path, Options(header_row=line.number + 1, sheet=sheet))
    first = [row.values for row in islice((row for row in rows if not row.blank), _ROWS)]
    columns: list[dict[str, Any]] = [
        {
            "at": meant.at, "letter": letters(meant.at), "name": meant.name, "column": meant.column,
            "guessed": meant.guessed,
            "values": _first_values(first, meant.at),
        }
        for meant in meanings(line.values, Options())
    ]  # fmt: skip
    given = {one["column"] for one in columns}
    numbers = [one["at"] for one in columns if one["column"] in {*PAY, "range", *COUNTS, *ERRORS}]
    texts = [text for row in first for at in numbers if at < len(row) and (text := row[at].strip())]
    pay = [one for one in columns if one["column"] in {*PAY, "range"}]
    return {
        "sheet": sheet, "header_row": line.number, "columns": columns,
        "lacking": [name for name in REQUIRED if name not in given],
        "signs": sorted({text.casefold() for text in texts} & SIGNS),
        "marks": _marks(texts), "numbers": _style(first, pay, columns), "first": _samples(first, pay, columns),
    }  # fmt: skip


def _first_values(rows: Sequence[Sequence[str]], at: int) -> list[str]:
    found = (row[at].strip()[:60] for row in rows if at < len(row) and row[at].strip())
    return list(islice(dict.fromkeys(found), _SHOWN))


def _marks(texts: Sequence[str]) -> str:
    """The profile that alone has the signs that stand in place of numbers; none where several have."""
    signs = {text.casefold() for text in texts} & SIGNS
    telling = [name for name, own in _TELLING.items() if signs & set(own)]
    if len(telling) == 1 and signs <= PROFILES[telling[0]].keys():
        return telling[0]
    return "plain" if signs and signs <= PROFILES["plain"].keys() else ""


def _amounts(
    rows: Sequence[Sequence[str]], pay: Sequence[dict[str, Any]], columns: Sequence[dict[str, Any]]
) -> Iterator[tuple[str, str, str]]:
    """Column, text and currency of each amount of the first rows."""
    currency = next((one["at"] for one in columns if one["column"] == "currency"), None)
    for row in rows:
        code = currency_of(row[currency]) if currency is not None and currency < len(row) else ""
        for one in pay:
            if one["at"] < len(row) and (text := row[one["at"]].strip()) and text.casefold() not in SIGNS:
                yield one["name"], text, code


def _style(rows: Any, pay: Any, columns: Any) -> str:
    """The style that fits most amounts; the English one where several fit as many."""
    amounts = list(_amounts(rows, pay, columns))
    return max(
        STYLES, key=lambda name: sum(bool(_read(text, code, STYLES[name])) for _, text, code in amounts)
    )


def _samples(rows: Any, pay: Any, columns: Any) -> dict[str, list[list[str]]]:
    """The first amounts as each style reads them: style -> [[text, number or “refused”], ...].

    Texts that every style reads alike come last.
    """
    texts = list(dict.fromkeys((text, code) for _, text, code in _amounts(rows, pay, columns)))
    texts.sort(key=lambda one: one[0].isascii() and one[0].isdecimal())
    return {
        name: [[text, _read(text, code, style) or "refused"] for text, code in texts[:_SHOWN]]
        for name, style in STYLES.items()
    }


def _read(text: str, currency: str, style: NumberStyle) -> str:
    try:
        low, high = parse_range(text, currency=currency or None, style=style)
    except (AmountRefused, ValueError):
        return ""
    return str(low) if low == high else f"{low} to {high}"
