"""The one strict parser of amounts that people type and files hold.

It never guesses. A text either fits the declared style of writing numbers, or it is refused with a sentence
that says what to write instead. What comes out is an exact `Decimal` above zero, with at most 12 digits
before the decimal sign and no more decimals than the currency has (two where the currency is not known).
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from salaries.pay.currencies import NAMES
from salaries.pay.money import SIGNS, currency_words, decimals

MOST_DIGITS = 12
MOST_COUNT = 2_147_483_647
"""As many people or jobs as the database's column holds."""
NO_NUMBER, OUT, DECIMALS = "NOT_A_NUMBER", "OUT_OF_RANGE", "DECIMALS"
_MOST_QUOTED = 30
_PLAIN = re.compile(rf"[1-9]\d{{0,{MOST_DIGITS - 1}}}", re.ASCII)
"""Digits alone, which mean the same in every style and currency."""
_SPACES = " \u00a0\u202f\u2009"
_MINUSES = frozenset("-\u2212\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u207b\ufe58\ufe63\uff0d()")
_UNIT = f"[A-Za-z]{{3}}|[{''.join(SIGNS.values())}]"
_WITH_UNITS = re.compile(rf"({_UNIT})?[{_SPACES}]?(.*?)[{_SPACES}]?({_UNIT})?", re.DOTALL)


