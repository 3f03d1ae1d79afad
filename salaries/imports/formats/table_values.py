"""What the words and amounts of a table's cells mean: kinds of pay, pay periods, names, ranges and dates.

Spellings that are taken are listed here, each with the one thing that it means; nothing else is guessed at.
"""

import re
from decimal import Decimal
from functools import lru_cache

from salaries.imports.numbers import NumberStyle, parse_amount
from salaries.imports.periods import Period, parse_period
from salaries.imports.reading import Key
from salaries.pay.currencies import NAMES

MEASURES: dict[str, tuple[str, ...]] = {
    "base_salary": ("base", "base salary", "base pay"),
    "total_compensation": ("total", "total compensation", "total pay"),
    "gross_pay": ("gross", "gross pay"),
    "advertised_pay": ("advertised", "advertised pay"),
    "salary_unspecified": ("unspecified", "salary unspecified", "salary, kind not stated"),
}
PAY_PERIODS: dict[str, tuple[str, ...]] = {
    "year": ("year", "yearly", "annual", "annually", "a year", "per year"),
    "month": ("month", "monthly", "a month", "per month"),
    "hour": ("hour", "hourly", "an hour", "per hour"),
}
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""As `models.base.SLUG`, which a format does not import; a test holds them equal."""
ALL_LEVELS = "average"
"""Our word for all levels together, as addresses have it."""
_MEASURES = {spelling: measure for measure, spellings in MEASURES.items() for spelling in spellings}
_PAY_PERIODS = {spelling: period for period, spellings in PAY_PERIODS.items() for spelling in spellings}
_DASH = re.compile(r"(.*?[^\s\u2012-\u2015\u2212-])\s*[\u2012-\u2015\u2212-]\s*(\S.*)", re.DOTALL)
_TO = re.compile(r"(.*\S)\s+to\s+(\S.*)", re.DOTALL | re.IGNORECASE)


class RangeReversed(ValueError):
    """A range whose first end is above its second."""


@lru_cache(1_000)
def measure_of(text: str) -> str:
    """The kind of pay that a spelling means, "" where it is not known."""
    return _MEASURES.get(_folded(text), "")


@lru_cache(1_000)
def pay_period_of(text: str) -> str:
    """The pay period that a spelling means, "" where it is not known."""
    return _PAY_PERIODS.get(_folded(text), "")


@lru_cache(1_000)
def currency_of(text: str) -> str:
    """The ISO 4217 code, in capitals, "" where it is none."""
    code = text.strip().upper()
    return code if code in NAMES else ""


def key_of(text: str) -> Key:
    """What a role's or place's text names: a slug where it could be one, else a name."""
    return Key("slug" if SLUG.fullmatch(text) else "name", text)


def level_of(text: str) -> str:
    """The level's slug or name, "" for all levels together."""
    return "" if _folded(text) == ALL_LEVELS else text


def parse_range(text: str, *, currency: str | None, style: NumberStyle) -> tuple[Decimal, Decimal]:
    """Both ends of a range: "120-150k", "$120k–$150k", "90K to 110K"; one amount is both ends.

    A k of one end belongs to the other too, if that has no more than three digits. Raises AmountRefused for
    an end that is no amount, RangeReversed where the first is above the second.
    """
    found = _TO.fullmatch(text) or _DASH.fullmatch(text)
    if found is None:
        amount = parse_amount(text, currency=currency, style=style)
        return amount, amount
    first, second = _same_thousands(found[1], found[2])
    low = parse_amount(first, currency=currency, style=style)
    high = parse_amount(second, currency=currency, style=style)
    if low > high:
        raise RangeReversed(text)
    return low, high


def _same_thousands(first: str, second: str) -> tuple[str, str]:
    """Both ends with the k that one of them has."""
    if _has_k(second) and not _has_k(first):
        return _with_k(first), second
    if _has_k(first) and not _has_k(second):
        return first, _with_k(second)
    return first, second


def _has_k(text: str) -> bool:
    return re.search(r"\d[kK](?![A-Za-z])", text) is not None


def _with_k(text: str) -> str:
    """The text with a k after its number, where that has three digits at most before any decimals."""
    return re.sub(r"^(\D*\d{1,3}(?:[.,]\d{1,2})?)(?![\d.,'\u2019]|\s\d)", r"\1k", text)


@lru_cache(1_000)
def parse_reference(first: str, last: str = "") -> Period:
    """The period that one text says ("2025-05", "2024/2025"), or two: first and last day.

    A single day is a period of that day. Raises ValueError with a sentence.
    """
    if not last:
        return parse_period(first)
    return parse_period(f"{first}/{last}")


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())
