"""Where a person's own pay stands: against the average, and between published percentiles.

Inside a bracket of two published percentiles the place is estimated by a straight line between them and given as
"about". Outside the published percentiles nothing is estimated. A lower limit ("at least") has no place on the line:
pay below it is below that percentile for certain, pay above it may be on either side. Currencies are never
converted; pay periods are, over a year of 12 months and 2,080 hours, and that is said.

What is in here is one person's: no object of this module shows its values when it is printed or logged.
"""

from dataclasses import dataclass
from decimal import Decimal

from salaries.pay.cells import NONE, PUBLISHED, Cell
from salaries.pay.money import CONTEXT as EXACT
from salaries.pay.money import (
    HOURS_A_YEAR,
    MONTHS_A_YEAR,
    a_year,
    currency_words,
    difference,
    format_money,
    format_percent,
    per_hour,
    per_month,
    percent,
    round_percent,
    rounded,
    shown_decimals,
)
from salaries.pay.words import NO_FIGURE, PAY_PERIODS, listed, statistic_words

RANKS: dict[str, int] = {"p10": 10, "p25": 25, "median": 50, "p75": 75, "p90": 90}


@dataclass(frozen=True, slots=True, repr=False)
class OwnPay:
    """What somebody earns: an amount above zero, its currency and pay period."""

    amount: Decimal
    currency: str
    pay_period: str


@dataclass(frozen=True, slots=True, repr=False)
class Against:
    """Own pay against the mean or the median: amount and percent (unrounded), and a sentence."""

    statistic: str
    amount: Decimal
    percent: Decimal
    sentence: str


@dataclass(frozen=True, slots=True, repr=False)
class Bracket:
    """Between which published percentiles own pay is. Ranks are 10, 25, 50, 75, 90.

    `low` None: below all of them; `high` None: above all of them, or above a limit. Equal: at that percentile; where
    several published percentiles are the same amount, `low` and `high` are the first and the last of them.
    `estimate`: the rank by a straight line, a whole number, only between two exact percentiles.
    """

    low: int | None
    high: int | None
    words: str
    estimate: int | None = None
    estimate_words: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Next:
    """The next higher percentile: how far it is, at least so far where it is a lower limit only, and a sentence."""

    statistic: str
    amount: Decimal
    at_least: bool
    sentence: str


@dataclass(frozen=True, slots=True, repr=False)
class Standing:
    """The answer. `reason` is currency, no_figure or None; with a reason all but `sentences` is empty.

    `own` is in the figure's pay period, unrounded. `conversion` says how it was converted, and is empty where it was
    not. `against` holds the mean and the median as far as they are exact. `bracket` is None without percentiles.
    `sentences` say everything in order.
    """

    reason: str | None
    own: Decimal | None
    conversion: str
    against: tuple[Against, ...]
    bracket: Bracket | None
    next: Next | None
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Point:
    """A published percentile: exact, or a lower limit."""

    statistic: str
    rank: int
    value: Decimal
    exact: bool


def standing(pay: OwnPay, cell: Cell) -> Standing:
    """Own pay against a cell. The caller has checked that the amount is above zero."""
    if pay.currency != cell.currency:
        return _none(
            "currency",
            f"Your pay is in {currency_words(pay.currency)}, the figure in {currency_words(cell.currency)}: amounts "
            "in different currencies are not compared.",
        )
    own, conversion = _in_period(pay, cell.pay_period)
    against = tuple(found for name in ("mean", "median") if (found := _against(own, cell, name)))
    points = _points(cell)
    bracket = _bracket(own, points, cell) if points else None
    if bracket is None and not against:
        return _none("no_figure", f"{NO_FIGURE}.")
    following = _next(own, points, cell)
    sentences = (
        conversion,
        *(found.sentence for found in against),
        _bracket_sentence(bracket),
        following.sentence if following else "",
    )
    return Standing(
        None, own, conversion, against, bracket, following, tuple(text for text in sentences if text)
    )


def _none(reason: str, sentence: str) -> Standing:
    return Standing(reason, None, "", (), None, None, (sentence,))


def _in_period(pay: OwnPay, pay_period: str) -> tuple[Decimal, str]:
    """Own pay for the figure's period, and how it was worked out."""
    if pay.pay_period == pay_period:
        return pay.amount, ""
    year = a_year(pay.amount, pay.pay_period)
    amount = {"year": year, "month": per_month(year), "hour": per_hour(year)}[pay_period]
    periods = {pay.pay_period, pay_period}
    counted = [f"{MONTHS_A_YEAR} months"] if "month" in periods else []
    counted += [f"{HOURS_A_YEAR:,} hours"] if "hour" in periods else []
    about = "" if rounded(amount, shown_decimals(pay.currency, pay_period)) == amount else "about "
    return amount, (
        f"At {listed(counted)} a year, {format_money(pay.amount, pay.currency, pay.pay_period)} "
        f"{PAY_PERIODS[pay.pay_period]} comes to {about}{_money(amount, pay.currency, pay_period)}."
    )