class AmountRefused(ValueError):
    """A text that is no amount. `message` is a sentence for whoever typed it, `code` is for programs.

    Codes: NOT_A_NUMBER for what has no digit, or letters that are no unit; OUT_OF_RANGE for nothing and for
    too many digits; DECIMALS for more of them than there can be; else NUMBER_FORMAT.
    """

    def __init__(self, message: str, code: str = "NUMBER_FORMAT") -> None:
        super().__init__(message)
        self.message = message
        self.code = code


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How numbers are written. `group` holds every sign that may part thousands (one kind in a number)."""

    name: str
    group: str
    decimal: str

    @property
    def example(self) -> str:
        """A number in this style, for messages: "155,000.50"."""
        return f"155{self.group[0]}000{self.decimal}50"


EN = NumberStyle("English", ",", ".")
DE = NumberStyle("German", ".", ",")
FR = NumberStyle("French", _SPACES, ",")
CH = NumberStyle("Swiss", "\u2019'", ".")
STYLES: dict[str, NumberStyle] = {"en": EN, "de": DE, "fr": FR, "ch": CH}
EDITOR = EN
"""How editors type amounts, whatever the language of their browser."""


def parse_amount(text: str, *, currency: str | None = None, style: NumberStyle = EDITOR) -> Decimal:
    """The amount that a text means in a style; AmountRefused for whatever does not fit it.

    A currency's sign or code may stand before or after the number; where `currency` is given it must name
    that one. A last "k" means thousands and goes with ungrouped digits only: "155k", "1.5k".
    """
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    number = _without_units(text.strip(), currency)
    _refuse_strange(number, style)
    thousands = number[-1] in "kK"
    digits = number[:-1] if thousands else number
    whole, fraction = _split(digits, style, grouped=not thousands)
    if len(whole) > 1 and whole.startswith("0"):
        raise AmountRefused(f"{_quoted(number)} starts with a zero: write the amount without it.")
    value = Decimal(f"{whole}.{fraction}" if fraction else whole) * (1000 if thousands else 1)
    if value == 0:
        raise AmountRefused("Pay is more than nothing. Leave the field empty where there is no figure.", OUT)
    if value >= 10**MOST_DIGITS:
        raise AmountRefused(f"{_quoted(number)} has more than {MOST_DIGITS} digits before the decimals.", OUT)
    return _fitting(value, number, currency)


def parse_count(text: str, *, style: NumberStyle = EDITOR) -> int:
    """How many people or jobs a text means: a whole number, 0 included. AmountRefused for all else."""
    number = text.strip()
    if not re.fullmatch(rf"\d[\d.,'\u2019{_SPACES}]*", number, re.ASCII):
        raise AmountRefused(f"{_quoted(number)} is not a whole number, such as 120.", _kind(number))
    whole, fraction = _split(number, style, grouped=True)
    if fraction:
        raise AmountRefused(f"{_quoted(number)} is not whole: people and jobs are counted.", DECIMALS)
    if len(whole) > 1 and whole.startswith("0"):
        raise AmountRefused(f"{_quoted(number)} starts with a zero: write the number without it.")
    if len(whole) > MOST_DIGITS or int(whole) > MOST_COUNT:
        raise AmountRefused(f"{_quoted(number)} is more than can be counted here.", OUT)
    return int(whole)


def parse_percentage(text: str, *, style: NumberStyle = EDITOR) -> Decimal:
    """The percentage that a text means, 0 to 999.99, with or without a last %. AmountRefused for all else."""
    number = text.strip().removesuffix("%").rstrip(_SPACES)
    found = re.fullmatch(rf"(\d+)(?:{re.escape(style.decimal)}(\d+))?", number, re.ASCII)
    if found is None:
        wanted = f"such as 3{style.decimal}3"
        raise AmountRefused(
            f"{_quoted(number)} is not a percentage that is read here, {wanted}.", _kind(number)
        )
    if len(found[2] or "") > 2:
        raise AmountRefused(f"{_quoted(number)} has more than two decimals.", DECIMALS)
    if len(found[1].lstrip("0")) > 3:
        raise AmountRefused(f"{_quoted(number)} is not a percentage from 0 to 999.99.", OUT)
    return Decimal(f"{found[1]}.{found[2]}" if found[2] else found[1])


def format_amount(amount: Decimal) -> str:
    """An amount as a form shows it, which `parse_amount` takes back: "155000", "155000.50"."""
    whole = amount.to_integral_value()
    return f"{whole:f}" if amount == whole else f"{amount:.2f}"


def _quoted(text: str) -> str:
    return f"“{text if len(text) <= _MOST_QUOTED else text[:_MOST_QUOTED] + '…'}”"


def _without_units(text: str, currency: str | None) -> str:
    """The text without a currency's sign or code, which must name the figure's currency if that is known."""
    found = _WITH_UNITS.fullmatch(text)
    if found is None or not any(character.isdigit() for character in found[2]):
        return text
    for unit in filter(None, (found[1], found[3])):
        code = next((code for code, sign in SIGNS.items() if sign == unit), unit.upper())
        if code not in NAMES:
            raise AmountRefused(f"“{unit}” is not the code of a currency.", NO_NUMBER)
        if currency and code != currency:
            named, wanted = currency_words(code), currency_words(currency)
            raise AmountRefused(f"“{unit}” stands for {named}, but this figure is in {wanted}.")
    return found[2]


def _refuse_strange(number: str, style: NumberStyle) -> None:
    """Refuse what is no number in any style."""
    write = f"Write the amount like 155000 or {style.example}."
    if not number:
        raise AmountRefused(f"The amount is missing. {write}", NO_NUMBER)
    if any(character.isdigit() and not character.isascii() for character in number):
        raise AmountRefused(f"{_quoted(number)} is not written with the plain digits 0 to 9. {write}")
    if _MINUSES.intersection(number):
        raise AmountRefused(
            f"{_quoted(number)} has a minus or a dash in it: pay is more than nothing. {write}"
        )
    if re.fullmatch(r"[\d.,]+[eE]\+?\d+", number):
        raise AmountRefused(
            f"{_quoted(number)} is shorthand for a long number: write all its digits, as in 155000."
        )
    if not re.fullmatch(rf"\d[\d.,'\u2019{_SPACES}]*[kK]?", number):
        raise AmountRefused(f"{_quoted(number)} is not a number that is read here. {write}", _kind(number))


def _kind(text: str) -> str:
    """The code for what is no number in any style: does it hold digits, and no letters but a last k?"""
    letters = any(character.isalpha() for character in text.rstrip("kK"))
    return NO_NUMBER if letters or not any(character.isdigit() for character in text) else "NUMBER_FORMAT"


def _split(digits: str, style: NumberStyle, *, grouped: bool) -> tuple[str, str]:
    """Digits before and after the decimal sign."""
    fraction = rf"(?:{re.escape(style.decimal)}(\d+))?"
    plain = re.fullmatch(rf"(\d+){fraction}", digits)
    if plain:
        if len(plain[1]) < 4 and len(plain[2] or "") == 3:
            raise AmountRefused(
                f"{_quoted(digits)} could mean {plain[1]} or {plain[1]}{plain[2]}: write it without the "
                f"“{style.decimal}”, or with two decimals."
            )
        return plain[1], plain[2] or ""
    for sign in style.group if grouped else "":
        parted = re.fullmatch(rf"(\d{{1,3}}(?:{re.escape(sign)}\d{{3}})+){fraction}", digits)
        if parted:
            return parted[1].replace(sign, ""), parted[2] or ""
    group = "a space" if style.group[0] == " " else f"“{style.group[0]}”"
    raise AmountRefused(
        f"{_quoted(digits)} does not fit: {group} parts thousands, three digits after each, and "
        f"“{style.decimal}” stands before decimals. Write the amount like 155000 or {style.example}."
    )


def _fitting(value: Decimal, number: str, currency: str | None) -> Decimal:
    """The value, if it has no more decimals than its currency."""
    places = decimals(currency) if currency in NAMES and currency else 2
    if value != round(value, places):
        owner = currency or "An amount"
        raise AmountRefused(f"{owner} has {places or 'no'} decimals: {_quoted(number)} has more.", DECIMALS)
    return value
