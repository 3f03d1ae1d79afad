"""One row of a table on its way between a figure and the texts of its cells.

A cell of the table holds a number, or the mark that says why there is none, or “at least” and the limit. Amounts,
counts and words are read as those of a filled-in file are (`salaries/imports/formats/table_rows.py`), in the
editors' style of numbers.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from typing import Any

from django.utils import timezone

from salaries.admin.concurrency import Base, Clash
from salaries.imports import validate
from salaries.imports.files import Line
from salaries.imports.formats.table_columns import KIND, NUMBERS, PAY, REFERENCE, WHO, WRITTEN, Header
from salaries.imports.formats.table_rows import MOST_NOTE, Row, Sample
from salaries.imports.formats.table_values import measure_of
from salaries.imports.marks import AT_LEAST, MARKS, SIGNS
from salaries.imports.numbers import EDITOR, format_amount
from salaries.imports.reading import Options, ReadCell, Refusal
from salaries.models import Figure
from salaries.models.figures import PERCENTILES

COLUMNS = (*WHO, *KIND, *NUMBERS, "source_note")
LABELS = {
    "location": "place", "pay_period": "period", "range_low": "lowest", "range_high": "highest",
    "sample_size": "sample", "employment": "jobs", "mean_error": "mean error %", "median_error": "median error %",
    "source_note": "note",
}  # fmt: skip
AT_LEAST_WORDS = ("at least", "at_least", "≥", ">=")
NO_NUMBER = "leave it empty, or write why there is none: withheld, not collected or too few."
_READ = tuple(column for column in WRITTEN if column not in REFERENCE)
_HEADER = Header(
    row=0, width=len(_READ), places={column: at for at, column in enumerate(_READ)}, names={}, fixed={},
    named=frozenset(range(len(_READ))),
)  # fmt: skip
Texts = dict[str, str]


def label(column: str) -> str:
    """What a column is called on the page."""
    return LABELS.get(column, column.replace("_", " "))


@dataclass
class GridRow:
    """A row of the table as it was sent: its figure where it has one, what was typed, and what is wrong with it."""

    number: int
    texts: Texts
    figure: Figure | None = None
    revision: str = ""
    base: str = ""
    delete: bool = False
    changed: bool = False
    cell: ReadCell | None = None
    placed: dict[str, Any] = field(default_factory=dict)
    errors: list[tuple[str, str]] = field(default_factory=list)
    clashes: tuple[Clash, ...] = ()
    conflict: str = ""

    def refuse(self, column: str, sentence: str) -> None:
        """Note what is wrong with a cell, once."""
        if (column, sentence) not in self.errors:
            self.errors.append((column, sentence))

    @property
    def empty(self) -> bool:
        """Whether nothing was typed into a new row, but for the kind of pay that it came with."""
        return self.figure is None and not any(self.texts[name] for name in COLUMNS if name not in KIND)

    @property
    def key(self) -> tuple[Any, ...]:
        """The cell of the release that the row is."""
        cell = self.cell
        assert cell is not None  # noqa: S101 - asked of rows that were read alone
        ids = tuple(one.pk if one else None for one in (self.placed[noun] for noun in WHO))
        return (*ids, cell.measure, cell.currency, cell.pay_period)


def texts_of(figure: Figure) -> Texts:
    """What a figure's cells show, which is read back as the same."""
    texts = {noun: getattr(getattr(figure, noun), "name", "") for noun in WHO}
    texts |= {
        "measure": measure_text(figure),
        "currency": figure.currency,
        "pay_period": figure.pay_period,
        "source_note": figure.source_note,
    }
    return texts | {name: _number_text(figure, name) for name in NUMBERS}


def measure_text(figure: Figure) -> str:
    """A figure's kind of pay in the words that are read back as the same."""
    words = str(figure.get_measure_display())
    return words if measure_of(words) == figure.measure else figure.measure