def _money(amount: Decimal, currency: str, pay_period: str) -> str:
    return f"{format_money(amount, currency, pay_period)} {PAY_PERIODS[pay_period]}"


def _against(own: Decimal, cell: Cell, statistic: str) -> Against | None:
    value = cell.value(statistic)
    exact = percent(own, value)
    if value is None or exact is None:
        return None
    amount, words = difference(own, value), statistic_words[statistic]
    if not amount:
        position = f"the same as the {words}"
    elif not round_percent(exact):
        position = f"about the same as the {words}"
    else:
        more = "above" if exact > 0 else "below"
        position = f"{format_percent(exact.copy_abs(), signed=False)} {more} the {words}"
    sentence = f"Your pay is {position}, {_money(value, cell.currency, cell.pay_period)}."
    return Against(statistic, amount, exact, sentence)


def _points(cell: Cell) -> list[_Point]:
    """The percentiles that have a number, lowest first."""
    found = []
    for statistic, rank in RANKS.items():
        value, state = cell.shown(statistic), cell.state(statistic)
        if value is not None and state != NONE:
            found.append(_Point(statistic, rank, value, exact=state == PUBLISHED))
    return found


def _bracket(own: Decimal, points: list[_Point], cell: Cell) -> Bracket:
    """Where own pay is among the percentiles; `points` is not empty."""
    same = [point for point in points if point.exact and point.value == own]
    if same:
        return _at(same)
    below = [point for point in points if point.exact and point.value < own]
    above = [point for point in points if point.value > own]
    low, high = below[-1] if below else None, above[0] if above else None
    floor, ceiling = low.rank if low else 0, high.rank if high else 100
    passed = [point for point in points if floor < point.rank < ceiling]
    if high is None and passed:
        return _beyond_limit(own, low, passed[0], cell)
    if low is not None and high is not None:
        words = f"between the {_ordinal(low.rank)} and the {_ordinal(high.rank)} percentile"
        estimate = None if passed or not high.exact else _on_line(own, low, high)
        about = "" if estimate is None else f"about the {_ordinal(estimate)} percentile"
        return Bracket(low.rank, high.rank, words, estimate, about)
    if low is not None:
        return Bracket(low.rank, None, f"above the {_ordinal(low.rank)} percentile")
    rank = above[0].rank
    return Bracket(None, rank, f"below the {_ordinal(rank)} percentile")


def _at(same: list[_Point]) -> Bracket:
    low, high = same[0].rank, same[-1].rank
    if low == high:
        return Bracket(low, high, f"at the {_ordinal(low)} percentile", low)
    ranks = listed([f"the {_ordinal(point.rank)}" for point in same])
    return Bracket(low, high, f"at {ranks} percentile, which are the same amount")


def _beyond_limit(own: Decimal, low: _Point | None, limit: _Point, cell: Cell) -> Bracket:
    """Own pay has reached a lower limit, and nothing exact is above it."""
    amount = format_money(limit.value, cell.currency, cell.pay_period)
    unknown = (
        f"{'above' if own > limit.value else 'at'} the limit of {amount}, up to which the {_ordinal(limit.rank)} "
        "percentile is published: whether it is above that percentile is not known"
    )
    if low is None:
        return Bracket(None, None, unknown)
    return Bracket(low.rank, None, f"above the {_ordinal(low.rank)} percentile, and {unknown}")


def _on_line(own: Decimal, low: _Point, high: _Point) -> int:
    """The rank on a straight line between two percentiles, rounded to a whole one, halves up."""
    part = EXACT.divide(difference(own, low.value), difference(high.value, low.value))
    rank = EXACT.add(Decimal(low.rank), EXACT.multiply(part, Decimal(high.rank - low.rank)))
    return int(rounded(rank, 0))


def _bracket_sentence(bracket: Bracket | None) -> str:
    if bracket is None:
        return ""
    about = f", {bracket.estimate_words}" if bracket.estimate_words else ""
    return f"Your pay is {bracket.words}{about}."


def _next(own: Decimal, points: list[_Point], cell: Cell) -> Next | None:
    """The lowest percentile whose number is above own pay."""
    for point in points:
        if point.value > own:
            amount = difference(point.value, own)
            shown = _distance(amount, cell, exact=point.exact)
            value = cell.format(point.statistic)
            sentence = f"The {_ordinal(point.rank)} percentile, {value}, is {shown} more."
            return Next(point.statistic, amount, not point.exact, sentence)
    return None


def _distance(amount: Decimal, cell: Cell, *, exact: bool) -> str:
    """How far the next percentile is: "$13,680 a year", "at least $19,200 a year", "less than $1 a year"."""
    places = shown_decimals(cell.currency, cell.pay_period)
    if not rounded(amount, places):
        return f"less than {_money(Decimal(1).scaleb(-places), cell.currency, cell.pay_period)}"
    return f"{'' if exact else 'at least '}{_money(amount, cell.currency, cell.pay_period)}"


def _ordinal(rank: int) -> str:
    """A rank in figures: "63rd", "11th", "90th"."""
    ending = "th" if rank % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{ending}"
