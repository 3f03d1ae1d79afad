"""Price indices: CPI-U of the BLS, regional price parities of the BEA, purchasing power parities of the World Bank.

Which of them a file holds is told by its header. Values are kept as published, with six decimals at most
(halves away from zero); a value that rounding would move by more than 0.05 % is refused. Nothing is computed:
a year without a published annual average has none. `docs/formats/indices.md` has the rest.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from salaries.imports.files import Line, is_workbook, lines, whole
from salaries.imports.reading import FileRefused, IndexReading, Key, Options, ReadIndex, Refusal

VERSION = "indices-1"

US = Key("ISO 3166", "US")
SERIES = "CUUR0000SA0"
"""CPI-U: all items, U.S. city average, all urban consumers, not seasonally adjusted, 1982-84 = 100."""
ALL_ITEMS = "RPPs: All items"

_MOST = Decimal(10) ** 8
_MOVED = Decimal("0.0005")
_YEAR = re.compile(r"(?:19|20|21)\d{2}")
_TOLD_EVERY = 1000


@dataclass(frozen=True, slots=True)
class Table:
    """A file that was recognised: its header by name, the rows below it, and where its faults go."""

    name: str
    kind: str
    header: dict[str, int]
    rows: Iterator[Line]
    reading: IndexReading

    def text(self, line: Line, column: str) -> str:
        return line.values[self.header[column]].strip(' "')

    def refuse(self, line: Line, column: str, value: str, code: str, reason: str) -> None:
        self.reading.refusals.append(Refusal(line.number, column, value, code, reason))

    def index(self, line: Line, column: str, year: str, place: Key, name: str) -> Iterator[ReadIndex]:
        """The index in one cell of a row, if there is one that can be taken."""
        text = self.text(line, column)
        if not _YEAR.fullmatch(year):
            self.refuse(line, "year", year, "OUT_OF_RANGE", "This is no year.")
        elif text in ("", "(NA)"):
            self.reading.skipped["cells without a value"] += 1
        elif not re.fullmatch(r"\d+(?:\.\d+)?", text):
            self.refuse(line, column, text, "NOT_A_NUMBER", "An index is a number above zero, like 103.25.")
        elif not 0 < (value := Decimal(text)) < _MOST:
            self.refuse(line, column, text, "OUT_OF_RANGE", "An index is above zero, and below 100,000,000.")
        elif abs((rounded := _six_decimals(value)) - value) > value * _MOVED:
            self.reading.skipped["values that six decimals would move by more than 0.05 %"] += 1
        else:
            yield ReadIndex(line.number, self.kind, place, int(year), rounded, name)


def _six_decimals(value: Decimal) -> Decimal:
    """The value as it is, or with six decimals where it has more: halves away from zero."""
    six = value.quantize(Decimal("0.000001"), ROUND_HALF_UP)
    return value if value == six else six


def _annual_cpi(table: Table) -> Iterator[ReadIndex]:
    """A year a row."""
    for line in table.rows:
        yield from table.index(line, "cpi_u_annual_avg", table.text(line, "year"), US, "United States")


def _monthly_cpi(table: Table) -> Iterator[ReadIndex]:
    """A month a row, of any number of series. The annual average is the “month” M13."""
    column = "series" if "series" in table.header else "series_id"
    others: set[str] = set()
    years: set[str] = set()
    averages: set[str] = set()
    for line in table.rows:
        series, year = table.text(line, column), table.text(line, "year")
        if series != SERIES:
            others.add(series)
            table.reading.skipped["other series"] += 1
            continue
        years.add(year)
        if table.text(line, "period") != "M13":
            table.reading.skipped["months and half-years"] += 1
            continue
        averages.add(year)
        yield from table.index(line, "value", year, US, "United States")
    if not years:
        held = ", ".join(sorted(others)[:3]) or "none"
        raise FileRefused(
            f"“{table.name}” does not hold the series {SERIES}, which alone is read, but {held}."
        )
    if missing := sorted(years - averages):
        said = missing[0] if len(missing) == 1 else f"{len(missing)} years from {missing[0]} to {missing[-1]}"
        table.reading.notes.append(f"The file has no annual average (M13) of {said}, and none is computed.")


def _parities(table: Table) -> Iterator[ReadIndex]:
    """An area and a kind of prices a row, a year a column. Lines are numbered differently from edition to
    edition, so all items are told by their description."""
    years = {
        name: name.removeprefix("RPP ") for name in table.header if _YEAR.fullmatch(name.removeprefix("RPP "))
    }
    if not years:
        raise FileRefused(f"“{table.name}” has no column of a year, like “2023”.")
    found = False
    for line in table.rows:
        if table.text(line, "Description") != ALL_ITEMS:
            table.reading.skipped["other than all items"] += 1
            continue
        found = True
        code, name = table.text(line, "GeoFIPS").zfill(5), table.text(line, "GeoName")
        if not re.fullmatch(r"[0-9]{5}", code):
            table.refuse(line, "GeoFIPS", code, "UNKNOWN_VALUE", "An area has a code of five digits.")
        elif name.endswith("Portion)"):
            table.reading.skipped["metropolitan and nonmetropolitan portions"] += 1
        else:
            for column, year in years.items():
                yield from table.index(line, column, year, _area(code, name), name)
    if not found:
        raise FileRefused(f"“{table.name}” has no rows of “{ALL_ITEMS}”, which alone are read.")


def _area(code: str, name: str) -> Key:
    """A state is its two digits and three zeros; a metropolitan area says that it is one."""
    if code == "00000":
        return US
    if code.endswith("000") and "Metropolitan Statistical Area" not in name:
        return Key("FIPS", code[:2])
    return Key("CBSA", code)


def _ppp(table: Table) -> Iterator[ReadIndex]:
    """A country and a year a row, under the World Bank's two letters: NA is Namibia."""
    for line in table.rows:
        code, name = table.text(line, "Country ID"), table.text(line, "Country")
        if code:
            yield from table.index(line, "PPP", table.text(line, "Year"), Key("ISO 3166", code), name)
        else:
            table.refuse(
                line, "Country ID", code, "REQUIRED", "Without a code nobody knows which country it is."
            )