def _number_text(figure: Figure, name: str) -> str:
    value, mark = getattr(figure, name), getattr(figure, f"{name}_mark")
    if value is None:
        return str(mark).replace("_", " ")
    text = format_amount(value) if name in PAY else f"{value:f}" if isinstance(value, Decimal) else str(value)
    return f"at least {text}" if mark == AT_LEAST else text


def shown_of(figure: Figure) -> Base:
    """The row as its cells show it, to be sent along with them."""
    return Base(str(figure.pk), str(figure), timezone.now(), texts_of(figure))


def read(row: GridRow, *, any_amount: bool) -> None:
    """Read what was typed into `row.cell`, or say in `row.errors` what cannot be read."""
    values = _values(row)
    reader = Row(Line(row.number, values), _HEADER, Options(numbers=EDITOR), None, Sample())
    cell = reader.cell()
    for refusal in reader.refusals:
        _take(row, refusal)
    if len(row.texts["source_note"]) > MOST_NOTE:
        row.refuse("source_note", f"A note has at most {MOST_NOTE} characters.")
    if cell is None or row.errors:
        return
    for refusal in validate.refusals(cell, {}, plausible=not any_amount):
        _take(row, refusal)
    _refuse_crossed(row, cell)
    _refuse_unsaid_removal(row, cell)
    row.cell = cell


def _values(row: GridRow) -> list[str]:
    """The texts in the columns of a file, each number's mark beside it."""
    said: Texts = {}
    for column in COLUMNS:
        text = row.texts[column]
        if column not in NUMBERS:
            said[column] = text
            continue
        number, mark = _parted(text)
        if number.casefold() in SIGNS:
            row.refuse(column, f"“{number}” is no number: {NO_NUMBER}")
            number = ""
        said |= {column: number, f"{column}_mark": mark}
    return [said[column] for column in _READ]


def _parted(text: str) -> tuple[str, str]:
    """The number and the mark of a cell: “at least 239,200”, “too few”."""
    small = text.casefold()
    for words in AT_LEAST_WORDS:
        if small.startswith(words):
            return text[len(words) :].strip(), AT_LEAST
    mark = small.replace(" ", "_")
    return ("", mark) if mark in MARKS else (text, "")


def _take(row: GridRow, refusal: Refusal) -> None:
    """A refusal in the words of this page, which has no options to name."""
    hint = f" {refusal.hint}" if refusal.hint and "--" not in refusal.hint else ""
    row.refuse(refusal.column.removesuffix("_mark"), f"{refusal.reason}{hint}")


def _refuse_crossed(row: GridRow, cell: ReadCell) -> None:
    """Every pair of percentiles, as the database holds them."""
    for low, high in combinations(PERCENTILES, 2):
        under, over = cell.numbers.get(low), cell.numbers.get(high)
        if under is None or over is None or cell.marks.get(high) == AT_LEAST or under <= over:
            continue
        if not any(column in PERCENTILES for column, _ in row.errors):
            row.refuse(high, f"The {high} of {over} is below the {low} of {under}: percentiles rise.")


def _refuse_unsaid_removal(row: GridRow, cell: ReadCell) -> None:
    """A number is not lost by an empty cell: a mark says why it is not there."""
    if row.figure is None:
        return
    for name in NUMBERS:
        stored = getattr(row.figure, name)
        if stored is not None and name not in cell.numbers and name not in cell.marks:
            said = _number_text(row.figure, name)
            row.refuse(
                name,
                f"This figure says {said}. To take it away, write why: withheld, not collected or too few.",
            )


def apply(row: GridRow, figure: Figure) -> None:
    """Give a figure what the row says."""
    cell = row.cell
    assert cell is not None  # noqa: S101 - asked of rows that were read alone
    for noun in WHO:
        setattr(figure, noun, row.placed[noun])
    for name in KIND:
        setattr(figure, name, getattr(cell, name))
    for name in NUMBERS:
        setattr(figure, name, cell.numbers.get(name))
        setattr(figure, f"{name}_mark", cell.marks.get(name, ""))
    figure.source_note = cell.source_note
