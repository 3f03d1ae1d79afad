"""What a format says of a publisher's file: cells, refusals, and what is certain of the file as a whole.

    file -> formats/<format>.read -> Reading -> validate -> placing -> staging -> draft part

A format knows files and nothing of the guide's rows. It names roles, places, levels and options by keys
(scheme and code), which `placing.py` looks up. It never guesses: what does not fit is a `Refusal`, and a file
that is not of the format at all is `FileRefused`, before anything is written.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple, Protocol

from salaries.imports.numbers import EN, NumberStyle
from salaries.imports.periods import Period


class FileRefused(Exception):
    """The file cannot be read as what it was said to be. The message is one sentence; nothing is written.

    `code` is for programs, where the kind of fault has one: DUPLICATE_HEADER, UNKNOWN_HEADER, MERGED_HEADER,
    MORE_THAN_ONE_PERIOD.
    """

    def __init__(self, message: str, *, code: str = "") -> None:
        super().__init__(message)
        self.code = code


class Key(NamedTuple):
    """What a classification calls a role or a place: ("SOC 2018", "15-1252"), ("CBSA", "41940").

    Two schemes are ours: "slug" is the guide's own, and "name" is a name or alias as people write it,
    compared without regard to case and outer blanks.
    """

    scheme: str
    code: str

    def __str__(self) -> str:
        return self.code if self.scheme in ("slug", "name") else f"{self.scheme} {self.code}"


@dataclass(frozen=True, slots=True)
class ReadCell:
    """One cell as the file states it.

    `numbers` has the numbers that are given, by the field names of `Figure` (mean, median, p10, ...,
    sample_size, employment, mean_error): amounts as exact decimals, counts as whole numbers. `marks` has the
    marks, by the same names; at_least has its limit in `numbers`, any other mark has no number. `row` is the
    row of the file as a spreadsheet counts it, the header being a row too; 0 where a cell was made of many.
    """

    row: int
    role: Key
    location: Key
    measure: str
    currency: str
    pay_period: str
    numbers: Mapping[str, Decimal | int]
    marks: Mapping[str, str] = field(default_factory=dict)
    level: str = ""
    option: str = ""
    source_note: str = ""
    role_name: str = ""
    location_name: str = ""


@dataclass(frozen=True, slots=True)
class ReadIndex:
    """One price index as the file states it; `kind` is cpi, rpp or ppp."""

    row: int
    kind: str
    location: Key
    year: int
    value: Decimal
    location_name: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row, or one value of it, is not taken. `code` is for programs, the rest for people.

    Codes: REQUIRED, NUMBER_FORMAT, NOT_A_NUMBER, OUT_OF_RANGE, RANGE_REVERSED, NOT_MONOTONE,
    CONFLICTING_KEY, UNKNOWN_VALUE, MARK, DECIMALS.
    """

    row: int
    column: str
    value: str
    code: str
    reason: str
    hint: str = ""


Corrections = Mapping[int, Mapping[int, str]]
"""Texts that stand in place of the file's: row, as a spreadsheet counts -> column, counted from 0 -> text."""


def nothing_to_tell(rows: int) -> None:
    """The progress of a reading that nobody watches."""


@dataclass(frozen=True, slots=True)
class Options:
    """What whoever imports says about the file. Each format takes what concerns it.

    `mapping` is a preset's name or a path; `columns` says which of our columns a foreign one is
    ({"title": "role"}) and `fixed` what holds for every row where the file has no column for it
    ({"currency": "USD"}); `marks` names the profile of marks that the file uses; `header_row` and `sheet`
    choose in a file that has more than one; `minimum` is the fewest answers that a survey's cell is made of;
    `corrections` stand in place of what a table's cells say; `scratch` is a folder for what does not fit into
    memory, the system's own where none is given; `progress` is told how many rows have been read.
    """

    mapping: str = ""
    reference: Period | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    accept_guesses: bool = False
    fixed: Mapping[str, str] = field(default_factory=dict)
    numbers: NumberStyle = EN
    marks: str = ""
    header_row: int | None = None
    sheet: str = ""
    minimum: int = 10
    corrections: Corrections = field(default_factory=dict)
    scratch: Path | None = None
    progress: Callable[[int], None] = nothing_to_tell


@dataclass
class Reading:
    """A file that is open and was understood. `cells` can be gone through once; the rest fills meanwhile.

    `period` is what the file itself or its published name says for certain of the time that it speaks of,
    None where it says nothing. `source` is the slug of the source that such files come from, "" where any
    source might. `only_errors`: the file holds errors of cells that came before, and no pay (a quality file).
    `skipped` counts, by reason, the rows that were rightly passed by, such as groups of occupations.
    `expected` is how many rows there are, where that is known, for whoever watches. `column_names` has the
    file's own names of our columns, where they differ: {"role": "title", "range_low": "range"}.
    """

    cells: Iterable[ReadCell] | Iterator[ReadCell]
    source: str = ""
    period: Period | None = None
    only_errors: bool = False
    expected: int | None = None
    rows: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    warnings: list[Refusal] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    column_names: dict[str, str] = field(default_factory=dict)


@dataclass
class IndexReading:
    """The same for a file of price indices, which have no part and no draft."""

    indices: Iterable[ReadIndex] | Iterator[ReadIndex]
    source: str = ""
    rows: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)


class Format(Protocol):
    """What a module in `formats/` has."""

    VERSION: str
    """Rises when the same file would be read differently: `oews-1`."""

    def read(self, path: Path, options: Options) -> Reading:
        """Open the file. Raises FileRefused where it is not of this format."""
        ...
