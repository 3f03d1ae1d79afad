"""The rows of an OEWS file: which are read, of which place, and what their texts and marks mean.

A year's pay and an hour's are one estimate: the bureau multiplies the hour's by 2,080. So a row gives its
year's pay alone, and the hour's only where no year's is published (actors, musicians).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from operator import itemgetter

from salaries.imports.files import Line
from salaries.imports.reading import FileRefused, Key, ReadCell, Reading, Refusal

YEAR, HOUR = "year", "hour"
PAY = {
    YEAR: {
        "mean": "A_MEAN", "p10": "A_PCT10", "p25": "A_PCT25", "median": "A_MEDIAN", "p75": "A_PCT75",
        "p90": "A_PCT90",
    },
    HOUR: {
        "mean": "H_MEAN", "p10": "H_PCT10", "p25": "H_PCT25", "median": "H_MEDIAN", "p75": "H_PCT75",
        "p90": "H_PCT90",
    },
}  # fmt: skip
REQUIRED = (
    "AREA", "AREA_TITLE", "OCC_CODE", "OCC_TITLE", "O_GROUP", "TOT_EMP", "MEAN_PRSE",
    *PAY[HOUR].values(), *PAY[YEAR].values(),
)  # fmt: skip
_JUDGED = ("O_GROUP", "AREA", "AREA_TYPE", "NAICS", "OWN_CODE", "I_GROUP")
OPTIONAL = (*_JUDGED[2:], "ANNUAL", "HOURLY", "YEAR")

GROUPS = "occupation groups"
INDUSTRIES = "single industries or ownerships"
DIVISIONS = "metropolitan divisions"
NO_PAY = "rows without any pay"

_TELL_EVERY = 1_000
_GIVES_NO_PAY = frozenset({"", "*"})
_MARKS = frozenset({"*", "**", "#", "~"})
_REST = (("mean_error", "MEAN_PRSE", "*"), ("employment", "TOT_EMP", "**"))
_LEVELS = frozenset({"total", "major", "minor", "broad", "detailed"})
_NUMBER = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Edition:
    """What a file's year decides. `limits` has what "#" stands for, by pay period; none where not known."""

    file: str
    year: int
    scheme: str
    limits: Mapping[str, Decimal]


def cells(
    rows: Iterable[Line],
    columns: Mapping[str, int],
    width: int,
    edition: Edition,
    reading: Reading,
    progress: Callable[[int], None],
) -> Iterator[ReadCell]:
    """One cell a row of a detailed occupation in all industries; the rest is counted or refused in `reading`."""
    table = _Rows(columns, width, edition, reading)
    for line in rows:
        reading.rows += 1
        if not reading.rows % _TELL_EVERY:
            progress(reading.rows)
        cell = table.cell(line)
        if cell is not None:
            yield cell
    progress(reading.rows)


@cache
def place(area: str, area_type: str) -> Key | None:
    """The key of an area; None where its code is of no kind. Without a type the digits of the code decide.

    Workbooks that hold codes as numbers have lost leading zeros: 1 is Alabama, and 100001 an area in it.
    A division of a metropolitan area is not a place of the guide: its code ends with a 4, its scheme is
    `DIVISIONS`. Metropolitan areas of New England were made of towns until 2024: their codes start with 7.
    """
    code, kind = area.strip(), area_type.strip()
    if not (code.isascii() and code.isdecimal()):
        return None
    kind = kind or _kind(code)
    if kind == "1" and code == "99":
        return Key("ISO 3166", "US")
    if kind in ("2", "3") and len(code) <= 2:
        return Key("FIPS", code.zfill(2))
    if kind == "4" and len(code) == 5:
        return Key("NECTA" if code.startswith("7") else "CBSA", code)
    if kind == "5":
        return Key(DIVISIONS, code)
    if kind == "6" and len(code) in (6, 7):
        return Key("OEWS area", code.zfill(7))
    return None


def _kind(code: str) -> str:
    """The type of area that a code without one is of, "" for none."""
    if code == "99":
        return "1"
    if len(code) == 5:
        return "5" if code.endswith("4") else "4"
    return {1: "2", 2: "2", 6: "6", 7: "6"}.get(len(code), "")


@lru_cache(maxsize=100_000)
def number(text: str) -> Decimal | None:
    """The number that a text is, exactly; commas may part its thousands. None for any other text."""
    found = _NUMBER.fullmatch(text.strip())
    return Decimal(found[0].replace(",", "")) if found else None


@dataclass(frozen=True, slots=True)
class _Wrong:
    """What makes a row unfit, whatever its line: a column, a code of `Refusal`, and why."""

    column: str
    code: str
    reason: str


_NO_LEVEL = _Wrong("O_GROUP", "UNKNOWN_VALUE", "This is no level of occupations.")
_NO_OCCUPATION = _Wrong("OCC_CODE", "REQUIRED", "The occupation has no code.")
_NO_AREA = _Wrong("AREA", "UNKNOWN_VALUE", "This is no code of an area of OEWS.")


def _judged(said: Mapping[str, str]) -> Key | str | _Wrong:
    """The place of a row that is read; why it is passed by, or wrong, for any other.

    A file without one of the columns of industry and ownership speaks of all of them.
    """
    if (
        said.get("I_GROUP", "cross-industry").strip().lower() != "cross-industry"
        or said.get("NAICS", "").strip().strip("0")
        or said.get("OWN_CODE", "1235").strip() != "1235"
    ):
        return INDUSTRIES
    level = said["O_GROUP"].strip().lower()
    if level not in _LEVELS:
        return _NO_LEVEL
    if level != "detailed":
        return GROUPS
    found = place(said["AREA"], said.get("AREA_TYPE", ""))
    if found is None:
        return _NO_AREA
    return DIVISIONS if found.scheme == DIVISIONS else found


