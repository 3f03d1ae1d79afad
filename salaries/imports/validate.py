"""What every cell is held to, whatever file it comes from; the database holds it to most of it again.

Pure: cells in, refusals out. A cell with a refusal is left out as a whole.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Final

from salaries.imports.plausible import bounds
from salaries.imports.reading import ReadCell, Refusal
from salaries.pay.money import decimals, format_money

PAY: Final = ("median", "mean", "p10", "p25", "p75", "p90", "range_low", "range_high")
PERCENTILES: Final = ("p10", "p25", "median", "p75", "p90")
MEASURES: Final = frozenset(
    {"base_salary", "total_compensation", "gross_pay", "advertised_pay", "salary_unspecified"}
)
PAY_PERIODS: Final = frozenset({"year", "month", "hour"})
AT_LEAST: Final = "at_least"
MOST: Final = Decimal(10) ** 12
MOST_ERROR: Final = Decimal(1000)
Refuse = Callable[..., Refusal]
MOST_COUNT: Final = 2_147_483_647
"""As much as the database's column holds."""


def refusals(cell: ReadCell, columns: Mapping[str, str], *, plausible: bool) -> list[Refusal]:
    """Why a cell cannot be taken, an empty list where it can. `columns` has the file's own names of ours."""
    return list(_refusals(cell, columns, plausible=plausible))


def _refusals(cell: ReadCell, columns: Mapping[str, str], *, plausible: bool) -> Iterator[Refusal]:
    def refused(name: str, value: object, code: str, reason: str, hint: str = "") -> Refusal:
        return Refusal(cell.row, columns.get(name, name), str(value), code, reason, hint)

    numbers = cell.numbers
    if cell.measure not in MEASURES:
        yield refused(
            "measure", cell.measure, "UNKNOWN_VALUE", "This is no kind of pay that the guide knows."
        )
    if cell.pay_period not in PAY_PERIODS:
        yield refused(
            "pay_period", cell.pay_period, "UNKNOWN_VALUE", "Pay is for a year, a month or an hour."
        )
    places = _places(cell.currency)
    if places is None:
        yield refused(
            "currency",
            cell.currency,
            "UNKNOWN_VALUE",
            "This is no currency code of ISO 4217.",
            "Write USD, GBP.",
        )
        return
    if not any(name in numbers or name in cell.marks for name in PAY):
        yield refused("median", "", "REQUIRED", "The row has no number at all, and no mark that says why.")
    for name in PAY:
        value = numbers.get(name)
        if value is not None and (problem := _amount(value, places, cell.currency)):
            yield refused(name, value, *problem)
    yield from _order(cell, refused)
    if plausible:
        yield from _implausible(cell, refused)
    for name in ("sample_size", "employment"):
        count = numbers.get(name)
        if count is not None and not (isinstance(count, int) and 0 <= count <= MOST_COUNT):
            yield refused(name, count, "OUT_OF_RANGE", "This is a count: a whole number of people or jobs.")
    for name in ("mean_error", "median_error"):
        error = numbers.get(name)
        if error is not None and not (0 <= error < MOST_ERROR and error == round(Decimal(error), 2)):
            yield refused(name, error, "OUT_OF_RANGE", "A standard error is a percentage from 0 to 999.99.")


@cache
def _places(currency: str) -> int | None:
    try:
        return decimals(currency)
    except KeyError:
        return None


def _amount(value: Decimal | int, places: int, currency: str) -> tuple[str, str] | None:
    if not 0 < value < MOST:
        return "OUT_OF_RANGE", "Pay is more than nothing, and has at most 12 digits before the decimals."
    # Two decimals are what the database keeps, whatever the currency has.
    if isinstance(value, Decimal) and value != round(value, min(places, 2)):
        return "DECIMALS", f"{currency} has {places or 'no'} decimals."
    return None


def _order(cell: ReadCell, refused: "Refuse") -> Iterator[Refusal]:
    given = [(name, cell.numbers[name]) for name in PERCENTILES if name in cell.numbers]
    for (low, under), (high, over) in pairwise(given):
        if under > over and cell.marks.get(high) != AT_LEAST:
            words = f"The {high} of {over} is below the {low} of {under}: percentiles rise."
            yield refused(high, over, "NOT_MONOTONE", words, "Look whether two numbers were exchanged.")
            return
    low_end, high_end = cell.numbers.get("range_low"), cell.numbers.get("range_high")
    if (
        low_end is not None
        and high_end is not None
        and low_end > high_end
        and not cell.marks.get("range_high")
    ):
        words = f"The range starts at {low_end} and ends at {high_end}."
        yield refused("range_high", high_end, "RANGE_REVERSED", words, "Write the lower end first.")


def _implausible(cell: ReadCell, refused: "Refuse") -> Iterator[Refusal]:
    limits = bounds(cell.currency, cell.pay_period)
    if limits is None:
        return
    for name in PAY:
        value = cell.numbers.get(name)
        if value is not None and not limits[0] <= value <= limits[1]:
            least, most = (format_money(limit, cell.currency, cell.pay_period) for limit in limits)
            words = f"Pay for {_time(cell.pay_period)} is taken from {least} to {most}."
            hint = "Are thousands missing, or is the pay period another? If it is right: --any-amount."
            yield refused(name, value, "OUT_OF_RANGE", words, hint)
            return


def _time(pay_period: str) -> str:
    return {"year": "a year", "month": "a month", "hour": "an hour"}[pay_period]


def warnings(cell: ReadCell, columns: Mapping[str, str]) -> Iterator[Refusal]:
    """What is taken and looks strange: percentiles that are all the same."""
    given = [cell.numbers[name] for name in PERCENTILES if name in cell.numbers]
    if len(given) > 2 and len(set(given)) == 1:
        name = columns.get("median", "median")
        yield Refusal(
            cell.row, name, str(given[0]), "COLLAPSED_PERCENTILES", "All percentiles are the same amount."
        )
