"""Whether a difference is larger than its error, and notes on figures that are rough.

    standard error            relative standard error ÷ 100 × figure, as published
    without one, of a median  1.25 × (p75 − p25) ÷ (1.35 × √answers), marked approximate
    of a difference           √(first² + second²), or first + second where the groups may share people
    margin of error           1.96 × that: 95 % confidence

The approximation is that of McGill, Tukey and Larsen, Variations of Box Plots, The American Statistician 32 (1978),
page 16: it takes answers as drawn at random. Adding two errors up is the most that the error of a difference can be,
however the figures depend on each other; it is done where a part is set against its whole. Two editions of one source
are judged like two groups of one edition. A price index is taken as exact. `docs/statistics.md` has worked numbers.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from salaries.pay.adjustments import Place
from salaries.pay.cells import Cell
from salaries.pay.money import CONTEXT as EXACT
from salaries.pay.money import difference, format_money, rounded, shown_decimals
from salaries.pay.sides import Note, Side
from salaries.pay.words import NBSP, listed, opening, statistic_words

CLEARLY_ABOVE = "clearly_above"
CLEARLY_BELOW = "clearly_below"
WITHIN_ERROR = "within_error"
UNKNOWN = "unknown"

CONFIDENCE = Decimal("1.96")
"""Standard errors on each side that hold 95 % of a normal distribution."""
WIDE_ERROR = Decimal(5)
"""Relative standard error in percent above which a figure is rough: ONS calls estimates up to 5 % precise."""
SMALL_SAMPLE = 30
"""Answers below which a figure is said to rest on few."""

_HUNDRED = Decimal(100)


class Error(NamedTuple):
    """A standard error in the money of its figure, unrounded; `approximate` where it was worked out from a sample."""

    amount: Decimal
    approximate: bool


class Verdict(NamedTuple):
    """What may be said of the second figure against the first.

    `code`: clearly_above, clearly_below, within_error or unknown. `margin` is the margin of error of the difference,
    unrounded, in the figures' currency and pay period; None if unknown. `sentence` is empty where there is no
    difference to judge. `words`: "clearly above", "about the same, within the error", "" if unknown.
    """

    code: str
    sentence: str
    margin: Decimal | None = None
    approximate: bool = False
    overlapping: bool = False

    @property
    def words(self) -> str:
        """The verdict in short, for a table."""
        return _WORDS[self.code]


_WORDS = {
    CLEARLY_ABOVE: "clearly above",
    CLEARLY_BELOW: "clearly below",
    WITHIN_ERROR: "about the same, within the error",
    UNKNOWN: "",
}


def verdict(
    base: Side,
    other: Side,
    statistic: str,
    names: tuple[str, str],
    places: Mapping[str, Place],
    schemes: Mapping[str, str] | None = None,
) -> Verdict:
    """The other figure against the base. `names` are the prose labels of base and other.

    `places` and `schemes` (of experience levels) are by slug, for `overlapping`.
    """
    first, second = base.cell, other.cell
    if first is None or second is None or not _alike(first, second):
        return Verdict(UNKNOWN, "")
    from_value, to_value = first.value(statistic), second.value(statistic)
    if from_value is None or to_value is None:
        return Verdict(UNKNOWN, "")
    errors = standard_error(first, statistic), standard_error(second, statistic)
    if errors[0] is None or errors[1] is None:
        return Verdict(UNKNOWN, _unknown((first, second), names, statistic))
    shared = overlapping(base, other, places, schemes or {})
    margin = _margin(errors[0].amount, errors[1].amount, shared=shared)
    amount = difference(to_value, from_value)
    above = CLEARLY_ABOVE if amount > 0 else CLEARLY_BELOW
    code = above if amount.copy_abs() > margin else WITHIN_ERROR
    approximate = errors[0].approximate or errors[1].approximate
    sentence = _sentence(code, names, amount.copy_abs(), margin, second)
    tail = _tail(approximate=approximate, shared=shared)
    return Verdict(code, f"{sentence}{tail}", margin, approximate, shared)


def standard_error(cell: Cell, statistic: str) -> Error | None:
    """The standard error of a figure: the published one, else for a median that of its sample; None if unknown."""
    value, relative = cell.value(statistic), cell.error(statistic)
    if value is None:
        return None
    if relative is not None and relative.is_finite() and relative >= 0:
        return Error(EXACT.divide(EXACT.multiply(value, relative), _HUNDRED), approximate=False)
    if relative is not None or statistic != "median":
        return None
    p25, p75, answers = cell.value("p25"), cell.value("p75"), cell.sample_size
    if p25 is None or p75 is None or not answers or p75 <= p25:
        return None
    spread = EXACT.multiply(difference(p75, p25), Decimal("1.25"))
    root = EXACT.sqrt(Decimal(answers))
    return Error(EXACT.divide(spread, EXACT.multiply(root, Decimal("1.35"))), approximate=True)


def overlapping(
    base: Side, other: Side, places: Mapping[str, Place], schemes: Mapping[str, str] | None = None
) -> bool:
    """Whether the same people may be behind both figures: one source, and groups that are not known to be apart.

    Apart are two roles of which neither is the wider; two countries, or two places of one kind in a country (a metro
    may lie in a state); two levels of one scheme. Two options may both be true of a person.
    """
    if base.cell is None or other.cell is None or base.cell.evidence.source != other.cell.evidence.source:
        return False
    schemes = schemes or {}
    roles = base.role != other.role and other.role not in base.broader and base.role not in other.broader
    return not (roles or _places_apart(base, other, places) or _levels_apart(base, other, schemes))


def _places_apart(base: Side, other: Side, places: Mapping[str, Place]) -> bool:
    first, second = places.get(base.location), places.get(other.location)
    if base.location == other.location or first is None or second is None:
        return False
    return first.country != second.country or first.kind == second.kind


def _levels_apart(base: Side, other: Side, schemes: Mapping[str, str]) -> bool:
    if base.level is None or other.level is None or base.level == other.level:
        return False
    scheme = schemes.get(base.level)
    return scheme is not None and scheme == schemes.get(other.level)


def notes(sides: Sequence[Side], names: Sequence[str], statistic: str) -> tuple[Note, ...]:
    """Notes on rough figures: codes wide_error and small_sample, one a figure. `names` are prose labels."""
    found = [
        note
        for side, name in zip(sides, names, strict=True)
        if side.cell is not None and side.value(statistic) is not None
        for note in (_wide_error(side.cell, name, statistic), _small_sample(side.cell, name))
    ]
    return tuple(note for note in found if note is not None)


def _wide_error(cell: Cell, name: str, statistic: str) -> Note | None:
    error, value = standard_error(cell, statistic), cell.value(statistic)
    if error is None or not value:
        return None
    relative = EXACT.divide(EXACT.multiply(error.amount, _HUNDRED), value)
    if relative <= WIDE_ERROR:
        return None
    if error.approximate:
        line = f"approximate relative standard error {rounded(relative, 1)}{NBSP}% of the {statistic_words[statistic]}"
    else:
        line = cell.error_line(statistic)
    return Note("wide_error", f"The figure for {name} is rough: {line}.")


def _small_sample(cell: Cell, name: str) -> Note | None:
    if cell.sample_size is None or cell.sample_size >= SMALL_SAMPLE:
        return None
    return Note("small_sample", f"The figure for {name} rests on {cell.sample_line('median')} only.")


def _alike(first: Cell, second: Cell) -> bool:
    return (first.currency, first.pay_period, first.measure) == (
        second.currency,
        second.pay_period,
        second.measure,
    )


def _margin(first: Decimal, second: Decimal, *, shared: bool) -> Decimal:
    if shared:
        return EXACT.multiply(EXACT.add(first, second), CONFIDENCE)
    squares = EXACT.add(EXACT.multiply(first, first), EXACT.multiply(second, second))
    return EXACT.multiply(EXACT.sqrt(squares), CONFIDENCE)


def _unknown(cells: tuple[Cell, Cell], names: tuple[str, str], statistic: str) -> str:
    """Why the error is not known, and which error is."""
    lacking = {
        name: cell for name, cell in zip(names, cells, strict=True) if not standard_error(cell, statistic)
    }
    known = [
        statistic_words[one]
        for one in ("mean", "median")
        if all(cell.error(one) is not None for cell in lacking.values())
    ]
    if known:
        why = f"the error is known for the {listed(known)} only"
    else:
        why = f"no error is published for {listed(list(lacking))}"
    return f"Whether the difference is larger than its error is not known: {why}."


def _sentence(code: str, names: tuple[str, str], amount: Decimal, margin: Decimal, cell: Cell) -> str:
    """The verdict in words, with both amounts unless they look the same."""
    places = shown_decimals(cell.currency, cell.pay_period)
    shown = tuple(format_money(value, cell.currency, cell.pay_period) for value in (amount, margin))
    base, other = names
    if rounded(amount, places) == rounded(margin, places):
        difference_words, margin_words = "the difference", "its margin of error"
    else:
        difference_words = f"the difference, {shown[0]},"
        margin_words = f"its margin of error, {shown[1]} (95{NBSP}% confidence)"
    if code == WITHIN_ERROR:
        return opening(
            f"{other} and {base} are about the same, within the error: {difference_words} is not larger than "
            f"{margin_words}."
        )
    return opening(f"{other} is {_WORDS[code]} {base}: {difference_words} is larger than {margin_words}.")


def _tail(*, approximate: bool, shared: bool) -> str:
    """What the margin rests on."""
    found = []
    if shared:
        found.append("The same people may be in both figures, so their errors are added up.")
    if approximate:
        found.append(
            "The margin is approximate: it is worked out from the number and the spread of the answers."
        )
    return "".join(f" {text}" for text in found)
