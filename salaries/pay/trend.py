"""What one source said of a subject, release by release: one statistic in one measure, currency and pay period.

Amounts are nominal: each in the money of its own time. Nothing is drawn from one source to another, nor from
one kind of pay to another. A release of unknown period has no place in time and is left out.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from salaries.pay.cells import Cell, period_phrase
from salaries.pay.choice import in_order, leading
from salaries.pay.money import format_percent, percent
from salaries.pay.words import statistic_words

FEWEST_RELEASES = 2


class Step(NamedTuple):
    """One release. `percent` is from the step before, unrounded; None where either has no exact value."""

    cell: Cell
    percent: Decimal | None


class Trend(NamedTuple):
    """The releases of a source, oldest first; two of them at least have an exact value."""

    statistic: str
    steps: tuple[Step, ...]

    @property
    def exact(self) -> tuple[Cell, ...]:
        """The cells that have an exact value."""
        return tuple(step.cell for step in self.steps if step.cell.value(self.statistic) is not None)

    def sentence(self, name: str) -> str:
        """The main fact: "Alpha: median $120,730 in May 2021, $135,980 in May 2025, +12.6 %."."""
        first, last = self.exact[0], self.exact[-1]
        change = percent(last.value(self.statistic), first.value(self.statistic))
        ends = [f"{cell.format(self.statistic)} {_when(cell)}" for cell in (first, last)]
        words = "" if change is None else f", {format_percent(change)}"
        return f"{name}: {statistic_words[self.statistic]} {', '.join(ends)}{words}."


def trend_of(cells: Sequence[Cell]) -> Trend | None:
    """The trend of the first source, in the order in which releases answer, that has two exact values.

    The kind of pay and the statistic are those of the source's release that answers first.
    """
    ordered = in_order(cell for cell in cells if cell.evidence.reference_end is not None)
    for source in dict.fromkeys(cell.evidence.source for cell in ordered):
        trend = _of_source([cell for cell in ordered if cell.evidence.source == source])
        if trend is not None:
            return trend
    return None


def _of_source(cells: Sequence[Cell]) -> Trend | None:
    chosen = leading(cells)
    newest = chosen.cells[0]
    if newest is None:
        return None
    kind = (newest.measure, newest.currency, newest.pay_period)
    alike = [cell for cell in cells if (cell.measure, cell.currency, cell.pay_period) == kind]
    alike.sort(key=lambda cell: (cell.evidence.reference_end, cell.evidence.release))
    steps = []
    for number, cell in enumerate(alike):
        before = alike[number - 1].value(chosen.statistic) if number else None
        steps.append(Step(cell, percent(cell.value(chosen.statistic), before)))
    trend = Trend(chosen.statistic, tuple(steps))
    return trend if len(trend.exact) >= FEWEST_RELEASES else None


def _when(cell: Cell) -> str:
    return period_phrase(cell.evidence.reference_start, cell.evidence.reference_end)
