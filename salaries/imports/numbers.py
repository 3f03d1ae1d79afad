"""The one strict parser of amounts that people type and files hold.

It never guesses. A text either fits the declared style of writing numbers, or it is refused with a sentence that
says what to write instead. What comes out is an exact `Decimal` above zero, of at most 12 digits before the decimal
sign and no more decimals than the currency has (two where the currency is not known).
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from salaries.pay.currencies import NAMES
from salaries.pay.money import SIGNS, decimals

MOST_DIGITS = 12
_SPACES = " \u00a0\u202f\u2009"
_MINUSES = "-\u2212\u2010\u2011\u2012\u2013\u2014\ufe63\uff0d"


class AmountRefused(ValueError):
    """A text that is no amount, with a sentence for whoever typed it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How a country writes numbers: `group` holds every sign that may part thousands, `decimal` is one sign."""

    name: str
    group: str
    decimal: str


EN = NumberStyle("English", ",", ".")
DE = NumberStyle("German", ".", ",")
FR = NumberStyle("French", _SPACES, ",")
CH = NumberStyle("Swiss", "'\u2019", ".")
STYLES: dict[str, NumberStyle] = {"en": EN, "de": DE, "fr": FR, "ch": CH}
EDITOR = EN
"""How editors type amounts, whatever the language of their browser."""


def parse_amount(text: str, *, currency: str | None = None, style: NumberStyle = EDITOR) -> Decimal:
    """The amount that a text means in a style. AmountRefused, with a sentence, for whatever does not fit it.

    One currency sign or code may stand before or after the number; where `currency` is given it must be that one.
    A last "k" means thousands: "155k".
    """
    number = _without_currency(text.strip(), currency)
    thousands = number[-1:] in ("k", "K")
    number = number.removesuffix("k").removesuffix("K")
    _refuse_strange(number)
    if thousands:
        value = _plain(number, style) * 1000
        grouped = False
    else:
        value, grouped = _grouped(number, style)
    _ = grouped
    return _checked(value, currency)
