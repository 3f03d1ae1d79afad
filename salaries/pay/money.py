"""Amounts and percentages: the one place that works them out, rounds them and writes them.

Amounts are `Decimal`, in the currency and for the pay period that stand beside them. Every rounding here is
half away from zero (`ROUND_HALF_UP` of `decimal`, which looks at the magnitude), so that 45.85 is 45.9 and
−45.85 is −45.9. Arithmetic has its own context of 60 digits: no other precision setting changes a figure.
"""

from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from salaries.pay.currencies import FOUR_DECIMALS, NAMES, NO_DECIMALS, THREE_DECIMALS
from salaries.pay.words import MINUS, NBSP

MONTHS_A_YEAR = 12
HOURS_A_YEAR = 2080
"""40 hours in each of 52 weeks, as the US Bureau of Labor Statistics turns hourly into yearly pay."""

SIGNS: dict[str, str] = {"USD": "$", "EUR": "€", "GBP": "£", "INR": "₹"}
"""Signs that name one currency here. Every other one carries its code, those that write "$" or "¥" too."""

CONTEXT = Context(prec=60, rounding=ROUND_HALF_UP)
_PERIODS_A_YEAR = {"year": 1, "month": MONTHS_A_YEAR, "hour": HOURS_A_YEAR}


def decimals(currency: str) -> int:
    """How many decimals ISO 4217 gives a currency: USD 2, JPY 0, BHD 3. KeyError for what is no currency."""
    if currency not in NAMES:
        raise KeyError(currency)
    if currency in NO_DECIMALS:
        return 0
    return 3 if currency in THREE_DECIMALS else 4 if currency in FOUR_DECIMALS else 2


def currency_words(currency: str) -> str:
    """A currency's name and code: "US dollars (USD)"; the code alone where it is not known."""
    return f"{NAMES[currency]} ({currency})" if currency in NAMES else currency


_STEPS = [Decimal(1).scaleb(-places) for places in range(20)]


def rounded(amount: Decimal, places: int) -> Decimal:
    """The amount with that many decimals, halves away from zero, and a zero that has no sign."""
    result = amount.quantize(_STEPS[places], context=CONTEXT)
    return result if result else result.copy_abs()


def shown_decimals(currency: str, pay_period: str = "year") -> int:
    """How many decimals a page shows: none for a year's or month's pay, the currency's own for an hour's.

    A code that ISO 4217 does not have is shown with two: a page says what the database holds.
    """
    if pay_period != "hour":
        return 0
    return decimals(currency) if currency in NAMES else 2


@lru_cache(maxsize=8_192)
def format_money(amount: Decimal, currency: str, pay_period: str = "year", *, signed: bool = False) -> str:
    """An amount as pages show it: "$155,000", "$25.50" (an hour), "JPY 6,500,000"; signed "+$48,750".

    The code is followed by a no-break space, a minus is U+2212. What rounds to zero has no sign: "$0".
    """
    value = rounded(amount, shown_decimals(currency, pay_period))
    sign = MINUS if value < 0 else "+" if signed and value > 0 else ""
    unit = SIGNS.get(currency, f"{currency}{NBSP}")
    return f"{sign}{unit}{value.copy_abs():,f}"


def percent(other: Decimal | None, base: Decimal | None) -> Decimal | None:
    """(other − base) ÷ base × 100, unrounded (60 digits).

    None where either is missing or the base is not above zero.
    """
    if other is None or base is None or not (other.is_finite() and base.is_finite()) or base <= 0:
        return None
    return CONTEXT.divide(CONTEXT.multiply(CONTEXT.subtract(other, base), Decimal(100)), base)


def round_percent(exact: Decimal) -> Decimal:
    """A percentage with one decimal, halves away from zero; never −0.0."""
    return rounded(exact, 1)


def format_percent(value: Decimal, signed: bool = True) -> str:
    """A percentage as pages show it: "+45.9 %", "−31.5 %", "0.0 %", with a no-break space.

    Unsigned it is "45.9 %", which keeps a minus: who wants "31.5 % less" passes the magnitude.
    """
    value = round_percent(value)
    sign = MINUS if value < 0 else "+" if signed and value > 0 else ""
    return f"{sign}{value.copy_abs():,f}{NBSP}%"


def difference(other: Decimal, base: Decimal) -> Decimal:
    """other − base, exact."""
    return CONTEXT.subtract(other, base)


def per_month(amount: Decimal) -> Decimal:
    """A year's amount spread over 12 months, unrounded."""
    return CONTEXT.divide(amount, Decimal(MONTHS_A_YEAR))


def per_hour(amount: Decimal) -> Decimal:
    """A year's amount spread over 2,080 hours, unrounded."""
    return CONTEXT.divide(amount, Decimal(HOURS_A_YEAR))


def a_year(amount: Decimal, pay_period: str) -> Decimal:
    """What pay for a period comes to over a year of 12 months or 2,080 hours, exact."""
    return CONTEXT.multiply(amount, Decimal(_PERIODS_A_YEAR[pay_period]))


def decimal_string(amount: Decimal) -> str:
    """An amount for downloads and the API: two decimals, no grouping, plain hyphen: "-48750.00"."""
    return format(rounded(amount, 2), "f")


def percent_string(value: Decimal) -> str:
    """A percentage for downloads and the API, one decimal: "45.9", "-31.5", "0.0"."""
    return format(round_percent(value), "f")


def percent_exact_string(exact: Decimal) -> str:
    """An unrounded percentage for downloads and the API, six decimals: "45.880000"."""
    return format(rounded(exact, 6), "f")
