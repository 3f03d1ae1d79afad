"""Figures of one release, kind of pay and statistic as a ranking: a table whose rows carry their bands."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from salaries.pages.cells import EvidenceLine, evidence_line
from salaries.pay.cells import AT_LEAST, Cell
from salaries.pay.charts import Band, BandRow, Tick, bands
from salaries.pay.money import format_percent, percent, round_percent
from salaries.pay.words import first_upper, statistic_words
from salaries.subjects import report_url


@dataclass(frozen=True)
class Entry:
    """What has a row: its figure, and the one that it is set against, if there is one.

    `report_url` is given where no line of evidence leads to the form for this figure.
    """

    name: str
    url: str
    cell: Cell
    against: Cell | None
    rank: int | None = None
    report_url: str = ""


@dataclass(frozen=True)
class RankedRow:
    """A row of the table. `rank` is empty where there is none, `band` None where nothing can be drawn."""

    rank: str
    name: str
    url: str
    sample: str
    value: str
    percent: str
    direction: str
    baseline: bool
    band: Band | None
    report_url: str


@dataclass(frozen=True)
class RankedTable:
    """A ranking. `fact` is its main fact; `ends` are those of the scale on which all bands lie.

    `against` is the place that percentages are from; empty where there are none.
    """

    title: str
    fact: str
    caption: str
    of: str
    statistic: str
    against: str
    rows: tuple[RankedRow, ...]
    ends: tuple[Tick, ...]
    open: bool
    evidence: EvidenceLine
    more: str = ""
    more_url: str = ""


def ranked_rows(entries: Sequence[Entry], statistic: str) -> tuple[tuple[RankedRow, ...], tuple[Tick, ...]]:
    """The rows with their bands on one scale, and the two ends of the scale; none where nothing spreads."""
    cells = [entry.cell for entry in entries]
    first = cells[0]
    spread = any(cell.shown(low) and cell.shown(high) for cell in cells for low, high in _STRETCHES)
    chart = bands(
        [_band(entry, statistic) for entry in entries] if spread else [], first.currency, first.pay_period
    )
    drawn: Sequence[Band | None] = chart.rows or [None] * len(entries)
    rows = tuple(_row(entry, statistic, band) for entry, band in zip(entries, drawn, strict=True))
    return rows, (chart.ticks[0], chart.ticks[-1]) if chart.ticks else ()


_STRETCHES = (("p10", "p90"), ("p25", "p75"))


def _band(entry: Entry, statistic: str) -> BandRow:
    """A percentile that is a lower limit ends the band open; no other is drawn."""
    cell = entry.cell
    return BandRow(
        label=entry.name,
        p10=cell.value("p10"), p25=cell.value("p25"), median=cell.value("median"),
        p75=cell.shown("p75"), p90=cell.shown("p90"),
        text=cell.format(statistic), open_end=cell.state("p90") == AT_LEAST,
    )  # fmt: skip


def difference(cell: Cell, against: Cell | None, statistic: str) -> Decimal | None:
    """How many percent a figure is above another of the same release and kind, as shown; None where nobody knows."""
    exact = None if against is None else percent(cell.value(statistic), against.value(statistic))
    return None if exact is None else round_percent(exact)


def _row(entry: Entry, statistic: str, band: Band | None) -> RankedRow:
    cell, baseline = entry.cell, entry.cell is entry.against
    rounded = None if baseline else difference(cell, entry.against, statistic)
    return RankedRow(
        rank=f"{entry.rank}. " if entry.rank else "",
        name=entry.name,
        url=entry.url,
        sample=cell.sample_line(statistic) or first_upper(cell.error_line(statistic)),
        value=cell.format(statistic),
        percent="baseline" if baseline else "–" if rounded is None else format_percent(rounded),
        direction="" if not rounded else "up" if rounded > 0 else "down",
        baseline=baseline,
        band=band if band and (band.outer or band.inner) else None,
        report_url=entry.report_url,
    )


def evidence_of_all(cell: Cell, statistic: str) -> EvidenceLine:
    """Whose the figures of a ranking are, of which this is one: samples stand beside each of them."""
    own = evidence_line(cell, statistic)
    kept = (cell.measure_line(statistic), cell.currency_line)
    return own._replace(
        tags=tuple(tag for tag in own.tags if tag.text in kept),
        report_url=report_url(release=cell.evidence.release),
    )


def statistic_title(statistic: str) -> str:
    """The statistic as a column is headed by it."""
    return first_upper(statistic_words[statistic])
