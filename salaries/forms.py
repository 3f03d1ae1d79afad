"""What a visitor asked, read from an address; each form ends in a frozen value object or a sentence."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from salaries.models.base import DEFAULT_LOCATION, SLUG
from salaries.pages.asked import PARAMETERS, PRICES, ChosenSide, Comparing, QuestionRefused, Wanted
from salaries.pay.words import STATISTICS

RELEASE_WANTED = "Name a release as source/release, as in bls-oews/may-2025."
STATISTIC_WANTED = "Choose one of mean, median, p10, p25, p75 and p90."
PRICES_WANTED = "Choose one of rpp (US prices), ppp (international dollars) and cpi (today's prices)."
AS_OF_WANTED = "The data version is a number, as in a permanent link, or a day written 2026-03-31."

LONGEST_TEXT = 80
"""Letters of `q` that are read."""


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
