"""What pay buys: figures at US prices, in international dollars, or in the prices of the newest year held.

    rpp   amount ÷ (regional price parity ÷ 100)      the United States are 100
    ppp   amount ÷ purchasing power parity            an international dollar buys what a US dollar buys at home
    cpi   amount × newest index ÷ index of the year   consumer prices of the United States

The index is that of the newest year which is not after the figure's, and the figure's year is that in which its
reference period ends. Pay for a month or an hour is adjusted as a year's is. Adjusted amounts are unrounded (60
digits) until they are shown; nothing adjusted is stored. An index is taken as exact, so a relative standard error
stays what it was. `docs/statistics.md` has worked numbers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from salaries.pay.cells import NONE, Cell, Number
from salaries.pay.money import CONTEXT as EXACT
from salaries.pay.money import currency_words
from salaries.pay.sides import Note, Side
from salaries.pay.words import NO_FIGURE, PAY_PERIODS, with_article

US = "us"
INTERNATIONAL = "Int$"
"""Stands where a currency's code would: the World Bank's short form of international dollars."""

KINDS: dict[str, str] = {
    "rpp": "regional price parity",
    "ppp": "purchasing power parity",
    "cpi": "consumer price index",
}
REASONS: dict[str, str] = {
    "no_figure": "no figure to adjust",
    "period_unknown": "not adjusted: the figure’s period is not stated",
    "outside_us": "not adjusted: no place in the United States",
    "currency": "not adjusted: not in the money of its place",
    "no_index": "not adjusted: no index is held",
}
"""Why a figure is not adjusted. The first that holds is the reason."""

_OF_US = {"rpp": Decimal(100), "ppp": Decimal(1)}
_LEAD = {
    "rpp": "Adjusted for regional prices: each figure at US prices.",
    "ppp": "Adjusted for purchasing power: each figure in international dollars (Int$), which buy what a US "
    "dollar buys in the United States.",
    "cpi": "Adjusted for consumer prices: each figure in prices of {year}.",
}


class Index(NamedTuple):
    """A price index as published: `kind` rpp, ppp or cpi, `place` the slug and `place_name` the name of its place."""

    kind: str
    place: str
    year: int
    value: Decimal
    source_label: str
    place_name: str = ""


class Place(NamedTuple):
    """What a place is (country, state, metro, area) and the slug of its country: its own, for a country."""

    kind: str
    country: str


@dataclass(frozen=True, slots=True)
class Adjusted:
    """One figure adjusted, or the reason why not: a key of `REASONS`, None where it is.

    `currency` is that of `amount`: USD, or `INTERNATIONAL`. `newest` is the index that consumer prices are brought
    to, None for other kinds. `text` says either in one sentence.
    """

    amount: Decimal | None
    currency: str
    index: Index | None
    newest: Index | None
    reason: str | None
    text: str


class Adjustment(NamedTuple):
    """All figures of a comparison adjusted, or none.

    `parts` and `sides` follow the sides that were given. Applied: `sides` hold cells with every number adjusted, in
    the adjusted currency, ready to be compared, and `note` (code adjusted) names kind, indices, years and sources.
    Not applied: `sides` are those that were given, `note` is None and `explanation` says why.
    """

    kind: str
    applied: bool
    parts: tuple[Adjusted, ...]
    sides: tuple[Side, ...]
    note: Note | None
    explanation: str


def adjust_sides(
    sides: Sequence[Side], statistic: str, kind: str, indices: Iterable[Index], places: Mapping[str, Place]
) -> Adjustment:
    """Adjust every side that has a figure for the statistic, or none. `places` holds each side's location.

    KeyError for an unknown kind or a place that is not among them.
    """
    held = [index for index in indices if index.kind == kind]
    parts = tuple(adjust(side, statistic, kind, held, places[side.location]) for side in sides)
    against = [part.text for part in parts if part.reason not in (None, "no_figure")]
    done = [part for part in parts if part.reason is None]
    if against or not done:
        lead = "All figures are adjusted or none." if len(sides) > 1 and against else ""
        why = " ".join(dict.fromkeys([lead, *(against or [part.text for part in parts])])).strip()
        return Adjustment(kind, False, parts, tuple(sides), None, why)
    adjusted = tuple(_side(side, part) for side, part in zip(sides, parts, strict=True))
    years = {part.newest.year for part in done if part.newest}
    lead = _LEAD[kind].format(year=max(years, default=""))
    text = " ".join(dict.fromkeys([lead, *(part.text for part in done)]))
    return Adjustment(kind, True, parts, adjusted, Note("adjusted", text), "")


def adjust(side: Side, statistic: str, kind: str, indices: Iterable[Index], place: Place) -> Adjusted:
    """One side's figure, adjusted by the index of its place and year; a lower limit stays one."""
    cell = side.cell
    if cell is None or cell.state(statistic) == NONE:
        return _not("no_figure", f"{NO_FIGURE}.")
    if cell.evidence.reference_end is None:
        return _not(
            "period_unknown",
            f"The period of {cell.format(statistic)} {PAY_PERIODS[cell.pay_period]} is not stated, so that no "
            "index belongs to it.",
        )
    if kind != "ppp" and place.country != US:
        return _not("outside_us", _outside(kind, side.location_name))
    money = "USD" if kind == "cpi" else cell.place_currency
    if cell.currency != money:
        return _not("currency", _foreign(side.location_name, cell, kind, money))
    year = cell.evidence.reference_end.year
    index, newest = _indices(side.location if kind == "rpp" else place.country, kind, indices, year)
    if index is None:
        return _not("no_index", _missing(kind, side.location_name, place, year))
    after = _cell(cell, index, newest)
    text = _text(cell, after, statistic, index, newest)
    return Adjusted(after.shown(statistic), after.currency, index, newest, None, text)


