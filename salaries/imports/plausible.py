"""Amounts that people are paid, by currency and pay period: what lies outside is a slip of the pen.

A table for files that people fill in. It catches thousands left out (155 a year), cents typed as dollars
(2,550 an hour) and a wrong period; statistics offices know their own figures, and their files are not held
to it. The setting `PLAUSIBLE_PAY` switches it off.
"""

from decimal import Decimal

from salaries.pay.money import HOURS_A_YEAR, MONTHS_A_YEAR

A_YEAR: dict[str, tuple[int, int]] = {
    "AUD": (5_000, 3_000_000),
    "BRL": (8_000, 6_000_000),
    "CAD": (5_000, 3_000_000),
    "CHF": (6_000, 3_000_000),
    "CNY": (12_000, 15_000_000),
    "CZK": (60_000, 40_000_000),
    "DKK": (40_000, 15_000_000),
    "EUR": (4_000, 2_000_000),
    "GBP": (4_000, 2_000_000),
    "HUF": (1_000_000, 700_000_000),
    "ILS": (20_000, 8_000_000),
    "INR": (60_000, 200_000_000),
    "JPY": (600_000, 300_000_000),
    "KRW": (6_000_000, 3_000_000_000),
    "MXN": (40_000, 40_000_000),
    "NOK": (50_000, 20_000_000),
    "NZD": (5_000, 3_000_000),
    "PLN": (12_000, 8_000_000),
    "SEK": (60_000, 20_000_000),
    "SGD": (6_000, 3_000_000),
    "USD": (5_000, 2_000_000),
    "ZAR": (30_000, 30_000_000),
}
"""The least and the most for a year, each included. A currency that is not here is not checked."""

_PARTS = {"year": 1, "month": MONTHS_A_YEAR, "hour": HOURS_A_YEAR}


def bounds(currency: str, pay_period: str) -> tuple[Decimal, Decimal] | None:
    """The least and the most for that time: a year's divided by 12 or 2,080. None where it is not checked."""
    if currency not in A_YEAR or pay_period not in _PARTS:
        return None
    least, most = A_YEAR[currency]
    return Decimal(least) / _PARTS[pay_period], Decimal(most) / _PARTS[pay_period]