class _Rows:
    """The columns of one file, looked up once; what is not taken is told to `reading`."""

    def __init__(self, columns: Mapping[str, int], width: int, edition: Edition, reading: Reading) -> None:
        self.columns = columns
        self.width = width
        self.edition = edition
        self.reading = reading
        self.role = cache(lambda code: Key(edition.scheme, code.strip()))
        self.year = str(edition.year)
        self.year_at = columns.get("YEAR")
        judged = [name for name in _JUDGED if name in columns]
        self.judged = itemgetter(*(columns[name] for name in judged))
        self.judge = cache(lambda texts: _judged(dict(zip(judged, texts, strict=True))))
        self.flags = [
            (columns[name], period)
            for name, period in (("HOURLY", HOUR), ("ANNUAL", YEAR))
            if name in columns
        ]
        self.pay = {
            period: [(field, columns[name]) for field, name in names.items()] for period, names in PAY.items()
        }

    def cell(self, line: Line) -> ReadCell | None:
        """The cell of a row; None where it is passed by or refused."""
        values, columns = line.values, self.columns
        if len(values) != self.width and (len(values) < self.width or any(values[self.width :])):
            reason = f"The row has {len(values)} columns, the header {self.width}."
            self._refuse(line, _Wrong("", "REQUIRED", reason))
            return None
        if self.year_at is not None and values[self.year_at] != self.year:
            self._refuse_other_year(line, values[self.year_at])
        found = self.judge(self.judged(values))
        role = self.role(values[columns["OCC_CODE"]])
        if isinstance(found, Key) and role.code:
            return self._cell(line, role, found)
        if isinstance(found, str):
            self.reading.skipped[found] += 1
        else:
            self._refuse(line, found if isinstance(found, _Wrong) else _NO_OCCUPATION)
        return None

    def _cell(self, line: Line, role: Key, location: Key) -> ReadCell | None:
        values, columns = line.values, self.columns
        numbers: dict[str, Decimal | int] = {}
        marks: dict[str, str] = {}
        pay_period = self._pay_period(values)
        wrong = self._wages(values, pay_period, numbers, marks)
        if not numbers and not marks and not wrong:
            self.reading.skipped[NO_PAY] += 1
            return None
        wrong += self._rest(values, numbers, marks)
        if wrong:
            for one in wrong:
                self._refuse(line, one)
            return None
        return ReadCell(
            row=line.number,
            role=role,
            location=location,
            measure="gross_pay",
            currency="USD",
            pay_period=pay_period,
            numbers=numbers,
            marks=marks,
            role_name=values[columns["OCC_TITLE"]],
            location_name=values[columns["AREA_TITLE"]],
        )

    def _pay_period(self, values: list[str]) -> str:
        """The hour for what is published by the hour alone, else the year."""
        for index, period in self.flags:
            if values[index] and values[index].strip().upper() == "TRUE":
                return period
        for period in (YEAR, HOUR):
            for _, index in self.pay[period]:
                if values[index].strip() not in _GIVES_NO_PAY:
                    return period
        return YEAR

    def _wages(
        self, values: list[str], pay_period: str, numbers: dict[str, Decimal | int], marks: dict[str, str]
    ) -> list[_Wrong]:
        """Fill in the pay of a row; what is neither a number nor a mark comes back."""
        wrong = []
        for field, index in self.pay[pay_period]:
            text = values[index]
            value = number(text)
            if value is not None:
                numbers[field] = value
            elif (text := text.strip()) == "*":
                marks[field] = "withheld"
            elif text == "#" and pay_period in self.edition.limits:
                numbers[field] = self.edition.limits[pay_period]
                marks[field] = "at_least"
            elif text:
                wrong.append(self._wrong(PAY[pay_period][field], text))
        return wrong

    def _rest(
        self, values: list[str], numbers: dict[str, Decimal | int], marks: dict[str, str]
    ) -> list[_Wrong]:
        """The same for the error of the mean and the employment, which have marks of their own."""
        wrong = []
        for field, column, withheld in _REST:
            text = values[self.columns[column]]
            value = number(text)
            if value is not None and field == "mean_error":
                numbers[field] = value
            elif value is not None and value == int(value):
                numbers[field] = int(value)
            elif (text := text.strip()) == withheld:
                marks[field] = "withheld"
            elif text:
                wrong.append(self._wrong(column, text))
        return wrong

    def _wrong(self, column: str, text: str) -> _Wrong:
        if text not in _MARKS:
            return _Wrong(column, "NUMBER_FORMAT", "This is neither a number nor a mark of OEWS.")
        if text == "#" and column.startswith(("A_", "H_")):
            reason = f"How much “#” is at least is not known for May {self.edition.year}."
            return _Wrong(column, "MARK", reason)
        return _Wrong(column, "MARK", "This mark of OEWS does not belong in this column.")

    def _refuse(self, line: Line, wrong: _Wrong) -> None:
        value = line.values[self.columns[wrong.column]] if wrong.column else ""
        refusal = Refusal(line.number, wrong.column, value, wrong.code, wrong.reason)
        self.reading.refusals.append(refusal)

    def _refuse_other_year(self, line: Line, text: str) -> None:
        if text.strip() != self.year:
            raise FileRefused(
                f"“{self.edition.file}” is of more than one year: {self.year}, and “{text}” in row "
                f"{line.number:,}. Import each year by itself."
            )