def _indices(place: str, kind: str, indices: Iterable[Index], year: int) -> tuple[Index | None, Index | None]:
    """The index of a figure's year, and for consumer prices the newest of all.

    The United States are the measure of the other two kinds, so they need no row of their own.
    """
    held = [index for index in indices if index.kind == kind]
    if kind == "cpi":
        place = US
    own = sorted((index for index in held if index.place == place), key=lambda index: index.year)
    found = next((index for index in reversed(own) if index.year <= year), None)
    if found is None and place == US and kind in _OF_US:
        found = Index(kind, US, year, _OF_US[kind], "by definition", "United States")
    return found, own[-1] if kind == "cpi" and found else None


def _side(side: Side, part: Adjusted) -> Side:
    if side.cell is None or part.index is None:
        return side
    return side._replace(cell=_cell(side.cell, part.index, part.newest))


def _cell(cell: Cell, index: Index, newest: Index | None) -> Cell:
    """The cell with every number adjusted; marks stay, since prices are above zero."""
    times = newest.value if newest else _OF_US[index.kind]

    def scaled(number: Number) -> Number:
        if number.value is None or number.state == NONE:
            return number
        return Number(EXACT.divide(EXACT.multiply(number.value, times), index.value), number.mark)

    numbers = {name: scaled(number) for name, number in cell.numbers.items()}
    currency = INTERNATIONAL if index.kind == "ppp" else "USD"
    return cell._replace(numbers=numbers, currency=currency, place_currency=currency)


def _not(reason: str, text: str) -> Adjusted:
    return Adjusted(None, "", None, None, reason, text)


def _outside(kind: str, place: str) -> str:
    where = with_article(place)
    if kind == "rpp":
        return f"Regional price parities compare places inside the United States: there is none for {where}."
    return f"The consumer prices held are those of the United States: there are none for {where}."


def _missing(kind: str, place_name: str, place: Place, year: int) -> str:
    where = "the United States" if kind == "cpi" else with_article(place_name)
    if kind == "ppp" and place.kind != "country":
        where = f"the country of {where}"
    return f"No {KINDS[kind]} of {year} or before is held for {where}."


def _foreign(place: str, cell: Cell, kind: str, money: str) -> str:
    return (
        f"The figure for {with_article(place)} is in {currency_words(cell.currency)}: a {KINDS[kind]} belongs to "
        f"pay in {currency_words(money)}."
    )


def _text(before: Cell, after: Cell, statistic: str, index: Index, newest: Index | None) -> str:
    """What was done: "$213,110 a year is $188,810 at US prices (regional price parity 112.87, ...)."."""
    value = f"{KINDS[index.kind]} {_digits(index.value)}"
    if newest is None:
        basis = " at US prices" if index.kind == "rpp" else ""
        value = f"{value}, {index.place_name or index.place}, {index.year}, {index.source_label}"
    else:
        basis = f" in prices of {newest.year}"
        later = f" and {_digits(newest.value)} in {newest.year}" if newest.year != index.year else ""
        value = f"{value} in {index.year}{later}, {newest.source_label}"
    period = PAY_PERIODS[before.pay_period]
    return f"{before.format(statistic)} {period} is {after.format(statistic)}{basis} ({value})."


def _digits(value: Decimal) -> str:
    """An index as published, without zeros at the end: "112.87"."""
    return f"{value.normalize(EXACT):,f}"
