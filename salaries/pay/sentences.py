"""What a comparison says in words. Amounts and percentages are worked out and written by `money` alone."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import permutations

from salaries.pay.cells import AT_LEAST, NONE, Cell
from salaries.pay.labels import Label, shared_names
from salaries.pay.money import (
    HOURS_A_YEAR,
    MONTHS_A_YEAR,
    a_year,
    currency_words,
    format_money,
    format_percent,
    per_hour,
    per_month,
    rounded,
    shown_decimals,
)
from salaries.pay.sides import Difference, Note, Side
from salaries.pay.words import (
    BEFORE_TAX,
    NO_FIGURE,
    PAY_PERIODS,
    Measure,
    listed,
    measure_words,
    opening,
    statistic_words,
)

_ALL = {2: "Both", 3: "All three", 4: "All four"}


def spread(amount: Decimal, cell: Cell, pay_period: str) -> str:
    """A year's difference for a month or an hour: "about $4,063 a month".

    Without "about" where that is exact, and empty where it rounds to zero.
    """
    part = per_hour(amount) if pay_period == "hour" else per_month(amount)
    shown = rounded(part, shown_decimals(cell.currency, pay_period))
    if not shown:
        return ""
    about = "" if shown == part else "about "
    return f"{about}{format_money(part, cell.currency, pay_period)} {PAY_PERIODS[pay_period]}"


def sentence(names: Sequence[Label], differences: Sequence[Difference]) -> str:
    """The answer in one line: heading, title, description."""
    baseline = names[0].prose
    if all(difference.reason for difference in differences):
        return opening(f"{listed([name.prose for name in (*names[1:], names[0])])} cannot be compared")
    if len(differences) == 1:
        return opening(f"{names[1].prose} {_pays(differences[0])} {baseline}")
    joint = "; " if any("," in name.prose for name in names[1:]) else ", "
    others = joint.join(
        f"{name.prose} {difference.percent_words or 'not comparable'}"
        for name, difference in zip(names[1:], differences, strict=True)
    )
    return f"Against {baseline}: {others}"


def _pays(difference: Difference) -> str:
    if not difference.amount:
        return "pays the same as"
    if not difference.percent:
        return "pays about the same as"
    more = "more" if difference.percent > 0 else "less"
    return f"pays {format_percent(abs(difference.percent), signed=False)} {more} than"


def detail(
    sides: Sequence[Side], names: Sequence[Label], differences: Sequence[Difference], statistic: str
) -> str:
    """The answer in amounts, and whether one source gives them all. Empty where nothing could be compared."""
    if all(difference.reason for difference in differences):
        return ""
    if len(differences) == 1:
        sentences = [_pair_detail(sides[1].cell, differences[0].amount, statistic)]
    else:
        sentences = [
            f"{opening(name.prose)}: {difference.words}{difference.month_words and ', or '}"
            f"{difference.month_words}."
            for name, difference in zip(names[1:], differences, strict=True)
            if difference.reason is None
        ]
    cells = _shown_cells(sides, statistic)
    if len({cell.evidence.source for cell in cells}) == 1:
        which = _ALL.get(len(cells), "All") if len(cells) == len(sides) else "The"
        sentences.append(f"{which} figures come from the same source.")
    return " ".join(sentences)


def _pair_detail(cell: Cell | None, amount: Decimal | None, statistic: str) -> str:
    if cell is None or amount is None:
        return ""
    tail = ", before tax." if cell.measure in BEFORE_TAX else "."
    period = PAY_PERIODS[cell.pay_period]
    if not amount:
        return f"Both are {cell.format(statistic)} {period}{tail}"
    places = shown_decimals(cell.currency, cell.pay_period)
    if not rounded(amount, places):
        least = format_money(Decimal(1).scaleb(-places), cell.currency, cell.pay_period)
        return f"The difference is less than {least} {period}{tail}"
    words = f"{format_money(abs(amount), cell.currency, cell.pay_period)} {period}"
    return f"That is {words}{_other_period(abs(amount), cell)}{tail}"


def _other_period(amount: Decimal, cell: Cell) -> str:
    """The same difference for another period, with the constant that it is worked out by."""
    if cell.pay_period == "year":
        words = spread(amount, cell, "month")
        return f", or {words}" if words else ""
    year = format_money(a_year(amount, cell.pay_period), cell.currency)
    return f", or {year} over a year of {_periods_a_year(cell.pay_period)}"


def _periods_a_year(pay_period: str) -> str:
    return f"{MONTHS_A_YEAR} months" if pay_period == "month" else f"{HOURS_A_YEAR:,} hours"


def context(sides: Sequence[Side], statistic: str) -> str:
    """What all sides share: "Backend Engineer, United States, mean salary a year, kind not stated"."""
    kinds = {(cell.measure, cell.pay_period) for cell in _shown_cells(sides, statistic)}
    if len(kinds) == 1:
        measure, pay_period = kinds.pop()
        pay = measure_words(measure, statistic, pay_period)
    else:
        pay = f"{statistic_words[statistic]}{' ' if statistic in ('mean', 'median') else ' of '}pay"
    return ", ".join((*shared_names(sides), pay))


def notes(sides: Sequence[Side], statistic: str) -> tuple[Note, ...]:
    """Why figures are not like for like. What the visitor chose to vary is no reason, a wider role is."""
    cells = _shown_cells(sides, statistic)
    if len(cells) < 2:
        return ()
    found = []
    sources = {cell.evidence.source: cell.evidence.source_label for cell in cells}
    if len(sources) > 1:
        text = f"The figures come from different sources: {listed(list(sources.values()))}."
        found.append(Note("source", text))
    periods = {cell.evidence.reference: cell.evidence.period for cell in cells}
    releases = {cell.evidence.release for cell in cells}
    if len(periods) > 1:
        maybe = "may be" if "period not stated" in periods.values() else "are"
        text = f"The figures {maybe} from different times: {listed(list(periods.values()))}."
        found.append(Note("reference_period", text))
    elif "period not stated" in periods.values() and len(releases) > 1:
        text = "The figures may be from different times: their reference periods are not stated."
        found.append(Note("reference_period", text))
    shown = [side for side in sides if side.state(statistic) != NONE]
    wider = dict.fromkeys(
        f"{wide.role_name} is a wider group than {narrow.role_name}."
        for narrow, wide in permutations(shown, 2)
        if wide.role in narrow.broader
    )
    return (*found, *(Note("broader_role", text) for text in wider))


def explain(
    base: tuple[Side, Label], other: tuple[Side, Label], reasons: Sequence[str], statistic: str, *, pair: bool
) -> tuple[str, ...]:
    """Why there is no difference, one sentence a reason and more where a conversion can be offered."""
    sentences: list[str] = []
    for reason in reasons:
        if reason == "no_figure":
            missing = [name.prose for side, name in (other, base) if side.state(statistic) == NONE]
            sentences += [f"{NO_FIGURE} for {name}." for name in missing]
        elif reason == "at_least":
            sentences += [
                f"The figure for {name.prose} is {side.format(statistic)}: its publisher gives a lower limit "
                "only, so that no difference can be worked out."
                for side, name in (other, base)
                if side.state(statistic) == AT_LEAST
            ]
        elif reason == "zero_base":
            sentences.append("Nothing is compared with a figure that is not above zero.")
        elif base[0].cell and other[0].cell:
            first, second = _KIND_WORDS[reason](base[0].cell), _KIND_WORDS[reason](other[0].cell)
            unlike = (
                f"One figure is {first}, the other {second}"
                if pair
                else f"The figure for {other[1].prose} is {second}, that for {base[1].prose} {first}"
            )
            sentences.append(f"{unlike}: {_RULES[reason]}.")
            if reason == "pay_period":
                sentences += _conversions((base[0].cell, other[0].cell), statistic)
    return tuple(sentences)


def _measure_kind(cell: Cell) -> str:
    kind, _, remark = Measure[cell.measure].partition(", ")
    return f"{kind} ({remark})" if remark else kind


_KIND_WORDS = {
    "currency": lambda cell: f"in {currency_words(cell.currency)}",
    "pay_period": lambda cell: f"for {PAY_PERIODS[cell.pay_period]}",
    "measure": _measure_kind,
}
_RULES = {
    "currency": "amounts in different currencies are not subtracted",
    "pay_period": "pay for different periods is not subtracted",
    "measure": "different kinds of pay are not subtracted",
}


def _conversions(cells: Sequence[Cell], statistic: str) -> list[str]:
    """What pay for a month or an hour comes to over a year, named as a conversion and never subtracted."""
    found = []
    for cell in cells:
        value = cell.value(statistic)
        if cell.pay_period != "year" and value is not None:
            year = format_money(a_year(value, cell.pay_period), cell.currency)
            found.append(
                f"At {_periods_a_year(cell.pay_period)} a year, {cell.format(statistic)} "
                f"{PAY_PERIODS[cell.pay_period]} comes to {year} a year."
            )
    return found


def _shown_cells(sides: Sequence[Side], statistic: str) -> list[Cell]:
    return [side.cell for side in sides if side.cell and side.state(statistic) != NONE]
