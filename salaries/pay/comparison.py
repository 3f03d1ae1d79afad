"""A comparison: subjects with their cells in, differences from the first, notes and sentences out.

percent = (other − baseline) ÷ baseline × 100, one decimal, halves away from zero (`money`). Figures that
differ in currency, pay period or measure are never subtracted; a marked, missing or non-positive figure gives
no difference. What is only unlike in source, reference period or population is subtracted, with a note.
"""

from collections.abc import Sequence
from typing import NamedTuple

from salaries.pay import sentences
from salaries.pay.cells import AT_LEAST, NONE
from salaries.pay.labels import Label, labels
from salaries.pay.money import difference, format_money, format_percent, percent, round_percent
from salaries.pay.sides import Difference, Note, Side
from salaries.pay.words import PAY_PERIODS

__all__ = ["REASONS", "Comparison", "Difference", "Note", "Side", "compare"]

REASONS: dict[str, str] = {
    "no_figure": "not comparable: a figure is missing",
    "at_least": "not comparable: only a lower limit is published",
    "currency": "not comparable: different currencies",
    "pay_period": "not comparable: different pay periods",
    "measure": "not comparable: different kinds of pay",
    "zero_base": "not comparable: a figure is not above zero",
}
"""Why there is no difference. The first that holds is the reason; the explanation names every one."""


class Comparison(NamedTuple):
    """What a comparison says. `differences` follow the sides after the first.

    `labels` call each side by its name for tables and charts ("General average"), `prose_labels` for
    sentences. `sentence` is the answer (heading, title); `detail` says it in amounts; `explanation` says what
    could not be compared and why, and is empty when everything could; `context` is what all sides share.
    """

    sides: tuple[Side, ...]
    statistic: str
    labels: tuple[str, ...]
    prose_labels: tuple[str, ...]
    differences: tuple[Difference, ...]
    notes: tuple[Note, ...]
    sentence: str
    detail: str
    explanation: str
    context: str

    @property
    def comparable(self) -> bool:
        """Whether every difference could be worked out."""
        return all(found.reason is None for found in self.differences)


def compare(sides: Sequence[Side], statistic: str) -> Comparison:
    """Compare the first side with each other one. ValueError for fewer than two."""
    if len(sides) < 2:
        raise ValueError("A comparison has two sides at least.")
    names = labels(sides)
    base, *others = zip(sides, names, strict=True)
    differences = tuple(_difference(base, other, statistic, pair=len(others) == 1) for other in others)
    return Comparison(
        sides=tuple(sides),
        statistic=statistic,
        labels=tuple(name.chart for name in names),
        prose_labels=tuple(name.prose for name in names),
        differences=differences,
        notes=sentences.notes(sides, statistic),
        sentence=sentences.sentence(names, differences),
        detail=sentences.detail(sides, names, differences, statistic),
        explanation=" ".join(dict.fromkeys(text for found in differences for text in found.explanations)),
        context=sentences.context(sides, statistic),
    )


def _difference(
    base: tuple[Side, Label], other: tuple[Side, Label], statistic: str, *, pair: bool
) -> Difference:
    subject, cell = other[0].subject, other[0].cell
    from_value, to_value = base[0].value(statistic), other[0].value(statistic)
    exact = percent(to_value, from_value)
    reasons = _reasons(base[0], other[0], statistic)
    if reasons or cell is None or from_value is None or to_value is None or exact is None:
        reason = reasons[0]
        why = sentences.explain(base, other, reasons, statistic, pair=pair)
        return Difference(subject, None, None, None, reason, REASONS[reason], explanations=why)
    amount, period = difference(to_value, from_value), cell.pay_period
    return Difference(
        subject=subject,
        amount=amount,
        percent=round_percent(exact),
        percent_exact=exact,
        reason=None,
        words=f"{format_money(amount, cell.currency, period, signed=True)} {PAY_PERIODS[period]}",
        percent_words=format_percent(exact),
        month_words=sentences.spread(amount, cell, "month") if period == "year" else "",
        hour_words=sentences.spread(amount, cell, "hour") if period == "year" else "",
    )


def _reasons(base: Side, other: Side, statistic: str) -> list[str]:
    """All reasons against a difference. A missing figure stands alone: nothing else matters beside it."""
    states = (base.state(statistic), other.state(statistic))
    if NONE in states or base.cell is None or other.cell is None:
        return ["no_figure"]
    values = (base.cell.shown(statistic), other.cell.shown(statistic))
    found = {
        "at_least": AT_LEAST in states,
        "currency": base.cell.currency != other.cell.currency,
        "pay_period": base.cell.pay_period != other.cell.pay_period,
        "measure": base.cell.measure != other.cell.measure,
        "zero_base": any(value is not None and value <= 0 for value in values),
    }
    return [reason for reason in REASONS if found.get(reason)]