@dataclass(frozen=True, slots=True)
class Layout:
    """How a publisher's table looks, and who reads it."""

    title: str
    kind: str
    source: str
    columns: tuple[str, ...]
    read: Callable[[Table], Iterator[ReadIndex]]


LAYOUTS = (
    Layout("BLS CPI-U, annual", "cpi", "bls-cpi", ("year", "cpi_u_annual_avg"), _annual_cpi),
    Layout("BLS CPI, monthly", "cpi", "bls-cpi", ("series", "year", "period", "value"), _monthly_cpi),
    Layout("BLS CPI, monthly", "cpi", "bls-cpi", ("series_id", "year", "period", "value"), _monthly_cpi),
    Layout("BEA price parities", "rpp", "bea-rpp", ("GeoFIPS", "GeoName", "Description"), _parities),
    Layout("World Bank PPP", "ppp", "world-bank-ppp", ("Country", "Country ID", "Year", "PPP"), _ppp),
)


def read(path: Path, options: Options) -> IndexReading:
    """All indices of a file. Raises FileRefused where it is of none of the layouts, or was cut off."""
    rows = (line for line in lines(path, options.sheet) if not line.blank)
    names = [name.strip() for name in next(rows, Line(0, [])).values]
    layout = _layout(path, names)
    _refuse_repeated(path, names)
    reading = IndexReading(indices=(), source=layout.source, notes=[layout.title])
    header = {name: at for at, name in enumerate(names) if name}
    body = _counted(_body(path, rows, header, len(names)), len(names), reading, options)
    table = Table(path.name, layout.kind, header, body, reading)
    reading.indices = list(_once(layout.read(table), reading))
    return reading


def _layout(path: Path, names: list[str]) -> Layout:
    """The layout that the header is of; where a column is missing, of the one that is nearest."""

    def share(layout: Layout) -> float:
        return len(set(layout.columns) & set(names)) / len(layout.columns)

    nearest = max(LAYOUTS, key=share)
    missing = [name for name in nearest.columns if name not in names]
    if share(nearest) < 0.5:
        titles = ", ".join(dict.fromkeys(layout.title for layout in LAYOUTS))
        raise FileRefused(f"“{path.name}” is no table of price indices that is read. Read are: {titles}.")
    if missing:
        raise FileRefused(
            f"“{path.name}” looks like {nearest.title}, but has no column “{'”, “'.join(missing)}”."
        )
    return nearest


def _refuse_repeated(path: Path, names: list[str]) -> None:
    repeated = next((name for name in names if name and names.count(name) > 1), None)
    if repeated:
        raise FileRefused(f"“{path.name}” has the column “{repeated}” more than once.")


def _body(path: Path, rows: Iterator[Line], header: dict[str, int], width: int) -> Iterator[Line]:
    """The rows of the table. The end shows that a file is whole: the BEA's own has notes below the table, of
    which the last is its name; any other ends with the end of a line."""
    if "LineCode" not in header:
        _refuse_open_end(path)
        yield from whole(path, rows, width)
        return
    signed = False
    for line in rows:
        if any(value.strip() for value in line.values[1:]):
            yield line
        else:
            signed = signed or "Bureau of Economic Analysis" in line.values[0]
    if not signed:
        raise FileRefused(
            f"“{path.name}” ends without the notes of the Bureau of Economic Analysis: it was cut off while it "
            "was downloaded. Get it again."
        )


def _refuse_open_end(path: Path) -> None:
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(-1, 2)
        ended = raw.read(1) in (b"\n", b"\r")
    if not (ended or packed or is_workbook(path)):
        raise FileRefused(
            f"“{path.name}” ends in the middle of a line: it was cut off while it was downloaded. Get it again "
            "(or, if it is whole, end its last line)."
        )


def _counted(rows: Iterator[Line], width: int, reading: IndexReading, options: Options) -> Iterator[Line]:
    """The rows that have as many columns as the header; the others are refused."""
    for line in rows:
        reading.rows += 1
        if reading.rows % _TOLD_EVERY == 0:
            options.progress(reading.rows)
        if len(line.values) == width:
            yield line
            continue
        code = "REQUIRED" if len(line.values) < width else "UNKNOWN_VALUE"
        reason = f"The row has {len(line.values)} columns where the header has {width}."
        reading.refusals.append(Refusal(line.number, "", line.values[0], code, reason))


def _once(indices: Iterator[ReadIndex], reading: IndexReading) -> Iterator[ReadIndex]:
    """The indices, each place and year once. What is said again must be the same."""
    said: dict[tuple[Key, int], Decimal] = {}
    for index in indices:
        before = said.setdefault((index.location, index.year), index.value)
        if before is index.value:
            yield index
        elif before == index.value:
            reading.skipped["repeated"] += 1
        else:
            reason = f"The file has {before} for {index.location} in {index.year} already."
            refusal = Refusal(index.row, str(index.year), str(index.value), "CONFLICTING_KEY", reason)
            reading.refusals.append(refusal)
