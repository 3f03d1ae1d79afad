"""What a visitor asked, read from an address; each form ends in a frozen value object or a sentence."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from unicodedata import category

from django import forms
from django.http import QueryDict

from salaries.models.base import DEFAULT_LOCATION, SLUG
from salaries.models.reports import LONGEST_MESSAGE
from salaries.pages.asked import PARAMETERS, PRICES, ChosenSide, Comparing, QuestionRefused, Wanted
from salaries.pages.reported import Named
from salaries.pages.reports import Written
from salaries.pages.standing import Typed
from salaries.pay.words import STATISTICS

RELEASE_WANTED = "Name a release as source/release, as in bls-oews/may-2025."
STATISTIC_WANTED = "Choose one of mean, median, p10, p25, p75 and p90."
PRICES_WANTED = "Choose one of rpp (US prices), ppp (international dollars) and cpi (today's prices)."
AS_OF_WANTED = "The data version is a number, as in a permanent link, or a day written 2026-03-31."

LONGEST_TEXT = 80
"""Letters of `q` that are read."""

UNSHOWN = ("Cc", "Cs")
"""Kinds of signs that have no shape."""
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that turn the text after them around."""


class ChoiceForm(forms.Form):
    """`release` and `statistic` of an address."""

    release = forms.RegexField(
        rf"^{SLUG.pattern}/{SLUG.pattern}\Z", required=False, error_messages={"invalid": RELEASE_WANTED}
    )
    statistic = forms.ChoiceField(
        choices=[(name, name) for name in STATISTICS],
        required=False,
        error_messages={"invalid_choice": STATISTIC_WANTED},
    )
    prices = forms.ChoiceField(
        choices=[(name, name) for name in PRICES],
        required=False,
        error_messages={"invalid_choice": PRICES_WANTED},
    )
    as_of = forms.RegexField(r"^[0-9-]{1,20}\Z", required=False, error_messages={"invalid": AS_OF_WANTED})


def read_choice(query: QueryDict, names: Sequence[str] = PARAMETERS) -> Wanted:
    """Read the parameters of those names. Raises `QuestionRefused` with a sentence for values that mean nothing."""
    given = {name: query.get(name, "").strip().lower() for name in names}
    if not any(given.values()):
        return Wanted()
    form = ChoiceForm(given)
    if not form.is_valid():
        raise QuestionRefused(first_error(form))
    return Wanted(**form.cleaned_data)


def first_error(form: forms.Form) -> str:
    """The first complaint of a form, as a sentence."""
    errors: Mapping[str, Any] = form.errors
    return str(next(iter(errors.values()))[0])


def read_limits(query: QueryDict) -> dict[str, int]:
    """Read `maxwidth` and `maxheight`, in pixels, as far as they are given. Raises `QuestionRefused`."""
    limits = {}
    for name in ("maxwidth", "maxheight"):
        if text := query.get(name, "").strip():
            if not re.fullmatch(r"0*[1-9][0-9]{0,4}", text, re.ASCII):
                raise QuestionRefused(f"{name} is a whole number of pixels, as in {name}=600.")
            limits[name] = int(text)
    return limits


def canonical_query(query: QueryDict, choice: Wanted, names: Sequence[str] = PARAMETERS) -> bool:
    """Whether the parameters that mean something stand in the address as `choice` spells them.

    A form escapes the slash of a release. That is the same query, and the same bytes answer it: no detour.
    """
    meant = [(name, value) for name, values in query.lists() for value in values if name in names]
    return meant == choice.given


def read_comparing(query: QueryDict) -> Comparing:
    """Read the fields `subject` (2 to 4), `place`, `option`, `q` and the buttons.

    A place and an option stand beside each subject, or one for all, or none.
    `add` asks for one side more, `find` for lists narrowed by `q`; `remove` takes the side of that number
    away, `baseline` puts it in front.
    """
    subjects = _texts(query, "subject")
    places = _beside(subjects, _texts(query, "place"), DEFAULT_LOCATION)
    options = _beside(subjects, _texts(query, "option"), "")
    comparing = Comparing(
        tuple(map(ChosenSide, subjects, places, options)),
        text=" ".join(query.get("q", "").split())[:LONGEST_TEXT],
        adding="add" in query,
        finding="find" in query,
    )
    if number := _side_number(query.get("remove", "")):
        comparing = comparing.without(number)
    if number := _side_number(query.get("baseline", "")):
        comparing = comparing.from_side(number)
    return comparing


def _texts(query: QueryDict, name: str) -> list[str]:
    return [value.strip().lower() for value in query.getlist(name)]


def _beside(subjects: Sequence[str], given: Sequence[str], otherwise: str) -> Sequence[str]:
    if len(given) == len(subjects):
        return given
    return [given[0] if len(given) == 1 else otherwise] * len(subjects)


def _side_number(text: str) -> int:
    """The number of a side, 0 where it is none."""
    return int(text) if text in ("1", "2", "3", "4") else 0


def read_typed_pay(fields: QueryDict) -> Typed:
    """Read the fields of the form of one's own pay, in a POST or, to start it with, in an address."""
    given = {
        name: " ".join(fields.get(name, "").split())[:120]
        for name in ("subject", "place", "amount", "currency", "pay_period")
    }
    lowered = {name: given[name].lower() for name in ("subject", "place", "pay_period") if given[name]}
    upper = {"currency": given["currency"].upper()} if given["currency"] else {}
    return Typed(amount=given["amount"], **lowered, **upper)


class ReportForm(forms.Form):
    """What a reader writes; the limits are the table's."""

    role = forms.CharField(
        required=False, max_length=200, error_messages={"max_length": "Name the role or page in 200 letters."}
    )
    message = forms.CharField(
        max_length=LONGEST_MESSAGE,
        error_messages={
            "required": "Write what is wrong.",
            "max_length": f"Write what is wrong in {LONGEST_MESSAGE:,} letters.",
        },
    )
    email = forms.EmailField(
        required=False,
        max_length=254,
        error_messages={
            "invalid": "This is not an e-mail address. Correct it, or leave it empty.",
            "max_length": "An e-mail address has 254 letters at most. Correct it, or leave it empty.",
        },
    )


def read_named(query: QueryDict) -> Named:
    """What a report is about, as an address or a form names it."""
    given = {name: query.get(name, "").strip().lower()[:400] for name in ("subject", "release", "role")}
    return Named(**given)


def read_report(fields: QueryDict) -> Written:
    """Read a report that was sent; what is wrong with it is in `problems`."""
    typed = {name: _plain_text(fields.get(name, "")) for name in ("role", "message", "email")}
    named = replace(read_named(fields), role="")
    form = ReportForm(typed)
    form.is_valid()
    errors: Mapping[str, Any] = form.errors
    return Written(
        named,
        **typed,
        website=fields.get("website", ""),
        problems=tuple((name, str(errors[name][0])) for name in errors),
    )


def _plain_text(text: str) -> str:
    """The text without signs that have no shape or turn the line around, its line breaks as one sign."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign in "\n\t" or _is_shown(sign)).strip()


def _is_shown(sign: str) -> bool:
    return category(sign) not in UNSHOWN and sign not in TURNING
