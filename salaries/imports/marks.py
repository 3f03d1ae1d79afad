"""Signs that publishers write where a number is missing or is only a limit, and what each means.

A file's signs count only where whoever imports names the profile that they are of: the same sign means other
things elsewhere. `*` is a footnote as often as it is a withheld number.
"""

from decimal import Decimal

AT_LEAST = "at_least"
MARKS = ("withheld", "not_collected", "too_few", AT_LEAST)
"""Our own words, which the columns of marks hold."""

_NOTHING = dict.fromkeys(("-", "\u2013", "\u2014", "n/a", "na", "."), "withheld")
ASHE = {"x": "withheld", "..": "withheld", ":": "not_collected", ".": "not_collected", "-": "not_collected"}
"""The signs of ONS, as its workbooks explain them."""
PROFILES: dict[str, dict[str, str]] = {
    "plain": _NOTHING,
    "oews": {**_NOTHING, "*": "withheld", "**": "withheld", "~": "too_few", "#": AT_LEAST},
    "ashe": {**_NOTHING, **ASHE},
}
"""Profile -> sign in small letters -> mark. A sign for no figure that says no reason counts as withheld."""
SIGNS = frozenset(sign for profile in PROFILES.values() for sign in profile)

OEWS_LIMITS: tuple[tuple[int, dict[str, Decimal]], ...] = (
    (2022, {"year": Decimal(239_200), "hour": Decimal("115.00")}),
    (2016, {"year": Decimal(208_000), "hour": Decimal("100.00")}),
)
"""What OEWS writes # for, from that year on, the latest first; the workbooks' field descriptions say so."""


def limit_of(currency: str, pay_period: str, year: int | None) -> Decimal | None:
    """The limit that OEWS writes # for: from 2016 208,000 USD a year or 100 an hour, from 2022 239,200 or 115.

    None where it is not known: in another currency, by the month, before 2016 or without a year.
    """
    if currency != "USD" or year is None:
        return None
    return next((limits.get(pay_period) for since, limits in OEWS_LIMITS if year >= since), None)
