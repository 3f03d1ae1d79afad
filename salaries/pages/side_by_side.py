"""What each source says of one thing, its newest release alone, and the lines that licences ask for."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from salaries.pages.ladder import cell_text
from salaries.pay.cells import Cell
from salaries.pay.choice import newest_of_each_source
from salaries.pay.words import SOURCE_KINDS, first_upper
from salaries.subjects import report_url


class SourceRow(NamedTuple):
    """What one source says of the role's general average here."""

    source: str
    url: str
    kind: str
    measure: str
    mean: str
    median: str
    sample: str
    errors: tuple[str, ...]
    period: str
    licence: str
    report_url: str


class Credit(NamedTuple):
    """The line that a source's licence asks for, and the licence."""

    text: str
    licence: str
    url: str


def source_rows(average: Sequence[Cell]) -> tuple[SourceRow, ...]:
    """One row for each kind of pay of each source's newest release; former releases belong to the trend."""
    return tuple(_row(cell) for cell in newest_of_each_source(average))


def _row(cell: Cell) -> SourceRow:
    statistic = "mean" if cell.state("median") == "none" else "median"
    return SourceRow(
        source=cell.evidence.source_label,
        url=f"/sources/{cell.evidence.release}/",
        kind=SOURCE_KINDS[cell.evidence.source_kind],
        measure=first_upper(cell.pay_line),
        mean=cell_text(cell, "mean"),
        median=cell_text(cell, "median"),
        sample=cell.sample_line(statistic),
        errors=tuple(first_upper(error) for name in ("mean", "median") if (error := cell.error_line(name))),
        period=cell.evidence.period,
        licence=cell.evidence.licence or "not stated",
        report_url=report_url(cell.subject, cell.evidence.release),
    )


def credits_of(cells: Iterable[Cell | None]) -> tuple[Credit, ...]:
    """The attributions of the cells' sources, each once, in the order of the cells."""
    found = [
        Credit(cell.evidence.attribution, cell.evidence.licence, cell.evidence.licence_url)
        for cell in cells
        if cell and cell.evidence.attribution
    ]
    return tuple(dict.fromkeys(found))
